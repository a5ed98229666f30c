//! Sheets found one by one, and the needs they answer: for the thread.

use database::{Result, Tx};
use kernel::{Actor, Outcome, Outside, Uuid};

use super::SheetBrief;
use crate::{rules, store};

/// A sheet in a few words.
pub(super) fn brief_of(sheet: &rules::Sheet) -> SheetBrief {
    let (text, state) = (&sheet.text, &sheet.state);
    SheetBrief {
        id: sheet.id,
        contract: sheet.contract,
        code: text.code.clone(),
        title: text.title.clone(),
        address: sheet.address.clone(),
        objective: text.operational.or(text.strategic),
        lead: text.lead.clone(),
        starts_on: text.starts_on,
        ends_on: text.ends_on,
        status: state.status,
        since: state.since,
        source: state.source.clone(),
        is_published: sheet.is_published(),
    }
}

/// A sheet in a few words; nothing when it is a draft and drafts are not for whoever asks.
///
/// # Errors
/// The database failed.
pub async fn sheet_brief(tx: &mut Tx, id: Uuid, with_drafts: bool) -> Result<Option<SheetBrief>> {
    let found = store::board::line(tx, id).await?.filter(|line| with_drafts || line.is_published);
    Ok(found.map(super::brief))
}

/// The published sheet of that address.
///
/// # Errors
/// The database failed.
pub async fn published(tx: &mut Tx, address: &str) -> Result<Option<SheetBrief>> {
    let found = store::sheet::by_address(tx, address).await?.filter(rules::Sheet::is_published);
    Ok(found.map(|sheet| brief_of(&sheet)))
}

/// Which published sheets answer which needs: `(need, how many)`.
///
/// # Errors
/// The database failed.
pub async fn answered_needs(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    store::sheet::answered_needs(tx).await
}

/// Says that a sheet no longer answers a need, and breaks the link of the thread.
///
/// # Errors
/// Not this actor's; no such link; no reason, on the field `motif`.
pub async fn release_need(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    link: &lineage::Link,
    why: &str,
) -> Outcome<()> {
    crate::actions::release_need(tx, outside, actor, link, why).await
}
