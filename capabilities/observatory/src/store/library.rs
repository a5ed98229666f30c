//! Themes and indicators.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use sqlx::{AssertSqlSafe, FromRow};

use crate::rules::breakdown::Axis;
use crate::rules::figures::Unit;
use crate::rules::indicator::{Direction, Frequency, Indicator, IndicatorTerms, Milestone};
use crate::rules::secrecy::Secrecy;

#[derive(FromRow)]
struct Row {
    code: String,
    label: String,
    theme: String,
    unit: String,
    population: String,
    producer: String,
    definition: String,
    part_of: Option<String>,
    is_of_commune: bool,
    position: i64,
    formula: String,
    direction: String,
    axes: String,
    source: String,
    frequency: String,
    baseline: Option<f64>,
    baseline_year: Option<i64>,
    target: Option<f64>,
    target_year: Option<i64>,
    watch: Option<f64>,
    alert: Option<f64>,
    limits: String,
    secrecy: String,
    revision: i64,
}

const SELECT: &str = "SELECT i.code, i.label, i.theme, i.unit, i.population, i.producer, i.definition, i.part_of, i.is_of_commune, \
                      i.position, i.formula, i.direction, i.axes, i.source, i.frequency, i.baseline, i.baseline_year, i.target, \
                      i.target_year, i.watch, i.alert, i.limits, i.secrecy, i.revision FROM indicator i";

fn milestone(value: Option<f64>, year: Option<i64>) -> Option<Milestone> {
    Some(Milestone { value: value?, year: year? })
}

impl From<Row> for Indicator {
    fn from(row: Row) -> Self {
        let terms = IndicatorTerms {
            label: row.label,
            theme: row.theme,
            unit: Unit::from_key(&row.unit),
            population: row.population,
            producer: row.producer,
            source: row.source,
            definition: row.definition,
            formula: row.formula,
            direction: Direction::from_key(&row.direction),
            is_of_commune: row.is_of_commune,
            axes: row.axes.split(',').filter_map(Axis::from_key).collect(),
            frequency: Frequency::from_key(&row.frequency),
            baseline: milestone(row.baseline, row.baseline_year),
            target: milestone(row.target, row.target_year),
            watch: row.watch,
            alert: row.alert,
            limits: row.limits,
            secrecy: Secrecy::from_key(&row.secrecy),
        };
        Self { code: row.code, terms, part_of: row.part_of, position: row.position, revision: row.revision }
    }
}

/// Themes in order: code, label.
pub async fn themes(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    fetch_all!(tx, "SELECT code, label FROM indicator_theme ORDER BY position, code")
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

/// Every indicator, in the order of its theme and of the portrait.
pub async fn all(tx: &mut Tx) -> Result<Vec<Indicator>> {
    let sql = format!(
        "{SELECT} LEFT JOIN indicator_theme t ON t.code = i.theme ORDER BY COALESCE(t.position, 999), i.position, i.code"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql))?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One indicator.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Indicator>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE i.code = $1")), code)?;
    Ok(row.map(Into::into))
}

/// The rank after the last.
pub async fn next_position(tx: &mut Tx) -> Result<i64> {
    let (last,): (i64,) = fetch_one!(tx, "SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM indicator")?;
    Ok(last + 1)
}

/// Last year of each indicator that has figures for everybody.
pub async fn last_years(tx: &mut Tx) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, Option<i64>)> = fetch_all!(
        tx,
        "SELECT i.code, (SELECT MAX(f.year) FROM figure f WHERE f.indicator = i.code AND f.breakdown = '') FROM indicator i"
    )?;
    Ok(rows.into_iter().filter_map(|(code, year)| Some((code, year?))).collect())
}

fn axes(terms: &IndicatorTerms) -> String {
    terms.axes.iter().map(|axis| axis.key()).collect::<Vec<_>>().join(",")
}

/// Puts an indicator in, or in the place of the one of its code.
pub async fn put(tx: &mut Tx, one: &Indicator) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO indicator (code, label, theme, unit, population, producer, definition, part_of, is_of_commune, position, \
         formula, direction, axes, source, frequency, baseline, baseline_year, target, target_year, watch, alert, limits, secrecy, \
         revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, 1) ON CONFLICT (code) DO UPDATE SET label = excluded.label, theme = excluded.theme, unit = excluded.unit, \
         population = excluded.population, producer = excluded.producer, definition = excluded.definition, \
         part_of = excluded.part_of, is_of_commune = excluded.is_of_commune, position = excluded.position, \
         formula = excluded.formula, direction = excluded.direction, axes = excluded.axes, source = excluded.source, \
         frequency = excluded.frequency, baseline = excluded.baseline, baseline_year = excluded.baseline_year, \
         target = excluded.target, target_year = excluded.target_year, watch = excluded.watch, alert = excluded.alert, \
         limits = excluded.limits, secrecy = excluded.secrecy, revision = indicator.revision + 1",
        &one.code,
        &terms.label,
        &terms.theme,
        terms.unit.key(),
        &terms.population,
        &terms.producer,
        &terms.definition,
        one.part_of.as_deref(),
        terms.is_of_commune,
        one.position,
        &terms.formula,
        terms.direction.key(),
        axes(terms),
        &terms.source,
        terms.frequency.key(),
        terms.baseline.map(|at| at.value),
        terms.baseline.map(|at| at.year),
        terms.target.map(|at| at.value),
        terms.target.map(|at| at.year),
        terms.watch,
        terms.alert,
        &terms.limits,
        terms.secrecy.key()
    )?;
    Ok(())
}

/// Holds an indicator at the revision it was read at until the end of the transaction; whether nobody changed it since.
pub async fn hold(tx: &mut Tx, code: &str, revision: i64) -> Result<bool> {
    let sql = "UPDATE indicator SET position = position WHERE code = $1 AND revision = $2";
    Ok(execute!(tx, sql, code, revision)? == 1)
}
