//! People: accounts, how they enter, what they are charged with, who acts for whom, and their organisations.

pub mod actions;
pub mod acts;
pub mod facade;
mod gate;
mod jobs;
mod pages;
mod privacy;
mod routes;
mod rules;
pub mod sign_in;
mod store;

use std::sync::Arc;

use ::jobs::{Handler, Schedule};
use database::Migration;
use interface::{Sample, Site};
use kernel::Act;

pub use privacy::PRIVACY;
pub use rules::organisation::{OrganisationKind, OrganisationTerms, read_siret};

/// The doors of the slice. `acts` are the acts of every slice, for the page that says what one may do.
pub fn door(acts: Vec<&'static Act>) -> web::Door {
    routes::door(acts)
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "accounts/0001_accounts", sql: include_str!("../migrations/0001_accounts.sql") }];

/// Tables whose rows mean nothing in a backup put back: whoever was inside must enter again.
pub const TRANSIENT: &[&str] = &["session", "sign_in_link", "sign_in_request", "second_factor_setup", "guess"];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::MANAGE, &acts::MEMBERS, &acts::OWN, &acts::DELEGATE];

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
