//! Puts the demonstration into a database, through the acts of the capabilities and never by SQL. One file a slice.

pub mod accounts;
pub mod applications;
pub mod assemblies;
pub mod councils;
pub mod listening;
pub mod meetings;
pub mod plan;
pub mod strategy;
pub mod surveys;
pub mod territory;
pub mod voice;
pub mod words;

use database::Tx;
use kernel::{Outcome, Outside};
use web::Keys;

pub use accounts::SignIn;

use crate::Demonstration;

/// Everything, in one transaction: territory, contract, consultation, meetings, questionnaires, council, people, words, bodies that
/// sit. Gives the ways to sign in. What needs a place to keep files comes apart: [`assemblies::paper`], [`voice::voice`].
///
/// # Errors
/// An act refused what it was told, or the database failed: commit nothing.
pub async fn all(tx: &mut Tx, outside: &Outside, keys: &Keys, told: &Demonstration) -> Outcome<Vec<SignIn>> {
    let areas = territory::territory(tx, outside, told).await?;
    let contract = strategy::strategy(tx, outside, told, &areas).await?;
    let placed = listening::listening(tx, outside, told, &areas, contract).await?;
    plan::plan(tx, outside, told, &areas, contract).await?;
    meetings::meetings(tx, outside, told, &placed).await?;
    surveys::surveys(tx, (outside, keys), told, placed.consultation, &placed.channels).await?;
    councils::councils(tx, (outside, keys), told, &areas, contract).await?;
    let people = accounts::accounts(tx, outside, keys, told, &areas, accounts::from_chance(outside)).await?;
    words::words(tx, outside, keys, told, (placed.consultation, &areas), &people).await?;
    assemblies::assemblies(tx, (outside, keys), told, &areas, &people).await?;
    let calls = ::applications::facade::calls_of(tx, contract).await?;
    if let Some(call) = calls.iter().find(|call| call.is_published) {
        applications::applications(tx, outside, call.id, &areas).await?;
    }
    Ok(people)
}
