//! Reports of groups, their photographs and receipts.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use super::known;
use crate::rules::{Piece, PieceKind, Report, ReportTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    told: String,
    people: i64,
    spent_cents: i64,
    sent_at: i64,
    sent_by: String,
    accepted_at: Option<i64>,
    revision: i64,
}

/// The report of a project.
pub async fn of_project(tx: &mut Tx, project: Uuid) -> Result<Option<Report>> {
    let sql = "SELECT id, told, people, spent_cents, sent_at, sent_by, accepted_at, revision FROM fund_report \
               WHERE project = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, project)?;
    Ok(row.map(|row| Report {
        id: row.id,
        terms: ReportTerms { told: row.told, people: row.people, spent: row.spent_cents },
        sent_at: Moment(row.sent_at),
        sent_by: row.sent_by,
        is_accepted: row.accepted_at.is_some(),
        revision: row.revision,
    }))
}

/// Writes the report of a project, in the place of the one before as long as it is not accepted. Gives the row, or nothing
/// when it is.
pub async fn save(tx: &mut Tx, id: Uuid, project: Uuid, one: &Report) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO fund_report (id, project, told, people, spent_cents, sent_at, sent_by, revision) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (project) DO UPDATE SET told = excluded.told, \
               people = excluded.people, spent_cents = excluded.spent_cents, sent_at = excluded.sent_at, \
               sent_by = excluded.sent_by, revision = fund_report.revision + 1 \
               WHERE fund_report.accepted_at IS NULL RETURNING id";
    let terms = &one.terms;
    let row: Option<(Uuid,)> =
        fetch_optional!(tx, sql, id, project, &terms.told, terms.people, terms.spent, one.sent_at.0, &one.sent_by)?;
    Ok(row.map(|(id,)| id))
}

/// It is accepted; gives whether nobody changed it since.
pub async fn accept(tx: &mut Tx, (id, revision): (Uuid, i64), at: Moment) -> Result<bool> {
    let sql = "UPDATE fund_report SET accepted_at = $1, revision = revision + 1 WHERE id = $2 AND revision = $3 \
               AND accepted_at IS NULL";
    Ok(execute!(tx, sql, at.0, id, revision)? == 1)
}

/// Photographs and receipts of a project, in the order they came.
pub async fn pieces(tx: &mut Tx, project: Uuid) -> Result<Vec<Piece>> {
    let sql = "SELECT id, file, kind, label FROM fund_piece WHERE project = $1 ORDER BY added_at, id";
    let rows: Vec<(Uuid, Uuid, String, String)> = fetch_all!(tx, sql, project)?;
    rows.into_iter()
        .map(|(id, file, kind, label)| {
            Ok(Piece { id, file, kind: known("fund_piece.kind", &kind, PieceKind::from_code(&kind))?, label })
        })
        .collect()
}

/// Puts a piece in.
pub async fn insert_piece(tx: &mut Tx, project: Uuid, one: &Piece, at: Moment) -> Result<()> {
    let sql = "INSERT INTO fund_piece (id, project, file, kind, label, added_at) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, project, one.file, one.kind.code(), &one.label, at.0)?;
    Ok(())
}

/// Notes that a reminder of a report leaves; gives the row, or none when it left already.
pub async fn remind(
    tx: &mut Tx,
    id: Uuid,
    (project, day, is_mailed): (Uuid, jiff::civil::Date, bool),
    at: Moment,
) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO fund_reminder (id, project, day, sent_at, is_mailed) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT DO NOTHING";
    Ok((execute!(tx, sql, id, project, day.to_string(), at.0, is_mailed)? == 1).then_some(id))
}

/// The project of a report.
pub async fn project_of(tx: &mut Tx, id: Uuid) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = fetch_optional!(tx, "SELECT project FROM fund_report WHERE id = $1", id)?;
    Ok(row.map(|(project,)| project))
}
