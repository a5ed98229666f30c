//! Papers of a meeting: files that members take one by one.

use database::Tx;
use files::{Kind, Limits, MEBIBYTE, Prepared, Vault};
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};

use super::meeting::{entered, mine, record};
use crate::rules::Meeting;
use crate::store;
use crate::store::meeting::Paper;

/// What may be handed to members: what opens and prints everywhere.
pub const PAPERS: Limits<'static> = Limits {
    largest_bytes: 10 * MEBIBYTE,
    kinds: &[Kind::Pdf, Kind::Odt, Kind::Docx, Kind::Ods, Kind::Xlsx, Kind::Jpeg, Kind::Png],
};

/// Most papers of a meeting.
const MOST: usize = 30;

/// Hands a paper to members. Gives its identifier.
///
/// # Errors
/// Not this actor's; no name; too many; the file could not be kept.
pub async fn hand(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    meeting: Uuid,
    (label, file): (String, Option<Prepared>),
) -> Outcome<Uuid> {
    let (_, meeting, act) = entered(tx, actor, meeting).await?;
    let others = store::meeting::papers(tx, meeting.id).await?;
    let mut errors = Vec::new();
    if label.is_empty() || label.chars().count() > 150 {
        errors.push(kernel::FieldError::new("papier", "Nommez ce papier, en moins de 150 signes"));
    }
    if file.is_none() {
        errors.push(kernel::FieldError::new("fichier", "Choisissez un fichier"));
    }
    if others.len() >= MOST {
        errors.push(kernel::FieldError::new("fichier", "Trente papiers au plus : retirez-en un"));
    }
    Failure::unless_empty(errors)?;
    let Some(file) = file else { return Err(Refusal::NotFound.into()) };
    let kept = files::attach(tx, vault, outside, file, "assemblies.paper", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    let rank = others.iter().map(|paper| paper.rank).max().unwrap_or_default() + 1;
    let one = Paper { id: outside.uuid(), meeting: meeting.id, file: kept.id, label, rank };
    store::meeting::insert_paper(tx, &one, outside.now()).await?;
    let touched = [("assembly_paper", one.id), ("file", kept.id)];
    record(tx, outside, (actor, act), &meeting, "papier ajouté", &touched).await?;
    Ok(meeting.id)
}

/// Takes a paper away; its file goes through the quarantine. Gives its meeting.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn take_back(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let paper = store::meeting::paper(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (_, meeting, act) = entered(tx, actor, paper.meeting).await?;
    store::meeting::remove_paper(tx, id).await?;
    files::mark_deleted(tx, paper.file, outside.now()).await?;
    let touched = [("assembly_paper", id), ("file", paper.file)];
    record(tx, outside, (actor, act), &meeting, "papier retiré", &touched).await?;
    Ok(meeting.id)
}

/// A paper, for a member of the body or whoever keeps it; for nobody else.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn readable(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Paper, Meeting)> {
    let paper = store::meeting::paper(tx, id).await?.ok_or(Refusal::NotFound)?;
    if let Ok((_, meeting)) = super::meeting::kept(tx, actor, paper.meeting).await {
        return Ok((paper, meeting));
    }
    let (_, _, meeting) = mine(tx, actor, paper.meeting).await?;
    Ok((paper, meeting))
}
