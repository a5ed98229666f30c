//! French typography: numbers, money, dates, and the no-break spaces a reader expects.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::{Cents, Moment};

/// Narrow no-break space, between thousands and before `; ! ?` and `»`.
pub const NARROW: char = '\u{202f}';
/// No-break space, before `:` and units.
pub const NO_BREAK: char = '\u{a0}';

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `12 500`, with narrow no-break spaces.
pub fn integer(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    if value < 0 {
        text.push('\u{2212}');
    }
    for (rank, digit) in digits.chars().enumerate() {
        if rank > 0 && (digits.len() - rank).is_multiple_of(3) {
            text.push(NARROW);
        }
        text.push(digit);
    }
    text
}

/// `12 500,5` with exactly `decimals` decimals.
pub fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_zero = plain.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "\u{2212}" } else { "" };
    let whole = whole.parse::<i64>().map_or_else(|_| whole.to_owned(), integer);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{fraction}") }
}

/// `42,5 %`.
pub fn percent(value: f64, decimals: usize) -> String {
    format!("{}{NO_BREAK}%", decimal(value, decimals))
}

/// `12 500 €`, with cents only when there are some.
pub fn euros(amount: Cents) -> String {
    let (euros, cents) = (amount.0 / 100, (amount.0 % 100).abs());
    let sign = if amount.0 < 0 && euros == 0 { "\u{2212}" } else { "" };
    match cents {
        0 => format!("{sign}{}{NO_BREAK}€", integer(euros)),
        _ => format!("{sign}{},{cents:02}{NO_BREAK}€", integer(euros)),
    }
}

/// `15 mars 2026`, `1er mars 2026`.
pub fn date(day: Date) -> String {
    let month = MONTHS[usize::from(day.month().unsigned_abs()).saturating_sub(1).min(11)];
    let rank = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{rank}{NO_BREAK}{month}{NO_BREAK}{}", day.year())
}

/// `mardi 15 mars 2026`.
pub fn long_date(day: Date) -> String {
    let name = match day.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    };
    format!("{name} {}", date(day))
}

/// `15 mars 2026 à 14 h 32` in the town's time zone.
pub fn moment(moment: Moment, zone: &TimeZone) -> String {
    let local = moment.timestamp().to_zoned(zone.clone());
    format!("{} à {}{NO_BREAK}h{NO_BREAK}{:02}", date(local.date()), local.hour(), local.minute())
}

/// « Enregistré à 14 h 32 », with the day when it is not today.
pub fn saved_at(at: Moment, now: Moment, zone: &TimeZone) -> String {
    if at.day(zone) != now.day(zone) {
        return format!("Enregistré le {}", moment(at, zone));
    }
    let local = at.timestamp().to_zoned(zone.clone());
    format!("Enregistré à {}{NO_BREAK}h{NO_BREAK}{:02}", local.hour(), local.minute())
}

/// The day in a text `YYYY-MM-DD`, said in French; the text itself when it is not one.
pub fn iso_date(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), date)
}

/// `1 quartier`, `2 quartiers`; nought and one are singular in French.
pub fn count(number: i64, singular: &str, plural: &str) -> String {
    let word = if number.abs() < 2 { singular } else { plural };
    format!("{}{NO_BREAK}{word}", integer(number))
}

/// Puts the no-break spaces that French punctuation asks for into a sentence typed without them.
pub fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            ';' | '!' | '?' | '»' | ':' if out.ends_with(' ') => {
                out.pop();
                out.push(if matches!(c, ':' | '»') { NO_BREAK } else { NARROW });
            }
            ' ' if out.ends_with('«') => {
                out.push(NO_BREAK);
                continue;
            }
            '%' | '€' if out.ends_with(' ') => {
                out.pop();
                out.push(NO_BREAK);
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(integer(-1_234_567), "\u{2212}1\u{202f}234\u{202f}567");
        assert_eq!(decimal(1234.56, 1), "1\u{202f}234,6");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(percent(61.2, 1), "61,2\u{a0}%");
        assert_eq!(euros(Cents(1_250_050)), "12\u{202f}500,50\u{a0}€");
        assert_eq!(euros(Cents(-50)), "\u{2212}0,50\u{a0}€");
    }

    #[test]
    fn dates() {
        let day: Date = "2026-03-01".parse().expect("a date");
        assert_eq!(long_date(day), "dimanche 1er\u{a0}mars\u{a0}2026");
        let paris = TimeZone::get("Europe/Paris").expect("zone");
        let saved = Moment(1_774_000_000_000);
        assert_eq!(moment(saved, &paris), "20\u{a0}mars\u{a0}2026 à 10\u{a0}h\u{a0}46");
        assert_eq!(saved_at(saved, saved, &paris), "Enregistré à 10\u{a0}h\u{a0}46");
        let told = saved_at(saved, saved.plus_days(1), &paris);
        assert_eq!(told, "Enregistré le 20\u{a0}mars\u{a0}2026 à 10\u{a0}h\u{a0}46");
    }

    #[test]
    fn punctuation() {
        assert_eq!(spaced("Vrai ? « Oui » : 42 %"), "Vrai\u{202f}? «\u{a0}Oui\u{a0}»\u{a0}: 42\u{a0}%");
        assert_eq!(count(1, "quartier", "quartiers"), "1\u{a0}quartier");
    }
}
