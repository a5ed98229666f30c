//! Calls for projects and the applications they receive: what is asked and by whom, what an association writes once for
//! several funders, what becomes of each amount asked, what both sides say to one another.

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
    Migration { name: "applications/0001_applications", sql: include_str!("migrations/0001_applications.sql") },
    Migration { name: "applications/0002_indicators", sql: include_str!("migrations/0002_indicators.sql") },
    Migration { name: "applications/0003_practices", sql: include_str!("migrations/0003_practices.sql") },
];

/// What is kept about people.
pub const PRIVACY: Privacy = privacy::PRIVACY;

/// What may be done here.
pub const ACTS: &[&Act] = &[
    &acts::READ_CALLS,
    &acts::EDIT_CALL,
    &acts::PUBLISH_CALL,
    &acts::CARRY,
    &acts::FILE,
    &acts::READ,
    &acts::INSTRUCT,
    &acts::TYPE,
    &acts::BRING,
    &acts::ADVANCE,
    &acts::RECUSE,
];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let mut all = pages::samples(site);
    all.extend(pages::writing::samples::samples(site));
    all.extend(pages::following::samples::samples(site));
    all
}

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers(keys: &Keys, settings: &Settings) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(keys, settings)
}
