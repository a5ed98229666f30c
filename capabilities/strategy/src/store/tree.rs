//! Levels and nodes.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_one, fetch_optional};
use kernel::Uuid;

use crate::rules::{Lens, Level, LevelNames, Node, NodeTag, NodeText};

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
            tags: Vec::new(),
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

/// Nodes of a contract, in order, with what crosses them.
pub async fn nodes(tx: &mut Tx, contract: Uuid) -> Result<Vec<Node>> {
    let rows: Vec<NodeRow> =
        fetch_all!(tx, "SELECT * FROM contract_node WHERE contract = $1 ORDER BY position, code", contract)?;
    let crossing: Vec<TagRow> =
        fetch_all!(tx, "SELECT node, axis, lens FROM contract_node_tag WHERE contract = $1", contract)?;
    Ok(with_tags(rows, crossing))
}

/// One node, with what crosses it.
pub async fn node(tx: &mut Tx, id: Uuid) -> Result<Option<Node>> {
    Ok(nodes_among(tx, &[id]).await?.pop())
}

/// These nodes, with what crosses each, in no order.
pub async fn nodes_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Node>> {
    let rows: Vec<NodeRow> = fetch_among!(tx, "SELECT * FROM contract_node WHERE id IN ({rows})", ids);
    let sql = "SELECT node, axis, lens FROM contract_node_tag WHERE node IN ({rows})";
    let crossing: Vec<TagRow> = fetch_among!(tx, sql, ids);
    Ok(with_tags(rows, crossing))
}

/// Nodes with what crosses each.
fn with_tags(rows: Vec<NodeRow>, crossing: Vec<TagRow>) -> Vec<Node> {
    let mut tags: HashMap<Uuid, Vec<NodeTag>> = HashMap::new();
    for row in crossing {
        tags.entry(row.0).or_default().extend(tag(row));
    }
    let tagged = |row: NodeRow| Node { tags: sorted(tags.remove(&row.id).unwrap_or_default()), ..Node::from(row) };
    rows.into_iter().map(tagged).collect()
}

type TagRow = (Uuid, Option<Uuid>, Option<String>);

fn tag((_, axis, lens): TagRow) -> Option<NodeTag> {
    axis.map(NodeTag::Axis).or(lens.map(NodeTag::Lens))
}

fn sorted(mut tags: Vec<NodeTag>) -> Vec<NodeTag> {
    tags.sort();
    tags
}

/// Puts a node in; what crosses it is put apart.
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

/// Gives a node another state, if nobody did since `revision`.
pub async fn update_node(tx: &mut Tx, node: &Node, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE contract_node SET level = $1, parent = $2, code = $3, title = $4, summary = $5, note = $6, \
         position = $7, revision = $8 WHERE id = $9 AND revision = $10",
        node.level,
        node.parent,
        &node.text.code,
        &node.text.title,
        &node.text.summary,
        &node.text.note,
        node.position,
        node.revision,
        node.id,
        revision
    )?;
    Ok(count == 1)
}

/// Frees the reference of a node that is about to have another: references may be exchanged.
pub async fn free_code(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "UPDATE contract_node SET code = $1 WHERE id = $2", id.to_string(), id)?;
    Ok(())
}

/// Takes a node out, once nothing stands under it.
pub async fn delete_node(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM contract_node_tag WHERE node = $1", id)?;
    execute!(tx, "DELETE FROM contract_node WHERE id = $1", id)?;
    Ok(())
}

/// Puts these tags, `(row, tag)`, in place of those a node had; gives the rows that are gone.
pub async fn replace_tags(tx: &mut Tx, node: &Node, tags: &[(Uuid, &NodeTag)]) -> Result<Vec<Uuid>> {
    let gone: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM contract_node_tag WHERE node = $1 RETURNING id", node.id)?;
    for (id, tag) in tags {
        let (axis, lens) = match tag {
            NodeTag::Axis(axis) => (Some(*axis), None),
            NodeTag::Lens(code) => (None, Some(code.as_str())),
        };
        let sql = "INSERT INTO contract_node_tag (id, contract, node, axis, lens) VALUES ($1, $2, $3, $4, $5)";
        execute!(tx, sql, *id, node.contract, node.id, axis, lens)?;
    }
    Ok(gone.into_iter().map(|(id,)| id).collect())
}

/// Lenses a contract added, in order.
pub async fn own_lenses(tx: &mut Tx, contract: Uuid) -> Result<Vec<Lens>> {
    let sql = "SELECT code, label FROM contract_lens WHERE contract = $1 ORDER BY position";
    let rows: Vec<(String, String)> = fetch_all!(tx, sql, contract)?;
    Ok(rows.into_iter().map(|(code, label)| Lens { code, label }).collect())
}

/// Puts a lens in, last.
pub async fn insert_lens(tx: &mut Tx, id: Uuid, contract: Uuid, lens: &Lens) -> Result<()> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM contract_lens WHERE contract = $1", contract)?;
    let sql = "INSERT INTO contract_lens (id, contract, code, label, position) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, contract, &lens.code, &lens.label, count + 1)?;
    Ok(())
}

/// Takes a level out.
pub async fn delete_level(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM contract_level WHERE id = $1", id)?;
    Ok(())
}
