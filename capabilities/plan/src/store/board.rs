//! Lists of sheets: narrowed, counted, a page at a time. Every count is made by the database.

use database::{Result, Tx, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::narrowing::{condition, narrowed, page};
use super::{day, known, maybe_day};
use crate::rules::{Filters, State, Status};

/// A sheet in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its code.
    pub code: String,
    /// Its public address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// Its operational objective, or the strategic one.
    pub objective: Option<Uuid>,
    /// Who leads.
    pub lead: String,
    /// First day.
    pub starts_on: Option<jiff::civil::Date>,
    /// Last day.
    pub ends_on: Option<jiff::civil::Date>,
    /// Where it stands.
    pub state: State,
    /// Whether anybody reads it.
    pub is_published: bool,
    /// Last change.
    pub changed_at: Moment,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    code: String,
    address: String,
    title: String,
    objective: Option<Uuid>,
    lead: String,
    starts_on: Option<String>,
    ends_on: Option<String>,
    status: String,
    status_on: String,
    status_source: String,
    status_reason: String,
    is_published: bool,
    changed_at: i64,
}

const COLUMNS: &str = "s.id, s.contract, s.code, s.address, s.title, COALESCE(s.operational, s.strategic) AS objective, \
                       s.lead, s.starts_on, s.ends_on, s.status, s.status_on, s.status_source, s.status_reason, \
                       s.is_published, s.changed_at";

fn read(row: Row) -> Result<Line> {
    Ok(Line {
        id: row.id,
        contract: row.contract,
        code: row.code,
        address: row.address,
        title: row.title,
        objective: row.objective,
        lead: row.lead,
        starts_on: maybe_day("action_sheet.starts_on", row.starts_on)?,
        ends_on: maybe_day("action_sheet.ends_on", row.ends_on)?,
        state: State {
            status: known("action_sheet.status", &row.status, Status::from_code)?,
            since: day("action_sheet.status_on", &row.status_on)?,
            source: row.status_source,
            reason: row.status_reason,
        },
        is_published: row.is_published,
        changed_at: Moment(row.changed_at),
    })
}

/// So many sheets, past so many, by address.
pub async fn lines(tx: &mut Tx, is_public: bool, filters: &Filters, range: (i64, i64)) -> Result<Vec<Line>> {
    let condition = condition(tx, is_public, filters);
    let page = page(range);
    let sql = format!("SELECT {COLUMNS} FROM action_sheet s WHERE {condition} ORDER BY s.address {page}");
    let rows: Vec<Row> = narrowed!(fetch_all, tx, sql, is_public, filters)?;
    rows.into_iter().map(read).collect()
}

/// One sheet, as lists tell it.
pub async fn line(tx: &mut Tx, id: Uuid) -> Result<Option<Line>> {
    let sql = format!("SELECT {COLUMNS} FROM action_sheet s WHERE s.id = $1");
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(sql), id)?;
    row.map(read).transpose()
}

/// Neighbourhoods of the same sheets: `(sheet, area)`, in order.
pub async fn areas(tx: &mut Tx, is_public: bool, filters: &Filters, range: (i64, i64)) -> Result<Vec<(Uuid, Uuid)>> {
    let (condition, page) = (condition(tx, is_public, filters), page(range));
    let sql = format!(
        "SELECT p.sheet, p.area FROM sheet_area p WHERE p.sheet IN (SELECT s.id FROM action_sheet s \
         WHERE {condition} ORDER BY s.address {page}) ORDER BY p.sheet, p.position"
    );
    narrowed!(fetch_all, tx, sql, is_public, filters)
}

/// How many sheets.
pub async fn count(tx: &mut Tx, is_public: bool, filters: &Filters) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) FROM action_sheet s WHERE {}", condition(tx, is_public, filters));
    let (count,): (i64,) = narrowed!(fetch_one, tx, sql, is_public, filters)?;
    Ok(count)
}

fn counted<K>(rows: Vec<(K, String, i64)>) -> Result<Vec<(K, Status, i64)>> {
    rows.into_iter()
        .map(|(key, status, count)| Ok((key, known("action_sheet.status", &status, Status::from_code)?, count)))
        .collect()
}

/// How many sheets in each state.
pub async fn by_status(tx: &mut Tx, is_public: bool, filters: &Filters) -> Result<Vec<(Status, i64)>> {
    let condition = condition(tx, is_public, filters);
    let sql = format!("SELECT s.status, COUNT(*) FROM action_sheet s WHERE {condition} GROUP BY s.status");
    let rows: Vec<(String, i64)> = narrowed!(fetch_all, tx, sql, is_public, filters)?;
    let rows = rows.into_iter().map(|(status, count)| ((), status, count)).collect();
    Ok(counted(rows)?.into_iter().map(|((), status, count)| (status, count)).collect())
}

/// How many sheets by objective and state: the operational one first, or, when it is broad, the strategic one.
pub async fn by_objective(
    tx: &mut Tx,
    is_public: bool,
    filters: &Filters,
    is_broad: bool,
) -> Result<Vec<(Option<Uuid>, Status, i64)>> {
    let condition = condition(tx, is_public, filters);
    let key = if is_broad { "COALESCE(s.strategic, s.operational)" } else { "COALESCE(s.operational, s.strategic)" };
    let sql =
        format!("SELECT {key}, s.status, COUNT(*) FROM action_sheet s WHERE {condition} GROUP BY {key}, s.status");
    counted(narrowed!(fetch_all, tx, sql, is_public, filters)?)
}

/// How many sheets by neighbourhood and state: the state told there.
pub async fn by_area(tx: &mut Tx, is_public: bool, filters: &Filters) -> Result<Vec<(Uuid, Status, i64)>> {
    let condition = condition(tx, is_public, filters);
    let sql = format!(
        "SELECT p.area, p.state, COUNT(*) FROM action_sheet s JOIN sheet_area p ON p.sheet = s.id WHERE {condition} \
         GROUP BY p.area, p.state"
    );
    counted(narrowed!(fetch_all, tx, sql, is_public, filters)?)
}

/// Sheets published or changed last: for feeds.
pub async fn last_changed(tx: &mut Tx, filters: &Filters, most: i64) -> Result<Vec<Line>> {
    let condition = condition(tx, true, filters);
    let sql =
        format!("SELECT {COLUMNS} FROM action_sheet s WHERE {condition} ORDER BY s.changed_at DESC, s.id LIMIT {most}");
    let rows: Vec<Row> = narrowed!(fetch_all, tx, sql, true, filters)?;
    rows.into_iter().map(read).collect()
}

/// A step of a contract with the sheet it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepLine {
    /// The step.
    pub id: Uuid,
    /// The sheet.
    pub sheet: Uuid,
    /// Code of the sheet.
    pub code: String,
    /// Title of the sheet.
    pub sheet_title: String,
    /// What is to be done.
    pub title: String,
    /// By whom.
    pub owner: String,
    /// Until when, `YYYY-MM-DD`.
    pub due_on: String,
}

/// Steps still to be done of the sheets a list is narrowed to, with an end until that day, `YYYY-MM-DD`, the earliest first,
/// at most so many.
pub async fn open_steps(tx: &mut Tx, filters: &Filters, until: jiff::civil::Date, most: i64) -> Result<Vec<StepLine>> {
    let condition = condition(tx, false, filters);
    let sql = format!(
        "SELECT p.id, s.id AS sheet, s.code, s.title AS sheet_title, p.title, p.owner, p.due_on FROM sheet_step p \
         JOIN action_sheet s ON s.id = p.sheet WHERE {condition} AND p.done_on IS NULL AND p.due_on <= '{until}' \
         AND s.status IN ('planned', 'under_way') ORDER BY p.due_on, s.address, p.position LIMIT {most}"
    );
    narrowed!(fetch_all, tx, sql, false, filters)
}

/// Sheets a list is narrowed to that should be over, or should have begun, the earliest first.
pub async fn overdue(tx: &mut Tx, filters: &Filters, today: jiff::civil::Date) -> Result<Vec<Line>> {
    let condition = condition(tx, false, filters);
    let sql = format!(
        "SELECT {COLUMNS} FROM action_sheet s WHERE {condition} AND ((s.status IN ('planned', 'under_way') \
         AND s.ends_on < '{today}') OR (s.status = 'planned' AND s.starts_on < '{today}')) \
         ORDER BY s.ends_on, s.address LIMIT 200"
    );
    let rows: Vec<Row> = narrowed!(fetch_all, tx, sql, false, filters)?;
    rows.into_iter().map(read).collect()
}

/// By contract, steps that should be done.
pub async fn late_steps(tx: &mut Tx, today: &str) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT s.contract, COUNT(*) FROM sheet_step p JOIN action_sheet s ON s.id = p.sheet \
               WHERE p.done_on IS NULL AND p.due_on < $1 AND s.status IN ('planned', 'under_way') GROUP BY s.contract";
    fetch_all!(tx, sql, today)
}

/// By contract, sheets that should be over, or should have begun.
pub async fn overdue_counts(tx: &mut Tx, today: &str) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT contract, COUNT(*) FROM action_sheet WHERE (status IN ('planned', 'under_way') AND ends_on < $1) \
               OR (status = 'planned' AND starts_on < $1) GROUP BY contract";
    fetch_all!(tx, sql, today)
}
