//! Photographs and documents of sheets.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

/// A file of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Attached {
    /// Which.
    pub id: Uuid,
    /// The sheet.
    pub sheet: Uuid,
    /// The file kept.
    pub file: Uuid,
    /// What a photograph shows, for those who do not see it; the title of a document.
    pub title: String,
    /// Whether it is a photograph.
    pub is_photo: bool,
    /// Whether anybody may open it once the sheet is published.
    pub is_public: bool,
    /// The name it came with.
    pub name: String,
}

const SELECT: &str = "SELECT a.id, a.sheet, a.file, a.title, a.is_photo, a.is_public, f.original_name AS name \
                      FROM sheet_file a JOIN file f ON f.id = a.file";

/// Files of a sheet, in the order they came.
pub async fn of_sheet(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Attached>> {
    let sql = format!("{SELECT} WHERE a.sheet = $1 ORDER BY a.is_photo DESC, a.added_at, a.id");
    fetch_all!(tx, sqlx::AssertSqlSafe(sql), sheet)
}

/// One file.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Attached>> {
    fetch_optional!(tx, sqlx::AssertSqlSafe(format!("{SELECT} WHERE a.id = $1")), id)
}

/// Puts a file in.
pub async fn insert(tx: &mut Tx, one: &Attached, at: Moment) -> Result<()> {
    let sql = "INSERT INTO sheet_file (id, sheet, file, title, is_photo, is_public, added_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    execute!(tx, sql, one.id, one.sheet, one.file, &one.title, one.is_photo, one.is_public, at.0)?;
    Ok(())
}

/// Takes a file out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM sheet_file WHERE id = $1", id)?;
    Ok(())
}
