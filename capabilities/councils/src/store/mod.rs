//! All the SQL of the slice.

pub mod council;
pub mod crossed;
pub mod doubt;
pub mod draw;
pub mod file;
pub mod letter;
pub mod pool;
pub mod recognition;
pub mod seat;
pub mod structure;
pub mod study;

use database::DbError;
use jiff::civil::Date;

/// A day as it is kept; a text that is none is a damaged row.
fn day(place: &'static str, text: Option<String>) -> database::Result<Option<Date>> {
    text.map(|text| text.parse().map_err(|_| DbError::Unreadable { place, problem: text })).transpose()
}

/// A value known by a stable name; one that this version does not know is a damaged row.
fn known<T>(place: &'static str, code: &str, found: Option<T>) -> database::Result<T> {
    found.ok_or_else(|| DbError::Unreadable { place, problem: code.to_owned() })
}
