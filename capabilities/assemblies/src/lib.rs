//! The life of bodies that sit: citizen councils once drawn, youth bodies, tables de quartier, maisons du projet, and those that
//! steer a contract. Who sits and until when, meetings with their papers, and the space of members.

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
use jiff::tz::TimeZone;
use kernel::Act;

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "assemblies/0001_assemblies", sql: include_str!("migrations/0001_assemblies.sql") },
    Migration { name: "assemblies/0002_opinions", sql: include_str!("migrations/0002_opinions.sql") },
    Migration { name: "assemblies/0003_referrals", sql: include_str!("migrations/0003_referrals.sql") },
    Migration { name: "assemblies/0004_budget", sql: include_str!("migrations/0004_budget.sql") },
    Migration { name: "assemblies/0005_public_page", sql: include_str!("migrations/0005_public_page.sql") },
    Migration { name: "assemblies/0006_training", sql: include_str!("migrations/0006_training.sql") },
    Migration { name: "assemblies/0007_polls", sql: include_str!("migrations/0007_polls.sql") },
    Migration { name: "assemblies/0008_referral_polls", sql: include_str!("migrations/0008_referral_polls.sql") },
    Migration { name: "assemblies/0009_steering", sql: include_str!("migrations/0009_steering.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[
    &acts::READ,
    &acts::SET_UP,
    &acts::LEAD,
    &acts::SIT,
    &acts::ASK,
    &acts::ANSWER,
    &acts::KEEP_BUDGET,
    &acts::REPLY,
    &acts::HIDE,
];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers(zone: TimeZone) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(zone)
}
