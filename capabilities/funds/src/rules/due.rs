//! When a group gives its report back, and when it is reminded of it.

use deadlines::{Zone, on_working_day, plus_working};
use jiff::ToSpan;
use jiff::civil::Date;
use settlement::Due;

use super::{Project, ProjectState};

/// Working days before the last one on which a group is reminded.
const BEFORE: [u16; 2] = [10, 3];

/// The last day of a report: so many days after the project begins, or the first working day after; none when it awaits none.
pub fn report_until(one: &Project, days: i64) -> Option<Date> {
    let awaits = one.state == ProjectState::Granted;
    awaits.then(|| on_working_day(one.terms.starts_on.saturating_add(days.days()), Zone::Mainland))
}

/// The last reminder that should have left today, once the project has begun: some working days before the last one, then on the
/// first working day after it.
pub fn reminder(one: &Project, until: Date, today: Date) -> Option<Date> {
    let mut days = settlement::reminders(Due { on: until, until }, &BEFORE, one.terms.starts_on, Zone::Mainland);
    days.push(plus_working(until, 1, Zone::Mainland));
    days.into_iter().filter(|day| *day <= today).max()
}
