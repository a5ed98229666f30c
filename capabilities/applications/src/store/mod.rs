//! All the SQL of the slice.

pub mod answer;
pub mod application;
pub mod assessing;
pub mod bringing;
pub mod call;
pub mod event;
pub mod funding;
pub mod given;
pub mod practice;
pub mod project;
pub mod recusal;
pub mod toolbox;
pub mod writing;
pub mod writing_budget;

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
fn known<T>(place: &'static str, code: &str, found: Option<T>) -> database::Result<T> {
    found.ok_or_else(|| DbError::Unreadable { place, problem: code.to_owned() })
}
