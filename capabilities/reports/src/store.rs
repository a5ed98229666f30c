//! Reports asked for and made.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::actions::Order;

/// A report asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Identifier.
    pub id: Uuid,
    /// The consultation or the contract it is about.
    pub about: Uuid,
    /// The job that makes it.
    pub job: Uuid,
    /// When it was asked for.
    pub asked_at: Moment,
    /// What is asked of it.
    pub order: Order,
    /// The name of its file, once it is made.
    pub name: Option<String>,
}

type Row = (Uuid, Uuid, Uuid, i64, String, Option<String>);

fn read((id, about, job, asked_at, wish, name): Row) -> Result<Asked> {
    let damaged = || DbError::Unreadable { place: "report.wish", problem: wish.clone() };
    let order = serde_json::from_str(&wish).ok().and_then(|kept| Order::read(&kept)).ok_or_else(damaged)?;
    Ok(Asked { id, about, job, asked_at: Moment(asked_at), order, name })
}

/// Keeps what is asked for.
pub async fn put(tx: &mut Tx, asked: &Asked) -> Result<()> {
    let sql = "INSERT INTO report (id, about, job, asked_at, wish) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, asked.id, asked.about, asked.job, asked.asked_at.0, asked.order.kept().to_string())?;
    Ok(())
}

/// A report.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Asked>> {
    let sql = "SELECT id, about, job, asked_at, wish, name FROM report WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// What was asked for about a consultation or a contract, the last first.
pub async fn of(tx: &mut Tx, about: Uuid) -> Result<Vec<Asked>> {
    let sql = "SELECT id, about, job, asked_at, wish, name FROM report WHERE about = $1 \
               ORDER BY asked_at DESC, id DESC";
    let rows: Vec<Row> = fetch_all!(tx, sql, about)?;
    rows.into_iter().map(read).collect()
}

/// The file of a report; none while it is not made.
pub async fn content(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> =
        fetch_optional!(tx, "SELECT content FROM report WHERE id = $1 AND content IS NOT NULL", id)?;
    Ok(row.map(|(content,)| content))
}

/// Keeps the file of a report. Gives whether the report is still wanted.
pub async fn fill(tx: &mut Tx, id: Uuid, name: &str, content: Vec<u8>) -> Result<bool> {
    Ok(execute!(tx, "UPDATE report SET name = $2, content = $3 WHERE id = $1", id, name.to_owned(), content)? == 1)
}

/// Forgets a report.
pub async fn forget(tx: &mut Tx, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM report WHERE id = $1", id)? == 1)
}

/// The reports asked for before a moment.
pub async fn asked_before(tx: &mut Tx, moment: Moment) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM report WHERE asked_at < $1 ORDER BY id", moment.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
