//! Public holidays, computed.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::Zone;

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its day.
    pub on: Date,
    /// Its name.
    pub name: &'static str,
}

/// Easter Sunday of a year of the Gregorian calendar (algorithm of Meeus, Jones and Butcher).
pub fn easter(year: i16) -> Date {
    let year_number = i32::from(year);
    let (golden, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let corrected = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - corrected - rest % 4) % 7;
    let late = (golden + 11 * corrected + 22 * weekday) / 451;
    let count = corrected + weekday - 7 * late + 114;
    // Between 22 March and 25 April: always a day of the calendar.
    date(year, i8::try_from(count / 31).unwrap_or(4), i8::try_from(count % 31 + 1).unwrap_or(1))
}

/// Holidays of a year in a zone, the first first.
pub fn holidays(year: i16, zone: Zone) -> Vec<Holiday> {
    let easter = easter(year);
    let after = |days: i64| easter.saturating_add(days.days());
    let mut all = vec![
        (date(year, 1, 1), "Jour de l’an"),
        (after(1), "Lundi de Pâques"),
        (date(year, 5, 1), "Fête du Travail"),
        (date(year, 5, 8), "Victoire de 1945"),
        (after(39), "Ascension"),
        (after(50), "Lundi de Pentecôte"),
        (date(year, 7, 14), "Fête nationale"),
        (date(year, 8, 15), "Assomption"),
        (date(year, 11, 1), "Toussaint"),
        (date(year, 11, 11), "Armistice de 1918"),
        (date(year, 12, 25), "Noël"),
    ];
    let abolition = "Abolition de l’esclavage";
    match zone {
        Zone::Mainland | Zone::SaintPierre => {}
        Zone::AlsaceMoselle => all.extend([(after(-2), "Vendredi saint"), (date(year, 12, 26), "Saint-Étienne")]),
        Zone::Mayotte => all.push((date(year, 4, 27), abolition)),
        Zone::Martinique => all.push((date(year, 5, 22), abolition)),
        Zone::Guadeloupe => all.push((date(year, 5, 27), abolition)),
        Zone::SaintMartin => all.push((date(year, 5, 28), abolition)),
        Zone::Guyane => all.push((date(year, 6, 10), abolition)),
        Zone::SaintBarthelemy => all.push((date(year, 10, 9), abolition)),
        Zone::Reunion => all.push((date(year, 12, 20), abolition)),
    }
    all.sort_by_key(|(on, _)| *on);
    all.into_iter().map(|(on, name)| Holiday { on, name }).collect()
}

/// The holiday a day is, when it is one.
pub fn holiday(on: Date, zone: Zone) -> Option<&'static str> {
    holidays(on.year(), zone).into_iter().find(|one| one.on == on).map(|one| one.name)
}
