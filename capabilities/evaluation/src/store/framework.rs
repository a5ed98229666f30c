//! Frameworks and their lines.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{Framework, Item, ItemTerms, Level, MeasureSort, Sense};

type FrameworkRow = (Uuid, Uuid, String, Option<i64>, i64);

fn framework((id, contract, purpose, published_at, revision): FrameworkRow) -> Framework {
    Framework { id, contract, purpose, published_at: published_at.map(Moment), revision }
}

/// The framework of a contract.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Option<Framework>> {
    let sql = "SELECT id, contract, purpose, published_at, revision FROM evaluation_framework WHERE contract = $1";
    let row: Option<FrameworkRow> = fetch_optional!(tx, sql, contract)?;
    Ok(row.map(framework))
}

/// Every framework anybody reads.
pub async fn published(tx: &mut Tx) -> Result<Vec<Framework>> {
    let sql = "SELECT id, contract, purpose, published_at, revision FROM evaluation_framework \
               WHERE published_at IS NOT NULL ORDER BY contract";
    let rows: Vec<FrameworkRow> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().map(framework).collect())
}

/// Writes a framework: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, one: &Framework, revision: i64) -> Result<bool> {
    let sql = if revision == 0 {
        "INSERT INTO evaluation_framework (purpose, published_at, contract, id, revision) VALUES ($1, $2, $3, $4, $5 + 1) \
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE evaluation_framework SET purpose = $1, published_at = $2, revision = revision + 1 \
         WHERE contract = $3 AND id = $4 AND revision = $5"
    };
    let at = one.published_at.map(|at| at.0);
    Ok(execute!(tx, sql, &one.purpose, at, one.contract, one.id, revision)? == 1)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    parent: Option<Uuid>,
    level: String,
    position: i64,
    words: String,
    note: String,
    indicator: Option<String>,
    sort: Option<String>,
    direction: String,
    target: Option<f64>,
    target_year: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, parent, level, position, words, note, indicator, sort, direction, target, \
                      target_year, revision FROM evaluation_item";

fn read(row: Row, nodes: Vec<Uuid>) -> Result<Item> {
    let sort = match row.sort {
        Some(code) => Some(known("evaluation_item.sort", &code, MeasureSort::from_code(&code))?),
        None => None,
    };
    Ok(Item {
        id: row.id,
        contract: row.contract,
        parent: row.parent,
        level: known("evaluation_item.level", &row.level, Level::from_code(&row.level))?,
        position: row.position,
        terms: ItemTerms {
            words: row.words,
            note: row.note,
            nodes,
            indicator: row.indicator.unwrap_or_default(),
            sort,
            sense: known("evaluation_item.direction", &row.direction, Sense::from_code(&row.direction))?,
            target: row.target,
            target_year: row.target_year,
        },
        revision: row.revision,
    })
}

/// One line.
pub async fn item(tx: &mut Tx, id: Uuid) -> Result<Option<Item>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    let Some(row) = row else { return Ok(None) };
    let nodes: Vec<(Uuid,)> =
        fetch_all!(tx, "SELECT node FROM evaluation_item_node WHERE item = $1 ORDER BY node", id)?;
    Ok(Some(read(row, nodes.into_iter().map(|(node,)| node).collect())?))
}

/// Every line of a contract.
pub async fn items(tx: &mut Tx, contract: Uuid) -> Result<Vec<Item>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY position, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    let sql = "SELECT n.item, n.node FROM evaluation_item_node n JOIN evaluation_item i ON i.id = n.item \
               WHERE i.contract = $1 ORDER BY n.node";
    let pairs: Vec<(Uuid, Uuid)> = fetch_all!(tx, sql, contract)?;
    let mut nodes: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (item, node) in pairs {
        nodes.entry(item).or_default().push(node);
    }
    rows.into_iter()
        .map(|row| {
            let own = nodes.remove(&row.id).unwrap_or_default();
            read(row, own)
        })
        .collect()
}

/// The rank after the last under a line.
pub async fn next_position(tx: &mut Tx, contract: Uuid, parent: Option<Uuid>) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM evaluation_item WHERE contract = $1 AND ";
    let (last,): (i64,) = match parent {
        Some(parent) => fetch_one!(tx, AssertSqlSafe(format!("{sql} parent = $2")), contract, parent)?,
        None => fetch_one!(tx, AssertSqlSafe(format!("{sql} parent IS NULL")), contract)?,
    };
    Ok(last + 1)
}

/// Writes a line: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save_item(tx: &mut Tx, outside: &Outside, one: &Item, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO evaluation_item (parent, level, position, words, note, indicator, sort, direction, target, target_year, \
         contract, id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 + 1)"
    } else {
        "UPDATE evaluation_item SET parent = $1, level = $2, position = $3, words = $4, note = $5, indicator = $6, sort = $7, \
         direction = $8, target = $9, target_year = $10, revision = revision + 1 \
         WHERE contract = $11 AND id = $12 AND revision = $13"
    };
    let indicator = Some(terms.indicator.as_str()).filter(|code| !code.is_empty());
    let count = execute!(
        tx,
        sql,
        one.parent,
        one.level.code(),
        one.position,
        &terms.words,
        &terms.note,
        indicator,
        terms.sort.map(MeasureSort::code),
        terms.sense.code(),
        terms.target,
        terms.target_year,
        one.contract,
        one.id,
        revision
    )?;
    if count != 1 {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM evaluation_item_node WHERE item = $1", one.id)?;
    for node in &terms.nodes {
        let sql = "INSERT INTO evaluation_item_node (id, item, node) VALUES ($1, $2, $3)";
        execute!(tx, sql, outside.uuid(), one.id, *node)?;
    }
    Ok(true)
}

/// Gives a line its rank. What it says does not change, nor does its revision.
pub async fn rank(tx: &mut Tx, id: Uuid, position: i64) -> Result<()> {
    execute!(tx, "UPDATE evaluation_item SET position = $1 WHERE id = $2", position, id)?;
    Ok(())
}

/// Takes a line out if nobody changed it since; whether it was there.
pub async fn remove(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "SELECT id FROM evaluation_item WHERE id = $1 AND revision = $2";
    let found: Option<(Uuid,)> = fetch_optional!(tx, sql, id, revision)?;
    if found.is_none() {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM evaluation_item_node WHERE item = $1", id)?;
    Ok(execute!(tx, "DELETE FROM evaluation_item WHERE id = $1 AND revision = $2", id, revision)? == 1)
}
