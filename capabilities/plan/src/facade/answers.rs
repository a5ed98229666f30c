//! Sheets found one by one, and the needs they answer: for the thread.

use std::collections::HashSet;

use database::{Result, Tx};
use kernel::{Act, Actor, Outcome, Outside, Uuid};

use super::SheetBrief;
use crate::{acts, rules, store};

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

/// These sheets in a few words; a draft is left out when `reader` is nobody, or somebody who does not read it.
///
/// # Errors
/// The database failed.
pub async fn sheets_among(tx: &mut Tx, ids: &[Uuid], reader: Option<&Actor>) -> Result<Vec<SheetBrief>> {
    let mut all = Vec::with_capacity(ids.len());
    for line in store::board::among(tx, ids).await? {
        let is_read = line.is_published
            || match reader {
                Some(reader) => may_on_sheet(tx, reader, &acts::READ, (line.contract, line.id)).await?,
                None => false,
            };
        if is_read {
            all.push(super::brief(line));
        }
    }
    Ok(all)
}

/// Whether somebody may do this with a sheet of this contract, held on the whole of it or on a neighbourhood where it is
/// deployed: `(contract, sheet)`.
///
/// # Errors
/// The database failed.
pub async fn may_on_sheet(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static Act,
    (contract, sheet): (Uuid, Uuid),
) -> Result<bool> {
    Ok(crate::actions::verdict_on(tx, actor, act, contract, sheet).await?.is_allowed())
}

/// The published sheet of that address.
///
/// # Errors
/// The database failed.
pub async fn published(tx: &mut Tx, address: &str) -> Result<Option<SheetBrief>> {
    let found = store::sheet::by_address(tx, address).await?.filter(rules::Sheet::is_published);
    Ok(found.map(|sheet| brief_of(&sheet)))
}

/// How many published sheets answer each of these needs; a need that none answers is not told.
///
/// # Errors
/// The database failed.
pub async fn answer_counts(tx: &mut Tx, needs: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    store::sheet::answer_counts(tx, needs).await
}

/// Which of these needs a published sheet answers.
///
/// # Errors
/// The database failed.
pub async fn answered_among(tx: &mut Tx, needs: &[Uuid]) -> Result<HashSet<Uuid>> {
    Ok(store::sheet::answered_among(tx, needs).await?.into_iter().map(|(id,)| id).collect())
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
