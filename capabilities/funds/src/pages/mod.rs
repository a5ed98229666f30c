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

use std::collections::HashMap;

use database::Tx;
use interface::{Choice, Link, Tag, TagColour};
use kernel::{Cents, Outcome, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Fault, Fields, House, Reading, Upload, Visit, answer};

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

/// The page a form stands on.
#[derive(Clone, Copy)]
enum Place {
    Fund(Uuid),
    Project(Uuid),
}

/// Ends a form of the page of a fund or of a project: back to it, or the same page with what is to be corrected.
async fn ended(
    house: &House,
    visit: &Visit,
    place: Place,
    (tx, outcome): (Tx, Outcome<()>),
    fields: &Fields,
) -> Answer {
    match place {
        Place::Fund(id) => {
            let again = async |form| fund::drawn(&mut house.read().await?, (house, visit), id, form).await;
            answer::settle(tx, outcome, (|()| path(id), "ajoute"), fields, again).await
        }
        Place::Project(id) => {
            let again = async |form| project::drawn(&mut house.read().await?, visit, id, form).await;
            answer::settle(tx, outcome, (|()| project_path(id), "enregistre"), fields, again).await
        }
    }
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

/// Names of neighbourhoods, read once for a page.
struct Areas(HashMap<Uuid, String>);

impl Areas {
    async fn all(tx: &mut Tx) -> Result<Self, Fault> {
        let all = territory::facade::areas(tx).await?;
        Ok(Self(all.into_iter().map(|area| (area.id, area.name)).collect()))
    }

    /// The name of a neighbourhood; none stands for the whole territory.
    fn name(&self, area: Option<Uuid>) -> String {
        match area {
            Some(area) => self.0.get(&area).cloned().unwrap_or_default(),
            None => "Tout le territoire".to_owned(),
        }
    }
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
    web::attached::received(house, upload, files::Limits::DOCUMENTS).await
}

/// Where the money of a project is followed, by everybody or inside.
fn money_path(id: Uuid, is_inside: bool) -> String {
    let start = if is_inside { "/gestion" } else { "" };
    format!("{start}/argent/projet/{id}")
}
