//! The evaluation of a contract: the questions it asks, with criteria and indicators of the shared library; findings, each with its
//! evidence; recommendations and what became of them. Figures are read from `observatory`, actions from `plan`, objectives from
//! `strategy`, and never written again here; nothing is kept on the people actions reach.

pub mod actions;
pub mod acts;
pub mod facade;
mod pages;
mod privacy;
mod routes;
mod rules;
mod store;

use database::Migration;
use interface::{Sample, Site};
use kernel::Act;

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "evaluation/0001_framework", sql: include_str!("migrations/0001_framework.sql") },
    Migration { name: "evaluation/0002_findings", sql: include_str!("migrations/0002_findings.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::WRITE, &acts::PUBLISH];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
