//! Decisions, what became of them, whom they were told.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Decision, DecisionState, DecisionTerms, Object, ObjectKind, Step};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    body: Uuid,
    contract: Uuid,
    meeting: Uuid,
    year: i64,
    number: i64,
    decided_on: String,
    title: String,
    words: String,
    object_kind: String,
    object: Option<Uuid>,
    object_label: String,
    object_path: String,
    object_open_path: String,
    owner: String,
    organisation: Option<Uuid>,
    due_on: Option<String>,
    state: String,
    state_on: String,
    told_at: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT id, body, contract, meeting, year, number, decided_on, title, words, object_kind, object, \
                      object_label, object_path, object_open_path, owner, organisation, due_on, state, state_on, told_at, \
                      revision FROM steering_decision";

fn read(row: Row) -> Result<Decision> {
    let object = match (ObjectKind::from_code(&row.object_kind), row.object) {
        (Some(kind), Some(id)) => {
            Some(Object { kind, id, label: row.object_label, path: row.object_path, open_path: row.object_open_path })
        }
        _ => None,
    };
    let state = known("steering_decision.state", &row.state, DecisionState::from_code(&row.state))?;
    let due_on = row.due_on.map(|text| day("steering_decision.due_on", &text)).transpose()?;
    Ok(Decision {
        id: row.id,
        body: row.body,
        contract: row.contract,
        meeting: row.meeting,
        year: row.year,
        number: row.number,
        decided_on: day("steering_decision.decided_on", &row.decided_on)?,
        terms: DecisionTerms {
            title: row.title,
            words: row.words,
            object,
            owner: row.owner,
            organisation: row.organisation,
            due_on,
            is_immediate: due_on.is_none(),
        },
        state,
        state_on: day("steering_decision.state_on", &row.state_on)?,
        told_at: row.told_at.map(Moment),
        revision: row.revision,
    })
}

/// Decisions of a body, the last first.
pub async fn of_body(tx: &mut Tx, body: Uuid) -> Result<Vec<Decision>> {
    let sql = format!("{SELECT} WHERE body = $1 ORDER BY year DESC, number DESC");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), body)?;
    rows.into_iter().map(read).collect()
}

/// Decisions of a body that are still to be carried out, or that nobody was told of.
pub async fn unfinished(tx: &mut Tx, body: Uuid) -> Result<Vec<Decision>> {
    let sql = format!(
        "{SELECT} WHERE body = $1 AND (state IN ('open', 'underway') OR told_at IS NULL) ORDER BY year DESC, number DESC"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), body)?;
    rows.into_iter().map(read).collect()
}

/// Decisions of a meeting, in order.
pub async fn of_meeting(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Decision>> {
    let sql = format!("{SELECT} WHERE meeting = $1 ORDER BY number");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), meeting)?;
    rows.into_iter().map(read).collect()
}

/// Decisions of a contract that are still to be carried out, by what is due first.
pub async fn waiting(tx: &mut Tx, contract: Uuid) -> Result<Vec<Decision>> {
    let sql =
        format!("{SELECT} WHERE contract = $1 AND state IN ('open', 'underway') ORDER BY due_on, year, number, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), contract)?;
    rows.into_iter().map(read).collect()
}

/// One decision.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Decision>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The next number of a body in a year, with the row that keeps it.
pub async fn next_number(tx: &mut Tx, outside: &Outside, body: Uuid, year: i64) -> Result<(Uuid, i64)> {
    let sql = "INSERT INTO steering_number (id, body, year, last) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (body, year) DO UPDATE SET last = steering_number.last + 1 RETURNING id, last";
    fetch_one!(tx, sql, outside.uuid(), body, year)
}

/// Puts a decision in.
pub async fn insert(tx: &mut Tx, one: &Decision, at: Moment) -> Result<()> {
    let (terms, object) = (&one.terms, one.terms.object.as_ref());
    execute!(
        tx,
        "INSERT INTO steering_decision (id, body, contract, meeting, year, number, decided_on, title, words, object_kind, \
         object, object_label, object_path, object_open_path, owner, organisation, due_on, state, state_on, told_at, \
         created_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, NULL, $20, 1)",
        one.id,
        one.body,
        one.contract,
        one.meeting,
        one.year,
        one.number,
        one.decided_on.to_string(),
        &terms.title,
        &terms.words,
        object.map_or("", |object| object.kind.code()),
        object.map(|object| object.id),
        object.map_or("", |object| object.label.as_str()),
        object.map_or("", |object| object.path.as_str()),
        object.map_or("", |object| object.open_path.as_str()),
        &terms.owner,
        terms.organisation,
        terms.due_on.map(|day| day.to_string()),
        one.state.code(),
        one.state_on.to_string(),
        at.0
    )?;
    Ok(())
}

/// Writes everything about a decision, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Decision, revision: i64) -> Result<bool> {
    let (terms, object) = (&one.terms, one.terms.object.as_ref());
    let count = execute!(
        tx,
        "UPDATE steering_decision SET title = $1, words = $2, object_kind = $3, object = $4, object_label = $5, \
         object_path = $6, object_open_path = $7, owner = $8, organisation = $9, due_on = $10, state = $11, state_on = $12, \
         told_at = $13, revision = revision + 1 WHERE id = $14 AND revision = $15",
        &terms.title,
        &terms.words,
        object.map_or("", |object| object.kind.code()),
        object.map(|object| object.id),
        object.map_or("", |object| object.label.as_str()),
        object.map_or("", |object| object.path.as_str()),
        object.map_or("", |object| object.open_path.as_str()),
        &terms.owner,
        terms.organisation,
        terms.due_on.map(|day| day.to_string()),
        one.state.code(),
        one.state_on.to_string(),
        one.told_at.map(|at| at.0),
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Keeps a step. Gives the row.
pub async fn insert_step(tx: &mut Tx, outside: &Outside, decision: Uuid, step: &Step) -> Result<Uuid> {
    let sql =
        "INSERT INTO steering_step (id, decision, noted_on, noted_at, state, words) VALUES ($1, $2, $3, $4, $5, $6)";
    let at = outside.now().0;
    execute!(tx, sql, step.id, decision, step.noted_on.to_string(), at, step.state.code(), &step.words)?;
    Ok(step.id)
}

/// What became of a decision, the last first.
pub async fn steps(tx: &mut Tx, decision: Uuid) -> Result<Vec<Step>> {
    let sql =
        "SELECT id, noted_on, state, words FROM steering_step WHERE decision = $1 ORDER BY noted_at DESC, id DESC";
    let rows: Vec<(Uuid, String, String, String)> = fetch_all!(tx, sql, decision)?;
    let read = |(id, noted_on, state, words): (Uuid, String, String, String)| {
        let state = known("steering_step.state", &state, DecisionState::from_code(&state))?;
        Ok(Step { id, noted_on: day("steering_step.noted_on", &noted_on)?, state, words })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps that somebody is told of a decision. Gives the row, or nothing when she was already.
pub async fn insert_notice(tx: &mut Tx, outside: &Outside, decision: Uuid, recipient: Uuid) -> Result<Option<Uuid>> {
    let id = outside.uuid();
    let sql = "INSERT INTO steering_notice (id, decision, recipient, sent_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (decision, recipient) DO NOTHING";
    Ok((execute!(tx, sql, id, decision, recipient, outside.now().0)? == 1).then_some(id))
}
