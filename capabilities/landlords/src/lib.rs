//! What landlords do in return of the property tax they are spared: agreements by landlord and neighbourhood, the yearly
//! programme on the eight axes, what was done and valued, what does not hold; urban management of proximity beside it. The
//! counting stands in the engine `abatement`.

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
    Migration { name: "landlords/0001_abatement", sql: include_str!("migrations/0001_abatement.sql") },
    Migration { name: "landlords/0002_management", sql: include_str!("migrations/0002_management.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::WRITE, &acts::FILL, &acts::MANAGE];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
