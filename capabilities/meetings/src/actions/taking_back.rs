//! Whoever wrote with a telephone takes her notes back with the code it showed her.

use corpus::facade::elsewhere::{Elsewhere, Held};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Uuid};
use safekeeping::erasure::Erasable;
use serde_json::json;
use web::house::Boxed;

use crate::rules::{Finding, Note};
use crate::{acts, store};

/// Tables whose pages are cleaned once something is erased.
pub const TRACES: &[&str] = &["note", "sorting_change", "sorting_act", "finding", "file"];
/// Notes erased, as they are remembered when an older backup comes back.
pub const NOTE: &str = "note";
/// Findings erased, as they are remembered.
pub const FINDING: &str = "constat";

/// What the corpus may ask of notes and findings.
pub const ELSEWHERE: Elsewhere = Elsewhere { held, erase: erased, traces: TRACES };

fn held<'a>(tx: &'a mut Tx, code_hash: &'a [u8]) -> Boxed<'a, database::Result<Vec<Held>>> {
    Box::pin(async move {
        let notes = store::note::of_code(tx, code_hash).await?.into_iter();
        let notes =
            notes.map(|note| Held { words: note.words, verbatim: note.verbatim, evidence: note.evidence, told: None });
        let findings = store::finding::of_code(tx, code_hash).await?.into_iter();
        let seen = findings.map(|one| Held {
            words: one.text.words,
            verbatim: None,
            evidence: one.evidence,
            told: Some(format!("Constat d’une marche : {}.", one.follow_up.state.french().to_lowercase())),
        });
        Ok(notes.chain(seen).collect())
    })
}

fn erased<'a>(
    tx: &'a mut Tx,
    outside: &'a Outside,
    actor: &'a Actor,
    code_hash: &'a [u8],
) -> Boxed<'a, Outcome<usize>> {
    Box::pin(erase(tx, outside, actor, code_hash))
}

/// Erases the notes and the findings sent under a code. A sentence of the corpus that spoke for them is erased too, since it may be in
/// their words: other notes that said the same stay on the board, to be poured again. Gives how many are gone.
async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, code_hash: &[u8]) -> Outcome<usize> {
    let notes = store::note::of_code(tx, code_hash).await?;
    let findings = store::finding::of_code(tx, code_hash).await?;
    erase_findings(tx, outside, actor, &findings).await?;
    erase_notes(tx, outside, actor, &notes).await?;
    Ok(notes.len() + findings.len())
}

/// Erases these notes of one consultation.
pub(super) async fn erase_notes(tx: &mut Tx, outside: &Outside, actor: &Actor, notes: &[Note]) -> Outcome<()> {
    let Some(first) = notes.first() else { return Ok(()) };
    let consultation = first.consultation;
    // Nobody sorts nor pours here until the end.
    store::log::next(tx, consultation).await?;
    let mut touched: Vec<(&str, Uuid)> = Vec::new();
    for note in notes {
        if let Some(verbatim) = note.verbatim {
            corpus::facade::erase(tx, outside, actor, verbatim).await?;
            touched.extend(store::note::forget_verbatim(tx, verbatim).await?.into_iter().map(|id| ("note", id)));
        }
        touched.extend(unproved(tx, outside, actor, (note.id, note.evidence)).await?);
        touched.extend(store::purge::delete_note(tx, note.id).await?);
    }
    let ids: Vec<Uuid> = notes.iter().map(|note| note.id).collect();
    safekeeping::erasure::remember(tx, outside, NOTE, &ids).await?;
    let detail = json!({ "acte": "effacement par code", "notes": notes.len() });
    let entry = Entry::on(acts::JOIN.code, "sorting", consultation).detail(detail).touched(&touched).dated_only();
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Erases these findings, with their photographs.
pub(super) async fn erase_findings(tx: &mut Tx, outside: &Outside, actor: &Actor, findings: &[Finding]) -> Outcome<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let mut touched: Vec<(&str, Uuid)> = Vec::new();
    for one in findings {
        touched.extend(unproved(tx, outside, actor, (one.id, one.evidence)).await?);
        for line in journal::of_object(tx, "finding", one.id).await? {
            journal::erase_words(tx, line.seq).await?;
        }
        store::purge::delete_finding(tx, one.id).await?;
        touched.push(("finding", one.id));
        let photos: Vec<Uuid> = [one.photo, one.proof].into_iter().flatten().collect();
        touched.extend(files::erase(tx, outside, &photos).await?.into_iter().map(|id| ("file", id)));
    }
    let ids: Vec<Uuid> = findings.iter().map(|one| one.id).collect();
    safekeeping::erasure::remember(tx, outside, FINDING, &ids).await?;
    let detail = json!({ "acte": "effacement par code", "constats": findings.len() });
    let entry = Entry::general(acts::JOIN.code, "finding").detail(detail).touched(&touched).dated_only();
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The evidence made of something goes with it. The thread keeps that something was there, and that it was taken back.
async fn unproved(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, evidence): (Uuid, Option<Uuid>),
) -> Outcome<Vec<(&'static str, Uuid)>> {
    if let Some(evidence) = evidence {
        listening::facade::words::erase_evidence(tx, outside, actor, evidence).await?;
    }
    let links = lineage::untie_all(tx, outside, actor, id, listening::facade::words::TAKEN_BACK).await?;
    Ok(links.into_iter().map(|link| ("lineage_link", link)).collect())
}

/// How what was taken back is erased again when an older backup comes back.
pub const ERASABLES: &[Erasable] = &[
    Erasable { kind: NOTE, standing: notes_standing, erase: note_again },
    Erasable { kind: FINDING, standing: findings_standing, erase: finding_again },
];

fn notes_standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(store::purge::note_ids(tx))
}

fn findings_standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(store::purge::finding_ids(tx))
}

fn note_again<'a>(tx: &'a mut Tx, outside: &'a Outside, actor: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(async move {
        let found: Vec<Note> = store::note::by_id(tx, id).await?.into_iter().collect();
        erase_notes(tx, outside, actor, &found).await
    })
}

fn finding_again<'a>(tx: &'a mut Tx, outside: &'a Outside, actor: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(async move {
        let found: Vec<Finding> = store::finding::by_id(tx, id).await?.into_iter().collect();
        erase_findings(tx, outside, actor, &found).await
    })
}
