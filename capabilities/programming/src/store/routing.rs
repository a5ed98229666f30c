//! Rules that send projects to readers.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

use crate::rules::RoutingRule;

type Row = (Uuid, Uuid, Option<Uuid>, Option<Uuid>, Option<Uuid>, Uuid);

/// The rules of a call, the oldest first.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<RoutingRule>> {
    let sql = "SELECT id, call, area, node, call_funder, reader FROM assessment_rule WHERE call = $1 \
               ORDER BY created_at, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, call)?;
    let read = |(id, call, area, node, funder, reader)| RoutingRule { id, call, area, node, funder, reader };
    Ok(rows.into_iter().map(read).collect())
}

/// Puts a rule in.
pub async fn insert(tx: &mut Tx, rule: &RoutingRule, at: Moment, by: Option<Uuid>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO assessment_rule (id, call, area, node, call_funder, reader, created_at, created_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        rule.id,
        rule.call,
        rule.area,
        rule.node,
        rule.funder,
        rule.reader,
        at.0,
        by
    )?;
    Ok(())
}

/// Takes a rule of a call out; false when there is none.
pub async fn remove(tx: &mut Tx, call: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM assessment_rule WHERE id = $1 AND call = $2", id, call)? == 1)
}
