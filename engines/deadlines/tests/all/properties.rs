//! What holds whatever the day.

use deadlines::{
    Delays, Finding, Zone, check, clear_days, days_between, easter, end_of_months, is_working, on_working_day, plan,
    plus_working, working_between,
};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

fn day() -> impl Strategy<Value = Date> {
    (0..40_000_i64).prop_map(|count| date(2000, 1, 1).saturating_add(count.days()))
}

fn zone() -> impl Strategy<Value = Zone> {
    (0..Zone::ALL.len()).prop_map(|rank| Zone::ALL[rank])
}

proptest! {
    #[test]
    fn easter_is_a_sunday_of_its_season(year in 1600..2400_i16) {
        let easter = easter(year);
        prop_assert_eq!(easter.weekday(), Weekday::Sunday);
        prop_assert!(date(year, 3, 22) <= easter && easter <= date(year, 4, 25));
    }

    #[test]
    fn working_days_count_back(from in day(), count in 0..60_u16, zone in zone()) {
        let until = plus_working(from, count, zone);
        prop_assert!(is_working(until, zone));
        if count > 0 {
            prop_assert_eq!(working_between(from, until, zone), i64::from(count));
        } else {
            prop_assert_eq!(until, on_working_day(from, zone));
        }
    }

    #[test]
    fn services_never_rest_more_than_five_days(from in day(), zone in zone()) {
        prop_assert!(days_between(from, on_working_day(from, zone)) <= 5);
    }

    #[test]
    fn delays_grow(from in day(), fewer in 0..30_u16, more in 0..30_u16) {
        let (fewer, more) = (fewer.min(more), fewer.max(more));
        prop_assert!(clear_days(from, fewer) <= clear_days(from, more));
        prop_assert!(end_of_months(from, fewer) <= end_of_months(from, more));
        prop_assert_eq!(days_between(from, clear_days(from, fewer)), i64::from(fewer) + 1);
    }

    #[test]
    fn what_is_planned_is_sound(closes_on in day(), zone in zone(), notification in 1..20_u16, deliberation in 0..20_u16) {
        let delays = Delays { notification, deliberation, ..Delays::default() };
        let planned = plan(closes_on, zone, delays);
        prop_assert_eq!(planned.len(), 6);
        let found = check(closes_on, zone, &planned, 0);
        prop_assert!(found.iter().all(|one| matches!(one, Finding::Late(_))), "{:?}", found);
    }
}
