//! What steers a contract: the register of what its bodies decide, each decision tied to what it decides and followed until it
//! is done, agendas made from what waits, calendars. Bodies, members, meetings and attendance stand in `assemblies`.

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
    &[Migration { name: "governance/0001_decisions", sql: include_str!("migrations/0001_decisions.sql") }];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::RECORD, &acts::FOLLOW, &acts::SUBSCRIBE];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
