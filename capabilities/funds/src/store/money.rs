//! Movements of money: put in once, never changed.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Uuid};

use super::{day, known};
use crate::rules::{Movement, MovementKind, ProjectMoney};

type Sums = Vec<(String, i64)>;

fn summed(rows: Sums) -> Result<ProjectMoney> {
    let mut read = Vec::with_capacity(rows.len());
    for (kind, cents) in rows {
        read.push((known("fund_movement.kind", &kind, MovementKind::from_code(&kind))?, cents));
    }
    Ok(ProjectMoney::of(read))
}

/// Money of all projects of an envelope.
pub async fn of_envelope(tx: &mut Tx, envelope: Uuid) -> Result<ProjectMoney> {
    let sql = "SELECT kind, CAST(SUM(cents) AS BIGINT) FROM fund_movement WHERE envelope = $1 GROUP BY kind";
    let rows: Sums = fetch_all!(tx, sql, envelope)?;
    summed(rows)
}

/// Money of a project.
pub async fn of_project(tx: &mut Tx, project: Uuid) -> Result<ProjectMoney> {
    let sql = "SELECT kind, CAST(SUM(cents) AS BIGINT) FROM fund_movement WHERE project = $1 GROUP BY kind";
    let rows: Sums = fetch_all!(tx, sql, project)?;
    summed(rows)
}

/// Money of every project of a fund: project, kind, cents.
pub async fn of_fund(tx: &mut Tx, fund: Uuid) -> Result<Vec<(Uuid, MovementKind, i64)>> {
    let sql = "SELECT fund_movement.project, fund_movement.kind, CAST(SUM(fund_movement.cents) AS BIGINT) \
               FROM fund_movement JOIN fund_project ON fund_project.id = fund_movement.project \
               WHERE fund_project.fund = $1 GROUP BY fund_movement.project, fund_movement.kind";
    let rows: Vec<(Uuid, String, i64)> = fetch_all!(tx, sql, fund)?;
    rows.into_iter()
        .map(|(project, kind, cents)| {
            Ok((project, known("fund_movement.kind", &kind, MovementKind::from_code(&kind))?, cents))
        })
        .collect()
}

/// Movements of a project, in order.
pub async fn movements(tx: &mut Tx, project: Uuid) -> Result<Vec<Movement>> {
    let sql = "SELECT kind, cents, moved_on, note, by_name FROM fund_movement WHERE project = $1 ORDER BY rank";
    let rows: Vec<(String, i64, String, String, String)> = fetch_all!(tx, sql, project)?;
    rows.into_iter()
        .map(|(kind, cents, moved_on, note, by_name)| {
            Ok(Movement {
                kind: known("fund_movement.kind", &kind, MovementKind::from_code(&kind))?,
                cents,
                moved_on: day("fund_movement.moved_on", &moved_on)?,
                note,
                by_name,
            })
        })
        .collect()
}

/// Money of a project that left its envelope or came back to it, in order: row, day, what, cents.
pub async fn moved(tx: &mut Tx, project: Uuid) -> Result<Vec<(Uuid, Date, MovementKind, i64)>> {
    let sql =
        "SELECT id, moved_on, kind, cents FROM fund_movement WHERE project = $1 AND kind <> 'granted' ORDER BY rank";
    let rows: Vec<(Uuid, String, String, i64)> = fetch_all!(tx, sql, project)?;
    rows.into_iter()
        .map(|(id, on, kind, cents)| {
            let kind = known("fund_movement.kind", &kind, MovementKind::from_code(&kind))?;
            Ok((id, day("fund_movement.moved_on", &on)?, kind, cents))
        })
        .collect()
}

/// Puts a movement in, after the others of its project: two at once cannot have the same rank.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    (project, envelope): (Uuid, Uuid),
    one: &Movement,
    at: Moment,
) -> Result<()> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM fund_movement WHERE project = $1";
    let (count,): (i64,) = fetch_one!(tx, sql, project)?;
    execute!(
        tx,
        "INSERT INTO fund_movement (id, project, envelope, rank, kind, cents, moved_on, note, at, by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        project,
        envelope,
        count + 1,
        one.kind.code(),
        one.cents,
        one.moved_on.to_string(),
        &one.note,
        at.0,
        &one.by_name
    )?;
    Ok(())
}

/// The project of a movement.
pub async fn project_of(tx: &mut Tx, id: Uuid) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = fetch_optional!(tx, "SELECT project FROM fund_movement WHERE id = $1", id)?;
    Ok(row.map(|(project,)| project))
}
