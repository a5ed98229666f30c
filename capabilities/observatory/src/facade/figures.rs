//! Indicators of the shared library and their last figures, for whoever judges by them.

use std::collections::HashMap;

use database::{Result, Tx};
use documents::{Cell, Kind};
use kernel::Uuid;
use territory::facade::drawn;

use crate::rules::breakdown::Breakdown;
use crate::rules::figures::{Absence, Reading, Unit};
use crate::rules::indicator::Direction;
use crate::store::{figures, library};

/// An indicator in a few words.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorBrief {
    /// Its reference.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Its unit.
    pub unit: Unit,
    /// Who measures it.
    pub producer: String,
    /// Which way the library says is hoped for: higher, lower, none said.
    pub is_hoped_higher: Option<bool>,
    /// The value and the year the library aims at.
    pub target: Option<(f64, i64)>,
}

impl IndicatorBrief {
    /// What a column of its figures holds.
    pub const fn kind(&self) -> Kind {
        match self.unit {
            Unit::Percent | Unit::Ratio => Kind::Decimal(1),
            _ => Kind::Integer,
        }
    }

    /// The unit as headers say it; empty when it has none.
    pub const fn unit_words(&self) -> &'static str {
        match self.unit {
            Unit::Ratio => "",
            unit => unit.french(),
        }
    }

    /// A value with its unit, as read in French.
    pub fn words(&self, value: f64) -> String {
        self.unit.words(value)
    }
}

/// The shared library, in its order.
///
/// # Errors
/// The database failed.
pub async fn indicators(tx: &mut Tx) -> Result<Vec<IndicatorBrief>> {
    let all = library::all(tx).await?.into_iter();
    Ok(all
        .map(|one| IndicatorBrief {
            code: one.code,
            label: one.terms.label,
            unit: one.terms.unit,
            producer: one.terms.producer,
            is_hoped_higher: match one.terms.direction {
                Direction::Up => Some(true),
                Direction::Down => Some(false),
                Direction::Neither => None,
            },
            target: one.terms.target.map(|at| (at.value, at.year)),
        })
        .collect())
}

/// Where anybody reads an indicator.
pub fn indicator_path(code: &str) -> String {
    crate::pages::path(code)
}

/// What is known of an indicator in a neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct LatestFigure {
    /// What anybody may read; not measured when nobody wrote anything.
    pub reading: Reading,
    /// « 2021 », « diffusion de 2019 »; empty when there is no figure.
    pub period: String,
    /// Where it is read.
    pub source: String,
    /// The day it was read, ISO, or empty.
    pub as_of: String,
}

impl LatestFigure {
    /// As a cell of a table: 0, not measured, not disclosed and missing stay apart.
    pub fn cell(&self, kind: Kind) -> Cell {
        match (&self.reading, kind) {
            (Reading::Known(value), Kind::Integer) => Cell::Integer(value.round() as i64),
            (Reading::Known(value), _) => Cell::Decimal(*value),
            (Reading::Doubtful { .. }, _) => Cell::Absent(documents::Absence::Missing),
            (Reading::Absent(absence), _) => Cell::Absent(crate::pages::blank(*absence)),
        }
    }
}

/// Last figures of indicators, by indicator and neighbourhood.
#[derive(Clone, Debug, Default)]
pub struct Latest(HashMap<(String, Uuid), LatestFigure>);

impl Latest {
    /// The last figure of an indicator in a neighbourhood.
    pub fn of(&self, indicator: &str, area: Uuid) -> LatestFigure {
        self.0.get(&(indicator.to_owned(), area)).cloned().unwrap_or_else(|| LatestFigure {
            reading: Reading::Absent(Absence::NotAsked),
            period: String::new(),
            source: String::new(),
            as_of: String::new(),
        })
    }
}

/// Last figures of these indicators for everybody in these neighbourhoods, under any code they have or had. They are looked for place
/// by place: figures of a whole country are many.
///
/// # Errors
/// The database failed.
pub async fn latest(tx: &mut Tx, codes: &[&str], areas: &[Uuid]) -> Result<Latest> {
    let origins = figures::origins(tx).await?;
    let mut last: HashMap<(String, Uuid), figures::Stored> = HashMap::new();
    for area in areas {
        for place in drawn::codes_of(tx, *area).await? {
            for code in codes {
                let known = figures::of_place_and(tx, &place, code).await?.into_iter();
                let known = known.filter(|one| one.part == Breakdown::Everybody);
                let Some(one) = known.max_by_key(|one| (one.edition, one.year)) else { continue };
                let key = ((*code).to_owned(), *area);
                let is_later = |known: &figures::Stored| {
                    (one.edition, one.year, &one.place) >= (known.edition, known.year, &known.place)
                };
                if last.get(&key).is_none_or(is_later) {
                    last.insert(key, one);
                }
            }
        }
    }
    let told = last.into_iter().map(|(key, one)| {
        let origin = origins.get(&one.origin).cloned().unwrap_or_default();
        let period = if one.is_measured { one.year.to_string() } else { format!("diffusion de {}", one.edition) };
        (key, LatestFigure { reading: one.published(), period, source: origin.source, as_of: origin.as_of })
    });
    Ok(Latest(told.collect()))
}
