//! Lists of sheets: narrowed, counted, a page at a time. Every count is made by the database.

use database::{Result, Tx, fetch_all, fetch_among};
use kernel::{Moment, Uuid};

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
    let condition = condition(is_public, filters);
    let page = page(range);
    let sql = format!("SELECT {COLUMNS} FROM action_sheet s WHERE {condition} ORDER BY s.address {page}");
    let rows: Vec<Row> = narrowed!(fetch_all, tx, sql, is_public, filters)?;
    rows.into_iter().map(read).collect()
}

/// These sheets, as lists tell them, in no order.
pub async fn among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Line>> {
    let sql = format!("SELECT {COLUMNS} FROM action_sheet s WHERE s.id IN ({{rows}})");
    let rows: Vec<Row> = fetch_among!(tx, &sql, ids);
    rows.into_iter().map(read).collect()
}

/// Neighbourhoods of the same sheets: `(sheet, area)`, in order.
pub async fn areas(tx: &mut Tx, is_public: bool, filters: &Filters, range: (i64, i64)) -> Result<Vec<(Uuid, Uuid)>> {
    let (condition, page) = (condition(is_public, filters), page(range));
    let sql = format!(
        "SELECT p.sheet, p.area FROM sheet_area p WHERE p.sheet IN (SELECT s.id FROM action_sheet s \
         WHERE {condition} ORDER BY s.address {page}) ORDER BY p.sheet, p.position"
    );
    narrowed!(fetch_all, tx, sql, is_public, filters)
}

/// How many sheets.
pub async fn count(tx: &mut Tx, is_public: bool, filters: &Filters) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) FROM action_sheet s WHERE {}", condition(is_public, filters));
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
    let condition = condition(is_public, filters);
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
    let condition = condition(is_public, filters);
    let key = if is_broad { "COALESCE(s.strategic, s.operational)" } else { "COALESCE(s.operational, s.strategic)" };
    let sql =
        format!("SELECT {key}, s.status, COUNT(*) FROM action_sheet s WHERE {condition} GROUP BY {key}, s.status");
    counted(narrowed!(fetch_all, tx, sql, is_public, filters)?)
}

/// How many sheets by neighbourhood and state: the state told there.
pub async fn by_area(tx: &mut Tx, is_public: bool, filters: &Filters) -> Result<Vec<(Uuid, Status, i64)>> {
    let condition = condition(is_public, filters);
    let sql = format!(
        "SELECT p.area, p.state, COUNT(*) FROM action_sheet s JOIN sheet_area p ON p.sheet = s.id WHERE {condition} \
         GROUP BY p.area, p.state"
    );
    counted(narrowed!(fetch_all, tx, sql, is_public, filters)?)
}

/// Sheets published or changed last: for feeds.
pub async fn last_changed(tx: &mut Tx, filters: &Filters, most: i64) -> Result<Vec<Line>> {
    let condition = condition(true, filters);
    let sql =
        format!("SELECT {COLUMNS} FROM action_sheet s WHERE {condition} ORDER BY s.changed_at DESC, s.id LIMIT {most}");
    let rows: Vec<Row> = narrowed!(fetch_all, tx, sql, true, filters)?;
    rows.into_iter().map(read).collect()
}

/// Something of the plan that has a day and is not done yet.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DueLine {
    /// The step, or the sheet.
    pub id: Uuid,
    /// `step`, or `start` and `end` of an action.
    pub what: String,
    /// The sheet.
    pub sheet: Uuid,
    /// Code of the sheet.
    pub code: String,
    /// Title of the sheet.
    pub sheet_title: String,
    /// What is to be done; nothing for an action itself.
    pub title: String,
    /// By whom.
    pub owner: String,
    /// Until when, `YYYY-MM-DD`.
    pub due_on: String,
}

/// What of the plan has a day: steps that are not done, actions to come that begin, actions to come or under way that end.
fn dues(condition: &str, until: jiff::civil::Date) -> String {
    let of_sheets = |what: &str, column: &str, states: &str| {
        format!(
            "SELECT s.id, '{what}' AS what, s.id AS sheet, s.code, s.title AS sheet_title, '' AS title, s.lead AS owner, \
             s.{column} AS due_on, s.address AS address, 0 AS position FROM action_sheet s WHERE {condition} \
             AND s.{column} <= '{until}' AND s.status IN ({states})"
        )
    };
    format!(
        "SELECT p.id, 'step' AS what, s.id AS sheet, s.code, s.title AS sheet_title, p.title, p.owner, p.due_on, \
         s.address AS address, p.position FROM sheet_step p JOIN action_sheet s ON s.id = p.sheet WHERE {condition} \
         AND p.done_on IS NULL AND p.due_on <= '{until}' AND s.status IN ('planned', 'under_way') \
         UNION ALL {} UNION ALL {}",
        of_sheets("start", "starts_on", "'planned'"),
        of_sheets("end", "ends_on", "'planned', 'under_way'")
    )
}

/// What has a day until that one, of the sheets a list is narrowed to, the earliest first: so many, past so many.
pub async fn due(tx: &mut Tx, filters: &Filters, until: jiff::civil::Date, range: (i64, i64)) -> Result<Vec<DueLine>> {
    let all = dues(&condition(false, filters), until);
    let sql = format!(
        "SELECT id, what, sheet, code, sheet_title, title, owner, due_on FROM ({all}) AS dues \
         ORDER BY due_on, address, what, position {}",
        page(range)
    );
    narrowed!(fetch_all, tx, sql, false, filters)
}

/// How much has a day until that one.
pub async fn count_due(tx: &mut Tx, filters: &Filters, until: jiff::civil::Date) -> Result<i64> {
    let all = dues(&condition(false, filters), until);
    let sql = format!("SELECT COUNT(*) FROM ({all}) AS dues");
    let (count,): (i64,) = narrowed!(fetch_one, tx, sql, false, filters)?;
    Ok(count)
}

/// Whether sheets have a day, as a condition.
const fn dated_if(is_dated: bool) -> &'static str {
    if is_dated {
        "(s.starts_on IS NOT NULL OR s.ends_on IS NOT NULL)"
    } else {
        "s.starts_on IS NULL AND s.ends_on IS NULL"
    }
}

/// Sheets that have a first or a last day, in the order they begin; or those that have none, by address.
pub async fn dated(tx: &mut Tx, filters: &Filters, is_dated: bool, range: (i64, i64)) -> Result<Vec<Line>> {
    let (condition, page) = (condition(false, filters), page(range));
    let sql = format!(
        "SELECT {COLUMNS} FROM action_sheet s WHERE {condition} AND {} \
         ORDER BY COALESCE(s.starts_on, ''), COALESCE(s.ends_on, ''), s.address {page}",
        dated_if(is_dated)
    );
    let rows: Vec<Row> = narrowed!(fetch_all, tx, sql, false, filters)?;
    rows.into_iter().map(read).collect()
}

/// How many sheets have a first or a last day; or have none.
pub async fn count_dated(tx: &mut Tx, filters: &Filters, is_dated: bool) -> Result<i64> {
    let condition = condition(false, filters);
    let sql = format!("SELECT COUNT(*) FROM action_sheet s WHERE {condition} AND {}", dated_if(is_dated));
    let (count,): (i64,) = narrowed!(fetch_one, tx, sql, false, filters)?;
    Ok(count)
}

/// How many steps and actions are late for somebody who follows a few neighbourhoods: `(steps, sheets)`.
pub async fn count_late(tx: &mut Tx, filters: &Filters, today: jiff::civil::Date) -> Result<(i64, i64)> {
    let condition = condition(false, filters);
    let sql = format!(
        "SELECT COUNT(*) FROM sheet_step p JOIN action_sheet s ON s.id = p.sheet WHERE {condition} \
         AND p.done_on IS NULL AND p.due_on < '{today}' AND s.status IN ('planned', 'under_way')"
    );
    let (steps,): (i64,) = narrowed!(fetch_one, tx, sql, false, filters)?;
    let sql = format!(
        "SELECT COUNT(*) FROM action_sheet s WHERE {condition} AND ((s.status IN ('planned', 'under_way') \
         AND s.ends_on < '{today}') OR (s.status = 'planned' AND s.starts_on < '{today}'))"
    );
    let (sheets,): (i64,) = narrowed!(fetch_one, tx, sql, false, filters)?;
    Ok((steps, sheets))
}

/// Contracts of which a draft, as it now stands, waits to be validated.
pub async fn waiting_contracts(tx: &mut Tx) -> Result<Vec<Uuid>> {
    let sql = "SELECT DISTINCT s.contract FROM sheet_proposal v JOIN action_sheet s ON s.id = v.sheet \
               WHERE v.state = 'waiting' AND v.sheet_revision = s.revision AND s.published_at IS NULL ORDER BY s.contract";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
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
