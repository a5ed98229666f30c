//! All the SQL of the slice.

pub mod board;
pub mod comment;
pub mod file;
pub mod follower;
pub mod lead;
mod narrowing;
pub mod pieces;
pub mod sheet;
pub mod state;
pub mod validation;

pub use narrowing::KIND;

use database::DbError;
use jiff::civil::Date;

/// A day as it is kept; a text that is none is a damaged row.
fn day(place: &'static str, text: &str) -> database::Result<Date> {
    text.parse().map_err(|_| DbError::Unreadable { place, problem: text.to_owned() })
}

/// A day that may be missing.
fn maybe_day(place: &'static str, text: Option<String>) -> database::Result<Option<Date>> {
    text.map(|text| day(place, &text)).transpose()
}

/// A value known by a stable name; one that this version does not know is a damaged row.
fn known<T>(place: &'static str, code: &str, read: impl FnOnce(&str) -> Option<T>) -> database::Result<T> {
    read(code).ok_or_else(|| DbError::Unreadable { place, problem: code.to_owned() })
}

/// A value that may be missing.
fn maybe_known<T>(
    place: &'static str,
    code: Option<String>,
    read: impl FnOnce(&str) -> Option<T>,
) -> database::Result<Option<T>> {
    code.map(|code| known(place, &code, read)).transpose()
}

/// A day as text, or nothing.
fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}
