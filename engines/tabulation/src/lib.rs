//! Counting answers so that the figures hold.
//!
//! This crate is pure: answers are handed in, tables come out. It knows nothing of forms, databases or pages.
//!
//! | to do | use |
//! |---|---|
//! | hold the answers | [`DataSet`], [`Variable`], [`Answer`] |
//! | read a file of answers | [`answers`] |
//! | know what a percentage is counted out of | [`base`], [`BasePolicy`] |
//! | count one variable, two, numbers, rankings | [`flat`], [`cross`], [`summarise`], [`rank`] |
//! | compare channels side by side | [`compare_channels`] |
//! | follow a collection as it goes | [`Collection`], [`LiveTables`] |
//! | say how precisely a figure may be told | [`Strength`], [`percent`] |
//! | weight on known margins | [`weights`] |
//! | say how sure a share is | [`intervals`] |
//! | say whether two variables go together | [`association`] |
//! | hide small cells and what would give them back | [`secrecy`] |
//! | find figures that cannot all be true | [`coherence`] |
//! | hand answers to statisticians | [`exports`] |
//!
//! Shares are between 0 and 1, weights are positive numbers, positions start at 0.

pub mod answers;
pub mod association;
mod bases;
mod chance;
pub mod coherence;
mod collection;
mod counting;
pub mod exports;
pub mod intervals;
mod linear;
mod live;
mod model;
pub mod secrecy;
pub mod special;
mod tables;
pub mod weights;

pub use bases::{Base, BasePolicy, Slot, Tally, base, effective_rows, over_cap};
pub use chance::Chance;
pub use collection::Collection;
pub use live::LiveTables;
pub use model::{Answer, Category, DataSet, Kind, MAX_CATEGORIES, ModelError, Rows, State, Variable};
pub use tables::{
    BASE_DECIMAL, BASE_LOW, BASE_PUBLISHED, ChannelComparison, Crossing, Difference, FlatRow, FlatTable,
    MissingStratum, NumberSummary, RankingRow, RankingTable, Request, Strength, TableError, compare_channels, cross,
    flat, percent, percent_text, quantile_of, rank, summarise, summarise_by,
};
