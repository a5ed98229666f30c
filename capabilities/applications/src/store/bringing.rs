//! Files of applications that come from elsewhere, and what those applications are called there.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

/// A file somebody sent.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ImportFile {
    /// Which.
    pub id: Uuid,
    /// The call it is for.
    pub call: Uuid,
    /// Its name.
    pub name: String,
    /// What it was read as.
    pub format: String,
    /// Its lines, headers left out.
    pub line_count: i64,
    /// Which column is which, as it is kept.
    pub mapping: String,
    /// `held`, `running`, `stopped` or `done`.
    pub state: String,
    /// What bringing it did, in French.
    pub told: String,
    /// The job that brings it.
    pub job: Option<Uuid>,
    /// When it was sent, in milliseconds.
    pub sent_at: i64,
    /// Grows with every change.
    pub revision: i64,
}

const SELECT: &str = "SELECT id, call, name, format, line_count, mapping, state, told, job, sent_at, revision \
                      FROM application_import";

/// One file.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<ImportFile>> {
    fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)
}

/// Files of a call, the last first.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<ImportFile>> {
    let sql = format!("{SELECT} WHERE call = $1 ORDER BY sent_at DESC, id DESC LIMIT 20");
    fetch_all!(tx, AssertSqlSafe(sql), call)
}

/// Puts a file in.
pub async fn insert(tx: &mut Tx, one: &ImportFile, sealed: Vec<u8>, by: Option<Uuid>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO application_import (id, call, name, format, sealed, line_count, mapping, state, told, job, sent_at, \
         sent_by, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', NULL, $9, $10, 1)",
        one.id,
        one.call,
        &one.name,
        &one.format,
        sealed,
        one.line_count,
        &one.mapping,
        &one.state,
        one.sent_at,
        by
    )?;
    Ok(())
}

/// Its bytes, sealed; none once they are erased.
pub async fn sealed(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Option<Vec<u8>>,)> =
        fetch_optional!(tx, "SELECT sealed FROM application_import WHERE id = $1", id)?;
    Ok(row.and_then(|(sealed,)| sealed))
}

/// Says which column is which, while nothing is brought.
pub async fn set_mapping(tx: &mut Tx, (id, revision): (Uuid, i64), mapping: &str) -> Result<bool> {
    let sql = "UPDATE application_import SET mapping = $1, revision = revision + 1 \
               WHERE id = $2 AND revision = $3 AND state IN ('held', 'stopped', 'done')";
    Ok(execute!(tx, sql, mapping, id, revision)? == 1)
}

/// Begins to bring a file, unless somebody did.
pub async fn begin(tx: &mut Tx, id: Uuid, job: Uuid) -> Result<bool> {
    let sql = "UPDATE application_import SET state = 'running', told = '', job = $1, revision = revision + 1 \
               WHERE id = $2 AND state <> 'running'";
    Ok(execute!(tx, sql, job, id)? == 1)
}

/// Ends what is under way: `stopped` or `done`, with what it did. Gives whether it was under way.
pub async fn end(tx: &mut Tx, id: Uuid, (state, told): (&str, &str)) -> Result<bool> {
    let sql = "UPDATE application_import SET state = $1, told = $2, revision = revision + 1 \
               WHERE id = $3 AND state = 'running'";
    Ok(execute!(tx, sql, state, told, id)? == 1)
}

/// Holds a file for one batch: false once somebody stopped it.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let sql = "UPDATE application_import SET revision = revision + 1 WHERE id = $1 AND state = 'running'";
    Ok(execute!(tx, sql, id)? == 1)
}

/// Erases the bytes of files sent before a moment. Gives them.
pub async fn erase_sent_before(tx: &mut Tx, moment: Moment) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM application_import WHERE sent_at < $1 AND sealed IS NOT NULL AND state <> 'running'";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, moment.0)?;
    for (id,) in &rows {
        erase(tx, *id).await?;
    }
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Erases the bytes of a file.
pub async fn erase(tx: &mut Tx, id: Uuid) -> Result<()> {
    let sql = "UPDATE application_import SET sealed = NULL, revision = revision + 1 WHERE id = $1";
    execute!(tx, sql, id)?;
    Ok(())
}

/// What applications of a call, and their projects, are called elsewhere: reference, application, project.
pub async fn origins(tx: &mut Tx, call: Uuid) -> Result<Vec<(String, Uuid, Option<Uuid>)>> {
    fetch_all!(tx, "SELECT reference, application, project FROM application_origin WHERE call = $1", call)
}

/// The same for the application of one reference, and its projects.
pub async fn origins_of(tx: &mut Tx, call: Uuid, reference: &str) -> Result<Vec<(String, Uuid, Option<Uuid>)>> {
    let sql = "SELECT reference, application, project FROM application_origin WHERE application IN \
               (SELECT application FROM application_origin WHERE call = $1 AND reference = $2)";
    fetch_all!(tx, sql, call, reference)
}

/// Numbers given here to the applications of a call.
pub async fn numbers(tx: &mut Tx, call: Uuid) -> Result<Vec<(String, Uuid)>> {
    fetch_all!(tx, "SELECT number, id FROM application WHERE call = $1 AND number IS NOT NULL", call)
}

/// What an application is called elsewhere, as it was written there.
pub async fn label_of(tx: &mut Tx, application: Uuid) -> Result<Option<String>> {
    let sql = "SELECT label FROM application_origin WHERE application = $1 AND project IS NULL ORDER BY id LIMIT 1";
    let row: Option<(String,)> = fetch_optional!(tx, sql, application)?;
    Ok(row.map(|(label,)| label))
}

/// Says what an application, or one of its projects, is called elsewhere.
pub async fn insert_origin(
    tx: &mut Tx,
    id: Uuid,
    call: Uuid,
    (reference, label): (&str, &str),
    (application, project): (Uuid, Option<Uuid>),
) -> Result<()> {
    let sql = "INSERT INTO application_origin (id, call, reference, label, application, project) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, id, call, reference, label, application, project)?;
    Ok(())
}
