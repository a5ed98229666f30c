//! What every gesture on a tree does: take its rank, write nodes and notes, keep the states it leaves, record once.

use database::{Tx, search};
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::authorise_on;
use crate::acts;
use crate::rules::{Change, ChangeKind, Level, Node, NoteMove, Write, impossible};
use crate::store;

/// A tree nobody else changes until the end of the transaction.
pub(super) struct Held {
    pub contract: Uuid,
    /// The rank of what is done now.
    pub seq: i64,
    pub levels: Vec<Level>,
    pub nodes: Vec<Node>,
}

impl Held {
    /// Authorises, then holds the tree of a contract.
    pub async fn take(tx: &mut Tx, actor: &Actor, contract: Uuid) -> Outcome<Self> {
        let seq = hold(tx, actor, contract).await?;
        let levels = store::tree::levels(tx, contract).await?;
        let nodes = store::tree::nodes(tx, contract).await?;
        Ok(Self { contract, seq, levels, nodes })
    }

    /// Holds the tree of a node; gives the node as it stands.
    pub async fn of_node(tx: &mut Tx, actor: &Actor, node: Uuid) -> Outcome<(Self, Node)> {
        let found = store::tree::node(tx, node).await?.ok_or(Refusal::NotFound)?;
        let held = Self::take(tx, actor, found.contract).await?;
        let node = held.node(node).ok_or(Refusal::NotFound)?.clone();
        Ok((held, node))
    }

    pub fn node(&self, id: Uuid) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// The nodes as they would be once these are written.
    pub fn with(&self, writes: &[Write]) -> Vec<Node> {
        let mut nodes = self.nodes.clone();
        for write in writes {
            if let Some(id) = write.before.as_ref().or(write.after.as_ref()).map(|node| node.id) {
                nodes.retain(|node| node.id != id);
            }
            nodes.extend(write.after.clone());
        }
        nodes
    }

    /// Why these writes would not leave a tree, in a sentence.
    pub fn objection(&self, writes: &[Write]) -> Option<String> {
        let changed: Vec<Uuid> = writes
            .iter()
            .filter_map(|write| write.before.as_ref().or(write.after.as_ref()))
            .map(|node| node.id)
            .collect();
        impossible(&self.levels, &self.with(writes), &changed).map(|why| why.sentence())
    }
}

/// Authorises, then holds a contract: nobody else changes its tree until the end of the transaction. Gives the rank of
/// what is done now.
pub(super) async fn hold(tx: &mut Tx, actor: &Actor, contract: Uuid) -> Outcome<i64> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, contract)?;
    Ok(store::history::next(tx, contract).await?)
}

/// A gesture to keep.
pub(super) struct Gesture {
    pub kind: ChangeKind,
    /// On what, in a few words.
    pub what: String,
    /// Why, or nothing.
    pub why: String,
    /// The gesture it takes back.
    pub undoes: Option<Uuid>,
}

impl Gesture {
    pub fn new(kind: ChangeKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), why: String::new(), undoes: None }
    }

    pub fn on(kind: ChangeKind, node: &Node) -> Self {
        Self::new(kind, format!("{} {}", node.text.code, node.text.title))
    }

    pub fn why(mut self, why: &str) -> Self {
        why.trim().clone_into(&mut self.why);
        self
    }
}

/// Writes and records. Nodes new come before those that stand under them, nodes taken out likewise. Gives the gesture.
pub(super) async fn keep(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    held: &Held,
    gesture: Gesture,
    kept: (&[Write], &[NoteMove]),
) -> Outcome<Uuid> {
    keep_with(tx, outside, actor, held, gesture, kept, Vec::new()).await
}

/// [`keep`], with rows the gesture wrote besides.
pub(super) async fn keep_with(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    held: &Held,
    gesture: Gesture,
    (writes, moves): (&[Write], &[NoteMove]),
    mut touched: Vec<(&'static str, Uuid)>,
) -> Outcome<Uuid> {
    let change = Change {
        id: outside.uuid(),
        contract: held.contract,
        seq: held.seq,
        made_at: outside.now(),
        account: actor.account(),
        author: actor.journal_name(),
        kind: gesture.kind,
        what: gesture.what,
        why: gesture.why,
        undoes: gesture.undoes,
    };
    store::history::insert(tx, &change).await?;
    touched.push(("contract_change", change.id));
    for write in writes {
        if let (Some(before), Some(after)) = (&write.before, &write.after)
            && before.text.code != after.text.code
        {
            store::tree::free_code(tx, before.id).await?;
        }
    }
    for write in writes {
        write_node(tx, outside, &change, write, &mut touched).await?;
    }
    index_nodes(tx, held.contract, writes.iter().filter_map(|write| write.after.as_ref())).await?;
    for gone in writes.iter().rev().filter(|write| write.after.is_none()).filter_map(|write| write.before.as_ref()) {
        store::tree::delete_node(tx, gone.id).await?;
        search::forget(tx, OBJECTIVE, gone.id).await?;
    }
    for moved in moves {
        let id = outside.uuid();
        if !store::notes::put(tx, (id, change.id), moved).await? {
            return Err(stale_note());
        }
        touched.extend([("contract_note_move", id), ("contract_note", moved.note)]);
    }
    let entry = Entry::on(acts::AMEND.code, "contract", held.contract)
        .why(&change.why)
        .detail(json!({ "acte": change.kind.french(), "quoi": change.what }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(change.id)
}

async fn write_node(
    tx: &mut Tx,
    outside: &Outside,
    change: &Change,
    write: &Write,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<()> {
    let version = outside.uuid();
    let (node, is_removed) = match (&write.before, &write.after) {
        (None, None) => return Ok(()),
        (None, Some(after)) => {
            let revision = match change.undoes {
                Some(_) => store::history::next_revision(tx, after.id).await?,
                None => 1,
            };
            let node = Node { revision, ..after.clone() };
            store::tree::insert_node(tx, &node).await?;
            (node, false)
        }
        (Some(before), Some(after)) => {
            let node = Node { revision: before.revision + 1, ..after.clone() };
            if !store::tree::update_node(tx, &node, before.revision).await? {
                return Err(Refusal::NotFound.into());
            }
            (node, false)
        }
        (Some(before), None) => (Node { revision: before.revision + 1, ..before.clone() }, true),
    };
    let had = write.before.as_ref().map_or(&[][..], |before| &before.tags);
    let has = if is_removed { &[][..] } else { &node.tags[..] };
    if had != has {
        let rows: Vec<_> = has.iter().map(|tag| (outside.uuid(), tag)).collect();
        let gone = store::tree::replace_tags(tx, &node, &rows).await?;
        touched.extend(gone.into_iter().chain(rows.iter().map(|(id, _)| *id)).map(|id| ("contract_node_tag", id)));
    }
    store::history::insert_version(tx, version, change, &node, is_removed).await?;
    touched.extend([("contract_node", node.id), ("contract_node_version", version)]);
    Ok(())
}

/// What the site’s search calls an element of the tree.
const OBJECTIVE: &str = "objectif";

/// Lets everybody find elements of a contract.
pub(super) async fn index_nodes(tx: &mut Tx, contract: Uuid, nodes: impl Iterator<Item = &Node> + Send) -> Outcome<()> {
    let code = store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?.code;
    for node in nodes {
        let (title, url) =
            (format!("{} {}", node.text.code, node.text.title), crate::facade::node_path(&code, node.id));
        let text = [node.text.summary.as_str(), &node.text.note].join(" ");
        let entry = search::Entry::new(OBJECTIVE, node.id, search::Audience::Public)
            .told(title.trim(), text.trim(), &url)
            .of(contract);
        search::index(tx, &entry).await?;
    }
    Ok(())
}

/// A note is no longer where the page said.
pub(super) fn stale_note() -> Failure {
    Refusal::rule(
        "Ces notes viennent d’être rangées par quelqu’un d’autre",
        "Rien n’a été changé. Rouvrez la page des notes : elle montre où elles sont maintenant.",
    )
    .into()
}
