//! Levels and nodes.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

use crate::rules::{Level, LevelNames, Node, NodeText};

#[derive(sqlx::FromRow)]
struct LevelRow {
    id: Uuid,
    contract: Uuid,
    depth: i64,
    label: String,
    label_plural: String,
    is_transversal: bool,
    revision: i64,
}

impl From<LevelRow> for Level {
    fn from(row: LevelRow) -> Self {
        Self {
            id: row.id,
            contract: row.contract,
            depth: row.depth,
            names: LevelNames { singular: row.label, plural: row.label_plural },
            is_transversal: row.is_transversal,
            revision: row.revision,
        }
    }
}

#[derive(sqlx::FromRow)]
struct NodeRow {
    id: Uuid,
    contract: Uuid,
    level: Uuid,
    parent: Option<Uuid>,
    code: String,
    title: String,
    summary: String,
    note: String,
    position: i64,
    revision: i64,
}

impl From<NodeRow> for Node {
    fn from(row: NodeRow) -> Self {
        Self {
            id: row.id,
            contract: row.contract,
            level: row.level,
            parent: row.parent,
            text: NodeText { code: row.code, title: row.title, summary: row.summary, note: row.note },
            position: row.position,
            revision: row.revision,
        }
    }
}

/// Levels of a contract: those of the tree by depth, then transversal ones.
pub async fn levels(tx: &mut Tx, contract: Uuid) -> Result<Vec<Level>> {
    let sql = "SELECT * FROM contract_level WHERE contract = $1 ORDER BY is_transversal, depth, position";
    let rows: Vec<LevelRow> = fetch_all!(tx, sql, contract)?;
    Ok(rows.into_iter().map(Level::from).collect())
}

/// One level.
pub async fn level(tx: &mut Tx, id: Uuid) -> Result<Option<Level>> {
    let row: Option<LevelRow> = fetch_optional!(tx, "SELECT * FROM contract_level WHERE id = $1", id)?;
    Ok(row.map(Level::from))
}

/// Puts a level in.
pub async fn insert_level(tx: &mut Tx, level: &Level) -> Result<()> {
    let (last,): (Option<i64>,) =
        fetch_one!(tx, "SELECT MAX(position) FROM contract_level WHERE contract = $1", level.contract)?;
    execute!(
        tx,
        "INSERT INTO contract_level (id, contract, depth, label, label_plural, is_transversal, position, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        level.id,
        level.contract,
        level.depth,
        &level.names.singular,
        &level.names.plural,
        level.is_transversal,
        last.unwrap_or(0) + 1,
        level.revision
    )?;
    Ok(())
}

/// Renames a level, if nobody did since `revision`.
pub async fn rename_level(tx: &mut Tx, id: Uuid, revision: i64, names: &LevelNames) -> Result<bool> {
    let sql = "UPDATE contract_level SET label = $1, label_plural = $2, revision = revision + 1 WHERE id = $3 AND revision = $4";
    Ok(execute!(tx, sql, &names.singular, &names.plural, id, revision)? == 1)
}

/// Nodes of a contract, in order.
pub async fn nodes(tx: &mut Tx, contract: Uuid) -> Result<Vec<Node>> {
    let rows: Vec<NodeRow> =
        fetch_all!(tx, "SELECT * FROM contract_node WHERE contract = $1 ORDER BY position, code", contract)?;
    Ok(rows.into_iter().map(Node::from).collect())
}

/// One node.
pub async fn node(tx: &mut Tx, id: Uuid) -> Result<Option<Node>> {
    let row: Option<NodeRow> = fetch_optional!(tx, "SELECT * FROM contract_node WHERE id = $1", id)?;
    Ok(row.map(Node::from))
}

/// Puts a node in.
pub async fn insert_node(tx: &mut Tx, node: &Node) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contract_node (id, contract, level, parent, code, title, summary, note, position, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        node.id,
        node.contract,
        node.level,
        node.parent,
        &node.text.code,
        &node.text.title,
        &node.text.summary,
        &node.text.note,
        node.position,
        node.revision
    )?;
    Ok(())
}

/// Changes what is written, if nobody did since `revision`.
pub async fn update_node(tx: &mut Tx, id: Uuid, revision: i64, text: &NodeText) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE contract_node SET code = $1, title = $2, summary = $3, note = $4, revision = revision + 1 \
         WHERE id = $5 AND revision = $6",
        &text.code,
        &text.title,
        &text.summary,
        &text.note,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Gives a node its rank among its neighbours.
pub async fn place_node(tx: &mut Tx, id: Uuid, position: i64) -> Result<()> {
    execute!(tx, "UPDATE contract_node SET position = $1 WHERE id = $2", position, id)?;
    Ok(())
}

/// Takes a node out.
pub async fn delete_node(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM contract_node WHERE id = $1", id)?;
    Ok(())
}
