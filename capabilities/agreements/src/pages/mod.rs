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
pub mod setting;
pub mod sheet;
pub mod signing;
pub mod templates;

use applications::facade::CallBrief;
use database::Tx;
use interface::{Choice, Link, Tag, TagColour};
use kernel::{Act, Breakdown, Cents, Failure, Outcome, Uuid, french};
use strategy::facade::ContractBrief;
use tokio::io::AsyncReadExt;
use web::{Answer, Fault, House, Reading, Upload, Visit, answer};

use crate::actions::desk;
use crate::actions::signing::SCANS;
use crate::rules::VersionState;

pub use samples::samples;

/// Where agreements are listed.
const HOME: &str = "/gestion/conventions";

/// Where one is read.
fn path(id: Uuid) -> String {
    format!("{HOME}/{id}")
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
    let mut mine = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let calls = applications::facade::calls_of(tx, contract.id).await?;
        let may = |payer| desk::verdict(&visit.actor, act, contract.id, payer).is_allowed();
        if may(None) || calls.iter().flat_map(|call| &call.funders).any(|one| may(one.organisation)) {
            mine.push((contract, calls));
        }
    }
    Ok(mine)
}

/// The contract asked for among those; the first when none is.
async fn contract_of(
    tx: &mut Tx,
    visit: &Visit,
    code: &str,
    act: &'static Act,
) -> Result<Option<(ContractBrief, Vec<CallBrief>)>, Fault> {
    let mine = contracts(tx, visit, act).await?;
    match code {
        "" => Ok(mine.into_iter().next()),
        code => Ok(Some(mine.into_iter().find(|(one, _)| one.code == code).ok_or_else(Fault::not_found)?)),
    }
}

/// The file of a form, received and looked at; none when none was chosen.
async fn received(house: &House, upload: &Upload) -> Outcome<Option<files::Prepared>> {
    if upload.file_name.is_empty() {
        return Ok(None);
    }
    let file = tokio::fs::File::open(upload.path()?).await;
    let mut file = file.map_err(|error| Failure::Broken(Breakdown(Box::new(error))))?;
    let received = files::receive(house.vault.as_ref(), &upload.file_name, SCANS, &mut file).await;
    received.map(Some).map_err(|error| error.at_field("fichier"))
}

/// A kept file, to take away.
async fn kept_file(house: &House, id: Uuid) -> Answer {
    let mut tx = house.read().await?;
    let file = files::find(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::from(Breakdown(error));
    let opened = files::open(house.vault.as_ref(), file.content).await.map_err(|error| broken(Box::new(error)))?;
    let mut opened = opened.ok_or_else(|| Fault::from(Breakdown::because("a content is missing in the vault")))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| broken(Box::new(error)))?;
    answer::kept_file(&file.original_name, &file.media_type, bytes)
}
