//! Taking rows out, and what needs them.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use crate::rules::{Removable, THREAD};

/// What it is called, and the consultation it belongs to; `None` when it is not there.
pub async fn told(tx: &mut Tx, kind: Removable, id: Uuid) -> Result<Option<(String, Option<Uuid>)>> {
    let sql = match kind {
        Removable::Consultation => "SELECT title, id FROM consultation WHERE id = $1",
        Removable::Channel => "SELECT label, consultation FROM channel WHERE id = $1",
        Removable::Gathering => {
            "SELECT CASE WHEN g.topic = '' THEN h.label ELSE g.topic END, h.consultation FROM gathering g \
             JOIN channel h ON h.id = g.channel WHERE g.id = $1"
        }
        Removable::Figure => "SELECT label, consultation FROM consultation_figure WHERE id = $1",
        Removable::Comparison => "SELECT title, consultation FROM figure_comparison WHERE id = $1",
        Removable::Theme => "SELECT label, NULL FROM need_theme WHERE id = $1",
        Removable::Solution => "SELECT label, NULL FROM solution_theme WHERE id = $1",
        Removable::Need => "SELECT label, NULL FROM need WHERE id = $1",
        Removable::Proposal => "SELECT label, NULL FROM proposal WHERE id = $1",
    };
    // A column that is always empty has no type of its own on PostgreSQL.
    if sql.contains(", NULL") {
        let found: Option<(String,)> = fetch_optional!(tx, AssertSqlSafe(sql.replace(", NULL", "")), id)?;
        return Ok(found.map(|(label,)| (label, None)));
    }
    let found: Option<(String, Uuid)> = fetch_optional!(tx, sql, id)?;
    Ok(found.map(|(label, consultation)| (label, Some(consultation))))
}

/// How many rows of each holder need it, in the order of [`Removable::holders`].
pub async fn held(tx: &mut Tx, kind: Removable, id: Uuid) -> Result<Vec<i64>> {
    let mut counts = Vec::new();
    for (table, column, ..) in kind.holders() {
        if *table == THREAD {
            let links = lineage::after(tx, id, i64::MAX).await?;
            counts.push(i64::try_from(links.len()).unwrap_or(i64::MAX));
            continue;
        }
        let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table} WHERE {column} = $1"));
        let (count,): (i64,) = fetch_one!(tx, sql, id)?;
        counts.push(count);
    }
    Ok(counts)
}

/// Takes it out, with the rows that only say which figures a comparison holds. Gives those rows.
pub async fn delete(tx: &mut Tx, kind: Removable, id: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let mut inside: Vec<(&'static str, Uuid)> = Vec::new();
    if kind == Removable::Comparison {
        let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM compared_figure WHERE comparison = $1 RETURNING id", id)?;
        inside.extend(rows.into_iter().map(|(row,)| ("compared_figure", row)));
    }
    execute!(tx, AssertSqlSafe(format!("DELETE FROM {} WHERE id = $1", kind.table())), id)?;
    Ok(inside)
}

/// Everything of a consultation that can be taken out: kind, identifier, name, in display order.
pub async fn of_consultation(tx: &mut Tx, id: Uuid) -> Result<Vec<(Removable, Uuid, String)>> {
    let queries = [
        (
            Removable::Gathering,
            "SELECT g.id, CASE WHEN g.topic = '' THEN h.label ELSE g.topic END FROM gathering g \
             JOIN channel h ON h.id = g.channel WHERE h.consultation = $1 ORDER BY h.position, g.position",
        ),
        (Removable::Figure, "SELECT id, label FROM consultation_figure WHERE consultation = $1 ORDER BY position"),
        (Removable::Comparison, "SELECT id, title FROM figure_comparison WHERE consultation = $1 ORDER BY position"),
    ];
    let mut all = Vec::new();
    for (kind, sql) in queries {
        let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, id)?;
        all.extend(rows.into_iter().map(|(row, label)| (kind, row, label)));
    }
    Ok(all)
}
