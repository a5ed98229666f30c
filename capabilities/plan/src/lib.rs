//! The plan of action: leads studied twice, action sheets written and published, what is done, under way and to come
//! for everybody to read and follow, a plan brought from a spreadsheet and taken away.

pub mod actions;
pub mod acts;
pub mod facade;
mod jobs;
mod pages;
mod privacy;
mod routes;
mod rules;
mod store;
pub mod testing;

use std::sync::Arc;

use ::jobs::{Handler, Schedule};
use database::Migration;
use interface::{Sample, Site};
use kernel::Act;
use kernel::privacy::Privacy;
use web::{Keys, Settings};

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "plan/0001_plan", sql: include_str!("migrations/0001_plan.sql") },
    Migration { name: "plan/0002_lookups", sql: include_str!("migrations/0002_lookups.sql") },
    Migration { name: "plan/0003_needs", sql: include_str!("migrations/0003_needs.sql") },
    Migration { name: "plan/0004_validation", sql: include_str!("migrations/0004_validation.sql") },
];

/// What is kept about people.
pub const PRIVACY: Privacy = privacy::PRIVACY;

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::EDIT, &acts::VALIDATE, &acts::PUBLISH, &acts::COMMENT];

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers(keys: &Keys, settings: &Settings) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(keys, settings)
}

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
