//! All the SQL of the slice.

pub mod campaign;
pub mod finding;
pub mod framework;
pub mod public;
pub mod recommendation;

use database::DbError;
use jiff::civil::Date;

/// A day as it is kept; a text that is none is a damaged row.
fn day(place: &'static str, text: &str) -> database::Result<Date> {
    text.parse().map_err(|_| DbError::Unreadable { place, problem: text.to_owned() })
}

/// A value known by a stable name; one that this version does not know is a damaged row.
fn known<T>(place: &'static str, code: &str, found: Option<T>) -> database::Result<T> {
    found.ok_or_else(|| DbError::Unreadable { place, problem: code.to_owned() })
}
