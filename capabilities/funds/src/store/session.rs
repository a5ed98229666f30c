//! Sessions, decisions and votes.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Ballot, Choice, Decision, Outcome, Session};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    fund: Uuid,
    held_on: String,
    place: String,
    is_closed: bool,
    revision: i64,
}

const SELECT: &str = "SELECT id, fund, held_on, place, is_closed, revision FROM fund_session";

fn read(row: Row) -> Result<Session> {
    Ok(Session {
        id: row.id,
        fund: row.fund,
        held_on: day("fund_session.held_on", &row.held_on)?,
        place: row.place,
        is_closed: row.is_closed,
        revision: row.revision,
    })
}

/// One session.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Session>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Sessions of a fund, the last first.
pub async fn of_fund(tx: &mut Tx, fund: Uuid) -> Result<Vec<Session>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE fund = $1 ORDER BY held_on DESC, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, fund)?;
    rows.into_iter().map(read).collect()
}

/// Puts a session in.
pub async fn insert(tx: &mut Tx, one: &Session) -> Result<()> {
    let sql = "INSERT INTO fund_session (id, fund, held_on, place, is_closed, revision) VALUES ($1, $2, $3, $4, $5, 1)";
    execute!(tx, sql, one.id, one.fund, one.held_on.to_string(), &one.place, one.is_closed)?;
    Ok(())
}

/// It is over; gives whether it was not.
pub async fn close(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let sql = "UPDATE fund_session SET is_closed = $1, revision = revision + 1 WHERE id = $2 AND is_closed = $3";
    Ok(execute!(tx, sql, true, id, false)? == 1)
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    id: Uuid,
    project: Uuid,
    session: Uuid,
    outcome: String,
    cents: i64,
    reason: String,
    by_name: String,
    voters: i64,
    residents: i64,
    override_reason: String,
}

fn read_decision(row: DecisionRow) -> Result<Decision> {
    Ok(Decision {
        id: row.id,
        project: row.project,
        session: row.session,
        outcome: known("fund_decision.outcome", &row.outcome, Outcome::from_code(&row.outcome))?,
        cents: row.cents,
        reason: row.reason,
        by_name: row.by_name,
        voters: (row.voters, row.residents),
        override_reason: row.override_reason,
    })
}

const SELECT_DECISION: &str = "SELECT id, project, session, outcome, cents, reason, by_name, voters, residents, \
                               override_reason FROM fund_decision";

/// Decisions of a session, in their order.
pub async fn decisions(tx: &mut Tx, session: Uuid) -> Result<Vec<Decision>> {
    let sql = AssertSqlSafe(format!("{SELECT_DECISION} WHERE session = $1 ORDER BY decided_at, id"));
    let rows: Vec<DecisionRow> = fetch_all!(tx, sql, session)?;
    rows.into_iter().map(read_decision).collect()
}

/// Decisions of a project, in their order.
pub async fn of_project(tx: &mut Tx, project: Uuid) -> Result<Vec<Decision>> {
    let sql = AssertSqlSafe(format!("{SELECT_DECISION} WHERE project = $1 ORDER BY decided_at, id"));
    let rows: Vec<DecisionRow> = fetch_all!(tx, sql, project)?;
    rows.into_iter().map(read_decision).collect()
}

/// Puts a decision in with its votes; nothing when the session decided of this project already.
pub async fn decide(
    tx: &mut Tx,
    outside: &Outside,
    one: &Decision,
    ballots: &[Ballot],
    at: Moment,
) -> Result<Option<Vec<(&'static str, Uuid)>>> {
    let count = execute!(
        tx,
        "INSERT INTO fund_decision (id, project, session, outcome, cents, reason, decided_at, by_name, voters, residents, \
         override_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        one.id,
        one.project,
        one.session,
        one.outcome.code(),
        one.cents,
        &one.reason,
        at.0,
        &one.by_name,
        one.voters.0,
        one.voters.1,
        &one.override_reason
    )?;
    if count != 1 {
        return Ok(None);
    }
    let mut touched = vec![("fund_decision", one.id)];
    for ballot in ballots {
        let id = outside.uuid();
        let sql = "INSERT INTO fund_vote (id, decision, member, choice) VALUES ($1, $2, $3, $4)";
        execute!(tx, sql, id, one.id, ballot.member, ballot.choice.code())?;
        touched.push(("fund_vote", id));
    }
    Ok(Some(touched))
}

/// Votes of a decision.
pub async fn ballots(tx: &mut Tx, decision: Uuid) -> Result<Vec<Ballot>> {
    let sql = "SELECT member, choice FROM fund_vote WHERE decision = $1 ORDER BY id";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, decision)?;
    let read = |(member, choice): (Uuid, String)| {
        Ok(Ballot { member, choice: known("fund_vote.choice", &choice, Choice::from_code(&choice))? })
    };
    rows.into_iter().map(read).collect()
}

/// A decision by its identifier.
pub async fn decision(tx: &mut Tx, id: Uuid) -> Result<Option<Decision>> {
    let row: Option<DecisionRow> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT_DECISION} WHERE id = $1")), id)?;
    row.map(read_decision).transpose()
}

/// The session of each project a fund gave something to, with its day: project, day.
pub async fn granted(tx: &mut Tx, fund: Uuid) -> Result<Vec<(Uuid, jiff::civil::Date)>> {
    let sql = "SELECT fund_decision.project, fund_session.held_on FROM fund_decision \
               JOIN fund_session ON fund_session.id = fund_decision.session \
               WHERE fund_session.fund = $1 AND fund_decision.outcome = 'granted'";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, fund)?;
    rows.into_iter().map(|(project, on)| Ok((project, day("fund_session.held_on", &on)?))).collect()
}
