//! On which contracts money goes, or may go, to an organisation, as another slice knows it.

use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Act, Actor, Uuid};
use web::house::Boxed;

/// Tells the contracts where an organisation has a file, an agreement or a payment.
pub type Deals = for<'a> fn(&'a mut Tx, Uuid) -> Boxed<'a, Result<Vec<Uuid>>>;

static DEALS: OnceLock<Deals> = OnceLock::new();

/// Told once, at start, by whoever knows files and agreements.
pub fn tell_deals(deals: Deals) {
    let _ = DEALS.set(deals);
}

/// Whether this agent may do this for the whole or a part of one of the contracts an organisation deals with. While nobody tells them,
/// there are none.
pub(crate) async fn deals_with(tx: &mut Tx, actor: &Actor, act: &Act, organisation: Uuid) -> Result<bool> {
    if !actor.may_somewhere(act).is_allowed() {
        return Ok(false);
    }
    let Some(person) = actor.person() else { return Ok(true) };
    let contracts = match DEALS.get() {
        Some(ask) => ask(tx, organisation).await?,
        None => Vec::new(),
    };
    let own = person.grants.iter().filter(|grant| act.functions.contains(&grant.function));
    Ok(own.into_iter().any(|grant| match grant.scope.contract {
        Some(contract) => contracts.contains(&contract),
        None => !contracts.is_empty(),
    }))
}
