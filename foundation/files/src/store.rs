//! The SQL of attachments.

use database::sqlx::{self, FromRow};
use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::{ContentHash, File};

#[derive(FromRow)]
struct FileRow {
    id: Uuid,
    sha256: String,
    size: i64,
    original_name: String,
    media_type: String,
    purpose: String,
    created_at: i64,
    created_by: Option<Uuid>,
    deleted_at: Option<i64>,
    thumbnail_sha256: Option<String>,
    published_sha256: Option<String>,
    published_size: Option<i64>,
    width: Option<i64>,
    height: Option<i64>,
}

fn hash(text: &str) -> Result<ContentHash> {
    ContentHash::parse(text)
        .ok_or_else(|| database::DbError::Unreadable { place: "file.sha256", problem: text.to_owned() })
}

impl TryFrom<FileRow> for File {
    type Error = database::DbError;

    fn try_from(row: FileRow) -> Result<Self> {
        let pixels = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
        Ok(Self {
            id: row.id,
            content: hash(&row.sha256)?,
            size: u64::try_from(row.size).unwrap_or(0),
            original_name: row.original_name,
            media_type: row.media_type,
            purpose: row.purpose,
            created_at: Moment(row.created_at),
            created_by: row.created_by,
            deleted_at: row.deleted_at.map(Moment),
            thumbnail: row.thumbnail_sha256.as_deref().map(hash).transpose()?,
            published: row.published_sha256.as_deref().map(hash).transpose()?,
            published_size: row.published_size.and_then(|size| u64::try_from(size).ok()),
            width: pixels(row.width),
            height: pixels(row.height),
        })
    }
}

pub(crate) async fn insert(tx: &mut Tx, file: &File) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO file (id, sha256, size, original_name, media_type, purpose, created_at, created_by, \
         thumbnail_sha256, published_sha256, published_size, width, height) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        file.id,
        file.content.to_string(),
        i64::try_from(file.size).unwrap_or(i64::MAX),
        &file.original_name,
        &file.media_type,
        &file.purpose,
        file.created_at.0,
        file.created_by,
        file.thumbnail.map(|hash| hash.to_string()),
        file.published.map(|hash| hash.to_string()),
        file.published_size.map(|size| i64::try_from(size).unwrap_or(i64::MAX)),
        file.width.map(i64::from),
        file.height.map(i64::from)
    )?;
    Ok(())
}

const COLUMNS: &str = "id, sha256, size, original_name, media_type, purpose, created_at, created_by, deleted_at, \
                       thumbnail_sha256, published_sha256, published_size, width, height";

pub(crate) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<File>> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM file WHERE id = $1"));
    let row: Option<FileRow> = fetch_optional!(tx, sql, id)?;
    row.map(File::try_from).transpose()
}

pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<File>> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM file ORDER BY id"));
    let rows: Vec<FileRow> = fetch_all!(tx, sql)?;
    rows.into_iter().map(File::try_from).collect()
}

pub(crate) async fn needed(tx: &mut Tx) -> Result<Vec<ContentHash>> {
    let sql = "SELECT sha256 FROM file UNION SELECT thumbnail_sha256 FROM file WHERE thumbnail_sha256 IS NOT NULL \
               UNION SELECT published_sha256 FROM file WHERE published_sha256 IS NOT NULL";
    let rows: Vec<(String,)> = fetch_all!(tx, sql)?;
    let mut contents: Vec<ContentHash> = rows.iter().map(|(text,)| hash(text)).collect::<Result<_>>()?;
    contents.sort_unstable();
    Ok(contents)
}

pub(crate) async fn mark_deleted(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    Ok(execute!(tx, "UPDATE file SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL", id, at.0)? > 0)
}

pub(crate) async fn recover(tx: &mut Tx, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "UPDATE file SET deleted_at = NULL WHERE id = $1 AND deleted_at IS NOT NULL", id)? > 0)
}

/// Rows deleted up to `until` go; given back.
pub(crate) async fn take_deleted(tx: &mut Tx, until: Moment) -> Result<Vec<File>> {
    let sql = sqlx::AssertSqlSafe(format!(
        "DELETE FROM file WHERE deleted_at IS NOT NULL AND deleted_at <= $1 RETURNING {COLUMNS}"
    ));
    let rows: Vec<FileRow> = fetch_all!(tx, sql, until.0)?;
    rows.into_iter().map(File::try_from).collect()
}

/// Takes a row out, wherever it stands.
pub(crate) async fn take(tx: &mut Tx, id: Uuid) -> Result<Option<File>> {
    let sql = sqlx::AssertSqlSafe(format!("DELETE FROM file WHERE id = $1 RETURNING {COLUMNS}"));
    let row: Option<FileRow> = fetch_optional!(tx, sql, id)?;
    row.map(File::try_from).transpose()
}

pub(crate) async fn announce_removal(tx: &mut Tx, content: ContentHash, since: Moment) -> Result<()> {
    let sql = "INSERT INTO file_removal (sha256, since) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    execute!(tx, sql, content.to_string(), since.0)?;
    Ok(())
}

/// Takes the lock of a content until the end of the transaction and calls off its removal.
pub(crate) async fn claim(tx: &mut Tx, content: ContentHash, at: Moment) -> Result<()> {
    let sql = "INSERT INTO file_removal (sha256, since) VALUES ($1, $2) ON CONFLICT (sha256) DO UPDATE SET since = $2";
    execute!(tx, sql, content.to_string(), at.0)?;
    call_off_removal(tx, content).await?;
    Ok(())
}

pub(crate) async fn call_off_removal(tx: &mut Tx, content: ContentHash) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM file_removal WHERE sha256 = $1", content.to_string())? > 0)
}

pub(crate) async fn removals(tx: &mut Tx) -> Result<Vec<ContentHash>> {
    let rows: Vec<(String,)> = fetch_all!(tx, "SELECT sha256 FROM file_removal ORDER BY sha256")?;
    rows.iter().map(|(text,)| hash(text)).collect()
}

pub(crate) async fn is_needed(tx: &mut Tx, content: ContentHash) -> Result<bool> {
    let sql = "SELECT id FROM file WHERE sha256 = $1 OR thumbnail_sha256 = $1 OR published_sha256 = $1 LIMIT 1";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, content.to_string())?;
    Ok(row.is_some())
}
