//! Calls, their versions, funders and steps.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use deadlines::Zone;
use kernel::{Cents, Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Call, CallFunder, CallState, CallStep, CallTerms, CallVersion, StepKind, TermsExport};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    address: String,
    title: String,
    year: i64,
    summary: String,
    framework: String,
    zone: String,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    state: String,
    version: i64,
    phone: String,
    email: String,
    silence_months: i64,
    withdrawn_reason: String,
    copied_from: Option<Uuid>,
    terms: String,
    changed_at: i64,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, address, title, year, summary, framework, zone, opens_at, closes_at, state, version, \
                      phone, email, silence_months, withdrawn_reason, copied_from, terms, changed_at, revision FROM call";

fn terms(place: &'static str, text: &str) -> Result<CallTerms> {
    let read: TermsExport =
        serde_json::from_str(text).map_err(|error| DbError::Unreadable { place, problem: error.to_string() })?;
    Ok(read.terms())
}

fn text(terms: &CallTerms) -> String {
    // Plain texts, numbers and lists: nothing JSON cannot say.
    serde_json::to_string(&TermsExport::from(terms)).unwrap_or_default()
}

fn read(row: Row) -> Result<Call> {
    Ok(Call {
        state: known("call.state", &row.state, CallState::from_code(&row.state))?,
        terms: terms("call.terms", &row.terms)?,
        zone: known("call.zone", &row.zone, Zone::from_code(&row.zone))?,
        id: row.id,
        contract: row.contract,
        address: row.address,
        title: row.title,
        year: row.year,
        summary: row.summary,
        framework: row.framework,
        opens_at: row.opens_at.map(Moment),
        closes_at: row.closes_at.map(Moment),
        version: row.version,
        phone: row.phone,
        email: row.email,
        silence_months: row.silence_months,
        withdrawn_reason: row.withdrawn_reason,
        copied_from: row.copied_from,
        changed_at: Moment(row.changed_at),
        revision: row.revision,
    })
}

/// One call.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Call>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The call of that address.
pub async fn by_address(tx: &mut Tx, address: &str) -> Result<Option<Call>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE address = $1")), address)?;
    row.map(read).transpose()
}

/// Every call, the last year first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Call>> {
    let sql = format!("{SELECT} ORDER BY year DESC, closes_at DESC, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql))?;
    rows.into_iter().map(read).collect()
}

/// Contracts that have calls.
pub async fn contracts(tx: &mut Tx) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT DISTINCT contract FROM call ORDER BY contract")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Calls of a contract, the last year first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Call>> {
    let sql = format!("{SELECT} WHERE contract = $1 ORDER BY year DESC, closes_at DESC, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), contract)?;
    rows.into_iter().map(read).collect()
}

/// Puts a call in.
pub async fn insert(tx: &mut Tx, one: &Call) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO call (id, contract, address, title, year, summary, framework, zone, opens_at, closes_at, state, version, \
         phone, email, silence_months, withdrawn_reason, copied_from, terms, created_at, changed_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19, 1)",
        one.id,
        one.contract,
        &one.address,
        &one.title,
        one.year,
        &one.summary,
        &one.framework,
        one.zone.code(),
        one.opens_at.map(|at| at.0),
        one.closes_at.map(|at| at.0),
        one.state.code(),
        one.version,
        &one.phone,
        &one.email,
        one.silence_months,
        &one.withdrawn_reason,
        one.copied_from,
        text(&one.terms),
        one.changed_at.0
    )?;
    Ok(())
}

/// Writes a call anew, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Call, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE call SET address = $1, title = $2, year = $3, summary = $4, framework = $5, zone = $6, opens_at = $7, \
         closes_at = $8, state = $9, version = $10, phone = $11, email = $12, silence_months = $13, withdrawn_reason = $14, \
         terms = $15, changed_at = $16, revision = revision + 1 WHERE id = $17 AND revision = $18",
        &one.address,
        &one.title,
        one.year,
        &one.summary,
        &one.framework,
        one.zone.code(),
        one.opens_at.map(|at| at.0),
        one.closes_at.map(|at| at.0),
        one.state.code(),
        one.version,
        &one.phone,
        &one.email,
        one.silence_months,
        &one.withdrawn_reason,
        text(&one.terms),
        one.changed_at.0,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

type VersionRow = (Uuid, Uuid, i64, i64, String, String);

fn version_of((id, call, number, published_at, note, text): VersionRow) -> Result<CallVersion> {
    let terms = terms("call_version.terms", &text)?;
    Ok(CallVersion { id, call, number, published_at: Moment(published_at), note, terms })
}

/// One version.
pub async fn version(tx: &mut Tx, id: Uuid) -> Result<Option<CallVersion>> {
    let sql = "SELECT id, call, number, published_at, note, terms FROM call_version WHERE id = $1";
    let row: Option<VersionRow> = fetch_optional!(tx, sql, id)?;
    row.map(version_of).transpose()
}

/// Versions of a call, the last first.
pub async fn versions(tx: &mut Tx, call: Uuid) -> Result<Vec<CallVersion>> {
    let sql =
        "SELECT id, call, number, published_at, note, terms FROM call_version WHERE call = $1 ORDER BY number DESC";
    let rows: Vec<VersionRow> = fetch_all!(tx, sql, call)?;
    rows.into_iter().map(version_of).collect()
}

/// Keeps what a call says as a version.
pub async fn insert_version(tx: &mut Tx, one: &CallVersion, by: Option<Uuid>) -> Result<()> {
    let sql = "INSERT INTO call_version (id, call, number, published_at, published_by, note, terms) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    execute!(tx, sql, one.id, one.call, one.number, one.published_at.0, by, &one.note, text(&one.terms))?;
    Ok(())
}

/// Writes the priorities and neighbourhoods of a call anew, from its terms, for whoever looks calls up by them.
pub async fn set_places(tx: &mut Tx, outside: &Outside, call: Uuid, terms: &CallTerms) -> Result<()> {
    execute!(tx, "DELETE FROM call_priority WHERE call = $1", call)?;
    execute!(tx, "DELETE FROM call_area WHERE call = $1", call)?;
    for node in &terms.priorities {
        let sql = "INSERT INTO call_priority (id, call, node) VALUES ($1, $2, $3)";
        execute!(tx, sql, outside.uuid(), call, *node)?;
    }
    for area in &terms.areas {
        execute!(tx, "INSERT INTO call_area (id, call, area) VALUES ($1, $2, $3)", outside.uuid(), call, *area)?;
    }
    Ok(())
}

type FunderRow = (Uuid, Uuid, Option<Uuid>, String, String, String, Option<i64>, Option<i64>, i64);

fn funder_of(row: FunderRow) -> CallFunder {
    let (id, call, organisation, name, programme, looks_at, ceiling_permille, floor, position) = row;
    let floor = floor.map(Cents);
    CallFunder { id, call, organisation, name, programme, looks_at, ceiling_permille, floor, position }
}

/// Funders of a call, in order.
pub async fn funders(tx: &mut Tx, call: Uuid) -> Result<Vec<CallFunder>> {
    let sql = "SELECT id, call, organisation, name, programme, looks_at, ceiling_permille, floor_cents, position \
               FROM call_funder WHERE call = $1 ORDER BY position, id";
    let rows: Vec<FunderRow> = fetch_all!(tx, sql, call)?;
    Ok(rows.into_iter().map(funder_of).collect())
}

/// One funder of a call.
pub async fn funder(tx: &mut Tx, id: Uuid) -> Result<Option<CallFunder>> {
    let sql = "SELECT id, call, organisation, name, programme, looks_at, ceiling_permille, floor_cents, position \
               FROM call_funder WHERE id = $1";
    let row: Option<FunderRow> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(funder_of))
}

/// Puts a funder in.
pub async fn insert_funder(tx: &mut Tx, one: &CallFunder) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO call_funder (id, call, organisation, name, programme, looks_at, ceiling_permille, floor_cents, \
         position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        one.id,
        one.call,
        one.organisation,
        &one.name,
        &one.programme,
        &one.looks_at,
        one.ceiling_permille,
        one.floor.map(|amount| amount.0),
        one.position
    )?;
    Ok(())
}

/// Steps of a call, by date.
pub async fn steps(tx: &mut Tx, call: Uuid) -> Result<Vec<CallStep>> {
    let sql = "SELECT id, kind, due_on, is_computed FROM call_step WHERE call = $1 ORDER BY due_on, id";
    let rows: Vec<(Uuid, String, String, bool)> = fetch_all!(tx, sql, call)?;
    let step = |(id, kind, due_on, is_computed): (Uuid, String, String, bool)| {
        Ok(CallStep {
            id,
            kind: known("call_step.kind", &kind, StepKind::from_code(&kind))?,
            due_on: day("call_step.due_on", &due_on)?,
            is_computed,
        })
    };
    rows.into_iter().map(step).collect()
}

/// Writes the steps of a call anew. Gives the rows that went and came.
pub async fn set_steps(tx: &mut Tx, call: Uuid, steps: &[CallStep]) -> Result<Vec<Uuid>> {
    let gone: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM call_step WHERE call = $1 RETURNING id", call)?;
    let mut rows: Vec<Uuid> = gone.into_iter().map(|(id,)| id).collect();
    for one in steps {
        let sql = "INSERT INTO call_step (id, call, kind, due_on, is_computed) VALUES ($1, $2, $3, $4, $5)";
        execute!(tx, sql, one.id, call, one.kind.code(), one.due_on.to_string(), one.is_computed)?;
        rows.push(one.id);
    }
    Ok(rows)
}

/// Writes a funder anew. Gives whether it was there.
pub async fn save_funder(tx: &mut Tx, one: &CallFunder) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE call_funder SET organisation = $1, name = $2, programme = $3, looks_at = $4, ceiling_permille = $5, \
         floor_cents = $6, position = $7 WHERE id = $8 AND call = $9",
        one.organisation,
        &one.name,
        &one.programme,
        &one.looks_at,
        one.ceiling_permille,
        one.floor.map(|amount| amount.0),
        one.position,
        one.id,
        one.call
    )?;
    Ok(count == 1)
}

/// How many projects ask this funder.
pub async fn asked_of_funder(tx: &mut Tx, funder: Uuid) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM funding WHERE call_funder = $1", funder)?;
    Ok(count)
}

/// Takes a funder out.
pub async fn remove_funder(tx: &mut Tx, funder: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM call_funder WHERE id = $1", funder)?;
    Ok(())
}
