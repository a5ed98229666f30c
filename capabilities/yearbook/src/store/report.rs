//! Reports.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Approval, Report, State, Submission};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    year: i64,
    state: String,
    submitted_on: Option<String>,
    due_on: Option<String>,
    approved_on: Option<String>,
    deliberation: String,
    published_at: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, year, state, submitted_on, due_on, approved_on, deliberation, published_at, \
                      revision FROM yearbook";

fn read(row: Row) -> Result<Report> {
    let asked = match (row.submitted_on, row.due_on) {
        (Some(on), Some(due)) => {
            Some(Submission { on: day("yearbook.submitted_on", &on)?, due_on: day("yearbook.due_on", &due)? })
        }
        _ => None,
    };
    let approved_on = row.approved_on.map(|text| day("yearbook.approved_on", &text)).transpose()?;
    Ok(Report {
        id: row.id,
        contract: row.contract,
        year: row.year,
        state: known("yearbook.state", &row.state, State::from_code(&row.state))?,
        asked,
        approval: approved_on.map(|on| Approval { on, deliberation: row.deliberation }),
        published_at: row.published_at.map(Moment),
        revision: row.revision,
    })
}

/// Every report, the last year first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Report>> {
    let sql = format!("{SELECT} ORDER BY year DESC, contract");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql))?;
    rows.into_iter().map(read).collect()
}

/// One report.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Report>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The report of a contract on a year.
pub async fn of_year(tx: &mut Tx, contract: Uuid, year: i64) -> Result<Option<Report>> {
    let sql = format!("{SELECT} WHERE contract = $1 AND year = $2");
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(sql), contract, year)?;
    row.map(read).transpose()
}

/// Begins a report, unless the contract has one for the year. Gives whether it did.
pub async fn insert(tx: &mut Tx, (id, contract, year): (Uuid, Uuid, i64), at: Moment) -> Result<bool> {
    let sql = "INSERT INTO yearbook (id, contract, year, state, deliberation, created_at, revision) \
               VALUES ($1, $2, $3, 'draft', '', $4, 1) ON CONFLICT (contract, year) DO NOTHING";
    Ok(execute!(tx, sql, id, contract, year, at.0)? == 1)
}

/// Holds a report that is still written until the end of the transaction: what is frozen of it and what is written in it do not cross.
/// Gives whether it is.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let sql = "UPDATE yearbook SET revision = revision WHERE id = $1 AND state IN ('draft', 'submitted')";
    Ok(execute!(tx, sql, id)? == 1)
}

/// Says that councils received a report, if nobody changed it since `revision`.
pub async fn submit(tx: &mut Tx, (id, revision): (Uuid, i64), asked: Submission) -> Result<bool> {
    let sql = "UPDATE yearbook SET state = 'submitted', submitted_on = $1, due_on = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4 AND state = 'draft'";
    Ok(execute!(tx, sql, asked.on.to_string(), asked.due_on.to_string(), id, revision)? == 1)
}

/// Says that a report was approved, if nobody changed it since `revision`.
pub async fn approve(tx: &mut Tx, (id, revision): (Uuid, i64), approval: &Approval) -> Result<bool> {
    let sql = "UPDATE yearbook SET state = 'approved', approved_on = $1, deliberation = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4 AND state = 'submitted'";
    Ok(execute!(tx, sql, approval.on.to_string(), &approval.deliberation, id, revision)? == 1)
}

/// Opens an approved report to everybody. Gives whether it was not yet.
pub async fn publish(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE yearbook SET state = 'published', published_at = $1, revision = revision + 1 \
               WHERE id = $2 AND state = 'approved'";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}
