//! Full-text search in French, the same results on both databases: the analyser runs here, the
//! databases only look words up.

mod analyser;
mod index;

pub use analyser::{query_stems, stems};
pub use index::{Entry, Found, drop_traces, forget, index, objects, of_object, rebuild, search, wanted};

use crate::Migration;

/// The tables of the index.
pub const MIGRATIONS: &[Migration] = &[Migration { name: "search/0001_index", sql: include_str!("0001_index.sql") }];
