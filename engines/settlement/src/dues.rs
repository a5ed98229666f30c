//! Days things are due.

use deadlines::{Zone, end_of_months, is_working, on_working_day};
use jiff::ToSpan;
use jiff::civil::Date;

/// A day something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day the text gives.
    pub on: Date,
    /// The same, or the first working day after when services do not work.
    pub until: Date,
}

/// When the financial report of a year is due: so many months after the year's end, six by law (loi n° 2000-321, article 10). A
/// year that ends on the last day of a month gives the last day of a month: 30 June gives 31 December.
pub fn report_due(year_ends_on: Date, months: u16, zone: Zone) -> Due {
    let same_day = end_of_months(year_ends_on, months);
    let is_last = year_ends_on == year_ends_on.last_of_month();
    let on = if is_last { same_day.last_of_month() } else { same_day };
    Due { on, until: on_working_day(on, zone) }
}

/// When a payment is due: so many days after the decision was told, sixty by law unless the agreement says otherwise (loi n°
/// 2000-321, article 10).
pub fn payment_due(told_on: Date, days: u16) -> Date {
    told_on.saturating_add(i64::from(days).days())
}

/// Working days on which a reminder is sent: so many working days before the last one, the furthest first; those before `from`
/// are past and left out.
pub fn reminders(due: Due, before: &[u16], from: Date, zone: Zone) -> Vec<Date> {
    let mut days: Vec<Date> = before
        .iter()
        .map(|count| (0..*count).fold(due.until, |day, _| working_before(day, zone)))
        .filter(|day| *day >= from)
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The last working day before this one.
fn working_before(on: Date, zone: Zone) -> Date {
    let mut day = on.saturating_sub(1.day());
    while !is_working(day, zone) && day > Date::MIN {
        day = day.saturating_sub(1.day());
    }
    day
}
