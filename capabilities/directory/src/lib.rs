//! What is known once of an organisation and used every year: who it is, its people, its accounts, its documents, what it signed,
//! who acts for it; and the public directory, where it says what it does, where and for whom.

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
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "directory/0001_directory", sql: include_str!("migrations/0001_directory.sql") }];

/// What may be done here.
pub const ACTS: &[&Act] = &[
    &acts::FILL,
    &acts::BANK,
    &acts::SIGN,
    &acts::MEMBERS,
    &acts::DECLARE,
    &acts::READ,
    &acts::MANAGE,
    &acts::READ_BANK,
    &acts::PUBLISH,
];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers() -> Vec<Arc<dyn Handler>> {
    jobs::handlers()
}
