//! What is erased when it is over.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside};
use serde_json::json;

use crate::{acts, store};

/// Thirteen months, in days: a bank account that ended is erased after them.
const BANK_DAYS: i64 = 396;
/// A year, in days: a request to join is erased that long after it was decided.
const JOIN_DAYS: i64 = 365;

/// Erases bank accounts replaced more than thirteen months ago, and requests decided more than a year ago. Gives how many rows.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let now = outside.now();
    let accounts = store::bank::forget(tx, now.plus_days(-BANK_DAYS)).await?;
    let requests = store::join::forget(tx, now.plus_days(-JOIN_DAYS)).await?;
    let touched: Vec<_> = accounts
        .into_iter()
        .map(|id| ("organisation_bank", id))
        .chain(requests.into_iter().map(|id| ("organisation_join", id)))
        .collect();
    if !touched.is_empty() {
        let detail = json!({ "acte": "comptes et demandes effacés", "lignes": touched.len() });
        let entry = Entry::general(acts::MANAGE.code, "organisation").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(touched.len())
}
