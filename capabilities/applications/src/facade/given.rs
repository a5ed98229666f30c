//! What was granted and told, of every call, for the list anybody reads.

use database::{Result, Tx};
use kernel::Uuid;

use crate::store;

pub use crate::store::given::{GivenLine, GivenSum};

/// What was granted and told, summed by year and carrier: a line for each, however many actions, with the name of the carrier.
///
/// # Errors
/// The database failed.
pub async fn given_sums(tx: &mut Tx) -> Result<Vec<(GivenSum, String)>> {
    let sums = store::given::sums(tx).await?;
    let carriers: Vec<Uuid> = sums.iter().map(|one| one.carrier).collect();
    let names = accounts::facade::organisation_names(tx, &carriers).await?;
    let named = |one: GivenSum| (one, names.get(&one.carrier).cloned().unwrap_or_default());
    Ok(sums.into_iter().map(named).collect())
}

/// What was granted and told to these carriers for a year, in no order.
///
/// # Errors
/// The database failed.
pub async fn given_to(tx: &mut Tx, year: i64, carriers: &[Uuid]) -> Result<Vec<GivenLine>> {
    store::given::of_carriers(tx, year, carriers).await
}

/// What was granted and told for a year or for all, in no order: what is needed to look for words.
///
/// # Errors
/// The database failed.
pub async fn given_lines(tx: &mut Tx, year: Option<i64>) -> Result<Vec<GivenLine>> {
    store::given::of_year(tx, year).await
}
