//! Two people wrote the same text at once: both are on the page, and whoever came second decides. Nothing is lost.

use jiff::tz::TimeZone;
use kernel::{Moment, french};

use crate::actions::Saved;

/// What somebody else saved meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overtaken {
    /// When, and who.
    pub told: String,
    pub title: String,
    pub text: String,
}

/// « Enregistré à 14 h 32, par Nadia Fabre. », or nothing.
pub(super) fn told(saved: Option<&Saved>, now: Moment, zone: &TimeZone) -> String {
    saved.map_or_else(String::new, |saved| format!("{}, par {}.", french::saved_at(saved.at, now, zone), saved.by))
}
