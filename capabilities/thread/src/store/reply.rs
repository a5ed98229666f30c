//! Needs the town will not answer.

use database::{DbError, Result, Tx, execute, fetch_among};
use jiff::civil::Date;
use kernel::{Moment, Uuid};

/// A reply as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub id: Uuid,
    pub need: Uuid,
    pub reason: String,
    pub told_on: Date,
    pub by_name: String,
    pub made_at: Moment,
}

type Row = (Uuid, Uuid, String, String, String, i64);

fn read((id, need, reason, told_on, by_name, made_at): Row) -> Result<Reply> {
    let told_on =
        told_on.parse().map_err(|_| DbError::Unreadable { place: "need_reply.told_on", problem: told_on.clone() })?;
    Ok(Reply { id, need, reason, told_on, by_name, made_at: Moment(made_at) })
}

/// The replies to these needs that stand.
pub async fn of_needs(tx: &mut Tx, needs: &[Uuid]) -> Result<Vec<Reply>> {
    let sql = "SELECT id, need, reason, told_on, by_name, made_at FROM need_reply \
               WHERE taken_back_at IS NULL AND need IN ({rows})";
    let rows: Vec<Row> = fetch_among!(tx, sql, needs);
    rows.into_iter().map(read).collect()
}

/// The reply to a need, while it stands.
pub async fn of_need(tx: &mut Tx, need: Uuid) -> Result<Option<Reply>> {
    Ok(of_needs(tx, &[need]).await?.pop())
}

/// Puts a reply in; `false` when one stands already.
pub async fn insert(tx: &mut Tx, reply: &Reply) -> Result<bool> {
    let done = execute!(
        tx,
        "INSERT INTO need_reply (id, need, reason, told_on, by_name, made_at, taken_back_at, taken_back_why) \
         SELECT $1, $2, $3, $4, $5, $6, NULL, '' \
         WHERE NOT EXISTS (SELECT 1 FROM need_reply WHERE need = $2 AND taken_back_at IS NULL)",
        reply.id,
        reply.need,
        &reply.reason,
        reply.told_on.to_string(),
        &reply.by_name,
        reply.made_at.0
    )?;
    Ok(done == 1)
}

/// Takes a reply back; the row stays.
pub async fn take_back(tx: &mut Tx, id: Uuid, at: Moment, why: &str) -> Result<bool> {
    let sql = "UPDATE need_reply SET taken_back_at = $1, taken_back_why = $2 WHERE id = $3 AND taken_back_at IS NULL";
    Ok(execute!(tx, sql, at.0, why, id)? == 1)
}
