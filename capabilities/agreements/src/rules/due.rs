//! When reports are due, what is late, when somebody is reminded.

use deadlines::{Zone, plus_working};
use jiff::civil::Date;
use kernel::{FieldError, vocabulary};
use settlement::Due;

use super::{ReportState, Version};

vocabulary! {
    /// Where the report of a year stands for whoever awaits it.
    DueState {
        /// Its last day is past, and it is not given.
        Late => "late", "En retard";
        /// It may be given.
        Awaited => "awaited", "À rendre";
        /// Its year is not over.
        Ahead => "ahead", "Année en cours";
        /// Given: services read it.
        Given => "given", "À examiner";
        /// Sent back to be corrected.
        Returned => "returned", "À corriger";
        /// Accepted.
        Accepted => "accepted", "Accepté";
    }
}

/// The report of a year that an agreement awaits, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The year.
    pub year: i64,
    /// The last day.
    pub until: Date,
}

fn year_end(year: i64) -> Date {
    Date::new(i16::try_from(year).unwrap_or(9999), 12, 31).unwrap_or(Date::MAX)
}

/// Reports a version awaits: of the last year when the version says, of the others so many months after the year’s end. Years
/// that are only foreseen await none.
pub fn expected(version: &Version, months: i64) -> Vec<Expected> {
    let months = u16::try_from(months).unwrap_or(6);
    let years: Vec<i64> = version.years().into_iter().map(|(year, _)| year).collect();
    let last = years.last().copied();
    let until = |year: i64| match Some(year) == last {
        true => version.terms.report_on,
        false => settlement::report_due(year_end(year), months, Zone::Mainland).until,
    };
    let firm = years.into_iter().filter(|year| !version.forecast.contains(year));
    firm.map(|year| Expected { year, until: until(year) }).collect()
}

/// Where a report stands today.
pub fn due_state(one: Expected, report: Option<ReportState>, today: Date) -> DueState {
    match report {
        Some(ReportState::Accepted) => DueState::Accepted,
        Some(ReportState::Given) => DueState::Given,
        Some(ReportState::Returned) => DueState::Returned,
        Some(ReportState::Draft | ReportState::Written) | None if today > one.until => DueState::Late,
        _ if today <= year_end(one.year) => DueState::Ahead,
        _ => DueState::Awaited,
    }
}

/// The last reminder that should have left today: so many working days before the last one, then on the first working day
/// after it.
pub fn reminder(one: Expected, before: &[u16], today: Date) -> Option<Date> {
    let due = Due { on: one.until, until: one.until };
    let mut days = settlement::reminders(due, before, Date::MIN, Zone::Mainland);
    days.push(plus_working(one.until, 1, Zone::Mainland));
    days.into_iter().filter(|day| *day <= today).max()
}

/// Working days as they are typed: « 20, 10, 3 ».
///
/// # Errors
/// What is wrong, tied to the field.
pub fn read_days(text: &str) -> Result<Vec<u16>, FieldError> {
    let days: Option<Vec<u16>> = text
        .split([',', ';', ' '])
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.trim().parse().ok().filter(|days| (1..=120).contains(days)))
        .collect();
    let sentence = "Écrivez des nombres de jours ouvrés séparés par des virgules, par exemple 20, 10, 3";
    days.filter(|days| days.len() <= 6).ok_or_else(|| FieldError::new("rappels", sentence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reminders_leave_on_working_days_before_and_the_day_after() {
        let one = Expected { year: 2026, until: date(2027, 6, 30) };
        let days = read_days("20, 10, 3").expect("days");
        assert_eq!(reminder(one, &days, date(2027, 5, 1)), None);
        assert_eq!(reminder(one, &days, date(2027, 6, 2)), Some(date(2027, 6, 2)), "twenty working days before");
        assert_eq!(reminder(one, &days, date(2027, 6, 26)), Some(date(2027, 6, 25)), "a Saturday keeps the Friday");
        assert_eq!(reminder(one, &days, date(2027, 8, 1)), Some(date(2027, 7, 1)));
        assert!(read_days("demain").is_err() && read_days("0").is_err());
        assert_eq!(due_state(one, None, date(2026, 12, 31)), DueState::Ahead);
        assert_eq!(due_state(one, None, date(2027, 6, 30)), DueState::Awaited);
        assert_eq!(due_state(one, Some(ReportState::Written), date(2027, 7, 1)), DueState::Late);
        assert_eq!(due_state(one, Some(ReportState::Returned), date(2027, 7, 1)), DueState::Returned);
    }
}
