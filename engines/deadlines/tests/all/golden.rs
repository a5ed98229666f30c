//! Days that anybody can check on a calendar.

use deadlines::{
    Delays, Finding, Planned, Step, Zone, check, clear_days, easter, end_of_months, holiday, holidays, is_working,
    on_working_day, plan, plus_working, working_between,
};
use jiff::civil::{Date, date};

#[test]
fn easter_from_2024_to_2030() {
    let known = [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2029, 4, 1), (2030, 4, 21)];
    for (year, month, day) in known {
        assert_eq!(easter(year), date(year, month, day));
    }
    // The earliest, the latest, and two that simpler rules get wrong.
    let rare =
        [(1818, 3, 22), (2285, 3, 22), (1943, 4, 25), (2038, 4, 25), (1954, 4, 18), (1981, 4, 19), (2049, 4, 18)];
    for (year, month, day) in rare {
        assert_eq!(easter(year), date(year, month, day));
    }
}

#[test]
fn moving_holidays_from_2024_to_2030() {
    let known = [
        (2024, (4, 1), (5, 9), (5, 20)),
        (2025, (4, 21), (5, 29), (6, 9)),
        (2026, (4, 6), (5, 14), (5, 25)),
        (2027, (3, 29), (5, 6), (5, 17)),
        (2028, (4, 17), (5, 25), (6, 5)),
        (2029, (4, 2), (5, 10), (5, 21)),
        (2030, (4, 22), (5, 30), (6, 10)),
    ];
    for (year, monday, ascension, pentecost) in known {
        let on = |(month, day): (i8, i8)| holiday(date(year, month, day), Zone::Mainland);
        assert_eq!(on(monday), Some("Lundi de Pâques"), "{year}");
        assert_eq!(on(ascension), Some("Ascension"), "{year}");
        assert_eq!(on(pentecost), Some("Lundi de Pentecôte"), "{year}");
    }
}

#[test]
fn a_year_has_eleven_holidays_and_each_zone_its_own() {
    assert_eq!(holidays(2026, Zone::Mainland).len(), 11);
    assert_eq!(holidays(2026, Zone::SaintPierre), holidays(2026, Zone::Mainland));
    let own = [
        (Zone::AlsaceMoselle, (4, 3), "Vendredi saint"),
        (Zone::AlsaceMoselle, (12, 26), "Saint-Étienne"),
        (Zone::Mayotte, (4, 27), "Abolition de l’esclavage"),
        (Zone::Martinique, (5, 22), "Abolition de l’esclavage"),
        (Zone::Guadeloupe, (5, 27), "Abolition de l’esclavage"),
        (Zone::SaintMartin, (5, 28), "Abolition de l’esclavage"),
        (Zone::Guyane, (6, 10), "Abolition de l’esclavage"),
        (Zone::SaintBarthelemy, (10, 9), "Abolition de l’esclavage"),
        (Zone::Reunion, (12, 20), "Abolition de l’esclavage"),
    ];
    for (zone, (month, day), name) in own {
        let on = date(2026, month, day);
        assert_eq!(holiday(on, zone), Some(name));
        assert_eq!(holiday(on, Zone::Mainland), None);
    }
}

#[test]
fn two_holidays_on_one_day_are_one_day_off() {
    // Ascension and the victory of 1945 fell together in 2008 and in 1997.
    let ascension = date(2008, 5, 1);
    assert_eq!(easter(2008), date(2008, 3, 23));
    assert!(!is_working(ascension, Zone::Mainland));
    assert_eq!(plus_working(date(2008, 4, 30), 1, Zone::Mainland), date(2008, 5, 2));
}

#[test]
fn delays_are_counted_as_the_law_counts_them() {
    let zone = Zone::Mainland;
    // From Thursday 30 April 2026: Friday is the first of May.
    assert_eq!(plus_working(date(2026, 4, 30), 1, zone), date(2026, 5, 4));
    assert_eq!(working_between(date(2026, 4, 30), date(2026, 5, 15), zone), 8);
    assert_eq!(clear_days(date(2026, 6, 10), 5), date(2026, 6, 16));
    assert_eq!(end_of_months(date(2025, 12, 31), 2), date(2026, 2, 28));
    assert_eq!(end_of_months(date(2026, 4, 30), 2), date(2026, 6, 30));
    // A report sent to councils on 2 September is answered until 2 October.
    assert_eq!(end_of_months(date(2026, 9, 2), 1), date(2026, 10, 2));
    assert_eq!(on_working_day(date(2026, 12, 25), zone), date(2026, 12, 28));
    assert_eq!(on_working_day(date(2026, 12, 25), Zone::AlsaceMoselle), date(2026, 12, 28));
    assert_eq!(on_working_day(date(2024, 12, 25), Zone::AlsaceMoselle), date(2024, 12, 27));
    assert_eq!(on_working_day(date(2024, 12, 25), zone), date(2024, 12, 26));
}

fn days(closes_on: Date, zone: Zone) -> Vec<String> {
    plan(closes_on, zone, Delays::default()).into_iter().map(|one| one.due_on.to_string()).collect()
}

#[test]
fn a_call_that_closes_at_the_end_of_january_answers_before_silence_refuses() {
    let closes_on = date(2026, 1, 30);
    let expected = ["2026-02-11", "2026-02-25", "2026-03-04", "2026-03-11", "2026-03-23", "2026-03-26"];
    assert_eq!(days(closes_on, Zone::Mainland), expected);
    assert_eq!(check(closes_on, Zone::Mainland, &plan(closes_on, Zone::Mainland, Delays::default()), 2), []);
}

#[test]
fn may_is_short_everywhere_and_shorter_in_martinique() {
    let closes_on = date(2026, 4, 30);
    assert_eq!(days(closes_on, Zone::Mainland)[0], "2026-05-15");
    assert_eq!(days(closes_on, Zone::Mainland)[1], "2026-06-01");
    assert_eq!(days(closes_on, Zone::Martinique)[1], "2026-06-02");
}

#[test]
fn what_is_wrong_with_a_planning_is_said() {
    let closes_on = date(2026, 4, 30);
    let planned = [
        Planned { step: Step::Completeness, due_on: date(2026, 5, 14) },
        Planned { step: Step::Committee, due_on: date(2026, 6, 16) },
        Planned { step: Step::Deliberation, due_on: date(2026, 6, 19) },
        Planned { step: Step::Notification, due_on: date(2026, 8, 10) },
    ];
    let found = check(closes_on, Zone::Mainland, &planned, 2);
    assert_eq!(
        found,
        [
            Finding::NotWorking(Step::Completeness, Some("Ascension")),
            Finding::TooFewClearDays,
            Finding::AfterSilence(date(2026, 6, 30)),
            Finding::Late(102),
        ]
    );
    let early = [Planned { step: Step::Committee, due_on: date(2026, 4, 28) }];
    assert_eq!(check(closes_on, Zone::Mainland, &early, 0), [Finding::OutOfOrder(Step::Committee)]);
}
