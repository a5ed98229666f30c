//! What those who assess read of applications beside the file itself.

use database::{Result, Tx, fetch_all};
use kernel::{Cents, Moment, Uuid};

use super::known;
use crate::rules::{EventKind, FundingState};

/// A document joined to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Which.
    pub id: Uuid,
    /// To one of its projects; none: to the whole.
    pub project: Option<Uuid>,
    /// What it is, as the terms name it.
    pub kind: String,
    /// What it is called.
    pub label: String,
    /// Its content.
    pub file: Uuid,
}

/// Documents joined to an application, in the order they came.
pub async fn joined(tx: &mut Tx, application: Uuid) -> Result<Vec<Joined>> {
    let sql = "SELECT id, project, kind, label, file FROM application_file WHERE application = $1 AND removed_at IS NULL \
               ORDER BY added_at, id";
    let rows: Vec<(Uuid, Option<Uuid>, String, String, Uuid)> = fetch_all!(tx, sql, application)?;
    let read = |(id, project, kind, label, file)| Joined { id, project, kind, label, file };
    Ok(rows.into_iter().map(read).collect())
}

/// Amounts of the budgets of the projects of an application, as typed: project, year, side, total.
pub async fn budgets(tx: &mut Tx, application: Uuid) -> Result<Vec<(Uuid, i64, String, Cents)>> {
    let sql = "SELECT project, year, side, CAST(SUM(cents) AS BIGINT) FROM budget_line \
               WHERE application = $1 AND project IS NOT NULL GROUP BY project, year, side ORDER BY project, year, side";
    let rows: Vec<(Uuid, i64, String, i64)> = fetch_all!(tx, sql, application)?;
    Ok(rows.into_iter().map(|(project, year, side, cents)| (project, year, side, Cents(cents))).collect())
}

/// What happened to the filed applications of a call, the first first: application, funding, what, when.
pub async fn milestones(tx: &mut Tx, call: Uuid) -> Result<Vec<(Uuid, Option<Uuid>, EventKind, Moment)>> {
    let sql = "SELECT e.application, e.funding, e.kind, e.at FROM application_event e \
               JOIN application a ON a.id = e.application WHERE a.call = $1 AND a.state = 'filed' \
               AND e.kind IN ('complete', 'inadmissible', 'decided', 'notified') ORDER BY e.at, e.id";
    let rows: Vec<(Uuid, Option<Uuid>, String, i64)> = fetch_all!(tx, sql, call)?;
    let read = |(application, funding, kind, at): (Uuid, Option<Uuid>, String, i64)| {
        let kind = known("application_event.kind", &kind, EventKind::from_code(&kind))?;
        Ok((application, funding, kind, Moment(at)))
    };
    rows.into_iter().map(read).collect()
}

/// What a filed application asks of a funder, and where it stands: what delays are counted on, nothing of who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which funding.
    pub funding: Uuid,
    /// The funder of the call.
    pub funder: Uuid,
    /// For which project.
    pub project: Uuid,
    /// In which application.
    pub application: Uuid,
    /// When it was filed.
    pub filed_at: Moment,
    /// Where it stands.
    pub state: FundingState,
}

/// What the filed applications of a call ask.
pub async fn requests(tx: &mut Tx, call: Uuid) -> Result<Vec<Request>> {
    let sql = "SELECT f.id, f.call_funder, p.id, a.id, a.filed_at, f.state FROM application a \
               JOIN project p ON p.application = a.id JOIN funding f ON f.project = p.id \
               WHERE a.call = $1 AND a.state = 'filed' AND a.filed_at IS NOT NULL";
    let rows: Vec<(Uuid, Uuid, Uuid, Uuid, i64, String)> = fetch_all!(tx, sql, call)?;
    let read = |(funding, funder, project, application, at, state): (_, _, _, _, i64, String)| {
        let state = known("funding.state", &state, FundingState::from_code(&state))?;
        Ok(Request { funding, funder, project, application, filed_at: Moment(at), state })
    };
    rows.into_iter().map(read).collect()
}

/// One answer of each project of the filed applications of a call: project, what was typed.
pub async fn answers_of_call(tx: &mut Tx, call: Uuid, key: &str) -> Result<Vec<(Uuid, String)>> {
    let sql = "SELECT w.project, w.value FROM application_answer w JOIN application a ON a.id = w.application \
               WHERE a.call = $1 AND a.state = 'filed' AND w.key = $2 AND w.project IS NOT NULL ORDER BY w.project";
    fetch_all!(tx, sql, call, key)
}
