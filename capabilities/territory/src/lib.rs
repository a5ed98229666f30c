//! The territory: communes, neighbourhoods and the generations of their zoning, what is measured there, what is
//! found there, and in which of them an address lies.

extern crate interface;

pub mod actions;
pub mod acts;
pub mod facade;
mod jobs;
mod reading;
pub mod rules;
mod store;

use database::Migration;

/// Tables of the slice.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "territory/0001_territory", sql: include_str!("../migrations/0001_territory.sql") }];
