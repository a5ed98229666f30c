//! What is emptied once its end has come.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

/// Projects over before that day whose contact is still there, at most so many.
pub async fn due(tx: &mut Tx, before: Moment, most: i64) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM fund_project WHERE purged_at IS NULL AND closed_at < $1 ORDER BY closed_at, id LIMIT $2";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, before.0, most)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Empties what names or reaches somebody in a project.
pub async fn empty(tx: &mut Tx, project: Uuid, at: Moment) -> Result<()> {
    let sql = "UPDATE fund_project SET contact = '', reach = '', typed_by = '', purged_at = $1, revision = revision + 1 WHERE id = $2";
    execute!(tx, sql, at.0, project)?;
    Ok(())
}

/// Members who left before that day and still have a name, at most so many.
pub async fn members_due(tx: &mut Tx, before: Moment, most: i64) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM fund_member WHERE name <> '' AND left_at < $1 ORDER BY left_at, id LIMIT $2";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, before.0, most)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Empties the name of a member who left.
pub async fn empty_member(tx: &mut Tx, member: Uuid) -> Result<()> {
    execute!(tx, "UPDATE fund_member SET name = '' WHERE id = $1", member)?;
    Ok(())
}
