//! Frozen versions: put in once, read, never written again.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{ChapterText, Figure, Occasion, Subject, Version};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    yearbook: Uuid,
    occasion: String,
    frozen_at: i64,
    frozen_by: String,
}

const SELECT: &str = "SELECT id, yearbook, occasion, frozen_at, frozen_by FROM yearbook_version";

fn read(row: Row) -> Result<Version> {
    Ok(Version {
        id: row.id,
        report: row.yearbook,
        occasion: known("yearbook_version.occasion", &row.occasion, Occasion::from_code(&row.occasion))?,
        at: Moment(row.frozen_at),
        by: row.frozen_by,
    })
}

/// Versions of a report, the last first.
pub async fn of_report(tx: &mut Tx, report: Uuid) -> Result<Vec<Version>> {
    let sql = format!("{SELECT} WHERE yearbook = $1 ORDER BY frozen_at DESC, occasion");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), report)?;
    let mut all: Vec<Version> = rows.into_iter().map(read).collect::<Result<_>>()?;
    // Approved the instant it was submitted, it was submitted first.
    all.sort_by_key(|one| std::cmp::Reverse(one.occasion));
    Ok(all)
}

/// One version.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Version>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Keeps a version.
pub async fn insert(tx: &mut Tx, one: &Version) -> Result<()> {
    let sql = "INSERT INTO yearbook_version (id, yearbook, occasion, frozen_at, frozen_by) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, one.id, one.report, one.occasion.code(), one.at.0, &one.by)?;
    Ok(())
}

/// Keeps a chapter of a version.
pub async fn insert_chapter(
    tx: &mut Tx,
    (id, version, position): (Uuid, Uuid, i64),
    (subject, text): (Subject, &ChapterText),
) -> Result<()> {
    let sql = "INSERT INTO yearbook_version_chapter (id, version, position, subject, title, body) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, id, version, position, subject.code(), &text.title, &text.body)?;
    Ok(())
}

/// Keeps a figure of a version.
pub async fn insert_figure(tx: &mut Tx, (id, version, position): (Uuid, Uuid, i64), one: &Figure) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO yearbook_version_figure (id, version, position, subject, figure_key, label, value, absence, base, \
         source, read_on, path) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        version,
        position,
        one.subject.code(),
        &one.key,
        &one.label,
        &one.value,
        &one.absence,
        &one.base,
        &one.source,
        one.on.to_string(),
        &one.path
    )?;
    Ok(())
}

/// Chapters of a version, in order.
pub async fn chapters(tx: &mut Tx, version: Uuid) -> Result<Vec<(Subject, ChapterText)>> {
    let sql = "SELECT subject, title, body FROM yearbook_version_chapter WHERE version = $1 ORDER BY position";
    let rows: Vec<(String, String, String)> = fetch_all!(tx, sql, version)?;
    let chapter = |(subject, title, body): (String, String, String)| {
        let subject = known("yearbook_version_chapter.subject", &subject, Subject::from_code(&subject))?;
        Ok((subject, ChapterText { title, body }))
    };
    rows.into_iter().map(chapter).collect()
}

#[derive(sqlx::FromRow)]
struct FigureRow {
    subject: String,
    figure_key: String,
    label: String,
    value: String,
    absence: String,
    base: String,
    source: String,
    read_on: String,
    path: String,
}

/// Figures of a version, in order.
pub async fn figures(tx: &mut Tx, version: Uuid) -> Result<Vec<Figure>> {
    let sql = "SELECT subject, figure_key, label, value, absence, base, source, read_on, path FROM yearbook_version_figure \
               WHERE version = $1 ORDER BY position";
    let rows: Vec<FigureRow> = fetch_all!(tx, sql, version)?;
    let figure = |row: FigureRow| {
        Ok(Figure {
            subject: known("yearbook_version_figure.subject", &row.subject, Subject::from_code(&row.subject))?,
            key: row.figure_key,
            label: row.label,
            value: row.value,
            absence: row.absence,
            base: row.base,
            source: row.source,
            on: day("yearbook_version_figure.read_on", &row.read_on)?,
            path: row.path,
        })
    };
    rows.into_iter().map(figure).collect()
}
