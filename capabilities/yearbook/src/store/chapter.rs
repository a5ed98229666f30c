//! Chapters of reports.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{Chapter, ChapterText, Saved, Subject};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    yearbook: Uuid,
    subject: String,
    title: String,
    body: String,
    saved_at: Option<i64>,
    saved_by: Option<String>,
    removed_at: Option<i64>,
    revision: i64,
}

const SELECT: &str =
    "SELECT id, yearbook, subject, title, body, saved_at, saved_by, removed_at, revision FROM yearbook_chapter";

fn read(row: Row) -> Result<Chapter> {
    Ok(Chapter {
        id: row.id,
        report: row.yearbook,
        subject: known("yearbook_chapter.subject", &row.subject, Subject::from_code(&row.subject))?,
        text: ChapterText { title: row.title, body: row.body },
        saved: row.saved_at.zip(row.saved_by).map(|(at, by)| Saved { at: Moment(at), by }),
        is_removed: row.removed_at.is_some(),
        revision: row.revision,
    })
}

/// Chapters of a report, in order; not those taken out.
pub async fn of_report(tx: &mut Tx, report: Uuid) -> Result<Vec<Chapter>> {
    let sql = format!("{SELECT} WHERE yearbook = $1 AND removed_at IS NULL ORDER BY position, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), report)?;
    rows.into_iter().map(read).collect()
}

/// One chapter, taken out or not.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Chapter>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts a chapter in, last of its report.
pub async fn insert(tx: &mut Tx, one: &Chapter) -> Result<()> {
    let (at, by) = one.saved.as_ref().map(|saved| (saved.at.0, saved.by.as_str())).unzip();
    execute!(
        tx,
        "INSERT INTO yearbook_chapter (id, yearbook, position, subject, title, body, saved_at, saved_by, revision) VALUES \
         ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM yearbook_chapter WHERE yearbook = $3), $4, $5, $6, $7, $8, 1)",
        one.id,
        one.report,
        one.report,
        one.subject.code(),
        &one.text.title,
        &one.text.body,
        at,
        by
    )?;
    Ok(())
}

/// Writes a chapter, if nobody did since `revision` and it is still there.
pub async fn write(tx: &mut Tx, (id, revision): (Uuid, i64), text: &ChapterText, saved: &Saved) -> Result<bool> {
    let sql = "UPDATE yearbook_chapter SET title = $1, body = $2, saved_at = $3, saved_by = $4, revision = revision + 1 \
               WHERE id = $5 AND revision = $6 AND removed_at IS NULL";
    Ok(execute!(tx, sql, &text.title, &text.body, saved.at.0, &saved.by, id, revision)? == 1)
}

/// Puts a chapter at a place. Gives whether it was elsewhere.
pub async fn place(tx: &mut Tx, id: Uuid, position: i64) -> Result<bool> {
    let sql = "UPDATE yearbook_chapter SET position = $1 WHERE id = $2 AND position <> $1";
    Ok(execute!(tx, sql, position, id)? == 1)
}

/// Takes a chapter out and erases its words, if nobody wrote it since `revision`.
pub async fn remove(tx: &mut Tx, (id, revision): (Uuid, i64), at: Moment) -> Result<bool> {
    let sql = "UPDATE yearbook_chapter SET removed_at = $1, title = '', body = '', revision = revision + 1 \
               WHERE id = $2 AND revision = $3 AND removed_at IS NULL";
    Ok(execute!(tx, sql, at.0, id, revision)? == 1)
}
