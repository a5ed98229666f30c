//! Comments on sheets.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Which.
    pub id: Uuid,
    /// Who wrote it, when somebody did.
    pub author: Option<Uuid>,
    /// The name shown.
    pub author_name: String,
    /// What is said.
    pub body: String,
    /// Whether everybody who reads the sheet's back office reads it; internal otherwise.
    pub is_shared: bool,
    /// When.
    pub said_at: Moment,
}

/// Comments of a sheet, the last first.
pub async fn of_sheet(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Comment>> {
    let sql = "SELECT id, author, author_name, body, is_shared, said_at FROM sheet_comment WHERE sheet = $1 \
               ORDER BY said_at DESC, id DESC LIMIT 200";
    let rows: Vec<(Uuid, Option<Uuid>, String, String, bool, i64)> = fetch_all!(tx, sql, sheet)?;
    Ok(rows
        .into_iter()
        .map(|(id, author, author_name, body, is_shared, at)| Comment {
            id,
            author,
            author_name,
            body,
            is_shared,
            said_at: Moment(at),
        })
        .collect())
}

/// Puts a comment in.
pub async fn insert(tx: &mut Tx, sheet: Uuid, one: &Comment) -> Result<()> {
    let sql = "INSERT INTO sheet_comment (id, sheet, author, author_name, body, is_shared, said_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    execute!(tx, sql, one.id, sheet, one.author, &one.author_name, &one.body, one.is_shared, one.said_at.0)?;
    Ok(())
}

/// Takes a comment out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM sheet_comment WHERE id = $1", id)?;
    Ok(())
}

/// Takes the comments of a sheet out; gives the rows.
pub async fn delete_of(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM sheet_comment WHERE sheet = $1 RETURNING id", sheet)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
