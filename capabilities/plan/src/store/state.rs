//! The history of where sheets stand.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

use super::{day, known};
use crate::rules::{Said, State, Status};

/// What was said of a sheet, the last first.
pub async fn of_sheet(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Said>> {
    let sql = "SELECT status, since, source, reason, said_at, said_by FROM sheet_status WHERE sheet = $1 \
               ORDER BY said_at DESC, id DESC";
    let rows: Vec<(String, String, String, String, i64, String)> = fetch_all!(tx, sql, sheet)?;
    rows.into_iter()
        .map(|(status, since, source, reason, at, by)| {
            let status = known("sheet_status.status", &status, Status::from_code)?;
            let state = State { status, since: day("sheet_status.since", &since)?, source, reason };
            Ok(Said { state, at: Moment(at), by })
        })
        .collect()
}

/// Keeps what was said.
pub async fn insert(tx: &mut Tx, id: Uuid, sheet: Uuid, said: &Said) -> Result<()> {
    let sql = "INSERT INTO sheet_status (id, sheet, status, since, source, reason, said_at, said_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let state = &said.state;
    let (status, since) = (state.status.code(), state.since.to_string());
    execute!(tx, sql, id, sheet, status, since, &state.source, &state.reason, said.at.0, &said.by)?;
    Ok(())
}

/// Takes the history of a sheet out; gives the rows.
pub async fn delete_of(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM sheet_status WHERE sheet = $1 RETURNING id", sheet)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
