//! What projects ask of funders.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use jiff::civil::Date;
use kernel::{Cents, Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{known, maybe_day};
use crate::rules::{Funding, FundingState, Nature};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    project: Uuid,
    call_funder: Uuid,
    year: i64,
    nature: String,
    asked_cents: i64,
    state: String,
    decision: String,
    decided_cents: Option<i64>,
    decided_at: Option<i64>,
    note: String,
    state_at: i64,
    revision: i64,
}

const SELECT: &str = "SELECT funding.id, funding.project, funding.call_funder, funding.year, funding.nature, \
                      funding.asked_cents, funding.state, funding.decision, funding.decided_cents, funding.decided_at, \
                      funding.note, funding.state_at, funding.revision FROM funding";

fn read(row: Row) -> Result<Funding> {
    Ok(Funding {
        nature: known("funding.nature", &row.nature, Nature::from_code(&row.nature))?,
        state: known("funding.state", &row.state, FundingState::from_code(&row.state))?,
        decision: FundingState::from_code(&row.decision),
        id: row.id,
        project: row.project,
        funder: row.call_funder,
        year: row.year,
        asked: Cents(row.asked_cents),
        decided: row.decided_cents.map(Cents),
        decided_at: row.decided_at.map(Moment),
        note: row.note,
        state_at: Moment(row.state_at),
        revision: row.revision,
    })
}

/// One funding.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Funding>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE funding.id = $1")), id)?;
    row.map(read).transpose()
}

/// Fundings of an application, by project, year and funder.
pub async fn of_application(tx: &mut Tx, application: Uuid) -> Result<Vec<Funding>> {
    let sql = format!(
        "{SELECT} JOIN project ON project.id = funding.project JOIN call_funder ON call_funder.id = funding.call_funder \
         WHERE project.application = $1 ORDER BY project.position, funding.year, call_funder.position, funding.id"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), application)?;
    rows.into_iter().map(read).collect()
}

/// Fundings of the filed applications of a call, by project, year and funder.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<Funding>> {
    let sql = format!(
        "{SELECT} JOIN project ON project.id = funding.project JOIN application ON application.id = project.application \
         JOIN call_funder ON call_funder.id = funding.call_funder \
         WHERE application.call = $1 AND application.state = 'filed' \
         ORDER BY application.number, project.position, funding.year, call_funder.position, funding.id"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), call)?;
    rows.into_iter().map(read).collect()
}

/// What a funder gave and told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The funding.
    pub funding: Uuid,
    /// The funder of the call.
    pub call_funder: Uuid,
    /// Who carries.
    pub carrier: Uuid,
    /// The application.
    pub application: Uuid,
    /// The project.
    pub project: Uuid,
    /// Its title.
    pub title: String,
    /// First and last day of the project.
    pub period: (Option<Date>, Option<Date>),
    /// The year.
    pub year: i64,
    /// How much.
    pub cents: i64,
}

#[derive(sqlx::FromRow)]
struct GrantedRow {
    id: Uuid,
    call_funder: Uuid,
    organisation: Uuid,
    application: Uuid,
    project: Uuid,
    title: String,
    starts_on: Option<String>,
    ends_on: Option<String>,
    year: i64,
    decided_cents: i64,
}

const NOTIFIED: &str = "FROM application JOIN project ON project.application = application.id \
                        JOIN funding ON funding.project = project.id \
                        WHERE application.state = 'filed' AND funding.state = 'notified' AND funding.decided_cents > 0";

/// What was given on a call and told, to one carrier or to all, by number, project, year and funder.
pub async fn granted(tx: &mut Tx, call: Uuid, carrier: Option<Uuid>) -> Result<Vec<Granted>> {
    let sql = AssertSqlSafe(format!(
        "SELECT funding.id, funding.call_funder, application.organisation, project.application, funding.project, \
         project.title, project.starts_on, project.ends_on, funding.year, funding.decided_cents {NOTIFIED} \
         AND application.call = $1 AND ($2 IS NULL OR application.organisation = $2) \
         ORDER BY application.number, project.position, funding.year, \
         (SELECT position FROM call_funder WHERE id = funding.call_funder), funding.id"
    ));
    let rows: Vec<GrantedRow> = fetch_all!(tx, sql, call, carrier)?;
    let read = |row: GrantedRow| {
        Ok(Granted {
            funding: row.id,
            call_funder: row.call_funder,
            carrier: row.organisation,
            application: row.application,
            project: row.project,
            title: row.title,
            period: (maybe_day("project.starts_on", row.starts_on)?, maybe_day("project.ends_on", row.ends_on)?),
            year: row.year,
            cents: row.decided_cents,
        })
    };
    rows.into_iter().map(read).collect()
}

/// What was given and told by year, on the calls of a contract for these years, to one carrier or to all: carrier, year, cents.
pub async fn granted_by_year(
    tx: &mut Tx,
    contract: Uuid,
    (from, to): (i64, i64),
    carrier: Option<Uuid>,
) -> Result<Vec<(Uuid, i64, i64)>> {
    let sql = AssertSqlSafe(format!(
        "SELECT application.organisation, funding.year, CAST(SUM(funding.decided_cents) AS BIGINT) {NOTIFIED} \
         AND application.call IN (SELECT id FROM call WHERE contract = $1 AND year BETWEEN $2 AND $3) \
         AND ($4 IS NULL OR application.organisation = $4) GROUP BY application.organisation, funding.year"
    ));
    fetch_all!(tx, sql, contract, from, to, carrier)
}

/// Puts a funding in.
pub async fn insert(tx: &mut Tx, one: &Funding) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO funding (id, project, call_funder, year, nature, asked_cents, state, decision, decided_cents, \
         decided_at, note, state_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        one.id,
        one.project,
        one.funder,
        one.year,
        one.nature.code(),
        one.asked.0,
        one.state.code(),
        one.decision.map_or("", FundingState::code),
        one.decided.map(|amount| amount.0),
        one.decided_at.map(|at| at.0),
        &one.note,
        one.state_at.0
    )?;
    Ok(())
}

/// Writes a funding anew, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Funding, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE funding SET asked_cents = $1, state = $2, decision = $3, decided_cents = $4, decided_at = $5, note = $6, \
         state_at = $7, revision = revision + 1 WHERE id = $8 AND revision = $9",
        one.asked.0,
        one.state.code(),
        one.decision.map_or("", FundingState::code),
        one.decided.map(|amount| amount.0),
        one.decided_at.map(|at| at.0),
        &one.note,
        one.state_at.0,
        one.id,
        revision
    )?;
    Ok(count == 1)
}
