//! What associations report of a year.

use database::{DbError, Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

use crate::rules::{Report, ReportState};

type Row = (Uuid, Uuid, i64, Uuid, String, i64, String, Option<i64>, Option<String>, String, i64);

fn read(row: Row) -> Result<Report> {
    let (id, agreement, year, file, state, given_at, given_by, decided_at, decided_by, reason, revision) = row;
    let unknown = || DbError::Unreadable { place: "agreement_report.state", problem: state.clone() };
    let state = ReportState::from_code(&state).ok_or_else(unknown)?;
    let (given_at, decided_at) = (Moment(given_at), decided_at.map(Moment));
    Ok(Report { id, agreement, year, file, state, given_at, given_by, decided_at, decided_by, reason, revision })
}

/// Reports of an agreement, by year.
pub async fn of_agreement(tx: &mut Tx, agreement: Uuid) -> Result<Vec<Report>> {
    let sql = "SELECT id, agreement, year, file, state, given_at, given_by, decided_at, decided_by, reason, revision \
               FROM agreement_report WHERE agreement = $1 ORDER BY year";
    let rows: Vec<Row> = fetch_all!(tx, sql, agreement)?;
    rows.into_iter().map(read).collect()
}

/// Years whose report is accepted, for each agreement of a contract.
pub async fn accepted(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT agreement_report.agreement, agreement_report.year FROM agreement_report \
               JOIN agreement ON agreement.id = agreement_report.agreement \
               WHERE agreement.contract = $1 AND agreement_report.state = 'accepted'";
    fetch_all!(tx, sql, contract)
}

/// Keeps a report that is given, for the first time or again after it was sent back; gives whether it could be.
pub async fn give(tx: &mut Tx, one: &Report) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO agreement_report (id, agreement, year, file, state, given_at, given_by, reason, revision) \
         VALUES ($1, $2, $3, $4, 'given', $5, $6, '', 1) ON CONFLICT (agreement, year) DO UPDATE SET \
         file = excluded.file, state = 'given', given_at = excluded.given_at, given_by = excluded.given_by, \
         revision = agreement_report.revision + 1 WHERE agreement_report.state = 'returned'",
        one.id,
        one.agreement,
        one.year,
        one.file,
        one.given_at.0,
        &one.given_by
    )?;
    Ok(count == 1)
}

/// Accepts a report or sends it back, if nobody did since `revision`.
pub async fn decide(tx: &mut Tx, one: &Report, (by_name, at): (&str, Moment)) -> Result<bool> {
    let sql = "UPDATE agreement_report SET state = $1, decided_at = $2, decided_by = $3, reason = $4, \
               revision = revision + 1 WHERE id = $5 AND revision = $6 AND state = 'given'";
    Ok(execute!(tx, sql, one.state.code(), at.0, by_name, &one.reason, one.id, one.revision)? == 1)
}
