//! The pages of the slice.

pub mod bringing;
pub mod bringing_file;
mod bringing_samples;
pub mod call_cadre;
pub mod call_funders;
pub mod call_grid;
pub mod call_practice;
pub mod call_preview;
pub mod call_questions;
pub mod call_setting;
pub mod call_sheet;
pub mod call_steps;
pub mod call_thing;
pub mod call_tools;
pub mod calls;
pub mod following;
pub mod open_call;
pub mod open_calls;
mod samples;
pub mod writing;

pub use samples::samples;

use interface::{Link, Tag, TagColour};
use kernel::{Moment, Uuid, french};

use crate::rules::{Call, CallState, Opening, hour};

/// Where calls are managed.
const LIST: &str = "/gestion/appels";

/// Where a call is managed.
fn call_path(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

/// Where everybody reads a call.
pub(crate) fn open_path(call: &Call) -> String {
    format!("/appels/{}", call.address)
}

/// The pages above those of a call.
fn above(call: &Call) -> Vec<Link> {
    vec![Link::new("Appels à projets", LIST), Link::new(&call.title, call_path(call.id))]
}

/// `30 avril 2026 à 23 h 59, heure de Paris`.
pub(crate) fn moment(call: &Call, at: Moment) -> String {
    let local = at.timestamp().to_zoned(call.time_zone());
    format!("{} à {}, {}", french::date(local.date()), hour(local.time()), call.zone.hour_of())
}

/// Where a call stands now, in one word.
fn state_tag(call: &Call, now: Moment) -> Tag {
    let (colour, words) = match (call.state, call.opening(now)) {
        (CallState::Draft, _) => (TagColour::Grey, "Brouillon"),
        (CallState::Withdrawn, _) => (TagColour::Red, "Retiré"),
        (_, Opening::Coming) => (TagColour::Blue, "À venir"),
        (_, Opening::Open) => (TagColour::Green, "Ouvert"),
        (_, Opening::Closed | Opening::None) => (TagColour::Grey, "Clos"),
    };
    Tag::new(colour, words)
}

/// How long is left: « Il reste 12 jours », « Ferme dans 5 heures ».
fn left(call: &Call, now: Moment) -> Option<String> {
    let closes = call.closes_at.filter(|_| call.opening(now) == Opening::Open)?;
    let zone = call.time_zone();
    let days = crate::rules::delays_of(now.day(&zone), closes.day(&zone));
    let minutes = (closes.plus_seconds(60).0 - now.0) / 60_000;
    Some(match (days, minutes) {
        (2.., _) => format!("Il reste {}.", french::count(days, "jour", "jours")),
        (_, 120..) => format!("Attention : il ne reste que {}.", french::count(minutes / 60, "heure", "heures")),
        _ => format!("Attention : il ne reste que {}.", french::count(minutes, "minute", "minutes")),
    })
}

/// What a page asked for, `revision` hidden in it.
fn revision_of(call: &Call) -> String {
    call.revision.to_string()
}
