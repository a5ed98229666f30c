//! Full-text search in French, the same results on both databases: words are read and stemmed here, the databases
//! count them. Who may find what is compared by the same statement that finds it, before anything is counted.

mod analyser;
mod asking;
mod clause;
mod index;
mod reader;
mod widening;

pub use analyser::{query_stems, stems};
pub use asking::{Query, Results, Widened, search};
pub use clause::objects;
pub use index::{Audience, Entry, VERSION, begin_again, forget, index, is_behind, known_by, rebuild, settle};
pub use reader::{Found, Reader, of_object};

use crate::Migration;

/// The tables of the index.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "search/0001_index", sql: include_str!("0001_index.sql") },
    Migration { name: "search/0002_posting", sql: include_str!("0002_posting.sql") },
];
