//! Indicators and their values.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;
use sqlx::FromRow;

use super::areas::Commune;
use crate::rules::figures::{Absence, Beside, CityFigure, Figure, Reading, Unit};

/// What an indicator is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Stable code.
    pub code: String,
    /// French label.
    pub label: String,
    /// Code of its theme.
    pub theme: String,
    /// Unit.
    pub unit: Unit,
    /// Whom or what it counts.
    pub population: String,
    /// Who measured it.
    pub producer: String,
    /// What it means.
    pub definition: String,
    /// The indicator it details.
    pub part_of: Option<String>,
    /// Whether it describes the commune.
    pub is_of_commune: bool,
    /// Rank in the portrait.
    pub position: i64,
}

/// A value to save.
#[derive(Clone, Debug, PartialEq)]
pub struct NewValue {
    /// Identifier.
    pub id: Uuid,
    /// Version of the neighbourhood it was measured on.
    pub version: Uuid,
    /// Indicator.
    pub indicator: String,
    /// Year measured.
    pub year: Option<i64>,
    /// Year published.
    pub edition: i64,
    /// What is known.
    pub reading: Reading,
    /// Source.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// Day it was read, ISO.
    pub as_of: Option<String>,
}

#[derive(FromRow)]
struct FigureRow {
    code: String,
    label: String,
    theme: String,
    unit: String,
    producer: String,
    part_of: Option<String>,
    is_of_commune: bool,
    year: Option<i64>,
    edition: i64,
    zoning_code: String,
    value: Option<f64>,
    absence: String,
    doubt: String,
    source: String,
    licence: String,
}

impl From<FigureRow> for Figure {
    fn from(row: FigureRow) -> Self {
        let reading = match row.value {
            None => Reading::Absent(Absence::from_key(&row.absence)),
            Some(value) if row.doubt.is_empty() => Reading::Known(value),
            Some(written) => Reading::Doubtful { written, why: row.doubt },
        };
        Self {
            code: row.code,
            label: row.label,
            theme: row.theme,
            unit: Unit::from_key(&row.unit),
            producer: row.producer,
            part_of: row.part_of,
            is_of_commune: row.is_of_commune,
            year: row.year,
            edition: row.edition,
            zoning_code: row.zoning_code,
            reading,
            source: row.source,
            licence: row.licence,
            beside: Vec::new(),
        }
    }
}

/// Every figure of a neighbourhood, on whichever of its perimeters it was measured, in the order of the portrait,
/// with the last figure of each of its communes.
pub async fn of_neighbourhood(tx: &mut Tx, neighbourhood: Uuid, communes: &[Commune]) -> Result<Vec<Figure>> {
    let rows: Vec<FigureRow> = fetch_all!(
        tx,
        "SELECT i.code, i.label, COALESCE(t.label, i.theme) AS theme, i.unit, i.producer, i.part_of, i.is_of_commune, \
         v.year, v.edition, nv.code AS zoning_code, v.value, v.absence, v.doubt, v.source, v.licence \
         FROM neighbourhood_version nv JOIN indicator_value v ON v.version = nv.id \
         JOIN indicator i ON i.code = v.indicator LEFT JOIN indicator_theme t ON t.code = i.theme \
         WHERE nv.neighbourhood = $1 ORDER BY COALESCE(t.position, 999), i.position, i.code, nv.code",
        neighbourhood
    )?;
    let mut figures: Vec<Figure> = rows.into_iter().map(Into::into).collect();
    for commune in communes {
        let cities: Vec<(String, f64, i64, bool, String)> = fetch_all!(
            tx,
            "SELECT indicator, value, year, is_same_year, source FROM city_value WHERE insee_code = $1 ORDER BY year",
            &commune.insee_code
        )?;
        for figure in &mut figures {
            // The last year known wins.
            let city = cities.iter().rev().find(|(indicator, ..)| *indicator == figure.code);
            let city = city.map(|(_, value, year, is_same_year, source)| CityFigure {
                value: *value,
                year: *year,
                is_same_year: *is_same_year && figure.year.is_none_or(|measured| measured == *year),
                source: source.clone(),
            });
            let (insee_code, name) = (commune.insee_code.clone(), commune.name.clone());
            figure.beside.push(Beside { insee_code, commune: name, figure: city });
        }
    }
    for figure in &mut figures {
        if figure.cities().next().is_none() {
            figure.beside.clear();
        }
    }
    Ok(figures)
}

/// Values of one indicator in every neighbourhood that has one, the last of each after its others: identifier, value, year,
/// edition, producer. Versions are read apart: joined, each would be looked up beside its perimeter.
pub async fn last_of_all(tx: &mut Tx, indicator: &str) -> Result<Vec<(Uuid, f64, Option<i64>, i64, String)>> {
    let sql = "SELECT id, neighbourhood, code FROM neighbourhood_version";
    let versions: Vec<(Uuid, Uuid, String)> = fetch_all!(tx, sql)?;
    let places: HashMap<Uuid, (Uuid, String)> =
        versions.into_iter().map(|(id, neighbourhood, code)| (id, (neighbourhood, code))).collect();
    let sql = "SELECT v.version, v.value, v.year, v.edition, i.producer FROM indicator_value v \
               JOIN indicator i ON i.code = v.indicator WHERE v.indicator = $1 AND v.value IS NOT NULL AND v.doubt = ''";
    let values: Vec<(Uuid, f64, Option<i64>, i64, String)> = fetch_all!(tx, sql, indicator)?;
    let mut placed: Vec<_> = values.into_iter().filter_map(|value| Some((places.get(&value.0)?, value))).collect();
    placed.sort_by(|((_, code), one), ((_, than), other)| (one.3, one.2, code).cmp(&(other.3, other.2, than)));
    Ok(placed
        .into_iter()
        .map(|((neighbourhood, _), (_, value, year, edition, producer))| {
            (*neighbourhood, value, year, edition, producer)
        })
        .collect())
}

/// Last value of one indicator in one neighbourhood. Its versions are found first, whatever a planner makes of the join.
pub async fn last_of(tx: &mut Tx, indicator: &str, neighbourhood: Uuid) -> Result<Option<f64>> {
    let sql = "SELECT v.value FROM indicator_value v JOIN neighbourhood_version nv ON nv.id = v.version \
               WHERE v.version IN (SELECT id FROM neighbourhood_version WHERE neighbourhood = $1) \
               AND v.indicator = $2 AND v.value IS NOT NULL AND v.doubt = '' \
               ORDER BY v.edition DESC, COALESCE(v.year, 0) DESC, nv.code DESC LIMIT 1";
    let row: Option<(f64,)> = fetch_optional!(tx, sql, neighbourhood, indicator)?;
    Ok(row.map(|(value,)| value))
}

/// Codes of the indicators known.
pub async fn codes(tx: &mut Tx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch_all!(tx, "SELECT code FROM indicator ORDER BY position, code")?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Puts a theme.
pub async fn put_theme(tx: &mut Tx, code: &str, label: &str, position: i64) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO indicator_theme (code, label, position) VALUES ($1, $2, $3) \
         ON CONFLICT (code) DO UPDATE SET label = excluded.label, position = excluded.position",
        code,
        label,
        position
    )?;
    Ok(())
}

/// Puts an indicator.
pub async fn put_indicator(tx: &mut Tx, indicator: &Indicator) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO indicator (code, label, theme, unit, population, producer, definition, part_of, is_of_commune, position) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (code) DO UPDATE SET label = excluded.label, \
         theme = excluded.theme, unit = excluded.unit, population = excluded.population, producer = excluded.producer, \
         definition = excluded.definition, part_of = excluded.part_of, is_of_commune = excluded.is_of_commune, \
         position = excluded.position",
        &indicator.code,
        &indicator.label,
        &indicator.theme,
        indicator.unit.key(),
        &indicator.population,
        &indicator.producer,
        &indicator.definition,
        indicator.part_of.as_deref(),
        indicator.is_of_commune,
        indicator.position
    )?;
    Ok(())
}

/// Whether a value is already there, the same.
pub async fn has_same(tx: &mut Tx, new: &NewValue) -> Result<bool> {
    let row: Option<(Option<f64>, String, String)> = fetch_optional!(
        tx,
        "SELECT value, absence, doubt FROM indicator_value WHERE version = $1 AND indicator = $2 AND edition = $3",
        new.version,
        &new.indicator,
        new.edition
    )?;
    let (value, absence, doubt) = columns(&new.reading);
    Ok(row.is_some_and(|(known, why, reserve)| known == value && why == absence && reserve == doubt))
}

fn columns(reading: &Reading) -> (Option<f64>, &str, &str) {
    match reading {
        Reading::Known(value) => (Some(*value), "", ""),
        Reading::Doubtful { written, why } => (Some(*written), "", why),
        Reading::Absent(absence) => (None, absence.key(), ""),
    }
}

/// Puts a value.
pub async fn put_value(tx: &mut Tx, new: &NewValue) -> Result<()> {
    let (value, absence, doubt) = columns(&new.reading);
    execute!(
        tx,
        "INSERT INTO indicator_value (id, version, indicator, year, edition, value, absence, doubt, source, licence, as_of) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (version, indicator, edition) DO UPDATE SET \
         year = excluded.year, value = excluded.value, absence = excluded.absence, doubt = excluded.doubt, \
         source = excluded.source, licence = excluded.licence, as_of = excluded.as_of",
        new.id,
        new.version,
        &new.indicator,
        new.year,
        new.edition,
        value,
        absence,
        doubt,
        &new.source,
        &new.licence,
        new.as_of.as_deref()
    )?;
    Ok(())
}

/// Puts the value of a commune.
pub async fn put_city_value(tx: &mut Tx, id: Uuid, insee_code: &str, indicator: &str, city: &CityFigure) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO city_value (id, insee_code, indicator, year, value, is_same_year, source) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (insee_code, indicator, year) DO UPDATE SET \
         value = excluded.value, is_same_year = excluded.is_same_year, source = excluded.source",
        id,
        insee_code,
        indicator,
        city.year,
        city.value,
        city.is_same_year,
        &city.source
    )?;
    Ok(())
}
