//! Figures and dates as French readers write them.

use jiff::civil::{Date, DateTime};

/// Narrow no-break space, between groups of three digits.
const THIN: char = '\u{202f}';

/// `-12 500` with a true minus sign and narrow no-break spaces.
pub(crate) fn integer(number: i64) -> String {
    signed(number < 0, &group(&number.unsigned_abs().to_string()))
}

/// `12 500,5` with a fixed number of decimals.
pub(crate) fn decimal(number: f64, decimals: u8) -> String {
    let written = format!("{:.*}", usize::from(decimals), number.abs());
    // A negative number that rounds to zero is written without its sign.
    let is_negative = number < 0.0 && written.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    match written.split_once('.') {
        Some((whole, fraction)) => signed(is_negative, &format!("{},{fraction}", group(whole))),
        None => signed(is_negative, &group(&written)),
    }
}

/// Cents as euros with two decimals, without the sign of the currency.
pub(crate) fn cents(cents: i64) -> String {
    let absolute = cents.unsigned_abs();
    signed(
        cents < 0,
        &format!(
            "{},{:02}",
            group(&(absolute / 100).to_string()),
            absolute % 100
        ),
    )
}

/// `15/03/2026`.
pub(crate) fn date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `15/03/2026 12:05`.
pub(crate) fn date_time(moment: DateTime) -> String {
    format!(
        "{} {:02}:{:02}",
        date(moment.date()),
        moment.hour(),
        moment.minute()
    )
}

fn signed(is_negative: bool, digits: &str) -> String {
    if is_negative {
        format!("\u{2212}{digits}")
    } else {
        digits.to_owned()
    }
}

fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 * THIN.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(THIN);
        }
        grouped.push(digit);
    }
    grouped
}
