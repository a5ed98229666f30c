//! Lists somebody keeps under a name.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

/// A list somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its filters and order, as an address says them.
    pub query: String,
}

/// Lists of somebody, by name.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<View>> {
    let sql = "SELECT id, name, query FROM assessment_view WHERE account = $1 ORDER BY created_at, id";
    let rows: Vec<(Uuid, String, String)> = fetch_all!(tx, sql, account)?;
    Ok(rows.into_iter().map(|(id, name, query)| View { id, name, query }).collect())
}

/// Keeps a list.
pub async fn insert(tx: &mut Tx, account: Uuid, view: &View, at: Moment) -> Result<()> {
    let sql = "INSERT INTO assessment_view (id, account, name, query, created_at) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, view.id, account, &view.name, &view.query, at.0)?;
    Ok(())
}

/// Forgets a list of somebody; false when she has none of that.
pub async fn remove(tx: &mut Tx, account: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM assessment_view WHERE id = $1 AND account = $2", id, account)? == 1)
}
