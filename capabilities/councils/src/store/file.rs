//! Files of the pool, between their sending and their import.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::Origin;

/// A file of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolFile {
    pub id: Uuid,
    pub college: Uuid,
    pub origin: Origin,
    pub name: String,
    pub account: Uuid,
    pub state: String,
    pub line_count: i64,
    pub format: String,
    pub mapping: String,
    pub report: String,
    pub received_at: Moment,
    pub expires_at: Moment,
    /// Its columns, as they are named in it.
    pub headers: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    college: Uuid,
    origin: String,
    name: String,
    account: Uuid,
    state: String,
    line_count: i64,
    format: String,
    mapping: String,
    report: String,
    received_at: i64,
    expires_at: i64,
    headers: Option<String>,
}

const SELECT: &str = "SELECT id, college, origin, name, account, state, line_count, format, mapping, report, received_at, \
                      expires_at, headers FROM pool_file";

fn read(row: Row) -> Result<PoolFile> {
    Ok(PoolFile {
        id: row.id,
        college: row.college,
        origin: known("pool_file.origin", &row.origin, Origin::from_code(&row.origin))?,
        name: row.name,
        account: row.account,
        state: row.state,
        line_count: row.line_count,
        format: row.format,
        mapping: row.mapping,
        report: row.report,
        received_at: Moment(row.received_at),
        expires_at: Moment(row.expires_at),
        headers: row.headers.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
    })
}

/// One file.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<PoolFile>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The files of a college, the last first.
pub async fn of_college(tx: &mut Tx, college: Uuid) -> Result<Vec<PoolFile>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE college = $1 ORDER BY received_at DESC, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, college)?;
    rows.into_iter().map(read).collect()
}

/// Puts a file in.
pub async fn insert(tx: &mut Tx, one: &PoolFile) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO pool_file (id, college, origin, name, account, state, line_count, format, mapping, report, \
         received_at, expires_at, headers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        one.id,
        one.college,
        one.origin.code(),
        &one.name,
        one.account,
        &one.state,
        one.line_count,
        &one.format,
        &one.mapping,
        &one.report,
        one.received_at.0,
        one.expires_at.0,
        serde_json::json!(one.headers).to_string()
    )?;
    Ok(())
}

/// Notes what a file held, once opened, or why it could not be; nothing when it was opened already, or is gone.
pub async fn note_opened(tx: &mut Tx, one: &PoolFile) -> Result<bool> {
    let sql = "UPDATE pool_file SET line_count = $1, format = $2, mapping = $3, report = $4, headers = $5 \
               WHERE id = $6 AND state = 'held' AND headers = '[]'";
    let headers = serde_json::json!(one.headers).to_string();
    let count = execute!(tx, sql, one.line_count, &one.format, &one.mapping, &one.report, headers, one.id)?;
    Ok(count == 1)
}

/// Puts a piece of a file in.
pub async fn insert_piece(tx: &mut Tx, id: Uuid, file: Uuid, rank: i64, sealed: &[u8]) -> Result<()> {
    let sql = "INSERT INTO pool_file_piece (id, file, rank, sealed) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, id, file, rank, sealed)?;
    Ok(())
}

/// The rows of the pieces of a file, in order.
pub async fn pieces(tx: &mut Tx, file: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM pool_file_piece WHERE file = $1 ORDER BY rank", file)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A piece of a file.
pub async fn piece(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(tx, "SELECT sealed FROM pool_file_piece WHERE id = $1", id)?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Says where a file stands, if it stood at `from`.
pub async fn move_on(tx: &mut Tx, id: Uuid, from: &str, to: &str, (mapping, report): (&str, &str)) -> Result<bool> {
    let sql = "UPDATE pool_file SET state = $1, mapping = $2, report = $3 WHERE id = $4 AND state = $5";
    Ok(execute!(tx, sql, to, mapping, report, id, from)? == 1)
}

/// Holds the row of a file until the end of this transaction, if it stands at `state`: nobody moves it on meanwhile.
pub async fn hold(tx: &mut Tx, id: Uuid, state: &str) -> Result<bool> {
    Ok(execute!(tx, "UPDATE pool_file SET state = $1 WHERE id = $2 AND state = $1", state, id)? == 1)
}

/// Erases what a file held; what it was stays.
pub async fn erase_pieces(tx: &mut Tx, file: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM pool_file_piece WHERE file = $1", file)?;
    Ok(())
}

/// Forgets a file altogether.
pub async fn delete(tx: &mut Tx, file: Uuid) -> Result<()> {
    erase_pieces(tx, file).await?;
    execute!(tx, "DELETE FROM pool_file WHERE id = $1", file)?;
    Ok(())
}

/// Files nobody imported in time, or whose import stopped.
pub async fn expired(tx: &mut Tx, now: Moment) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> =
        fetch_all!(tx, "SELECT id FROM pool_file WHERE state <> 'imported' AND expires_at < $1", now.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
