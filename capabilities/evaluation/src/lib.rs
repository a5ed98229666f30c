//! The evaluation of a contract: the questions it asks, with criteria and indicators of the shared library; findings, each with its
//! evidence; recommendations and what became of them. Figures are read from `observatory`, actions from `plan`, objectives from
//! `strategy`, and never written again here; nothing is kept on the people actions reach.

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
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "evaluation/0001_framework", sql: include_str!("migrations/0001_framework.sql") },
    Migration { name: "evaluation/0002_findings", sql: include_str!("migrations/0002_findings.sql") },
    Migration { name: "evaluation/0003_campaigns", sql: include_str!("migrations/0003_campaigns.sql") },
    Migration { name: "evaluation/0004_publics", sql: include_str!("migrations/0004_publics.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::WRITE, &acts::PUBLISH, &acts::COLLECT, &acts::REPLY];

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
