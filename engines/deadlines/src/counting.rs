//! Working days, clear days, months.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::{Zone, holiday};

/// Whether services work: from Monday to Friday, but on holidays.
pub fn is_working(on: Date, zone: Zone) -> bool {
    !matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday) && holiday(on, zone).is_none()
}

/// That day when services work, or the first day after when they do. A delay that ends on a Saturday, a Sunday or a
/// holiday ends there (code de procédure civile, article 642).
pub fn on_working_day(on: Date, zone: Zone) -> Date {
    let mut day = on;
    while !is_working(day, zone) {
        let next = day.saturating_add(1.day());
        if next == day {
            break;
        }
        day = next;
    }
    day
}

/// The first working day after this one.
pub fn next_working(on: Date, zone: Zone) -> Date {
    on_working_day(on.saturating_add(1.day()), zone)
}

/// The day `count` working days after this one, which does not count; none: the first working day from this one on.
pub fn plus_working(on: Date, count: u16, zone: Zone) -> Date {
    match count {
        0 => on_working_day(on, zone),
        _ => (0..count).fold(on, |day, _| next_working(day, zone)),
    }
}

/// How many working days come after `from`, until `until` included.
pub fn working_between(from: Date, until: Date, zone: Zone) -> i64 {
    let mut count = 0;
    let mut day = from;
    while day < until {
        day = day.saturating_add(1.day());
        count += i64::from(is_working(day, zone));
    }
    count
}

/// Days from one day to the other; negative when the other comes before.
pub fn days_between(from: Date, until: Date) -> i64 {
    from.until(until).map_or(0, |span| i64::from(span.get_days()))
}

/// The first day after `count` clear days: neither the day it starts from nor the last one counts (« délai franc »).
/// What must be done within that delay may still be done that day.
pub fn clear_days(from: Date, count: u16) -> Date {
    from.saturating_add((i64::from(count) + 1).days())
}

/// The day a delay of months ends: the same day of the month, or its last day when there is none (code de procédure
/// civile, article 641).
pub fn end_of_months(from: Date, count: u16) -> Date {
    from.saturating_add(i64::from(count).months())
}
