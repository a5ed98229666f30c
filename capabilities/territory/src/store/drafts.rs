//! Files sent and not yet imported.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::FromRow;

/// A file between its sending and its import, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Draft {
    /// Identifier.
    pub id: Uuid,
    /// `contours`, `equipements`, `adresses`.
    pub kind: String,
    /// Name of the file, as the person has it.
    pub file_name: String,
    /// What was chosen on screen, JSON.
    pub options: String,
    /// Sent at.
    pub created_at: i64,
    /// By which account.
    pub created_by: Option<Uuid>,
    /// The job that imports it, once launched.
    pub job: Option<Uuid>,
    /// Its size.
    pub size_bytes: i64,
}

/// Keeps a file.
pub async fn add(tx: &mut Tx, draft: &Draft, content: &[u8]) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO territory_draft (id, kind, file_name, content, options, created_at, created_by, job) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
        draft.id,
        &draft.kind,
        &draft.file_name,
        content,
        &draft.options,
        draft.created_at,
        draft.created_by
    )?;
    Ok(())
}

/// One file, without its bytes.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Draft>> {
    fetch_optional!(
        tx,
        "SELECT id, kind, file_name, options, created_at, created_by, job, CAST(LENGTH(content) AS BIGINT) AS size_bytes \
         FROM territory_draft WHERE id = $1",
        id
    )
}

/// The bytes of a file.
pub async fn content(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(tx, "SELECT content FROM territory_draft WHERE id = $1", id)?;
    Ok(row.map(|(content,)| content))
}

/// Files waiting, the last first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Draft>> {
    fetch_all!(
        tx,
        "SELECT id, kind, file_name, options, created_at, created_by, job, CAST(LENGTH(content) AS BIGINT) AS size_bytes \
         FROM territory_draft ORDER BY created_at DESC, id"
    )
}

/// Keeps what was chosen on screen.
pub async fn set_options(tx: &mut Tx, id: Uuid, options: &str) -> Result<u64> {
    execute!(tx, "UPDATE territory_draft SET options = $1 WHERE id = $2", options, id)
}

/// Keeps the job that imports it.
pub async fn set_job(tx: &mut Tx, id: Uuid, job: Uuid) -> Result<u64> {
    execute!(tx, "UPDATE territory_draft SET job = $1 WHERE id = $2", job, id)
}

/// Removes a file.
pub async fn remove(tx: &mut Tx, id: Uuid) -> Result<u64> {
    execute!(tx, "DELETE FROM territory_draft WHERE id = $1", id)
}

/// Removes the files sent before that moment.
pub async fn remove_older(tx: &mut Tx, before: Moment) -> Result<u64> {
    execute!(tx, "DELETE FROM territory_draft WHERE created_at < $1", before.0)
}

/// Files of this account that wait for their import to be launched, the oldest first: identifier, name, when sent.
pub async fn left_by(tx: &mut Tx, account: Uuid, limit: i64) -> Result<Vec<(Uuid, String, i64)>> {
    let sql = "SELECT id, file_name, created_at FROM territory_draft WHERE created_by = $1 AND job IS NULL \
               ORDER BY created_at, id LIMIT $2";
    fetch_all!(tx, sql, account, limit)
}
