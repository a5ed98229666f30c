//! The sections of the parts of a contract's document.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use crate::actions::{Chapter, Saved, SectionKept, SectionText};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    chapter: String,
    title: String,
    body: String,
    is_ready: bool,
    saved_at: i64,
    saved_by: String,
    revision: i64,
}

fn read(row: Row) -> Result<SectionKept> {
    let chapter = Chapter::from_code(&row.chapter)
        .ok_or(DbError::Unreadable { place: "contract_section.chapter", problem: row.chapter })?;
    Ok(SectionKept {
        id: row.id,
        contract: row.contract,
        chapter,
        text: SectionText { title: row.title, body: row.body, is_ready: row.is_ready },
        saved: Saved { at: Moment(row.saved_at), by: row.saved_by },
        revision: row.revision,
    })
}

/// The sections of a contract, in the order of each part.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<SectionKept>> {
    let sql = "SELECT id, contract, chapter, title, body, is_ready, saved_at, saved_by, revision FROM contract_section \
               WHERE contract = $1 ORDER BY chapter, position, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// One section.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<SectionKept>> {
    let sql = "SELECT id, contract, chapter, title, body, is_ready, saved_at, saved_by, revision FROM contract_section \
               WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// Puts a section in, last of its part.
pub async fn insert(tx: &mut Tx, section: &SectionKept) -> Result<()> {
    let chapter = section.chapter.code();
    let sql = "SELECT MAX(position) FROM contract_section WHERE contract = $1 AND chapter = $2";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, section.contract, chapter)?;
    execute!(
        tx,
        "INSERT INTO contract_section (id, contract, chapter, position, title, body, is_ready, saved_at, saved_by, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        section.id,
        section.contract,
        chapter,
        last.unwrap_or(0) + 1,
        &section.text.title,
        &section.text.body,
        section.text.is_ready,
        section.saved.at.0,
        &section.saved.by,
        section.revision
    )?;
    Ok(())
}

/// Writes a section; `false` when somebody did since `revision`.
pub async fn write(tx: &mut Tx, (id, revision): (Uuid, i64), (text, saved): (&SectionText, &Saved)) -> Result<bool> {
    let sql = "UPDATE contract_section SET title = $1, body = $2, is_ready = $3, saved_at = $4, saved_by = $5, \
               revision = revision + 1 WHERE id = $6 AND revision = $7";
    let (at, by) = (saved.at.0, &saved.by);
    Ok(execute!(tx, sql, &text.title, &text.body, text.is_ready, at, by, id, revision)? == 1)
}

/// Puts a section at a position; `false` when it stands there already.
pub async fn place(tx: &mut Tx, id: Uuid, position: i64) -> Result<bool> {
    let sql = "UPDATE contract_section SET position = $2 WHERE id = $1 AND position <> $2";
    Ok(execute!(tx, sql, id, position)? == 1)
}

/// Takes a section out, if nobody wrote it since `revision`.
pub async fn delete(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM contract_section WHERE id = $1 AND revision = $2", id, revision)? == 1)
}
