//! The safe.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use super::{known, maybe_day};
use crate::rules::{Document, DocumentKind};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organisation: Uuid,
    kind: String,
    label: String,
    file: Uuid,
    dated: Option<String>,
    valid_until: Option<String>,
    added_at: i64,
    added_by: String,
}

fn read(row: Row) -> Result<Document> {
    Ok(Document {
        id: row.id,
        organisation: row.organisation,
        kind: known("organisation_document.kind", &row.kind, DocumentKind::from_code(&row.kind))?,
        label: row.label,
        file: row.file,
        dated: maybe_day("organisation_document.dated", row.dated)?,
        valid_until: maybe_day("organisation_document.valid_until", row.valid_until)?,
        added_at: Moment(row.added_at),
        added_by: row.added_by,
    })
}

const SELECT: &str = "SELECT id, organisation, kind, label, file, dated, valid_until, added_at, added_by \
                      FROM organisation_document";

/// Documents of an organisation, the last put in first.
pub async fn of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Document>> {
    let sql = format!("{SELECT} WHERE organisation = $1 ORDER BY added_at DESC, id DESC");
    let rows: Vec<Row> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), organisation)?;
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Document>> {
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts a document in.
pub async fn insert(tx: &mut Tx, one: &Document) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO organisation_document (id, organisation, kind, label, file, dated, valid_until, added_at, added_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        one.id,
        one.organisation,
        one.kind.code(),
        &one.label,
        one.file,
        one.dated.map(|day| day.to_string()),
        one.valid_until.map(|day| day.to_string()),
        one.added_at.0,
        &one.added_by
    )?;
    Ok(())
}

/// Takes a document out.
pub async fn remove(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM organisation_document WHERE id = $1", id)?;
    Ok(())
}
