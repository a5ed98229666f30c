//! From a word to a need: a note or a finding becomes a piece of evidence, which counts in the matrix.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use lineage::End;
use listening::facade::gatherings::{Kind, Visibility, Words};
use serde_json::json;

use super::gathering;
use crate::rules::NoteKind;
use crate::{acts, store};

/// What evidence asks beside the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The need; none was chosen yet.
    pub need: Option<Uuid>,
    /// The neighbourhood; none was chosen yet.
    pub area: Option<Uuid>,
    /// Who was heard.
    pub heard: String,
    /// What was said, in neutral words.
    pub said: String,
    /// Whether anybody may read it.
    pub visibility: Visibility,
}

/// An action proposed is an idea: evidence knows three kinds.
const fn kind(kind: NoteKind) -> Kind {
    match kind {
        NoteKind::Need => Kind::Need,
        NoteKind::Observation => Kind::Observation,
        NoteKind::Idea | NoteKind::Action => Kind::Idea,
    }
}

async fn recorded(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (meeting, kind): (Uuid, Kind),
    proof: Proof,
) -> Outcome<Uuid> {
    let Proof { need, area, heard, said, visibility } = proof;
    let words = Words { need, area, heard, said, kind, visibility };
    listening::facade::gatherings::record_words(tx, outside, actor, meeting, words).await
}

/// The link from what was heard to the evidence made of it.
async fn tied(tx: &mut Tx, outside: &Outside, actor: &Actor, from: End, evidence: Uuid) -> Outcome<Uuid> {
    let to = End::new(lineage::Kind::Evidence, evidence);
    let (link, _) = lineage::tie(tx, outside, actor, from, to, "").await?;
    Ok(link)
}

fn already() -> Failure {
    Refusal::rule(
        "C’est déjà une preuve",
        "Ces mots sont déjà la preuve d’un besoin : ouvrez cette preuve pour la corriger.",
    )
    .into()
}

/// Makes evidence of a note.
///
/// # Errors
/// Not there for this actor; evidence already; something to correct.
pub async fn note_as_evidence(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, proof: Proof) -> Outcome<Uuid> {
    let mut note = store::note::by_id(tx, id).await?.filter(|note| !note.is_removed).ok_or(Refusal::NotFound)?;
    gathering(tx, actor, &acts::HOLD, note.meeting).await?;
    // Nobody else writes this note from here on.
    store::log::next(tx, note.consultation).await?;
    if note.evidence.is_some() {
        return Err(already());
    }
    let evidence = recorded(tx, outside, actor, (note.meeting, kind(note.kind)), proof).await?;
    note.evidence = Some(evidence);
    store::note::save(tx, &note).await?;
    let link = tied(tx, outside, actor, End::new(lineage::Kind::Note, id), evidence).await?;
    let touched = [("note", id), ("lineage_link", link)];
    let detail = json!({ "acte": "note devenue preuve", "preuve": evidence.to_string() });
    let entry = Entry::on(acts::HOLD.code, "note", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(evidence)
}

/// Makes evidence of a finding.
///
/// # Errors
/// As [`note_as_evidence`].
pub async fn finding_as_evidence(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    proof: Proof,
) -> Outcome<Uuid> {
    let mut finding = store::finding::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    gathering(tx, actor, &acts::HOLD, finding.meeting).await?;
    if finding.evidence.is_some() {
        return Err(already());
    }
    let evidence = recorded(tx, outside, actor, (finding.meeting, Kind::Observation), proof).await?;
    finding.evidence = Some(evidence);
    let revision = finding.revision;
    if !store::finding::save(tx, &finding, revision).await? {
        return Err(already());
    }
    let detail = json!({ "acte": "constat devenu preuve", "preuve": evidence.to_string() });
    let link = tied(tx, outside, actor, End::new(lineage::Kind::Finding, id), evidence).await?;
    let touched = [("finding", id), ("lineage_link", link)];
    let entry = Entry::on(acts::HOLD.code, "finding", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(evidence)
}
