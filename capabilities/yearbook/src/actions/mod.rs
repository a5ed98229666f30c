//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

mod approving;
mod chapters;
mod creating;
mod freezing;
mod opinions;
pub mod setting;
mod submitting;
pub mod viewing;

pub use approving::{approve, index_all, publish};
pub use chapters::{add, move_past, remove, write};
pub use creating::create;
pub use opinions::{OpinionTerms, note};
pub use submitting::{councils_of, submit};

pub use crate::rules::{
    Approval, Chapter, ChapterText, Given, Kind, Opinion, Report, Sense, Subject, Submission, earliest_due,
};

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::Value;
use strategy::facade::ContractBrief;

use crate::store;

/// Time and chance, and the hours of the town.
pub type Around<'a> = (&'a Outside, &'a TimeZone);

/// A report with its contract.
#[derive(Clone, Debug)]
pub struct Found {
    /// The report.
    pub report: Report,
    /// Its contract.
    pub contract: ContractBrief,
}

impl Found {
    /// « Rapport annuel 2026 ».
    pub fn title(&self) -> String {
        format!("Rapport annuel {}", self.report.year)
    }

    /// Lets what changes the text go on while it is written.
    ///
    /// # Errors
    /// The report is approved.
    pub fn written(&self) -> Outcome<()> {
        match self.report.state.is_written() {
            true => Ok(()),
            false => Err(Refusal::rule(
                "Ce rapport est approuvé : son texte ne change plus",
                "Ce que le conseil communautaire a approuvé reste tel quel. Ce qui a changé depuis se dit dans le rapport suivant.",
            )
            .into()),
        }
    }
}

/// A report whose text may change, for whoever may do this with it, held until the end of the transaction.
///
/// # Errors
/// As [`found`]; the report is approved.
async fn open(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Found> {
    found(tx, actor, act, id).await?.written()?;
    store::report::hold(tx, id).await?;
    // What somebody decided meanwhile is read again.
    let of = found(tx, actor, act, id).await?;
    of.written()?;
    Ok(of)
}

/// A report, for whoever may do this with it; to anybody else nothing is there.
///
/// # Errors
/// Not there, or not this actor's; the database.
pub async fn found(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Found> {
    let report = store::report::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(act, &Scope::contract(report.contract)).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let contract = strategy::facade::contract(tx, report.contract).await?.ok_or(Refusal::NotFound)?;
    Ok(Found { report, contract })
}

/// What was typed cannot be kept any more: it is given back, by field label, with what happened.
fn given_back(explanation: &str, typed: &[(&str, &str)]) -> Failure {
    let kept = typed.iter().filter(|(_, words)| !words.trim().is_empty());
    let kept = kept.map(|(label, words)| ((*label).to_owned(), (*words).to_owned())).collect();
    Refusal::Conflict { explanation: explanation.to_owned(), kept }.into()
}

/// Records an act on a report.
async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    (report, detail): (Uuid, Value),
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let entry = Entry::on(act.code, "yearbook", report).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
