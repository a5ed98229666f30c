//! What is over goes, as the privacy page says.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside};
use serde_json::json;

use super::{joining, today};
use crate::{acts, store};

/// Days after which the author of a gesture is forgotten, and a note taken out is deleted.
const DAYS_KEPT: i64 = 365;
/// Years after the end of the contract during which notes and findings are kept.
const YEARS_KEPT: i64 = 5;

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Gestures whose author is forgotten.
    pub gestures: usize,
    /// Notes deleted.
    pub notes: usize,
    /// Findings deleted.
    pub findings: usize,
}

/// The kind of job that removes what is over, and the traces of what was taken out.
pub const PURGE: &str = "meetings.purge";

/// Tells the journal of what telephones sent to meetings that are over, forgets authors of gestures older than a year, deletes notes taken out a year ago, and everything of consultations
/// whose contract ended five years ago.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<Purged> {
    for meeting in store::meeting::over_and_untold(tx, outside.now()).await? {
        joining::tell_waiting(tx, outside, actor, meeting).await?;
    }
    let before = outside.now().plus_days(-DAYS_KEPT);
    let gestures = store::purge::forget_authors(tx, before).await?;
    let mut notes = store::purge::notes_taken_out(tx, before).await?;
    let mut findings = Vec::new();
    for consultation in store::purge::consultations(tx).await? {
        if is_over(tx, outside, consultation).await? {
            notes.extend(store::purge::notes_of(tx, consultation).await?);
            findings.extend(store::purge::findings_of(tx, consultation).await?);
        }
    }
    notes.sort_unstable();
    notes.dedup();
    let mut touched: Vec<(&str, kernel::Uuid)> = gestures.iter().map(|id| ("sorting_act", *id)).collect();
    for id in &notes {
        touched.extend(untied(tx, outside, actor, *id).await?);
        touched.extend(store::purge::delete_note(tx, *id).await?);
    }
    for (id, photo, proof) in &findings {
        touched.extend(untied(tx, outside, actor, *id).await?);
        store::purge::delete_finding(tx, *id).await?;
        touched.push(("finding", *id));
        // What is over goes for good: no quarantine keeps a photograph longer than was told.
        let photos: Vec<kernel::Uuid> = [photo, proof].into_iter().flatten().copied().collect();
        touched.extend(files::erase(tx, outside, &photos).await?.into_iter().map(|file| ("file", file)));
    }
    let done = Purged { gestures: gestures.len(), notes: notes.len(), findings: findings.len() };
    if !touched.is_empty() {
        let detail =
            json!({ "acte": "purge", "gestes": done.gestures, "notes": done.notes, "constats": done.findings });
        let entry = Entry::general(acts::HOLD.code, "meeting").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(done)
}

/// Where something that goes led: the thread keeps that it was there.
async fn untied(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: kernel::Uuid,
) -> Outcome<Vec<(&'static str, kernel::Uuid)>> {
    let links = lineage::untie_all(tx, outside, actor, id, "Effacé à la fin de sa durée de conservation").await?;
    Ok(links.into_iter().map(|link| ("lineage_link", link)).collect())
}

async fn is_over(tx: &mut Tx, outside: &Outside, consultation: kernel::Uuid) -> Outcome<bool> {
    let found = listening::facade::consultation(tx, consultation).await?;
    let Some(contract) = found.and_then(|one| one.contract) else { return Ok(false) };
    let contract = strategy::facade::contract(tx, contract).await?;
    let is_long_ago = |contract: strategy::facade::ContractBrief| {
        let days = jiff::Span::new().days(YEARS_KEPT * 365 + 1);
        contract.ends_on.checked_add(days).is_ok_and(|end| end < today(outside))
    };
    Ok(contract.is_some_and(is_long_ago))
}

/// Cleans the pages of the database of what was deleted.
///
/// # Errors
/// The database failed.
pub async fn drop_traces(db: &database::Db) -> Outcome<()> {
    db.drop_traces(super::taking_back::TRACES).await?;
    Ok(())
}
