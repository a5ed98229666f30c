//! What funders and agents do with applications: completeness and admissibility, readings, opinions, clocks, and what the
//! committee decides. Applications themselves stand in `applications`, which knows nothing of this slice.

pub mod actions;
pub mod acts;
pub mod acts_committee;
pub mod facade;
mod jobs;
mod jobs_committee;
mod pages;
mod privacy;
mod routes;
mod routes_committee;
mod rules;
mod store;

use std::sync::Arc;

use ::jobs::{Handler, Schedule};
use database::Migration;
use interface::{Sample, Site};
use kernel::Act;
use web::Settings;

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "programming/0001_assessment", sql: include_str!("migrations/0001_assessment.sql") },
    Migration { name: "programming/0010_committee", sql: include_str!("migrations/0010_committee.sql") },
    Migration { name: "programming/0011_voters", sql: include_str!("migrations/0011_voters.sql") },
    Migration {
        name: "programming/0012_lists_asked_for_somebody",
        sql: include_str!("migrations/0012_lists_asked_for_somebody.sql"),
    },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[
    &acts::READ,
    &acts::ASSESS,
    &acts::CHECK,
    &acts::ADMIT,
    &acts::ROUTE,
    &acts::ASK,
    &acts::ANSWER,
    &acts::RECUSE,
    &acts::COMPARE,
    &acts::PROMISE,
    &acts_committee::READ_COMMITTEE,
    &acts_committee::EDIT_ENVELOPES,
    &acts_committee::HOLD_COMMITTEE,
    &acts_committee::PROPOSE,
    &acts_committee::VOTE,
    &acts_committee::NOTE_VOTE,
    &acts_committee::SEND_LETTERS,
];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(settings)
}
