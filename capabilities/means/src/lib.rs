//! Other means of a contract beside what calls grant: ordinary means of its partners, posts, sponsors and endowment funds; how many
//! euros of others each euro of specific credits brings; the yearly statement signatories annex to their budget. What was voted and
//! paid is read from `applications` and `agreements`, what was promised from `strategy`, never written again here.

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
    Migration { name: "means/0001_means", sql: include_str!("migrations/0001_means.sql") },
    Migration { name: "means/0002_statement", sql: include_str!("migrations/0002_statement.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::FILL, &acts::MANAGE, &acts::APPROVE];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
