//! The pages of the slice.

mod asked;
pub mod board;
mod body;
mod body_tables;
pub mod bulk;
pub mod calendar;
mod choosing;
pub mod columns;
pub mod comments;
mod crossings;
pub mod edit;
pub mod exports;
pub mod feed;
pub mod files;
pub mod follow;
mod grid;
mod grid_read;
pub mod import;
pub mod leads;
pub mod open_list;
pub mod open_sheet;
pub mod opening;
mod samples;
mod samples_large;
mod samples_leads;
mod samples_lists;
pub mod section;
pub mod sheet;
pub mod sheet_acts;
mod standing;
pub mod timeline;
pub mod validation;
mod words;

pub use samples::samples;
pub(crate) use words::formatted;

use database::Tx;
use interface::{Choice, Language, Link, Tag, TagColour, t};
use kernel::{Act, Scope, Uuid};
use strategy::facade::ContractBrief;
use web::{Fault, House, Visit};

use crate::actions::{Around, Reach, around, around_sheet, reach, verdict_on};
use crate::rules::{Filters, Sheet, Status};
use crate::{acts, store};

/// Where the back office shows a sheet.
fn sheet_path(id: Uuid) -> String {
    format!("/gestion/actions/{id}")
}

/// The pages above a page about a sheet.
fn above(sheet: &Sheet) -> Vec<Link> {
    vec![Link::new("Plan d’actions", "/gestion/actions"), Link::new(sheet.name(), sheet_path(sheet.id))]
}

/// The page above the others of the back office.
fn above_board() -> Vec<Link> {
    vec![Link::new("Plan d’actions", "/gestion/actions")]
}

/// Where an action stands, as a tag in French.
fn status_tag(status: Status) -> Tag {
    status_tag_in(Language::French, status)
}

/// Where an action stands, as a tag in the language of whoever reads.
fn status_tag_in(language: Language, status: Status) -> Tag {
    let colour = match status {
        Status::Planned => TagColour::Grey,
        Status::UnderWay => TagColour::Blue,
        Status::Done => TagColour::Green,
        Status::Suspended => TagColour::Amber,
        Status::Abandoned => TagColour::Red,
    };
    Tag::new(colour, t(language, status.french()))
}

/// The sheet of the back office for somebody who may do this with it, and what surrounds it; or nothing there.
async fn visible(tx: &mut Tx, visit: &Visit, id: Uuid, act: &'static Act) -> Result<(Sheet, Around), Fault> {
    let sheet = store::sheet::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    if !verdict_on(tx, &visit.actor, act, sheet.contract, sheet.id).await?.is_allowed() {
        return Err(Fault::not_found());
    }
    let around = around_sheet(tx, &sheet).await?.ok_or_else(Fault::not_found)?;
    Ok((sheet, around))
}

/// The contracts whose plan somebody may act on, in part at least, and the one asked for: the first when none is. Which
/// part is what [`reach`] says.
async fn current(
    tx: &mut Tx,
    visit: &Visit,
    code: &str,
    act: &'static Act,
) -> Result<(Vec<ContractBrief>, Option<ContractBrief>), Fault> {
    let all = strategy::facade::contracts(tx).await?;
    let mine = |one: &ContractBrief| !reach(&visit.actor, act, one).is_nothing();
    let mine: Vec<ContractBrief> = all.into_iter().filter(mine).collect();
    let chosen = mine.iter().find(|one| one.code == code).or_else(|| mine.first().filter(|_| code.is_empty()));
    let chosen = match chosen {
        None if !code.is_empty() => return Err(Fault::not_found()),
        chosen => chosen.cloned(),
    };
    Ok((mine, chosen))
}

/// The contract asked for, for an act on the whole of its plan; or nothing there.
async fn whole(tx: &mut Tx, visit: &Visit, code: &str, act: &'static Act) -> Result<Around, Fault> {
    let around = of_contract(tx, visit, code, act).await?;
    match reach(&visit.actor, act, &around.contract) {
        Reach::Whole => Ok(around),
        Reach::Within(_) => Err(Fault::not_found()),
    }
}

/// The contract asked for with what surrounds its plan, for an act on a part of it at least; or nothing there.
async fn of_contract(tx: &mut Tx, visit: &Visit, code: &str, act: &'static Act) -> Result<Around, Fault> {
    let contract = current(tx, visit, code, act).await?.1.ok_or_else(Fault::not_found)?;
    around(tx, contract.id).await?.ok_or_else(Fault::not_found)
}

/// The sheets of a contract somebody may read, as a list is narrowed to them.
fn mine(visit: &Visit, contract: &ContractBrief) -> Filters {
    let within = reach(&visit.actor, &acts::READ, contract).within();
    Filters { contract: Some(contract.id), within, ..Filters::default() }
}

/// Choices of a list: `(value, words)`.
fn choices<V: ToString, W: AsRef<str>>(all: impl IntoIterator<Item = (V, W)>) -> Vec<Choice> {
    all.into_iter().map(|(value, words)| Choice::new(value.to_string(), words.as_ref())).collect()
}

/// The day in the town.
fn today(house: &House) -> jiff::civil::Date {
    house.outside.now().day(&house.settings.zone)
}

/// Whether somebody may write every sheet of a contract, and open new ones.
fn may_edit(visit: &Visit, contract: Uuid) -> bool {
    visit.actor.may(&acts::EDIT, &Scope::contract(contract)).is_allowed()
}
