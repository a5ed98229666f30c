//! Who stays out of what, and whom a decision is written to.

use std::collections::HashSet;

use database::{Result, Tx};
use kernel::Uuid;

use crate::store;

/// What an account stays out of: applications, and organisations whatever they ask.
///
/// # Errors
/// The database failed.
pub async fn recused_from(tx: &mut Tx, account: Uuid) -> Result<(HashSet<Uuid>, HashSet<Uuid>)> {
    let all = store::recusal::of_account(tx, account).await?;
    let applications = all.iter().filter_map(|one| one.application).collect();
    Ok((applications, all.iter().filter_map(|one| one.organisation).collect()))
}

/// Where a carrier is written to about its application: address and name of whoever has an account in it.
///
/// # Errors
/// The database failed.
pub async fn recipients(tx: &mut Tx, application: Uuid) -> Result<Vec<(String, String)>> {
    match store::application::by_id(tx, application).await? {
        Some(one) => accounts::facade::mailboxes_of(tx, one.organisation).await,
        None => Ok(Vec::new()),
    }
}
