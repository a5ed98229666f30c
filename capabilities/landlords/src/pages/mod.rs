//! The pages of the slice.

pub mod action;
pub mod agreement;
pub mod list;
pub mod management;
pub mod open;
mod samples;
pub mod sheet;
pub mod year;

use database::Tx;
use interface::{Choice, Link};
use kernel::{Act, Cents, Scope, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Fault, Reading, Visit};

pub use samples::samples;

/// Where agreements of abatement are listed.
const HOME: &str = "/gestion/abattement";

/// Where one is read.
fn path(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

/// Where a year of it is read.
fn year_path(id: Uuid, year: i64) -> String {
    format!("{HOME}/{id}/annees/{year}")
}

fn above() -> Vec<Link> {
    vec![Link::new("Abattement de taxe foncière", HOME)]
}

fn above_of(id: Uuid, title: &str) -> Vec<Link> {
    vec![Link::new("Abattement de taxe foncière", HOME), Link::new(title, path(id))]
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

/// An amount as it is typed; nought when the field is empty.
fn amount(reading: &mut Reading<'_>, name: &str) -> i64 {
    maybe_amount(reading, name).unwrap_or(0)
}

/// An amount as it is typed; none when the field is empty.
fn maybe_amount(reading: &mut Reading<'_>, name: &str) -> Option<i64> {
    let read = |text: &str| Cents::read_positive(text).ok().map(|amount| amount.0);
    reading.parsed(name, read, "Le montant est un nombre d’euros, par exemple 12 500 ou 12 500,50")
}

/// An amount as a field holds it; nothing for nought.
fn typed(cents: i64) -> String {
    if cents == 0 { String::new() } else { Cents(cents).typed() }
}

fn choices<V: ToString, W: AsRef<str>>(all: impl IntoIterator<Item = (V, W)>) -> Vec<Choice> {
    all.into_iter().map(|(value, words)| Choice::new(value.to_string(), words.as_ref())).collect()
}

/// A year of a path; one that is none is a page that does not exist.
fn year_of(text: &str) -> Result<i64, Fault> {
    text.parse().ok().filter(|year| (2015..=2100).contains(year)).ok_or_else(Fault::not_found)
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

/// Contracts where somebody may do this.
async fn contracts(tx: &mut Tx, visit: &Visit, act: &'static Act) -> Result<Vec<ContractBrief>, Fault> {
    let all = strategy::facade::contracts(tx).await?;
    Ok(all.into_iter().filter(|one| visit.actor.may(act, &Scope::contract(one.id)).is_allowed()).collect())
}

/// The contract asked for among those where somebody may do this; the first when none is.
async fn contract_of(tx: &mut Tx, visit: &Visit, act: &'static Act, code: &str) -> Result<ContractBrief, Fault> {
    let mine = contracts(tx, visit, act).await?;
    mine.into_iter().find(|one| code.is_empty() || one.code == code).ok_or_else(Fault::not_found)
}

/// Neighbourhoods of a contract as choices.
async fn areas_of(tx: &mut Tx, contract: &ContractBrief) -> Result<Vec<Choice>, Fault> {
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    Ok(choices(areas.into_iter().map(|area| (area.id, area.name))))
}
