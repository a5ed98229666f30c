//! Figures: by place, indicator, part of the population, year.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_optional, insert_rows};
use sqlx::{AssertSqlSafe, FromRow};

use crate::rules::breakdown::Breakdown;
use crate::rules::figures::{Absence, Reading};
use crate::rules::secrecy::Kept;

/// A figure as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Code of the perimeter, or INSEE code of a commune.
    pub place: String,
    /// Indicator.
    pub indicator: String,
    /// Part of the population.
    pub part: Breakdown,
    /// Year measured, or published.
    pub year: i64,
    /// Whether the year is the one measured.
    pub is_measured: bool,
    /// Year published.
    pub edition: i64,
    /// What is known.
    pub reading: Reading,
    /// Units behind it.
    pub units: Option<i64>,
    /// Share of the largest, in percent.
    pub largest: Option<f64>,
    /// Why it is kept from the public.
    pub hidden: Option<Kept>,
    /// Where it comes from.
    pub origin: i64,
}

impl Stored {
    /// What anybody may read.
    pub fn published(&self) -> Reading {
        match self.hidden {
            Some(_) => Reading::Absent(Absence::NotDisclosed),
            None => self.reading.clone(),
        }
    }

    /// What identifies it among the figures of its indicator.
    pub fn key(&self) -> (String, Breakdown, i64, i64) {
        (self.place.clone(), self.part, self.year, self.edition)
    }
}

#[derive(FromRow)]
struct Row {
    place: String,
    indicator: String,
    breakdown: String,
    year: i64,
    is_measured: bool,
    edition: i64,
    value: Option<f64>,
    absence: String,
    doubt: String,
    units: Option<i64>,
    largest: Option<f64>,
    hidden: String,
    origin: i64,
}

const COLUMNS: &str =
    "place, indicator, breakdown, year, is_measured, edition, value, absence, doubt, units, largest, hidden, origin";

impl From<Row> for Stored {
    fn from(row: Row) -> Self {
        let reading = match row.value {
            None => Reading::Absent(Absence::from_key(&row.absence)),
            Some(value) if row.doubt.is_empty() => Reading::Known(value),
            Some(written) => Reading::Doubtful { written, why: row.doubt },
        };
        Self {
            place: row.place,
            indicator: row.indicator,
            part: Breakdown::from_key(&row.breakdown).unwrap_or_default(),
            year: row.year,
            is_measured: row.is_measured,
            edition: row.edition,
            reading,
            units: row.units,
            largest: row.largest,
            hidden: Kept::from_key(&row.hidden),
            origin: row.origin,
        }
    }
}

fn stored(rows: Vec<Row>) -> Vec<Stored> {
    rows.into_iter().map(Into::into).collect()
}

/// Every figure of a place, year after year.
pub async fn of_place(tx: &mut Tx, place: &str) -> Result<Vec<Stored>> {
    let sql = format!("SELECT {COLUMNS} FROM figure WHERE place = $1 ORDER BY indicator, breakdown, year, edition");
    Ok(stored(fetch_all!(tx, AssertSqlSafe(sql), place)?))
}

/// Figures of a place for an indicator, year after year.
pub async fn of_place_and(tx: &mut Tx, place: &str, indicator: &str) -> Result<Vec<Stored>> {
    let sql =
        format!("SELECT {COLUMNS} FROM figure WHERE place = $1 AND indicator = $2 ORDER BY breakdown, year, edition");
    Ok(stored(fetch_all!(tx, AssertSqlSafe(sql), place, indicator)?))
}

/// Figures of an indicator in a year, for one part of the population, the last edition of a place last.
pub async fn of_year(tx: &mut Tx, indicator: &str, part: Breakdown, year: i64) -> Result<Vec<Stored>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM figure WHERE indicator = $1 AND breakdown = $2 AND year = $3 ORDER BY place, edition"
    );
    Ok(stored(fetch_all!(tx, AssertSqlSafe(sql), indicator, part.key(), year)?))
}

/// Every figure of an indicator.
pub async fn of_indicator(tx: &mut Tx, indicator: &str) -> Result<Vec<Stored>> {
    let sql = format!("SELECT {COLUMNS} FROM figure WHERE indicator = $1 ORDER BY breakdown, year, place, edition");
    Ok(stored(fetch_all!(tx, AssertSqlSafe(sql), indicator)?))
}

/// How many figures an indicator has, of a year or of all.
pub async fn count(tx: &mut Tx, indicator: &str, year: Option<i64>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM figure WHERE indicator = $1 AND ($2 IS NULL OR year = $2)";
    let (count,): (i64,) = database::fetch_one!(tx, sql, indicator, year)?;
    Ok(count)
}

/// So many figures of an indicator, past so many, of a year or of all: by year, place, part and edition.
pub async fn page(tx: &mut Tx, indicator: &str, year: Option<i64>, (most, past): (i64, i64)) -> Result<Vec<Stored>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM figure WHERE indicator = $1 AND ($2 IS NULL OR year = $2) \
         ORDER BY year, place, breakdown, edition LIMIT {most} OFFSET {past}"
    );
    Ok(stored(fetch_all!(tx, AssertSqlSafe(sql), indicator, year)?))
}

/// Years an indicator has figures of, the last first.
pub async fn years(tx: &mut Tx, indicator: &str) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT year FROM figure WHERE indicator = $1 ORDER BY year DESC";
    let rows: Vec<(i64,)> = fetch_all!(tx, sql, indicator)?;
    Ok(rows.into_iter().map(|(year,)| year).collect())
}

/// Years an indicator has figures of in perimeters, or in communes, the last first: an INSEE code has five signs and no hyphen.
pub async fn years_of(tx: &mut Tx, indicator: &str, part: Breakdown, of_communes: bool) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT year FROM figure WHERE indicator = $1 AND breakdown = $2 \
               AND (LENGTH(place) = 5 AND place NOT LIKE '%-%') = $3 ORDER BY year DESC";
    let rows: Vec<(i64,)> = fetch_all!(tx, sql, indicator, part.key(), of_communes)?;
    Ok(rows.into_iter().map(|(year,)| year).collect())
}

/// Where figures come from: source, licence, day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Source.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// Day it was read, ISO, or empty.
    pub as_of: String,
}

/// Every origin, by number.
pub async fn origins(tx: &mut Tx) -> Result<HashMap<i64, Origin>> {
    let rows: Vec<(i64, String, String, String)> =
        fetch_all!(tx, "SELECT id, source, licence, as_of FROM figure_origin")?;
    Ok(rows.into_iter().map(|(id, source, licence, as_of)| (id, Origin { source, licence, as_of })).collect())
}

/// The number of an origin, given now when it has none.
pub async fn origin(tx: &mut Tx, origin: &Origin) -> Result<i64> {
    let find = "SELECT id FROM figure_origin WHERE source = $1 AND licence = $2 AND as_of = $3";
    let put = "INSERT INTO figure_origin (source, licence, as_of) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    for _ in 0..2 {
        let found: Option<(i64,)> = fetch_optional!(tx, find, &origin.source, &origin.licence, &origin.as_of)?;
        if let Some((id,)) = found {
            return Ok(id);
        }
        execute!(tx, put, &origin.source, &origin.licence, &origin.as_of)?;
    }
    let (id,): (i64,) = database::fetch_one!(tx, find, &origin.source, &origin.licence, &origin.as_of)?;
    Ok(id)
}

fn columns(reading: &Reading) -> (Option<f64>, &str, &str) {
    match reading {
        Reading::Known(value) => (Some(*value), "", ""),
        Reading::Doubtful { written, why } => (Some(*written), "", why),
        Reading::Absent(absence) => (None, absence.key(), ""),
    }
}

/// Puts figures in, or in the place of those of the same place, part, year and edition. No two of them may be the same.
pub async fn put(tx: &mut Tx, figures: &[Stored]) -> Result<u64> {
    let sql = "INSERT INTO figure (place, indicator, breakdown, year, is_measured, edition, value, absence, doubt, units, largest, \
               hidden, origin) VALUES {rows} ON CONFLICT (place, indicator, breakdown, year, edition) DO UPDATE SET \
               is_measured = excluded.is_measured, value = excluded.value, absence = excluded.absence, doubt = excluded.doubt, \
               units = excluded.units, largest = excluded.largest, hidden = excluded.hidden, origin = excluded.origin";
    let rows: Vec<_> = figures.iter().map(|one| (one, columns(&one.reading))).collect();
    let put = insert_rows!(tx, sql, rows, (one, (value, absence, doubt)) => [
        &one.place,
        &one.indicator,
        one.part.key(),
        one.year,
        one.is_measured,
        one.edition,
        *value,
        *absence,
        *doubt,
        one.units,
        one.largest,
        one.hidden.map_or("", Kept::key),
        one.origin,
    ]);
    Ok(put)
}

/// Takes a figure out.
pub async fn remove(tx: &mut Tx, one: &Stored) -> Result<u64> {
    let sql =
        "DELETE FROM figure WHERE place = $1 AND indicator = $2 AND breakdown = $3 AND year = $4 AND edition = $5";
    execute!(tx, sql, &one.place, &one.indicator, one.part.key(), one.year, one.edition)
}

/// Writes why a figure is kept from the public.
pub async fn set_hidden(tx: &mut Tx, one: &Stored, hidden: Option<Kept>) -> Result<u64> {
    let sql = "UPDATE figure SET hidden = $1 WHERE place = $2 AND indicator = $3 AND breakdown = $4 AND year = $5 AND edition = $6";
    let hidden = hidden.map_or("", Kept::key);
    execute!(tx, sql, hidden, &one.place, &one.indicator, one.part.key(), one.year, one.edition)
}

/// Keeps nothing back of an indicator in a year.
pub async fn tell_all(tx: &mut Tx, indicator: &str, year: i64) -> Result<u64> {
    let sql = "UPDATE figure SET hidden = '' WHERE indicator = $1 AND year = $2 AND hidden <> ''";
    execute!(tx, sql, indicator, year)
}

/// Figures that may be told of one indicator, for everybody: place, value, year, whether it is the one measured, edition.
pub async fn told(tx: &mut Tx, indicator: &str) -> Result<Vec<(String, f64, i64, bool, i64)>> {
    let sql = "SELECT place, value, year, is_measured, edition FROM figure WHERE indicator = $1 AND breakdown = '' \
               AND value IS NOT NULL AND doubt = '' AND hidden = ''";
    fetch_all!(tx, sql, indicator)
}

/// The same in one place.
pub async fn told_of(tx: &mut Tx, indicator: &str, place: &str) -> Result<Vec<(String, f64, i64, bool, i64)>> {
    let sql = "SELECT place, value, year, is_measured, edition FROM figure WHERE place = $1 AND indicator = $2 AND breakdown = '' \
               AND value IS NOT NULL AND doubt = '' AND hidden = ''";
    fetch_all!(tx, sql, place, indicator)
}
