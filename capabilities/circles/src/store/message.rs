//! Messages of groups.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::Message;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    circle: Uuid,
    organisation: Uuid,
    author: Uuid,
    words: String,
    written_at: i64,
    withdrawn_at: Option<i64>,
}

impl From<Row> for Message {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            circle: row.circle,
            organisation: row.organisation,
            author: row.author,
            words: row.words,
            written_at: Moment(row.written_at),
            withdrawn_at: row.withdrawn_at.map(Moment),
        }
    }
}

const SELECT: &str = "SELECT id, circle, organisation, author, words, written_at, withdrawn_at FROM circle_message";

/// How many messages a group has.
pub async fn count(tx: &mut Tx, circle: Uuid) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM circle_message WHERE circle = $1", circle)?;
    Ok(count)
}

/// Messages of a group, the last first: so many past so many.
pub async fn page(tx: &mut Tx, circle: Uuid, (past, most): (i64, i64)) -> Result<Vec<Message>> {
    let sql = format!("{SELECT} WHERE circle = $1 ORDER BY written_at DESC, id DESC LIMIT $2 OFFSET $3");
    let rows: Vec<Row> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), circle, most, past)?;
    Ok(rows.into_iter().map(Message::from).collect())
}

/// Who wrote in a group after a moment and until another, a line each message that stands.
pub async fn authors(tx: &mut Tx, circle: Uuid, (after, until): (Moment, Moment)) -> Result<Vec<Uuid>> {
    let sql = "SELECT author FROM circle_message WHERE circle = $1 AND written_at > $2 AND written_at <= $3 \
               AND withdrawn_at IS NULL ORDER BY written_at, id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, circle, after.0, until.0)?;
    Ok(rows.into_iter().map(|(author,)| author).collect())
}

/// A message.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Message>> {
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    Ok(row.map(Message::from))
}

/// Keeps a message.
pub async fn insert(tx: &mut Tx, one: &Message) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO circle_message (id, circle, organisation, author, words, written_at) VALUES ($1, $2, $3, $4, $5, $6)",
        one.id,
        one.circle,
        one.organisation,
        one.author,
        &one.words,
        one.written_at.0
    )?;
    Ok(())
}

/// Takes a message back: its words are erased, its place stays.
pub async fn withdraw(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE circle_message SET words = '', withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// Erases messages written before a moment. Gives them.
pub async fn forget(tx: &mut Tx, before: Moment) -> Result<Vec<Uuid>> {
    let sql = "DELETE FROM circle_message WHERE written_at < $1 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, before.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
