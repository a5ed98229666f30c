//! The codebook of a consultation, and what it was at each version.

use database::{Result, Tx, execute, fetch_all, fetch_one};
use kernel::{Moment, Uuid};

use crate::rules::codebook::Theme;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    parent: Option<Uuid>,
    code: String,
    label: String,
    words: String,
    unless_words: String,
    need: Option<Uuid>,
    is_sensitive: bool,
    is_retired: bool,
}

/// The themes of a consultation, in order.
pub async fn themes(tx: &mut Tx, consultation: Uuid) -> Result<Vec<Theme>> {
    let sql = "SELECT id, parent, code, label, words, unless_words, need, is_sensitive, is_retired FROM codebook_theme \
               WHERE consultation = $1 ORDER BY position, code";
    let rows: Vec<Row> = fetch_all!(tx, sql, consultation)?;
    let read = |row: Row| {
        let Row { id, parent, code, label, words, unless_words, need, is_sensitive, is_retired } = row;
        Theme { id, parent, code, label, words, unless_words, need, is_sensitive, is_retired }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The consultation a theme belongs to.
pub async fn consultation_of(tx: &mut Tx, theme: Uuid) -> Result<Option<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT consultation FROM codebook_theme WHERE id = $1", theme)?;
    Ok(rows.first().map(|(id,)| *id))
}

/// Puts a theme in, last, or replaces what is written of it.
pub async fn put(tx: &mut Tx, consultation: Uuid, theme: &Theme) -> Result<()> {
    let sql = "SELECT MAX(position) FROM codebook_theme WHERE consultation = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, consultation)?;
    execute!(
        tx,
        "INSERT INTO codebook_theme (id, consultation, parent, code, label, words, unless_words, need, is_sensitive, \
         is_retired, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET \
         parent = $3, label = $5, words = $6, unless_words = $7, need = $8, is_sensitive = $9, is_retired = $10",
        theme.id,
        consultation,
        theme.parent,
        &theme.code,
        &theme.label,
        &theme.words,
        &theme.unless_words,
        theme.need,
        theme.is_sensitive,
        theme.is_retired,
        last.unwrap_or(0) + 1
    )?;
    Ok(())
}

/// The number of the version in force, 0 before the first.
pub async fn version(tx: &mut Tx, consultation: Uuid) -> Result<i64> {
    let sql = "SELECT MAX(number) FROM codebook_version WHERE consultation = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, consultation)?;
    Ok(last.unwrap_or(0))
}

/// Keeps the codebook as it now is, under the next number.
pub async fn keep_version(
    tx: &mut Tx,
    id: Uuid,
    consultation: Uuid,
    number: i64,
    content: &str,
    at: Moment,
) -> Result<()> {
    let sql = "INSERT INTO codebook_version (id, consultation, number, content, made_at) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, consultation, number, content, at.0)?;
    Ok(())
}
