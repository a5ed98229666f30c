//! Gestures, and the states of nodes they left.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use super::known;
use crate::rules::{Change, ChangeKind, LevelChange, LevelNames, Node, NodeText, Version, tags_of, tags_text};

/// The next rank in a contract; whoever asks changes its tree alone until the end of the transaction.
pub async fn next(tx: &mut Tx, contract: Uuid) -> Result<i64> {
    let sql = "INSERT INTO contract_history (id, last_seq) VALUES ($1, 1) \
               ON CONFLICT (id) DO UPDATE SET last_seq = contract_history.last_seq + 1 RETURNING last_seq";
    let (seq,): (i64,) = fetch_one!(tx, sql, contract)?;
    Ok(seq)
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    id: Uuid,
    contract: Uuid,
    seq: i64,
    made_at: i64,
    account: Option<Uuid>,
    author: String,
    kind: String,
    what: String,
    why: String,
    undoes: Option<Uuid>,
}

fn read(row: ChangeRow) -> Result<Change> {
    Ok(Change {
        id: row.id,
        contract: row.contract,
        seq: row.seq,
        made_at: Moment(row.made_at),
        account: row.account,
        author: row.author,
        kind: known("contract_change.kind", &row.kind, ChangeKind::from_code(&row.kind))?,
        what: row.what,
        why: row.why,
        undoes: row.undoes,
    })
}

/// Writes a gesture.
pub async fn insert(tx: &mut Tx, change: &Change) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contract_change (id, contract, seq, made_at, account, author, kind, what, why, undoes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        change.id,
        change.contract,
        change.seq,
        change.made_at.0,
        change.account,
        &change.author,
        change.kind.code(),
        &change.what,
        &change.why,
        change.undoes
    )?;
    Ok(())
}

/// One gesture.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Change>> {
    let row: Option<ChangeRow> = fetch_optional!(tx, "SELECT * FROM contract_change WHERE id = $1", id)?;
    row.map(read).transpose()
}

/// Gestures of a contract, the last first, from a place in the list.
pub async fn of_contract(tx: &mut Tx, contract: Uuid, (limit, offset): (i64, i64)) -> Result<Vec<Change>> {
    let sql = "SELECT * FROM contract_change WHERE contract = $1 ORDER BY seq DESC LIMIT $2 OFFSET $3";
    let rows: Vec<ChangeRow> = fetch_all!(tx, sql, contract, limit, offset)?;
    rows.into_iter().map(read).collect()
}

/// How many gestures a contract knows.
pub async fn count(tx: &mut Tx, contract: Uuid) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM contract_change WHERE contract = $1", contract)?;
    Ok(count)
}

/// Gestures of a contract from one rank, excluded, to another, in order.
pub async fn between(tx: &mut Tx, contract: Uuid, (from, to): (i64, i64)) -> Result<Vec<Change>> {
    let sql = "SELECT * FROM contract_change WHERE contract = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";
    let rows: Vec<ChangeRow> = fetch_all!(tx, sql, contract, from, to)?;
    rows.into_iter().map(read).collect()
}

/// Gestures that changed a node, the last first.
pub async fn of_node(tx: &mut Tx, node: Uuid) -> Result<Vec<(Change, Version)>> {
    let sql = "SELECT c.* FROM contract_change c JOIN contract_node_version v ON v.change = c.id \
               WHERE v.node = $1 ORDER BY c.seq DESC";
    let rows: Vec<ChangeRow> = fetch_all!(tx, sql, node)?;
    let sql = "SELECT * FROM contract_node_version WHERE node = $1 ORDER BY seq DESC";
    let versions: Vec<VersionRow> = fetch_all!(tx, sql, node)?;
    rows.into_iter().zip(versions).map(|(row, version)| Ok((read(row)?, Version::from(version)))).collect()
}

/// The last gesture of an account on a contract.
pub async fn last_of(tx: &mut Tx, contract: Uuid, account: Uuid) -> Result<Option<Change>> {
    let sql = "SELECT * FROM contract_change WHERE contract = $1 AND account = $2 ORDER BY seq DESC LIMIT 1";
    let row: Option<ChangeRow> = fetch_optional!(tx, sql, contract, account)?;
    row.map(read).transpose()
}

/// Whether a gesture was taken back.
pub async fn is_undone(tx: &mut Tx, change: Uuid) -> Result<bool> {
    let found: Option<(Uuid,)> =
        fetch_optional!(tx, "SELECT id FROM contract_change WHERE undoes = $1 LIMIT 1", change)?;
    Ok(found.is_some())
}

/// The gestures of a contract that were taken back.
pub async fn undone(tx: &mut Tx, contract: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT undoes FROM contract_change WHERE contract = $1 AND undoes IS NOT NULL";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, contract)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The last rank at or before a moment; nought before everything.
pub async fn rank_at(tx: &mut Tx, contract: Uuid, until: Moment) -> Result<i64> {
    let sql = "SELECT MAX(seq) FROM contract_change WHERE contract = $1 AND made_at <= $2";
    let (seq,): (Option<i64>,) = fetch_one!(tx, sql, contract, until.0)?;
    Ok(seq.unwrap_or(0))
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    contract: Uuid,
    seq: i64,
    node: Uuid,
    revision: i64,
    is_removed: bool,
    level: Uuid,
    parent: Option<Uuid>,
    code: String,
    title: String,
    summary: String,
    note: String,
    position: i64,
    tags: String,
}

impl From<VersionRow> for Version {
    fn from(row: VersionRow) -> Self {
        let node = Node {
            id: row.node,
            contract: row.contract,
            level: row.level,
            parent: row.parent,
            text: NodeText { code: row.code, title: row.title, summary: row.summary, note: row.note },
            position: row.position,
            tags: tags_of(&row.tags),
            revision: row.revision,
        };
        Self { seq: row.seq, is_removed: row.is_removed, node }
    }
}

/// Writes the state a gesture left a node in.
pub async fn insert_version(tx: &mut Tx, id: Uuid, change: &Change, node: &Node, is_removed: bool) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contract_node_version (id, contract, change, seq, node, revision, is_removed, level, parent, code, \
         title, summary, note, position, tags) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        id,
        change.contract,
        change.id,
        change.seq,
        node.id,
        node.revision,
        is_removed,
        node.level,
        node.parent,
        &node.text.code,
        &node.text.title,
        &node.text.summary,
        &node.text.note,
        node.position,
        tags_text(&node.tags)
    )?;
    Ok(())
}

/// Every state nodes of a contract had up to a rank, in order.
pub async fn versions(tx: &mut Tx, contract: Uuid, until: i64) -> Result<Vec<Version>> {
    let sql = "SELECT * FROM contract_node_version WHERE contract = $1 AND seq <= $2 ORDER BY seq, node";
    let rows: Vec<VersionRow> = fetch_all!(tx, sql, contract, until)?;
    Ok(rows.into_iter().map(Version::from).collect())
}

/// The states a gesture left.
pub async fn left_by(tx: &mut Tx, change: Uuid) -> Result<Vec<Version>> {
    let sql = "SELECT * FROM contract_node_version WHERE change = $1 ORDER BY node";
    let rows: Vec<VersionRow> = fetch_all!(tx, sql, change)?;
    Ok(rows.into_iter().map(Version::from).collect())
}

/// The last state a node had before a rank.
pub async fn before(tx: &mut Tx, node: Uuid, seq: i64) -> Result<Option<Version>> {
    let sql = "SELECT * FROM contract_node_version WHERE node = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1";
    let row: Option<VersionRow> = fetch_optional!(tx, sql, node, seq)?;
    Ok(row.map(Version::from))
}

/// The number a node that comes back must have: one more than it ever had.
pub async fn next_revision(tx: &mut Tx, node: Uuid) -> Result<i64> {
    let sql = "SELECT MAX(revision) FROM contract_node_version WHERE node = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, node)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Writes what a level was called, and is called since.
pub async fn insert_level_change(tx: &mut Tx, (id, contract): (Uuid, Uuid), change: &LevelChange) -> Result<()> {
    let after = change.after.as_ref();
    execute!(
        tx,
        "INSERT INTO contract_level_change (id, contract, seq, level, singular_before, plural_before, singular_after, \
         plural_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        contract,
        change.seq,
        change.level,
        &change.before.singular,
        &change.before.plural,
        after.map(|names| names.singular.clone()),
        after.map(|names| names.plural.clone())
    )?;
    Ok(())
}

/// Every change of what levels of a contract are called, in order.
pub async fn level_changes(tx: &mut Tx, contract: Uuid) -> Result<Vec<LevelChange>> {
    type Row = (i64, Uuid, String, String, Option<String>, Option<String>);
    let sql = "SELECT seq, level, singular_before, plural_before, singular_after, plural_after \
               FROM contract_level_change WHERE contract = $1 ORDER BY seq";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    let read = |(seq, level, singular, plural, singular_after, plural_after): Row| LevelChange {
        seq,
        level,
        before: LevelNames { singular, plural },
        after: singular_after.zip(plural_after).map(|(singular, plural)| LevelNames { singular, plural }),
    };
    Ok(rows.into_iter().map(read).collect())
}
