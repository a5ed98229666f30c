//! All the SQL of the slice.

pub mod clock;
pub mod committee;
pub mod envelope;
pub mod letter;
pub mod list_export;
pub mod near;
pub mod opinion;
pub mod reading;
pub mod routing;
pub mod scenario;
pub mod setting;
pub mod view;
pub mod vote;

use database::DbError;
use jiff::civil::Date;

/// A day as it is kept; a text that is none is a damaged row.
pub(crate) fn day(place: &'static str, text: &str) -> database::Result<Date> {
    text.parse().map_err(|_| DbError::Unreadable { place, problem: text.to_owned() })
}

/// A value known by a stable name; one that this version does not know is a damaged row.
pub(crate) fn known<T>(place: &'static str, code: &str, found: Option<T>) -> database::Result<T> {
    found.ok_or_else(|| DbError::Unreadable { place, problem: code.to_owned() })
}
