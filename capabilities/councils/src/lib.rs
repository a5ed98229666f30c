//! Citizen councils: how they are made up, who may sit, draws by lot that anybody can verify, and the call of those who
//! were drawn.

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

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "councils/0001_councils", sql: include_str!("migrations/0001_councils.sql") },
    Migration { name: "councils/0002_studies", sql: include_str!("migrations/0002_studies.sql") },
    Migration { name: "councils/0003_recognition", sql: include_str!("migrations/0003_recognition.sql") },
    Migration { name: "councils/0004_caps", sql: include_str!("migrations/0004_caps.sql") },
    Migration { name: "councils/0005_following", sql: include_str!("migrations/0005_following.sql") },
    Migration { name: "councils/0006_signed_beacon", sql: include_str!("migrations/0006_signed_beacon.sql") },
    Migration { name: "councils/0007_long_files", sql: include_str!("migrations/0007_long_files.sql") },
    Migration { name: "councils/0008_long_pools", sql: include_str!("migrations/0008_long_pools.sql") },
    Migration { name: "councils/0009_delays", sql: include_str!("migrations/0009_delays.sql") },
    Migration { name: "councils/0010_crossed_rules", sql: include_str!("migrations/0010_crossed_rules.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[
    &acts::READ,
    &acts::SET_UP,
    &acts::ROLL,
    &acts::GATHER,
    &acts::DRAW,
    &acts::CALL,
    &acts::VALIDATE,
    &acts::RECOGNISE,
    &acts::VOLUNTEER,
];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers(keys: &web::Keys) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(keys)
}
