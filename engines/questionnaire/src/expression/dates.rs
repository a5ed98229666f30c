//! Days and hours as texts (`2026-07-06`, `14:30:00`, `2026-07-06T14:30:00`).

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

const DAY: f64 = 86_400.0;

/// A text as a day with an hour; a time zone at the end is left aside.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if !text.is_ascii() || text.len() < 10 || text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let day: Date = text[..10].parse().ok()?;
    match text[10..].strip_prefix(['T', ' ']) {
        None if text.len() == 10 => Some(day.to_datetime(Time::midnight())),
        None => None,
        Some(rest) => Some(day.to_datetime(hour(rest)?)),
    }
}

/// `14:30`, `14:30:00.000+02:00`.
fn hour(text: &str) -> Option<Time> {
    let clean = text.trim_end_matches('Z');
    let clean = clean.split_once('+').map_or(clean, |(before, _)| before);
    let clean = clean.rsplit_once('-').map_or(clean, |(before, _)| before);
    if clean.len() < 5 || clean.as_bytes().get(2) != Some(&b':') {
        return None;
    }
    clean.parse().ok()
}

/// Whether a text is a day.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() == 10 && moment(text).is_some()
}

/// Whether a text is an hour.
pub(crate) fn is_time(text: &str) -> bool {
    hour(text).is_some()
}

/// Whether a text is a day and an hour.
pub(crate) fn is_moment(text: &str) -> bool {
    text.len() > 10 && moment(text).is_some()
}

/// Days since 1970, with the part of the day; an hour alone is a part of a day.
pub(crate) fn days_of(text: &str) -> Option<f64> {
    let origin = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    match moment(text) {
        Some(moment) => Some(moment.duration_since(origin).as_secs_f64() / DAY),
        None => decimal_time(text),
    }
}

/// An hour as a part of a day.
pub(super) fn decimal_time(text: &str) -> Option<f64> {
    let hour = hour(text.trim())?;
    Some(hour.duration_since(Time::midnight()).as_secs_f64() / DAY)
}

/// The moment so many days after 1970.
pub(super) fn moment_of(days: f64) -> Option<DateTime> {
    let origin = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    if !days.is_finite() || days.abs() > 3_000_000.0 {
        return None;
    }
    origin.checked_add(SignedDuration::from_millis((days * DAY * 1000.0).round() as i64)).ok()
}

/// `2026-07-06`.
pub(super) fn day_text(moment: DateTime) -> String {
    moment.date().to_string()
}

/// `2026-07-06T14:30:00`.
pub(super) fn moment_text(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The formats of ODK: `%Y %y %m %n %b %d %e %H %h %M %S %3 %a`.
pub(super) fn format(moment: DateTime, wanted: &str) -> String {
    const MONTHS: [&str; 12] =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    const DAYS: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
    let mut written = String::new();
    let mut signs = wanted.chars();
    while let Some(sign) = signs.next() {
        if sign != '%' {
            written.push(sign);
            continue;
        }
        let part = match signs.next() {
            Some('Y') => format!("{:04}", moment.year()),
            Some('y') => format!("{:02}", moment.year().rem_euclid(100)),
            Some('m') => format!("{:02}", moment.month()),
            Some('n') => moment.month().to_string(),
            Some('b') => MONTHS[usize::from(moment.month().unsigned_abs()).clamp(1, 12) - 1].to_owned(),
            Some('d') => format!("{:02}", moment.day()),
            Some('e') => moment.day().to_string(),
            Some('H') => format!("{:02}", moment.hour()),
            Some('h') => moment.hour().to_string(),
            Some('M') => format!("{:02}", moment.minute()),
            Some('S') => format!("{:02}", moment.second()),
            Some('3') => format!("{:03}", moment.millisecond()),
            Some('a') => DAYS[moment.weekday().to_monday_zero_offset().unsigned_abs() as usize % 7].to_owned(),
            Some('%') => "%".to_owned(),
            Some(other) => format!("%{other}"),
            None => "%".to_owned(),
        };
        written.push_str(&part);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_are_read() {
        assert_eq!(days_of("1970-01-11"), Some(10.0));
        assert_eq!(days_of("1970-01-01T12:00:00.000+02:00"), Some(0.5));
        assert_eq!(days_of("06:00"), Some(0.25));
        for wrong in ["", "2026-13-01", "2026-02-30", "12", "24:00x", "2026-01-01x", "é026-01-01", "2026-01-01T"] {
            assert_eq!(days_of(wrong), None, "{wrong}");
        }
        assert!(is_date("2026-07-06") && !is_date("2026-07-06T10:00:00") && is_moment("2026-07-06T10:00:00"));
    }

    #[test]
    fn dates_are_written_as_asked() {
        let moment = moment("2026-07-06T09:05:03").expect("read");
        assert_eq!(format(moment, "%a %e %b %Y %H:%M %n/%y %% %z"), "lun. 6 juil. 2026 09:05 7/26 % %z");
        assert_eq!(
            moment_of(days_of("2026-07-06T09:05:03").expect("days")).map(moment_text).as_deref(),
            Some("2026-07-06T09:05:03")
        );
        assert_eq!(moment_of(f64::NAN), None);
    }
}
