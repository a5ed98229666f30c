//! The pages of the slice.

pub mod agenda;
pub mod calendar;
pub mod decision;
pub mod decision_form;
pub mod engagement;
pub mod home;
pub mod open;
pub mod register;
mod samples;
pub mod session;

pub use samples::samples;

use assemblies::facade::steering::{MeetingTold, SteeringBody};
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Html, Link, Tag, TagColour};
use jiff::civil::Date;
use kernel::{Uuid, french};

use crate::rules::{Decision, DecisionState};

/// Where the steering is.
const HOME: &str = "/gestion/pilotage";

/// Where the register is.
const REGISTER: &str = "/gestion/pilotage/decisions";

/// Where everybody reads it.
const OPEN: &str = "/decisions";

/// Where what a meeting decided is.
fn session_path(meeting: Uuid) -> String {
    format!("{HOME}/reunions/{meeting}")
}

/// The pages above one about a meeting.
fn above(body: &SteeringBody, meeting: &MeetingTold) -> Vec<Link> {
    let label = format!("{}, {}", body.name, french::date(meeting.held_on));
    vec![Link::new("Pilotage", HOME), Link::new(label, session_path(meeting.id))]
}

/// How far a decision is, as a tag.
fn tag(one: &Decision, today: Date) -> Tag {
    let colour = match one.state {
        DecisionState::Done => TagColour::Green,
        DecisionState::Underway => TagColour::Blue,
        DecisionState::Dropped | DecisionState::Withdrawn => TagColour::Grey,
        DecisionState::Open => TagColour::Amber,
    };
    match one.is_late(today) {
        true => Tag::new(TagColour::Red, "en retard"),
        false => Tag::new(colour, one.state.french()),
    }
}

/// A line of a list of decisions.
pub(super) struct LineShown {
    pub reference: String,
    pub title: String,
    pub href: String,
    pub tag: Html,
    pub about: Vec<String>,
}

/// A decision in a list: what it is about, who carries it out, until when.
fn line(one: &Decision, body: Option<&str>, href: String, today: Date) -> LineShown {
    let mut about = Vec::new();
    about.extend(body.map(|name| format!("{name}, {}", french::date(one.decided_on))));
    about.extend(one.terms.object.as_ref().map(|object| object.label.clone()));
    if !one.terms.owner.is_empty() {
        about.push(format!("Responsable : {}", one.terms.owner));
    }
    if one.state.is_waiting() {
        about.extend(one.terms.due_on.map(|due| format!("pour le {}", french::date(due))));
    }
    LineShown {
        reference: one.reference(),
        title: one.terms.title.clone(),
        href,
        tag: tag(one, today).html(),
        about: about.iter().map(|part| french::spaced(part)).collect(),
    }
}

/// Decisions as a file: what everybody reads, or everything.
fn table_of(lines: &[(Decision, String)]) -> Table {
    let columns = vec![
        Column::new("numero", "Numéro", Of::Text).row_header(),
        Column::new("instance", "Instance", Of::Text),
        Column::new("date", "Date", Of::Date),
        Column::new("decision", "Décision", Of::Text),
        Column::new("objet", "Objet", Of::Text),
        Column::new("responsable", "Responsable", Of::Text),
        Column::new("echeance", "Échéance", Of::Date),
        Column::new("etat", "État", Of::Text),
        Column::new("depuis", "Depuis le", Of::Date),
    ];
    let mut table = Table::new("decisions", "Registre des décisions", columns);
    for (one, body) in lines {
        table.rows.push(vec![
            Cell::text(one.reference()),
            Cell::text(body.clone()),
            Cell::Date(one.decided_on),
            Cell::text(one.terms.title.clone()),
            Cell::text(one.terms.object.as_ref().map(|object| object.label.clone()).unwrap_or_default()),
            Cell::text(one.terms.owner.clone()),
            one.terms.due_on.map_or(Cell::MISSING, Cell::Date),
            Cell::text(one.state.french()),
            Cell::Date(one.state_on),
        ]);
    }
    table
}
