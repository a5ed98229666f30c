//! Questionnaires: written on screen or in a spreadsheet, answered without account, by telephone, on paper or in person,
//! and counted. What somebody answers is tied to nobody but the code she keeps.

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
use web::Keys;

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "surveys/0001_surveys", sql: include_str!("migrations/0001_surveys.sql") },
    Migration { name: "surveys/0002_paper", sql: include_str!("migrations/0002_paper.sql") },
    Migration { name: "surveys/0003_calls", sql: include_str!("migrations/0003_calls.sql") },
    Migration { name: "surveys/0004_margins", sql: include_str!("migrations/0004_margins.sql") },
    Migration { name: "surveys/0005_partner", sql: include_str!("migrations/0005_partner.sql") },
    Migration { name: "surveys/0006_by_survey", sql: include_str!("migrations/0006_by_survey.sql") },
    Migration { name: "surveys/0007_photographs", sql: include_str!("migrations/0007_photographs.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::LEAD, &acts::COLLECT];

/// The pages a device may keep to go on without network.
pub const OFFLINE: &[web::Offline] =
    &[web::Offline { path: "/gestion/questionnaires/{id}/face-a-face", hours: 12, is_own: true }];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight; `live`: the shelf of figures, which forgets what is purged.
pub fn handlers(keys: &Keys, live: Arc<actions::Live>) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(keys, live)
}
