//! The pages of the slice.

mod batch;
pub mod behind;
pub mod codebook;
pub mod coding;
pub mod entry;
pub mod groupings;
pub mod home;
pub mod import;
pub mod public;
pub mod results;
pub mod review;
mod samples;
pub mod setting;
pub mod take_back;
pub mod verbatim;

pub use samples::samples;

use interface::{Choice, Link};
use jiff::civil::Date;
use kernel::{Act, Refusal, Uuid};
use listening::facade::ConsultationBrief;
use territory::facade::Area;
use web::{Fault, Visit};

use crate::actions::reach;

/// The first page of the slice in the back office.
const HOME: &str = "/gestion/paroles";

/// The pages above a back-office page about words.
fn above() -> Vec<Link> {
    vec![Link::new("Gestion", "/gestion"), Link::new("Paroles", HOME)]
}

/// A page of a consultation.
fn path(page: &str, consultation: Uuid) -> String {
    format!("{HOME}/{page}?concertation={consultation}")
}

/// A list of choices from identifiers and labels.
fn choices<'a>(lines: impl IntoIterator<Item = (Uuid, &'a str)>) -> Vec<Choice> {
    lines.into_iter().map(|(id, label)| Choice::new(id.to_string(), label)).collect()
}

/// The consultations where somebody may do an act, the last first.
async fn within_reach(tx: &mut database::Tx, visit: &Visit, act: &Act) -> Result<Vec<ConsultationBrief>, Fault> {
    let areas = territory::facade::areas(tx).await?;
    let mut all = listening::facade::consultations(tx).await?;
    all.retain(|one| reach(&visit.actor, act, one.contract, &areas));
    Ok(all)
}

/// The consultation asked for, or the last one within reach: one that is not there and one that is not hers look alike.
async fn chosen(tx: &mut database::Tx, visit: &Visit, act: &Act, asked: &str) -> Result<ConsultationBrief, Fault> {
    let mut all = within_reach(tx, visit, act).await?;
    if asked.is_empty() && !all.is_empty() {
        return Ok(all.swap_remove(0));
    }
    let id: Uuid = asked.parse().map_err(|_| no_consultation(&all))?;
    all.into_iter().find(|one| one.id == id).ok_or_else(Fault::not_found)
}

/// There is nothing to work on yet.
fn no_consultation(all: &[ConsultationBrief]) -> Fault {
    if !all.is_empty() {
        return Fault::not_found();
    }
    let what = "Les paroles se rangent par concertation. Ouvrez-en une depuis la page Écoute, puis revenez ici.";
    Refusal::rule("Aucune concertation n’est ouverte", what).into()
}

/// The name of a neighbourhood.
fn area_name(areas: &[Area], id: Option<Uuid>) -> String {
    let found = id.and_then(|id| areas.iter().find(|area| area.id == id));
    found.map_or_else(|| "Quartier non précisé".to_owned(), |area| area.name.clone())
}

/// « mars 2026 », from `2026-03`.
fn month_in_french(month: Option<&str>) -> String {
    let read = || {
        let first: Date = format!("{}-01", month?).parse().ok()?;
        let told = kernel::french::date(first);
        Some(told.split_once(char::is_whitespace)?.1.to_owned())
    };
    read().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_told_without_a_day() {
        let told = month_in_french(Some("2026-03"));
        assert!(told.starts_with("mars") && told.ends_with("2026"), "{told}");
        assert_eq!((month_in_french(None), month_in_french(Some("mars"))), (String::new(), String::new()));
    }
}
