//! Counting answers so that the figures hold.
//!
//! This crate is pure: answers are handed in, tables come out. It knows nothing of forms, databases or pages.
//!
//! | to do | use |
//! |---|---|
//! | hold the answers | [`DataSet`], [`Variable`], [`Answer`] |
//! | know what a percentage is counted out of | [`base`], [`BasePolicy`] |
//! | count | [`flat`], [`cross`] |
//!
//! Shares are between 0 and 1, weights are positive numbers, positions start at 0.

mod bases;
mod chance;
mod counting;
mod model;
mod tables;

pub use bases::{Base, BasePolicy, Slot, Tally, base, effective_rows, over_cap};
pub use chance::Chance;
pub use model::{Answer, Category, DataSet, Kind, MAX_CATEGORIES, ModelError, Rows, State, Variable};
pub use tables::{
    BASE_DECIMAL, BASE_LOW, BASE_PUBLISHED, Crossing, FlatRow, FlatTable, Request, Strength, TableError, cross, flat,
    percent, percent_text,
};
