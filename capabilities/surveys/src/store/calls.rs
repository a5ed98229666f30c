//! Lists of numbers to call.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::calls::CallState;

/// A list of numbers.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct List {
    pub id: Uuid,
    pub survey: Uuid,
    pub label: String,
    pub most_tries: i64,
    /// The day after which no number is kept.
    pub until: String,
    pub state: String,
    pub revision: i64,
}

impl List {
    /// Whether people are still called.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// A number to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub id: Uuid,
    pub area: Option<Uuid>,
    pub sealed: Option<Vec<u8>>,
    pub state: CallState,
    pub tries: i64,
    pub call_at: Option<Moment>,
}

type Row = (Uuid, Option<Uuid>, Option<Vec<u8>>, String, i64, Option<i64>);

fn read((id, area, sealed, state, tries, call_at): Row) -> Result<Number> {
    let known = CallState::from_code(&state);
    let state = known.ok_or(DbError::Unreadable { place: "call_number.state", problem: state })?;
    Ok(Number { id, area, sealed, state, tries, call_at: call_at.map(Moment) })
}

/// Puts a list in.
pub async fn insert_list(tx: &mut Tx, one: &List) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO call_list (id, survey, label, most_tries, until, state, revision) VALUES ($1, $2, $3, $4, $5, 'open', 1)",
        one.id,
        one.survey,
        &one.label,
        one.most_tries,
        &one.until
    )?;
    Ok(())
}

/// The lists of a questionnaire, the last brought first.
pub async fn lists(tx: &mut Tx, survey: Uuid) -> Result<Vec<List>> {
    let sql = "SELECT id, survey, label, most_tries, until, state, revision FROM call_list WHERE survey = $1 ORDER BY id DESC";
    fetch_all!(tx, sql, survey)
}

/// One list.
pub async fn list(tx: &mut Tx, id: Uuid) -> Result<Option<List>> {
    let sql = "SELECT id, survey, label, most_tries, until, state, revision FROM call_list WHERE id = $1";
    fetch_optional!(tx, sql, id)
}

/// Says that a number was on a list of a questionnaire. Whether it is the first time.
pub async fn know(tx: &mut Tx, survey: Uuid, marker: &[u8]) -> Result<bool> {
    let sql = "INSERT INTO call_known (survey, marker) VALUES ($1, $2) ON CONFLICT (survey, marker) DO NOTHING";
    Ok(execute!(tx, sql, survey, marker)? == 1)
}

/// Puts a number in.
pub async fn insert(tx: &mut Tx, list: Uuid, id: Uuid, area: Option<Uuid>, sealed: &[u8]) -> Result<()> {
    let sql = "INSERT INTO call_number (id, list, area, sealed, state, tries) VALUES ($1, $2, $3, $4, 'waiting', 0)";
    execute!(tx, sql, id, list, area, sealed)?;
    Ok(())
}

/// How many numbers of a list stand where.
pub async fn counts(tx: &mut Tx, list: Uuid) -> Result<Vec<(String, i64)>> {
    fetch_all!(tx, "SELECT state, COUNT(*) FROM call_number WHERE list = $1 GROUP BY state", list)
}

/// Call-backs that are due now, and those to come.
pub async fn call_backs(tx: &mut Tx, list: Uuid, now: Moment) -> Result<(i64, i64)> {
    let sql = "SELECT call_at FROM call_number WHERE list = $1 AND state = 'call_back'";
    let rows: Vec<(Option<i64>,)> = fetch_all!(tx, sql, list)?;
    let due = rows.iter().filter(|(at,)| at.is_none_or(|at| at <= now.0)).count();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Ok((count(due), count(rows.len() - due)))
}

/// The number to call next: call-backs that are due, then those called least. One that somebody else has is left to her.
pub async fn next(tx: &mut Tx, list: Uuid, now: Moment) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM call_number WHERE list = $1 AND state IN ('waiting', 'absent', 'call_back') \
               AND (call_at IS NULL OR call_at <= $2) AND (held_until IS NULL OR held_until < $2) \
               ORDER BY CASE state WHEN 'call_back' THEN 0 ELSE 1 END, tries, id LIMIT 1";
    let found: Option<(Uuid,)> = fetch_optional!(tx, sql, list, now.0)?;
    Ok(found.map(|(id,)| id))
}

/// Gives a number to somebody for a time. Whether she has it.
pub async fn hold(tx: &mut Tx, id: Uuid, who: Uuid, now: Moment, until: Moment) -> Result<bool> {
    let sql = "UPDATE call_number SET held_by = $2, held_until = $4 WHERE id = $1 AND sealed IS NOT NULL \
               AND (held_until IS NULL OR held_until < $3 OR held_by = $2)";
    Ok(execute!(tx, sql, id, who, now.0, until.0)? == 1)
}

/// The number of a list that somebody has now.
pub async fn held(tx: &mut Tx, list: Uuid, who: Uuid, now: Moment) -> Result<Option<Number>> {
    let sql = "SELECT id, area, sealed, state, tries, call_at FROM call_number \
               WHERE list = $1 AND held_by = $2 AND held_until >= $3 AND sealed IS NOT NULL ORDER BY id LIMIT 1";
    let row: Option<Row> = fetch_optional!(tx, sql, list, who, now.0)?;
    row.map(read).transpose()
}

/// The list of a number that somebody has.
pub async fn list_of(tx: &mut Tx, id: Uuid, who: Uuid) -> Result<Option<Uuid>> {
    let found: Option<(Uuid,)> =
        fetch_optional!(tx, "SELECT list FROM call_number WHERE id = $1 AND held_by = $2", id, who)?;
    Ok(found.map(|(list,)| list))
}

/// Ends a call. A number that is never called again goes from its row, with whoever had it.
pub async fn end(tx: &mut Tx, id: Uuid, state: CallState, tries: i64, call_at: Option<Moment>) -> Result<()> {
    let at = call_at.map(|at| at.0);
    if state.is_over() {
        let sql = "UPDATE call_number SET state = $2, tries = 0, call_at = NULL, sealed = NULL, held_by = NULL, \
                   held_until = NULL WHERE id = $1";
        execute!(tx, sql, id, state.code())?;
    } else {
        let sql = "UPDATE call_number SET state = $2, tries = $3, call_at = $4, held_by = NULL, held_until = NULL \
                   WHERE id = $1";
        execute!(tx, sql, id, state.code(), tries, at)?;
    }
    Ok(())
}

/// Closes a list: its numbers go. Whether it was open, and not changed since.
pub async fn close(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "UPDATE call_list SET state = 'closed', revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'open'";
    let is_done = execute!(tx, sql, id, revision)? == 1;
    if is_done {
        forget(tx, id).await?;
    }
    Ok(is_done)
}

async fn forget(tx: &mut Tx, list: Uuid) -> Result<()> {
    let sql = "UPDATE call_number SET sealed = NULL, call_at = NULL, held_by = NULL, held_until = NULL WHERE list = $1";
    execute!(tx, sql, list)?;
    Ok(())
}

/// Open lists whose day is past.
pub async fn over(tx: &mut Tx, today: &str) -> Result<Vec<List>> {
    let sql = "SELECT id, survey, label, most_tries, until, state, revision FROM call_list \
               WHERE state = 'open' AND until < $1 ORDER BY id";
    fetch_all!(tx, sql, today)
}

/// Forgets which numbers were on the lists of a questionnaire.
pub async fn forget_known(tx: &mut Tx, survey: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM call_known WHERE survey = $1", survey)?;
    Ok(())
}
