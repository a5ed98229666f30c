//! The pages of the slice.

pub mod draft;
pub mod dues;
pub mod list;
pub mod mine;
pub mod payments;
pub mod publishing;
pub mod repayments;
pub mod report_part;
mod report_samples;
pub mod reports;
mod samples;
mod scan_samples;
pub mod scans;
pub mod setting;
pub mod sheet;
pub mod signing;
pub mod templates;
pub mod trusted;

use applications::facade::CallBrief;
use database::Tx;
use interface::{Choice, Link, Tag, TagColour};
use kernel::{Act, Cents, Outcome, Uuid, french};
use strategy::facade::ContractBrief;
use web::attached::kept_file;
use web::{Fault, House, Reading, Upload, Visit, answer};

use crate::actions::signing::SCANS;
use crate::actions::{desk, sealing};
use crate::rules::VersionState;
use crate::store;

pub use samples::samples;

/// Where agreements are listed.
const HOME: &str = "/gestion/conventions";

/// Where one is read.
fn path(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

/// Where the money of something is followed inside, from its envelope to its result.
fn money_path(kind: &str, id: Uuid) -> String {
    format!("/gestion/argent/{kind}/{id}")
}

fn above() -> Vec<Link> {
    vec![Link::new("Conventions", HOME)]
}

fn above_of(id: Uuid, number: &str) -> Vec<Link> {
    vec![Link::new("Conventions", HOME), Link::new(format!("Convention {number}"), path(id))]
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

/// An amount as a field holds it: « 12500,50 ».
fn typed(cents: i64) -> String {
    match cents % 100 {
        0 => (cents / 100).to_string(),
        rest => format!("{},{rest:02}", cents / 100),
    }
}

/// An amount as it is typed; none when the field is empty.
fn amount(reading: &mut Reading<'_>, name: &str) -> Option<i64> {
    let read = |text: &str| Cents::read_positive(text).ok().map(|amount| amount.0);
    reading.parsed(name, read, "Le montant est un nombre d’euros, par exemple 12 500 ou 12 500,50")
}

fn choices<V: ToString, W: AsRef<str>>(all: impl IntoIterator<Item = (V, W)>) -> Vec<Choice> {
    all.into_iter().map(|(value, words)| Choice::new(value.to_string(), words.as_ref())).collect()
}

fn state_tag(state: VersionState) -> Tag {
    let colour = match state {
        VersionState::Draft => TagColour::Amber,
        VersionState::Circulating => TagColour::Blue,
        VersionState::Signed => TagColour::Green,
    };
    Tag::new(colour, state.french())
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

/// A path with a contract asked after it.
fn with_contract(path: &str, code: &str) -> String {
    format!("{path}?contrat={}", answer::encode(code))
}

/// Contracts where somebody may do this, for the whole or for a funder of one of their calls; with their calls.
async fn contracts(
    tx: &mut Tx,
    visit: &Visit,
    act: &'static Act,
) -> Result<Vec<(ContractBrief, Vec<CallBrief>)>, Fault> {
    let mut all = applications::facade::contracts_with_calls(tx).await?;
    all.retain(|(contract, calls)| {
        let may = |payer| desk::verdict(&visit.actor, act, contract.id, payer).is_allowed();
        may(None) || calls.iter().flat_map(|call| &call.funders).any(|one| may(one.organisation))
    });
    Ok(all)
}

/// The contract asked for among those; the first when none is.
async fn contract_of(
    tx: &mut Tx,
    visit: &Visit,
    code: &str,
    act: &'static Act,
) -> Result<Option<(ContractBrief, Vec<CallBrief>)>, Fault> {
    Ok(applications::facade::asked_among(contracts(tx, visit, act).await?, code)?)
}

/// The file of a form, received and looked at; none when none was chosen.
async fn received(house: &House, upload: &Upload) -> Outcome<Option<files::Prepared>> {
    web::attached::received(house, upload, SCANS).await
}

/// What the electronic signature of a file that comes in comes to, for the journal; nothing when there is none.
async fn sealed(
    house: &House,
    upload: &Upload,
    file: Option<&files::Prepared>,
    agreement: Uuid,
) -> Outcome<Option<&'static str>> {
    if file.is_none_or(|file| file.kind() != files::Kind::Pdf) {
        return Ok(None);
    }
    let mut tx = house.read().await?;
    let contract = store::agreement::by_id(&mut tx, agreement).await?.map(|one| one.contract);
    let trusted = match contract {
        Some(contract) => sealing::trusted(&mut tx, contract).await?,
        None => Vec::new(),
    };
    drop(tx);
    sealing::told(&house.outside, upload.bytes()?, trusted).await
}
