//! Groups that associations keep among themselves: those who work on the same themes invite one another, write to each other
//! and share what they know. Nobody else learns that a group exists, agents included.

pub mod actions;
pub mod acts;
pub mod facade;
mod jobs;
mod pages;
mod privacy;
mod routes;
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
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "circles/0001_circles", sql: include_str!("migrations/0001_circles.sql") }];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::TAKE_PART, &acts::LEAD];

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
