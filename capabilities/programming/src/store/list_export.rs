//! Lists asked for and made.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

/// A list asked for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ListExport {
    /// Identifier.
    pub id: Uuid,
    /// Who asked.
    pub account: Uuid,
    /// The person she was acting for, when she was.
    pub acting_for: Option<Uuid>,
    /// The call it is of.
    pub call: Uuid,
    /// The committee it is of; none: the files of the call.
    pub committee: Option<Uuid>,
    /// What it is called.
    pub title: String,
    /// What was asked: format, then filters as an address writes them.
    pub wish: String,
    /// The job that makes it.
    pub job: Uuid,
    /// When, in milliseconds.
    pub asked_at: i64,
    /// The name of its file, once it is made.
    pub name: Option<String>,
}

const SELECT: &str =
    "SELECT id, account, acting_for, call, committee, title, wish, job, asked_at, name FROM list_export";

/// Puts a list in.
pub async fn insert(tx: &mut Tx, one: &ListExport) -> Result<()> {
    let sql = "INSERT INTO list_export (id, account, acting_for, call, committee, title, wish, job, asked_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let (who, of) = ((one.account, one.acting_for), (one.call, one.committee));
    execute!(tx, sql, one.id, who.0, who.1, of.0, of.1, &one.title, &one.wish, one.job, one.asked_at)?;
    Ok(())
}

/// Lists of somebody, the last first.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<ListExport>> {
    let sql = sqlx::AssertSqlSafe(format!("{SELECT} WHERE account = $1 ORDER BY asked_at DESC, id DESC LIMIT 100"));
    fetch_all!(tx, sql, account)
}

/// A list.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<ListExport>> {
    fetch_optional!(tx, sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)
}

/// The file of a list, once it is made.
pub async fn content(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT content FROM list_export WHERE id = $1 AND content IS NOT NULL";
    let row: Option<(Vec<u8>,)> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(|(content,)| content))
}

/// Keeps the file of a list; gives whether the list is still wanted.
pub async fn fill(tx: &mut Tx, id: Uuid, name: &str, content: Vec<u8>) -> Result<bool> {
    let sql = "UPDATE list_export SET name = $2, content = $3 WHERE id = $1";
    Ok(execute!(tx, sql, id, name.to_owned(), content)? == 1)
}

/// Forgets a list.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM list_export WHERE id = $1", id)?;
    Ok(())
}

/// Lists asked for before a moment.
pub async fn asked_before(tx: &mut Tx, moment: Moment) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM list_export WHERE asked_at < $1", moment.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
