//! The pages of the slice.

pub mod apply;
pub mod follow;
pub mod fund;
pub mod list;
pub mod open;
pub mod paper;
pub mod project;
mod samples;
pub mod session;
pub mod setting;

use database::Tx;
use interface::{Choice, Link, Tag, TagColour};
use kernel::{Breakdown, Cents, Failure, Outcome, Uuid, french};
use strategy::facade::ContractBrief;
use tokio::io::AsyncReadExt;
use web::{Answer, Fault, House, Reading, Upload, answer};

use crate::actions::{Fund, ProjectTerms};
use crate::rules::ProjectState;

pub use samples::samples;

/// Where funds are listed.
const HOME: &str = "/gestion/fonds";

/// Values of a vocabulary as choices.
macro_rules! choices_of {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|value| interface::Choice::new(value.code(), value.french())).collect::<Vec<_>>()
    };
}
use choices_of;

fn path(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

fn project_path(id: Uuid) -> String {
    format!("{HOME}/projets/{id}")
}

fn session_path(id: Uuid) -> String {
    format!("{HOME}/seances/{id}")
}

fn above() -> Vec<Link> {
    vec![Link::new("Fonds et labels", HOME)]
}

fn above_of(fund: &Fund) -> Vec<Link> {
    vec![Link::new("Fonds et labels", HOME), Link::new(&*fund.terms.name, path(fund.id))]
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

/// An amount as it is typed; none when the field is empty.
fn amount(reading: &mut Reading<'_>, name: &str) -> Option<i64> {
    let read = |text: &str| Cents::read_positive(text).ok().map(|amount| amount.0);
    reading.parsed(name, read, "Le montant est un nombre d’euros, par exemple 650 ou 650,50")
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

fn state_tag(state: ProjectState) -> Tag {
    let colour = match state {
        ProjectState::Filed | ProjectState::Postponed => TagColour::Amber,
        ProjectState::Granted => TagColour::Green,
        ProjectState::Reported => TagColour::Blue,
        ProjectState::Closed | ProjectState::GivenUp => TagColour::Grey,
        ProjectState::Refused => TagColour::Red,
    };
    Tag::new(colour, state.french())
}

/// Neighbourhoods of a contract as choices.
async fn areas_of(tx: &mut Tx, contract: &ContractBrief) -> Result<Vec<Choice>, Fault> {
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    Ok(areas.into_iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect())
}

async fn area_name(tx: &mut Tx, area: Option<Uuid>) -> Result<String, Fault> {
    let found = match area {
        Some(area) => territory::facade::area(tx, area).await?,
        None => return Ok("Tout le territoire".to_owned()),
    };
    Ok(found.map(|area| area.name).unwrap_or_default())
}

/// What a group asks, as it is typed.
fn read_project(reading: &mut Reading<'_>) -> ProjectTerms {
    let people = reading.whole("personnes");
    let asked = amount(reading, "demande");
    let total = amount(reading, "cout");
    ProjectTerms {
        title: reading.text("titre"),
        what: reading.text("quoi"),
        area: reading.chosen("quartier", "Choisissez un quartier"),
        place: reading.text("lieu"),
        starts_on: reading.needed_day("debut", "le jour où le projet commence").unwrap_or_default(),
        people: people.unwrap_or(0),
        total: total.or(asked).unwrap_or(0),
        asked: asked.unwrap_or(0),
        spends: reading.text("depenses"),
        group_name: reading.text("groupe"),
        contact: reading.text("contact"),
        reach: reading.text("joindre"),
    }
}

/// The file of a form, received and looked at; none when none was chosen.
async fn received(house: &House, upload: &Upload) -> Outcome<Option<files::Prepared>> {
    if upload.file_name.is_empty() {
        return Ok(None);
    }
    let file = tokio::fs::File::open(upload.path()?).await;
    let mut file = file.map_err(|error| Failure::Broken(Breakdown(Box::new(error))))?;
    let limits = files::Limits::DOCUMENTS;
    let received = files::receive(house.vault.as_ref(), &upload.file_name, limits, &mut file).await;
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
