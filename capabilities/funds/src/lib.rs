//! Small money, simply: funds for the projects of residents and labels for those who try something new. Envelopes exact to the
//! cent, one page to ask without account, a committee where residents sit, a report with photographs and receipts.

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
    Migration { name: "funds/0001_fund", sql: include_str!("migrations/0001_fund.sql") },
    Migration { name: "funds/0002_project", sql: include_str!("migrations/0002_project.sql") },
    Migration { name: "funds/0003_rules", sql: include_str!("migrations/0003_rules.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::SET, &acts::FILE, &acts::DECIDE, &acts::PAY];

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
