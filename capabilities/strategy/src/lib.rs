//! The contract: its period and perimeter, the tree of stakes and objectives with the names each contract
//! gives to its levels, and those who sign. Nothing here assumes three pillars or any other shape.

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
use kernel::privacy::Privacy;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "strategy/0001_contract", sql: include_str!("migrations/0001_contract.sql") },
    Migration { name: "strategy/0002_living_tree", sql: include_str!("migrations/0002_living_tree.sql") },
    Migration { name: "strategy/0003_level_names", sql: include_str!("migrations/0003_level_names.sql") },
];

/// What the tables keep about people.
pub const PRIVACY: Privacy = privacy::PRIVACY;

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::CREATE, &acts::AMEND, &acts::READ];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
