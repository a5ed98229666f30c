//! Projects as they were filed, and how far they are.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known, maybe_day};
use crate::rules::{Origin, Project, ProjectState, ProjectTerms, Support};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    fund: Uuid,
    number: String,
    title: String,
    what: String,
    area: Uuid,
    place: String,
    starts_on: String,
    people: i64,
    total_cents: i64,
    asked_cents: i64,
    spends: String,
    group_name: String,
    contact: String,
    reach: String,
    origin: String,
    typed_by: String,
    paper_on: Option<String>,
    state: String,
    envelope: Option<Uuid>,
    labelled_until: Option<String>,
    filed_at: i64,
    revision: i64,
}

const SELECT: &str = "SELECT id, fund, number, title, what, area, place, starts_on, people, total_cents, asked_cents, \
                      spends, group_name, contact, reach, origin, typed_by, paper_on, state, envelope, labelled_until, \
                      filed_at, revision FROM fund_project";

fn read(row: Row) -> Result<Project> {
    Ok(Project {
        id: row.id,
        fund: row.fund,
        number: row.number,
        terms: ProjectTerms {
            title: row.title,
            what: row.what,
            area: Some(row.area),
            place: row.place,
            starts_on: day("fund_project.starts_on", &row.starts_on)?,
            people: row.people,
            total: row.total_cents,
            asked: row.asked_cents,
            spends: row.spends,
            group_name: row.group_name,
            contact: row.contact,
            reach: row.reach,
        },
        origin: known("fund_project.origin", &row.origin, Origin::from_code(&row.origin))?,
        typed_by: row.typed_by,
        paper_on: maybe_day("fund_project.paper_on", row.paper_on)?,
        state: known("fund_project.state", &row.state, ProjectState::from_code(&row.state))?,
        envelope: row.envelope,
        labelled_until: maybe_day("fund_project.labelled_until", row.labelled_until)?,
        filed_at: Moment(row.filed_at),
        revision: row.revision,
    })
}

/// The next number of a year, with the row it is counted in: `M2026-0001`.
pub async fn next_number(tx: &mut Tx, outside: &Outside, year: i64) -> Result<(String, Uuid)> {
    let sql = "INSERT INTO fund_counter (id, year, last) VALUES ($1, $2, 1) \
               ON CONFLICT (year) DO UPDATE SET last = fund_counter.last + 1 RETURNING last, id";
    let (last, row): (i64, Uuid) = fetch_one!(tx, sql, outside.uuid(), year)?;
    Ok((format!("M{year}-{last:04}"), row))
}

/// One project.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Project>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// One project; on PostgreSQL, others who change it wait.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<Option<Project>> {
    let end = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1{end}")), id)?;
    row.map(read).transpose()
}

/// The project of a code, by its hash.
pub async fn by_code(tx: &mut Tx, code: &[u8]) -> Result<Option<Project>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE code = $1")), code.to_vec())?;
    row.map(read).transpose()
}

/// Projects of a fund, the last first.
pub async fn of_fund(tx: &mut Tx, fund: Uuid) -> Result<Vec<Project>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE fund = $1 ORDER BY filed_at DESC, number DESC"));
    let rows: Vec<Row> = fetch_all!(tx, sql, fund)?;
    rows.into_iter().map(read).collect()
}

/// Puts a project in.
pub async fn insert(tx: &mut Tx, one: &Project, code: &[u8]) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO fund_project (id, fund, number, code, title, what, area, place, starts_on, people, total_cents, \
         asked_cents, spends, group_name, contact, reach, origin, typed_by, paper_on, state, filed_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)",
        one.id,
        one.fund,
        &one.number,
        code.to_vec(),
        &terms.title,
        &terms.what,
        terms.area,
        &terms.place,
        terms.starts_on.to_string(),
        terms.people,
        terms.total,
        terms.asked,
        &terms.spends,
        &terms.group_name,
        &terms.contact,
        &terms.reach,
        one.origin.code(),
        &one.typed_by,
        one.paper_on.map(|day| day.to_string()),
        one.state.code(),
        one.filed_at.0
    )?;
    Ok(())
}

/// Where a project goes.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// How far it is now.
    pub state: ProjectState,
    /// The envelope it is paid from.
    pub envelope: Option<Uuid>,
    /// Until when it holds its label.
    pub labelled_until: Option<Date>,
    /// When it was over.
    pub closed_at: Option<Moment>,
}

/// Writes how far a project is.
pub async fn step(tx: &mut Tx, id: Uuid, step: Step) -> Result<()> {
    let sql = "UPDATE fund_project SET state = $1, envelope = $2, labelled_until = $3, closed_at = $4, \
               revision = revision + 1 WHERE id = $5";
    let until = step.labelled_until.map(|day| day.to_string());
    execute!(tx, sql, step.state.code(), step.envelope, until, step.closed_at.map(|at| at.0), id)?;
    Ok(())
}

/// What was done for a project, in order.
pub async fn supports(tx: &mut Tx, project: Uuid) -> Result<Vec<Support>> {
    let sql = "SELECT given_on, what, by_name FROM fund_support WHERE project = $1 ORDER BY given_on, added_at, id";
    let rows: Vec<(String, String, String)> = fetch_all!(tx, sql, project)?;
    let read = |(given_on, what, by_name): (String, String, String)| {
        Ok(Support { given_on: day("fund_support.given_on", &given_on)?, what, by_name })
    };
    rows.into_iter().map(read).collect()
}

/// Puts what was done for a project in.
pub async fn insert_support(tx: &mut Tx, (id, project): (Uuid, Uuid), one: &Support, at: Moment) -> Result<()> {
    let sql =
        "INSERT INTO fund_support (id, project, given_on, what, by_name, added_at) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, id, project, one.given_on.to_string(), &one.what, &one.by_name, at.0)?;
    Ok(())
}
