//! The pages of the slice.

pub mod approval;
pub mod chapter;
pub mod files;
pub mod list;
pub mod open;
pub mod opinion;
pub mod report;
mod samples;
pub mod submission;
pub mod version;

pub use samples::samples;

use interface::{Figure as Shown, Frame, Link, SummaryRow, Tag, TagColour};
use jiff::civil::Date;
use kernel::french;
use web::{House, Visit};

use crate::actions::Found;
use crate::rules::{Figure, HOME, Opinion, Report, Stale, Standing, State, Subject, report_path, stale_in};

/// The day it is in the town.
fn today(house: &House) -> Date {
    house.outside.now().day(&house.settings.zone)
}

/// The pages above a page of a report.
fn above(of: &Found) -> Vec<Link> {
    vec![Link::new("Rapports annuels", HOME), Link::new(of.title(), report_path(of.report.id))]
}

/// The frame of a page under a report.
fn under(visit: &Visit, of: &Found, title: &str) -> Frame {
    visit.back_office(title).with_caption(&*of.contract.title).with_breadcrumb(above(of))
}

/// Where a report stands, as a tag.
fn tag(state: State) -> Tag {
    let colour = match state {
        State::Draft => TagColour::Blue,
        State::Submitted => TagColour::Amber,
        State::Approved => TagColour::Violet,
        State::Published => TagColour::Green,
    };
    Tag::new(colour, state.french())
}

/// The figures of a chapter, each with what it says today when that is something else.
fn shown(all: &[Figure], subject: Subject, stale: &[Stale]) -> Vec<Shown> {
    let changed = stale_in(stale, subject);
    let figure = |one: &Figure| {
        let on = format!("lu le {}", french::date(one.on));
        let mut figure = Shown::new(french::spaced(&one.label), &*one.value, "", &*one.source, on)
            .on(&*one.base)
            .leading_to(&*one.path);
        figure.absence = one.absence.clone();
        match changed.iter().find(|stale| stale.key == one.key) {
            Some(stale) => figure.against(&*stale.sentence),
            None => figure,
        }
    };
    all.iter().filter(|one| one.subject == subject).map(figure).collect()
}

/// « Favorable, le 20/03/2026 », « Réputé favorable : … ».
fn opinion_words(one: &Opinion, due_on: Date, today: Date) -> String {
    match (&one.given, one.standing(due_on, today)) {
        (Some(given), _) if given.on > due_on => {
            let (sense, on) = (given.sense.french(), french::date(given.on));
            format!("{sense}, le {on}, après le délai : le silence valait déjà avis favorable")
        }
        (Some(given), _) => format!("{}, le {}", given.sense.french(), french::date(given.on)),
        (None, Standing::Silent) => format!("Réputé favorable : pas de réponse au {}", french::date(due_on)),
        (None, _) => format!("Attendu jusqu’au {}", french::date(due_on)),
    }
}

/// What is known of the life of a report.
fn life(report: &Report, zone: &jiff::tz::TimeZone) -> Vec<SummaryRow> {
    let mut rows = vec![SummaryRow::new("État", tag(report.state).html())];
    if let Some(asked) = report.asked {
        let told = format!("{}, réponses jusqu’au {}", french::date(asked.on), french::date(asked.due_on));
        rows.push(SummaryRow::new("Soumis pour avis le", told));
    }
    if let Some(approval) = &report.approval {
        rows.push(SummaryRow::new("Approuvé le", french::date(approval.on)));
        rows.push(SummaryRow::new("Délibération", approval.deliberation.clone()));
    }
    if let Some(at) = report.published_at {
        rows.push(SummaryRow::new("Publié le", french::moment(at, zone)));
    }
    rows
}
