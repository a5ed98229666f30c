//! What an annual report asks of whoever knows the other slices, and what the binary may ask of it.

use std::sync::OnceLock;

use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Scope, Uuid};
use strategy::facade::ContractBrief;
use web::house::Boxed;

pub use crate::actions::index_all;
pub use crate::rules::{Figure, Subject};

use crate::rules::{Standing, State, report_path};
use crate::{acts, store};

/// What figures are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The contract.
    pub contract: ContractBrief,
    /// The year the report tells.
    pub year: i64,
    /// The day they are read.
    pub today: Date,
}

/// Gives the figures of a report, in the order chapters show them. A report is public: so is every figure and its page.
pub type Figures = for<'a> fn(&'a mut Tx, &'a Asked) -> Boxed<'a, Result<Vec<Figure>>>;

static FIGURES: OnceLock<Figures> = OnceLock::new();

/// Told once, at start, by whoever knows every slice: the figures of a report.
pub fn tell_figures(figures: Figures) {
    let _ = FIGURES.set(figures);
}

/// The figures of a report as they are read today; none when nobody was told.
pub(crate) async fn figures(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>> {
    match FIGURES.get() {
        Some(ask) => ask(tx, asked).await,
        None => Ok(Vec::new()),
    }
}

/// Names the citizen councils of a contract.
pub type Councils = for<'a> fn(&'a mut Tx, &'a ContractBrief) -> Boxed<'a, Result<Vec<String>>>;

static COUNCILS: OnceLock<Councils> = OnceLock::new();

/// Told once, at start, by whoever knows citizen councils.
pub fn tell_councils(councils: Councils) {
    let _ = COUNCILS.set(councils);
}

/// The citizen councils of a contract; none when nobody was told.
pub(crate) async fn councils(tx: &mut Tx, contract: &ContractBrief) -> Result<Vec<String>> {
    match COUNCILS.get() {
        Some(ask) => ask(tx, contract).await,
        None => Ok(Vec::new()),
    }
}

/// What awaits this person here: opinions whose last day came, a report to have approved, one to publish.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    if !actor.may_somewhere(&acts::DECIDE).is_allowed() {
        return Ok(all);
    }
    let today = now.day(&TimeZone::UTC);
    for report in store::report::all(tx).await? {
        if !actor.may(&acts::DECIDE, &Scope::contract(report.contract)).is_allowed() {
            continue;
        }
        let year = report.year;
        match (report.state, report.asked) {
            (State::Submitted, Some(asked)) => {
                let opinions = store::opinion::of_report(tx, report.id).await?;
                if opinions.iter().all(|one| one.standing(asked.due_on, today) != Standing::Awaited) {
                    let why = "Les conseils ont répondu, ou leur délai est passé.";
                    all.push(Awaited::new(
                        format!("Faire approuver le rapport annuel {year}"),
                        why,
                        report_path(report.id),
                    ));
                }
            }
            (State::Approved, _) => {
                let why = "Il est approuvé, et doit être rendu public.";
                all.push(Awaited::new(format!("Publier le rapport annuel {year}"), why, report_path(report.id)));
            }
            _ => {}
        }
    }
    Ok(all)
}

/// Where everybody reads the report of a contract on a year.
pub fn open_path(contract: &str, year: i64) -> String {
    crate::rules::open_path(contract, year)
}

/// The report of a contract on a year, whatever its state, for whoever arranges a territory.
///
/// # Errors
/// The database failed.
pub async fn report_of(tx: &mut Tx, contract: Uuid, year: i64) -> Result<Option<Uuid>> {
    Ok(store::report::of_year(tx, contract, year).await?.map(|report| report.id))
}
