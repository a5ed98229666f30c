//! Parts of France that do not share their hours or their holidays.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A part of France with its hours and its holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// Mainland France and Corsica.
    Mainland,
    /// Haut-Rhin, Bas-Rhin, Moselle.
    AlsaceMoselle,
    /// Guadeloupe.
    Guadeloupe,
    /// Martinique.
    Martinique,
    /// Guyane.
    Guyane,
    /// La Réunion.
    Reunion,
    /// Mayotte.
    Mayotte,
    /// Saint-Barthélemy.
    SaintBarthelemy,
    /// Saint-Martin.
    SaintMartin,
    /// Saint-Pierre-et-Miquelon.
    SaintPierre,
}

impl Zone {
    /// Every zone, in the order of lists.
    pub const ALL: [Self; 10] = [
        Self::Mainland,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::SaintBarthelemy,
        Self::SaintMartin,
        Self::SaintPierre,
    ];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mainland => "mainland",
            Self::AlsaceMoselle => "alsace_moselle",
            Self::Guadeloupe => "guadeloupe",
            Self::Martinique => "martinique",
            Self::Guyane => "guyane",
            Self::Reunion => "reunion",
            Self::Mayotte => "mayotte",
            Self::SaintBarthelemy => "saint_barthelemy",
            Self::SaintMartin => "saint_martin",
            Self::SaintPierre => "saint_pierre",
        }
    }

    /// The zone of that stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.code() == code)
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Mainland => "Hexagone et Corse (heure de Paris)",
            Self::AlsaceMoselle => "Alsace et Moselle (heure de Paris)",
            Self::Guadeloupe => "Guadeloupe",
            Self::Martinique => "Martinique",
            Self::Guyane => "Guyane",
            Self::Reunion => "La Réunion",
            Self::Mayotte => "Mayotte",
            Self::SaintBarthelemy => "Saint-Barthélemy",
            Self::SaintMartin => "Saint-Martin",
            Self::SaintPierre => "Saint-Pierre-et-Miquelon",
        }
    }

    /// What follows an hour: « heure de Paris », « heure de La Réunion ».
    pub const fn hour_of(self) -> &'static str {
        match self {
            Self::Mainland | Self::AlsaceMoselle => "heure de Paris",
            Self::Guadeloupe => "heure de Guadeloupe",
            Self::Martinique => "heure de Martinique",
            Self::Guyane => "heure de Guyane",
            Self::Reunion => "heure de La Réunion",
            Self::Mayotte => "heure de Mayotte",
            Self::SaintBarthelemy => "heure de Saint-Barthélemy",
            Self::SaintMartin => "heure de Saint-Martin",
            Self::SaintPierre => "heure de Saint-Pierre-et-Miquelon",
        }
    }

    /// Its name in the base of time zones.
    pub const fn time_zone_name(self) -> &'static str {
        match self {
            Self::Mainland | Self::AlsaceMoselle => "Europe/Paris",
            Self::Guadeloupe => "America/Guadeloupe",
            Self::Martinique => "America/Martinique",
            Self::Guyane => "America/Cayenne",
            Self::Reunion => "Indian/Reunion",
            Self::Mayotte => "Indian/Mayotte",
            Self::SaintBarthelemy => "America/St_Barthelemy",
            Self::SaintMartin => "America/Marigot",
            Self::SaintPierre => "America/Miquelon",
        }
    }

    /// Its hours.
    pub fn time_zone(self) -> TimeZone {
        TimeZone::get(self.time_zone_name()).unwrap_or(TimeZone::UTC)
    }

    /// The instant at which it is this hour there. An hour that a change of time skips is the one after; one that it
    /// repeats is the first.
    pub fn instant(self, on: Date, at: Time) -> Timestamp {
        let zoned = on.to_datetime(at).to_zoned(self.time_zone());
        zoned.map_or(Timestamp::UNIX_EPOCH, |zoned: Zoned| zoned.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn every_zone_has_its_hours() {
        for zone in Zone::ALL {
            assert!(TimeZone::get(zone.time_zone_name()).is_ok(), "{}", zone.french());
            assert_eq!(Zone::from_code(zone.code()), Some(zone));
        }
    }

    #[test]
    fn noon_is_not_the_same_instant_everywhere() {
        let noon = |zone: Zone| zone.instant(date(2026, 1, 15), time(12, 0, 0, 0)).to_string();
        assert_eq!(noon(Zone::Mainland), "2026-01-15T11:00:00Z");
        assert_eq!(noon(Zone::Reunion), "2026-01-15T08:00:00Z");
        assert_eq!(noon(Zone::Guyane), "2026-01-15T15:00:00Z");
        assert_eq!(noon(Zone::Guadeloupe), "2026-01-15T16:00:00Z");
        assert_eq!(noon(Zone::SaintPierre), "2026-01-15T15:00:00Z");
    }

    #[test]
    fn an_hour_that_a_change_of_time_skips_or_repeats_is_one_instant() {
        let paris = |month, day, hour, minute| {
            Zone::Mainland.instant(date(2026, month, day), time(hour, minute, 0, 0)).to_string()
        };
        assert_eq!(paris(3, 29, 2, 30), "2026-03-29T01:30:00Z");
        assert_eq!(paris(10, 25, 2, 30), "2026-10-25T00:30:00Z");
    }
}
