//! The log of sorting.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use super::known;
use crate::rules::{Act, ActKind, Change, Field, Target};

/// The next rank in a consultation; whoever asks writes alone until the end of the transaction.
pub async fn next(tx: &mut Tx, consultation: Uuid) -> Result<i64> {
    take(tx, consultation, 1).await
}

/// Takes ranks for several things at once: gives the first.
pub async fn take(tx: &mut Tx, consultation: Uuid, count: i64) -> Result<i64> {
    // An update first: PostgreSQL makes those who wait for a row queue, and wakes all of them at once when they insert it.
    let sql = "UPDATE sorting SET last_seq = last_seq + $2 WHERE id = $1 RETURNING last_seq";
    let known: Option<(i64,)> = fetch_optional!(tx, sql, consultation, count)?;
    if let Some((last,)) = known {
        return Ok(last - count + 1);
    }
    let sql = "INSERT INTO sorting (id, last_seq) VALUES ($1, $2) \
               ON CONFLICT (id) DO UPDATE SET last_seq = sorting.last_seq + $2 RETURNING last_seq";
    let (last,): (i64,) = fetch_one!(tx, sql, consultation, count)?;
    Ok(last - count + 1)
}

/// Whether an act is there already: the same form came twice.
pub async fn is_known(tx: &mut Tx, act: Uuid) -> Result<bool> {
    let found: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM sorting_act WHERE id = $1", act)?;
    Ok(found.is_some())
}

/// Writes an act and its changes. Gives the rows written.
pub async fn insert(
    tx: &mut Tx,
    (consultation, seq): (Uuid, i64),
    (at, account): (Moment, Option<Uuid>),
    act: &Act,
    changes: &[(Uuid, Change)],
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sorting_act (id, consultation, seq, at, account, kind, reverses, label) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        act.id,
        consultation,
        seq,
        at.0,
        account,
        act.kind.code(),
        act.reverses,
        &act.label
    )?;
    for (rank, (id, change)) in (0_i64..).zip(changes) {
        execute!(
            tx,
            "INSERT INTO sorting_change (id, act, rank, target, target_id, field, before_value, after_value) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            *id,
            act.id,
            rank,
            change.target.code(),
            change.id,
            change.field.code(),
            &change.before,
            &change.after
        )?;
    }
    Ok(())
}

/// The acts of a person in a consultation, in their order.
pub async fn of_account(tx: &mut Tx, consultation: Uuid, account: Uuid) -> Result<Vec<Act>> {
    let sql = "SELECT id, kind, reverses, label FROM sorting_act WHERE consultation = $1 AND account = $2 ORDER BY seq";
    let rows: Vec<(Uuid, String, Option<Uuid>, String)> = fetch_all!(tx, sql, consultation, account)?;
    let read = |(id, kind, reverses, label): (Uuid, String, Option<Uuid>, String)| {
        let kind = known("sorting_act.kind", &kind, ActKind::from_code(&kind))?;
        Ok(Act { id, kind, reverses, label })
    };
    rows.into_iter().map(read).collect()
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    target: String,
    target_id: Uuid,
    field: String,
    before_value: String,
    after_value: String,
}

fn read(row: ChangeRow) -> Result<Change> {
    Ok(Change {
        target: known("sorting_change.target", &row.target, Target::from_code(&row.target))?,
        id: row.target_id,
        field: known("sorting_change.field", &row.field, Field::from_code(&row.field))?,
        before: row.before_value,
        after: row.after_value,
    })
}

/// The changes of an act.
pub async fn changes(tx: &mut Tx, act: Uuid) -> Result<Vec<Change>> {
    let sql =
        "SELECT target, target_id, field, before_value, after_value FROM sorting_change WHERE act = $1 ORDER BY rank";
    let rows: Vec<ChangeRow> = fetch_all!(tx, sql, act)?;
    rows.into_iter().map(read).collect()
}

/// What happened to a note, the last first, with the moment of each.
pub async fn history(tx: &mut Tx, note: Uuid) -> Result<Vec<(Moment, Change)>> {
    let sql = "SELECT c.target, c.target_id, c.field, c.before_value, c.after_value, a.at FROM sorting_change c \
               JOIN sorting_act a ON a.id = c.act WHERE c.target_id = $1 ORDER BY a.seq DESC, c.rank DESC";
    let rows: Vec<(String, Uuid, String, String, String, i64)> = fetch_all!(tx, sql, note)?;
    let each = |(target, target_id, field, before_value, after_value, at)| {
        Ok((Moment(at), read(ChangeRow { target, target_id, field, before_value, after_value })?))
    };
    rows.into_iter().map(each).collect()
}
