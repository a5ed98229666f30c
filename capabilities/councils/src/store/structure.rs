//! Structures that put people forward.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::StructureState;

/// A structure that puts people forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    pub id: Uuid,
    pub council: Uuid,
    pub kind: Uuid,
    pub name: String,
    pub area: Option<Uuid>,
    pub is_local: bool,
    pub is_linked: bool,
    pub state: StructureState,
    pub reason: String,
    pub received_at: Moment,
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    council: Uuid,
    kind: Uuid,
    name: String,
    area: Option<Uuid>,
    is_local: bool,
    is_linked: bool,
    state: String,
    reason: String,
    received_at: i64,
    revision: i64,
}

const SELECT: &str =
    "SELECT id, council, kind, name, area, is_local, is_linked, state, reason, received_at, revision FROM structure";

fn read(row: Row) -> Result<Structure> {
    Ok(Structure {
        id: row.id,
        council: row.council,
        kind: row.kind,
        name: row.name,
        area: row.area,
        is_local: row.is_local,
        is_linked: row.is_linked,
        state: known("structure.state", &row.state, StructureState::from_code(&row.state))?,
        reason: row.reason,
        received_at: Moment(row.received_at),
        revision: row.revision,
    })
}

/// The structures of a council, those to look at first.
pub async fn of_council(tx: &mut Tx, council: Uuid) -> Result<Vec<Structure>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE council = $1 ORDER BY state DESC, received_at, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, council)?;
    rows.into_iter().map(read).collect()
}

/// One structure.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Structure>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts a structure in.
pub async fn insert(tx: &mut Tx, one: &Structure) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO structure (id, council, kind, name, area, is_local, is_linked, state, reason, received_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        one.id,
        one.council,
        one.kind,
        &one.name,
        one.area,
        one.is_local,
        one.is_linked,
        one.state.code(),
        &one.reason,
        one.received_at.0
    )?;
    Ok(())
}

/// Admits or refuses a structure, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Structure, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE structure SET state = $1, reason = $2, kind = $3, revision = revision + 1 WHERE id = $4 AND revision = $5",
        one.state.code(),
        &one.reason,
        one.kind,
        one.id,
        revision
    )?;
    Ok(count == 1)
}
