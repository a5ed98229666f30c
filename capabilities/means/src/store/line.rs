//! Lines of ordinary means.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{amount, day, known};
use crate::rules::{CommonLawLine, Confidence, LineTerms, Method};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    partner: Uuid,
    theme: Option<Uuid>,
    area: Option<Uuid>,
    year: i64,
    label: String,
    told: Option<String>,
    cents: Option<i64>,
    fte: Option<i64>,
    method: Option<String>,
    confidence: Option<String>,
    why: String,
    source: String,
    counted_on: String,
    is_public: bool,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, partner, theme, area, year, label, told, cents, fte, method, confidence, why, \
                      source, counted_on, is_public, revision FROM common_law";

fn read(row: Row) -> Result<CommonLawLine> {
    let told = row.told.as_deref().map(|told| amount("common_law.told", told, row.cents)).transpose()?;
    let method = row.method.as_deref();
    let confidence = row.confidence.as_deref();
    Ok(CommonLawLine {
        id: row.id,
        contract: row.contract,
        terms: LineTerms {
            partner: row.partner,
            theme: row.theme,
            area: row.area,
            year: row.year,
            label: row.label,
            amount: told,
            fte: row.fte,
            method: method.map(|code| known("common_law.method", code, Method::from_code(code))).transpose()?,
            confidence: confidence
                .map(|code| known("common_law.confidence", code, Confidence::from_code(code)))
                .transpose()?,
            why: row.why,
            source: row.source,
            counted_on: day("common_law.counted_on", &row.counted_on)?,
            is_public: row.is_public,
        },
        revision: row.revision,
    })
}

/// One line.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<CommonLawLine>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Lines of a contract, the last year first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<CommonLawLine>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY year DESC, partner, label, added_at, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// Lines of a contract in a year.
pub async fn of_year(tx: &mut Tx, contract: Uuid, year: i64) -> Result<Vec<CommonLawLine>> {
    let sql = format!("{SELECT} WHERE contract = $1 AND year = $2 ORDER BY partner, label, added_at, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), contract, year)?;
    rows.into_iter().map(read).collect()
}

/// Puts a line in.
pub async fn insert(tx: &mut Tx, one: &CommonLawLine, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO common_law (id, contract, partner, theme, area, year, label, told, cents, fte, method, confidence, \
         why, source, counted_on, is_public, added_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
         $12, $13, $14, $15, $16, $17, 1)",
        one.id,
        one.contract,
        terms.partner,
        terms.theme,
        terms.area,
        terms.year,
        &terms.label,
        terms.amount.map(|amount| amount.code()),
        terms.amount.and_then(|amount| amount.cents()),
        terms.fte,
        terms.method.map(Method::code),
        terms.confidence.map(Confidence::code),
        &terms.why,
        &terms.source,
        terms.counted_on.to_string(),
        terms.is_public,
        at.0
    )?;
    Ok(())
}

/// Writes a line, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, (id, revision): (Uuid, i64), terms: &LineTerms) -> Result<bool> {
    let sql = "UPDATE common_law SET partner = $1, theme = $2, area = $3, year = $4, label = $5, told = $6, cents = $7, \
               fte = $8, method = $9, confidence = $10, why = $11, source = $12, counted_on = $13, is_public = $14, \
               revision = revision + 1 WHERE id = $15 AND revision = $16";
    let count = execute!(
        tx,
        sql,
        terms.partner,
        terms.theme,
        terms.area,
        terms.year,
        &terms.label,
        terms.amount.map(|amount| amount.code()),
        terms.amount.and_then(|amount| amount.cents()),
        terms.fte,
        terms.method.map(Method::code),
        terms.confidence.map(Confidence::code),
        &terms.why,
        &terms.source,
        terms.counted_on.to_string(),
        terms.is_public,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes a line out, if nobody changed it since `revision`.
pub async fn delete(tx: &mut Tx, (id, revision): (Uuid, i64)) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM common_law WHERE id = $1 AND revision = $2", id, revision)? == 1)
}
