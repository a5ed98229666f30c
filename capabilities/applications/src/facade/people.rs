//! Who stays out of what, and whom a decision is written to.

use std::collections::HashSet;

use database::{Result, Tx};
use kernel::{Actor, Scope, Uuid};

use crate::actions::looking;
use crate::{acts, store};

/// What this actor does not read among services: applications, and organisations whatever they ask. Those she, or the person
/// she acts for, stays out of, and those she writes for.
///
/// # Errors
/// The database failed.
pub async fn kept_from(tx: &mut Tx, actor: &Actor) -> Result<(HashSet<Uuid>, HashSet<Uuid>)> {
    let (mut applications, mut organisations) = (HashSet::new(), HashSet::new());
    let Some(person) = actor.person() else { return Ok((applications, organisations)) };
    for one in looking::recusals_of(tx, actor).await? {
        applications.extend(one.application);
        organisations.extend(one.organisation);
    }
    let carried = person.grants.iter().filter(|grant| acts::CARRY.functions.contains(&grant.function));
    let carried =
        carried.filter_map(|grant| grant.scope.organisation.filter(|id| grant.scope == Scope::organisation(*id)));
    organisations.extend(carried);
    Ok((applications, organisations))
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

/// Contracts on whose calls an organisation filed something, or gives money.
///
/// # Errors
/// The database failed.
pub async fn contracts_of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Uuid>> {
    store::application::contracts_of(tx, organisation).await
}
