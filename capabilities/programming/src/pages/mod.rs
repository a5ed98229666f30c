//! The pages of the slice.

pub mod assess_answer;
pub mod assess_clock;
pub mod assess_council;
pub mod assess_file;
pub mod assess_grid;
pub mod assess_list;
pub mod assess_more;
pub mod assess_near;
pub mod assess_project;
pub mod assess_recusal;
pub mod assess_routing;
mod assess_samples;
pub mod assess_service;
pub mod assess_views;
pub mod committee;
pub mod committee_closing;
pub mod committee_letters;
pub mod committee_line;
pub mod committee_live;
mod committee_samples;
pub mod committee_scenarios;
pub mod committee_setting;
mod committee_words;
pub mod committees;
pub mod envelopes;
pub mod my_exports;

use interface::{Choice, Link, Sample, Site, Tag, TagColour};
use jiff::civil::Date;
use kernel::Uuid;
use web::{House, Visit};

use crate::actions::assess_file::Dossier;
use crate::rules::{Met, Sense};

pub fn samples(site: &Site) -> Vec<Sample> {
    [assess_samples::samples(site), committee_samples::samples(site)].concat()
}

/// Where applications are listed.
const LIST: &str = "/gestion/dossiers";

/// Where one is read.
fn file_path(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

/// Where a project of one is assessed.
fn project_path(id: Uuid) -> String {
    format!("{LIST}/actions/{id}")
}

/// Today, where the town is.
fn today(house: &House) -> Date {
    house.outside.now().day(&house.settings.zone)
}

/// The pages above those of a file.
fn above(dossier: Option<&Dossier>) -> Vec<Link> {
    let list = match dossier {
        Some(dossier) => format!("{LIST}?appel={}", dossier.view.call.address),
        None => LIST.to_owned(),
    };
    let own = dossier.map(|one| Link::new(number_of(one), file_path(one.view.application.id)));
    std::iter::once(Link::new("Dossiers", list)).chain(own).collect()
}

/// « Dossier 2026-0001 ».
fn number_of(dossier: &Dossier) -> String {
    format!("Dossier {}", dossier.view.application.number.as_deref().unwrap_or_default())
}

fn choices<Value: ToString, Name: AsRef<str>>(named: impl IntoIterator<Item = (Value, Name)>) -> Vec<Choice> {
    named.into_iter().map(|(value, name)| Choice::new(value.to_string(), name.as_ref())).collect()
}

fn senses() -> Vec<Choice> {
    choices(Sense::ALL.iter().map(|one| (one.code(), one.french())))
}

fn sense_tag(sense: Sense) -> Tag {
    let colour = match sense {
        Sense::Favourable => TagColour::Green,
        Sense::Reserves => TagColour::Amber,
        Sense::Postpone => TagColour::Violet,
        Sense::Unfavourable => TagColour::Red,
    };
    Tag::new(colour, sense.french())
}

fn met_tag(met: Met) -> Tag {
    match met {
        Met::Yes => Tag::new(TagColour::Green, "vérifié"),
        Met::Unknown => Tag::new(TagColour::Grey, "à vérifier"),
        Met::No => Tag::new(TagColour::Red, "manque"),
    }
}

/// The name of somebody, as lists say it.
async fn called(tx: &mut database::Tx, account: Uuid) -> database::Result<String> {
    let name = accounts::facade::account_name(tx, account).await?;
    Ok(name.unwrap_or_else(|| "personne dont le nom est effacé".to_owned()))
}

fn may(visit: &Visit, act: &'static kernel::Act, contract: Uuid) -> bool {
    visit.actor.may(act, &kernel::Scope::contract(contract)).is_allowed()
}
