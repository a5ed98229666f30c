//! Puts the demonstration into a database, through the acts of the capabilities and never by SQL. One file a slice.

pub mod accounts;
pub mod acting;
pub mod agreements;
pub mod applications;
pub mod assemblies;
pub mod assessment;
pub mod calls;
pub mod circles;
pub mod committee;
pub mod councils;
pub mod directory;
pub mod evaluation;
pub mod exchanges;
pub mod funds;
pub mod governance;
pub mod landlords;
pub mod listening;
pub mod means;
pub mod meetings;
pub mod observatory;
pub mod papers;
pub mod past;
pub mod plan;
pub mod reporting;
pub mod strategy;
pub mod surveys;
pub mod territory;
pub mod voice;
pub mod words;
pub mod yearbook;

use std::collections::BTreeMap;

use database::Tx;
use kernel::{Outcome, Outside, Uuid};
use web::Keys;

pub use accounts::SignIn;

use crate::Demonstration;
use acting::{Calendar, Cast};
use assessment::Desk;

/// Everything, in one transaction: what [`before_calls`] tells, then associations, calls for projects and their committee. Gives the
/// ways to sign in. What needs a place to keep files comes apart: [`assemblies::paper`], [`voice::voice`], [`directory::papers`].
///
/// # Errors
/// An act refused what it was told, or the database failed: commit nothing.
pub async fn all(tx: &mut Tx, outside: &Outside, keys: &Keys, told: &Demonstration) -> Outcome<Vec<SignIn>> {
    let (people, areas, contract) = before_calls(tx, outside, keys, told).await?;
    programmed(tx, (outside, keys), told, &areas, contract).await?;
    let calendar = Calendar::from(outside);
    landlords::landlords(tx, &calendar, told, (&areas, contract)).await?;
    funds::funds(tx, &calendar, told, (&areas, contract)).await?;
    means::means(tx, &calendar, told, (&areas, contract)).await?;
    governance::governance(tx, (outside, keys), &calendar, told, contract).await?;
    evaluation::evaluation(tx, (outside, &calendar), told, (&areas, contract)).await?;
    papers::papers(tx, outside, told, contract).await?;
    let cast = Cast::gathered(tx, outside, told).await?;
    yearbook::yearbook(tx, (&calendar, &cast), told, contract).await?;
    Ok(people)
}

/// Ways to sign in, neighbourhoods by key, the contract.
pub type Sown = (Vec<SignIn>, BTreeMap<String, Uuid>, Uuid);

/// What calls for projects stand on: territory, contract, consultation, plan, meetings, questionnaires, council, people, words, bodies
/// that sit.
///
/// # Errors
/// As [`all`].
pub async fn before_calls(tx: &mut Tx, outside: &Outside, keys: &Keys, told: &Demonstration) -> Outcome<Sown> {
    let areas = territory::territory(tx, outside, told).await?;
    let contract = strategy::strategy(tx, outside, told, &areas).await?;
    let placed = listening::listening(tx, outside, told, &areas, contract).await?;
    plan::plan(tx, outside, told, &areas, contract).await?;
    meetings::meetings(tx, outside, told, &placed).await?;
    surveys::surveys(tx, (outside, keys), told, placed.consultation, &placed.channels).await?;
    councils::councils(tx, (outside, keys), told, &areas, contract).await?;
    // They were there before anything they did.
    let before = acting::earlier(outside, 1_000);
    let people = accounts::accounts(tx, &before, keys, told, &areas, accounts::from_chance(outside)).await?;
    words::words(tx, outside, keys, told, (placed.consultation, &areas), &people).await?;
    assemblies::assemblies(tx, (outside, keys), told, &areas, &people).await?;
    Ok((people, areas, contract))
}

/// Associations, calls, what is asked of them, what services and the committee do with it, agreements.
///
/// # Errors
/// As [`all`].
pub async fn programmed(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    contract: Uuid,
) -> Outcome<()> {
    // Agents read account numbers on the contracts an organisation deals with, wherever this is sown from.
    ::directory::facade::tell_deals(::agreements::facade::deals);
    let (calendar, cast) = (Calendar::from(outside), Cast::gathered(tx, outside, told).await?);
    let organisations = directory::organisations(tx, told).await?;
    let carriers = directory::directory(tx, (&calendar, keys), told, areas, contract).await?;
    circles::circles(tx, &calendar, told, (&carriers, contract)).await?;
    let calls = calls::calls(tx, &calendar, told, areas, (contract, &organisations)).await?;
    let sown = applications::applications(tx, (&calendar, &cast), told, (&calls, &carriers, areas)).await?;
    let desk = Desk { calendar: &calendar, cast: &cast, told, calls: &calls, carriers: &carriers, sown: &sown };
    assessment::assessment(tx, desk).await?;
    exchanges::exchanges(tx, desk).await?;
    let envelopes = calls::purse(tx, &calendar, told, desk.call()?, (areas, &organisations)).await?;
    committee::committee(tx, desk, envelopes, areas).await?;
    past::past(tx, (desk, keys)).await?;
    agreements::agreements(tx, desk).await?;
    reporting::reported(tx, (desk, keys)).await
}
