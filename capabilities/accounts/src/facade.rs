//! What other slices, and the binary, may ask about people.

use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Scope, Uuid};
use web::house::Boxed;

use crate::store;

pub use crate::gate::Gate;

/// The name of an account; `None` when there is no such account or its name was erased.
///
/// # Errors
/// The database failed.
pub async fn account_name(tx: &mut Tx, id: Uuid) -> Result<Option<String>> {
    let account = store::account::by_id(tx, id).await?;
    Ok(account.map(|account| account.name).filter(|name| !name.is_empty()))
}

/// An organisation in two words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationBrief {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// Every organisation, by name.
///
/// # Errors
/// The database failed.
pub async fn organisations(tx: &mut Tx) -> Result<Vec<OrganisationBrief>> {
    let all = store::organisation::all(tx).await?;
    Ok(all.into_iter().map(|one| OrganisationBrief { id: one.id, name: one.terms.name }).collect())
}

/// A contract or a neighbourhood a function can be limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The limit.
    pub scope: Scope,
    /// What screens say: « Quartier La Conte ».
    pub name: String,
}

/// Lists the places; the binary knows the slices that have them.
pub type Places = for<'a> fn(&'a mut Tx) -> Boxed<'a, Result<Vec<Place>>>;

static PLACES: OnceLock<Places> = OnceLock::new();

/// Tells which contracts and neighbourhoods a function can be limited to; said once, at start. Without it,
/// functions are limited to organisations only.
pub fn tell_places(places: Places) {
    let _ = PLACES.set(places);
}

/// The places told.
pub(crate) async fn places(tx: &mut Tx) -> Result<Vec<Place>> {
    match PLACES.get() {
        Some(places) => places(tx).await,
        None => Ok(Vec::new()),
    }
}
