//! Short forms that only tables need; the others are in [`kernel::french`].

use jiff::civil::{Date, DateTime};

/// Cents as euros with two decimals and without sign of currency: a column of amounts lines up.
pub(crate) fn cents(cents: i64) -> String {
    let absolute = cents.unsigned_abs();
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    // The whole part of an absolute value divided by a hundred always fits.
    let whole = i64::try_from(absolute / 100).unwrap_or(i64::MAX);
    format!("{sign}{},{:02}", kernel::french::integer(whole), absolute % 100)
}

/// `15/03/2026`: the short form, for columns.
pub(crate) fn date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `15/03/2026 12:05`.
pub(crate) fn date_time(moment: DateTime) -> String {
    format!("{} {:02}:{:02}", date(moment.date()), moment.hour(), moment.minute())
}
