//! Citizen councils: how they are made up, who may sit, draws by lot that anybody can verify, and the call of those who
//! were drawn.

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
    &[Migration { name: "councils/0001_councils", sql: include_str!("migrations/0001_councils.sql") }];

/// What may be done here.
pub const ACTS: &[&Act] = &[
    &acts::READ,
    &acts::SET_UP,
    &acts::ROLL,
    &acts::GATHER,
    &acts::DRAW,
    &acts::CALL,
    &acts::VALIDATE,
    &acts::VOLUNTEER,
];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
