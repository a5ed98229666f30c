//! The annual report of a contrat de ville that the law asks for: written chapter by chapter beside figures read where they are
//! kept, submitted to councils, approved, published; what was submitted and approved is frozen, and says what changed since.

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
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "yearbook/0001_yearbook", sql: include_str!("migrations/0001_yearbook.sql") }];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::WRITE, &acts::DECIDE, &acts::PUBLISH];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
