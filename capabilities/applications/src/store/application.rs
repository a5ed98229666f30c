//! Applications.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{Application, ApplicationState, Ground, Stage};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    call: Uuid,
    call_version: Uuid,
    organisation: Uuid,
    number: Option<String>,
    state: String,
    stage: String,
    stage_at: i64,
    years: i64,
    first_year: i64,
    created_at: i64,
    filed_at: Option<i64>,
    filed_by_name: String,
    late_reason: String,
    late_until: Option<i64>,
    typed_by: Option<Uuid>,
    confirmed_at: Option<i64>,
    withdrawn_reason: String,
    renewed_from: Option<Uuid>,
    revision: i64,
}

const SELECT: &str = "SELECT id, call, call_version, organisation, number, state, stage, stage_at, years, first_year, created_at, \
                      filed_at, filed_by_name, late_reason, late_until, typed_by, confirmed_at, withdrawn_reason, \
                      renewed_from, revision FROM application";

fn read(row: Row) -> Result<Application> {
    Ok(Application {
        state: known("application.state", &row.state, ApplicationState::from_code(&row.state))?,
        stage: known("application.stage", &row.stage, Stage::from_code(&row.stage))?,
        id: row.id,
        call: row.call,
        version: row.call_version,
        organisation: row.organisation,
        number: row.number,
        stage_at: Moment(row.stage_at),
        years: row.years,
        first_year: row.first_year,
        created_at: Moment(row.created_at),
        filed_at: row.filed_at.map(Moment),
        filed_by_name: row.filed_by_name,
        late_reason: row.late_reason,
        late_until: row.late_until.map(Moment),
        typed_by: row.typed_by,
        confirmed_at: row.confirmed_at.map(Moment),
        withdrawn_reason: row.withdrawn_reason,
        renewed_from: row.renewed_from,
        revision: row.revision,
    })
}

/// One application.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Application>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The one that was filed under a number.
pub async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Application>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE number = $1")), number)?;
    row.map(read).transpose()
}

/// Those of an organisation, the last begun first.
pub async fn of_organisation(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Application>> {
    let sql = format!("{SELECT} WHERE organisation = $1 ORDER BY created_at DESC, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), organisation)?;
    rows.into_iter().map(read).collect()
}

/// Contracts on whose calls an organisation filed something, or gives money.
pub async fn contracts_of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT call.contract FROM application JOIN call ON call.id = application.call \
               WHERE application.organisation = $1 AND application.state = 'filed' UNION \
               SELECT call.contract FROM call_funder JOIN call ON call.id = call_funder.call WHERE call_funder.organisation = $1";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, organisation)?;
    Ok(rows.into_iter().map(|(contract,)| contract).collect())
}

/// Those somebody types with their carriers, the last begun first.
pub async fn typed_by(tx: &mut Tx, account: Uuid) -> Result<Vec<Application>> {
    let sql = format!("{SELECT} WHERE typed_by = $1 ORDER BY created_at DESC, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), account)?;
    rows.into_iter().map(read).collect()
}

/// Those of a call, drafts too, by number.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<Application>> {
    let sql = format!("{SELECT} WHERE call = $1 ORDER BY number, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), call)?;
    rows.into_iter().map(read).collect()
}

/// How many of a call stand in each state.
pub async fn count_of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<(ApplicationState, i64)>> {
    let sql = "SELECT state, COUNT(*) FROM application WHERE call = $1 GROUP BY state ORDER BY state";
    let rows: Vec<(String, i64)> = fetch_all!(tx, sql, call)?;
    let counted = rows.into_iter().filter_map(|(state, count)| Some((ApplicationState::from_code(&state)?, count)));
    Ok(counted.collect())
}

/// Puts an application in; false when its organisation has a draft at that call already, which stays alone.
pub async fn insert(tx: &mut Tx, one: &Application, by: Option<Uuid>) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO application (id, call, call_version, organisation, number, state, stage, stage_at, years, first_year, \
         created_at, created_by, filed_at, filed_by, filed_by_name, late_reason, late_until, typed_by, confirmed_at, \
         withdrawn_reason, renewed_from, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, $14, $15, $16, $17, $18, $19, $20, 1) \
         ON CONFLICT (call, organisation) WHERE state = 'draft' DO NOTHING",
        one.id,
        one.call,
        one.version,
        one.organisation,
        one.number.as_deref(),
        one.state.code(),
        one.stage.code(),
        one.stage_at.0,
        one.years,
        one.first_year,
        one.created_at.0,
        by,
        one.filed_at.map(|at| at.0),
        &one.filed_by_name,
        &one.late_reason,
        one.late_until.map(|at| at.0),
        one.typed_by,
        one.confirmed_at.map(|at| at.0),
        &one.withdrawn_reason,
        one.renewed_from
    )?;
    Ok(count == 1)
}

/// Writes an application anew, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Application, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE application SET number = $1, state = $2, stage = $3, stage_at = $4, years = $5, first_year = $6, \
         filed_at = $7, filed_by_name = $8, late_reason = $9, late_until = $10, typed_by = $11, confirmed_at = $12, \
         withdrawn_reason = $13, call_version = $14, revision = revision + 1 WHERE id = $15 AND revision = $16",
        one.number.as_deref(),
        one.state.code(),
        one.stage.code(),
        one.stage_at.0,
        one.years,
        one.first_year,
        one.filed_at.map(|at| at.0),
        &one.filed_by_name,
        &one.late_reason,
        one.late_until.map(|at| at.0),
        one.typed_by,
        one.confirmed_at.map(|at| at.0),
        &one.withdrawn_reason,
        one.version,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes back what its carrier confirmed, since whoever types for it changed something; false when nothing was confirmed, or
/// it is filed meanwhile.
pub async fn unconfirm(tx: &mut Tx, id: Uuid, typist: Uuid) -> Result<bool> {
    let sql = "UPDATE application SET confirmed_at = NULL, revision = revision + 1 \
               WHERE id = $1 AND typed_by = $2 AND confirmed_at IS NOT NULL AND state = 'draft'";
    Ok(execute!(tx, sql, id, typist)? == 1)
}

/// Says which account filed it.
pub async fn set_filed_by(tx: &mut Tx, id: Uuid, by: Option<Uuid>) -> Result<()> {
    execute!(tx, "UPDATE application SET filed_by = $1 WHERE id = $2", by, id)?;
    Ok(())
}

/// The next number of a year, with the row that counts: whoever asks at the same moment waits.
pub async fn next_number(tx: &mut Tx, outside: &Outside, year: i64) -> Result<(String, Uuid)> {
    let sql = "INSERT INTO application_counter (id, year, last) VALUES ($1, $2, 1) \
               ON CONFLICT (year) DO UPDATE SET last = application_counter.last + 1 RETURNING last, id";
    let (last, row): (i64, Uuid) = fetch_one!(tx, sql, outside.uuid(), year)?;
    Ok((format!("{year}-{last:04}"), row))
}

/// What decides who reads an application.
pub async fn ground(tx: &mut Tx, of: &Application) -> Result<Ground> {
    let (contract,): (Uuid,) = fetch_one!(tx, "SELECT contract FROM call WHERE id = $1", of.call)?;
    let sql = "SELECT DISTINCT area FROM project_area JOIN project ON project.id = project_area.project \
               WHERE project.application = $1";
    let areas: Vec<(Uuid,)> = fetch_all!(tx, sql, of.id)?;
    let sql = "SELECT DISTINCT call_funder.organisation FROM funding JOIN project ON project.id = funding.project \
               JOIN call_funder ON call_funder.id = funding.call_funder \
               WHERE project.application = $1 AND call_funder.organisation IS NOT NULL";
    let asked: Vec<(Uuid,)> = fetch_all!(tx, sql, of.id)?;
    Ok(Ground {
        contract,
        carrier: of.organisation,
        areas: areas.into_iter().map(|(area,)| area).collect(),
        asked: asked.into_iter().map(|(organisation,)| organisation).collect(),
    })
}
