//! Taking a gesture back, from what the history says stood there before.

use database::Tx;
use kernel::{Actor, Outcome, Outside, Refusal, Uuid};

use super::authorise_on;
use super::gesture::{Gesture, Held, keep};
use crate::rules::{Change, ChangeKind, Node, NoteMove, NotePlace, Version, Write, taken_back};
use crate::store;

/// Takes a gesture back, or does one again that was taken back. Gives its contract.
///
/// # Errors
/// Not this actor's; taken back already; somebody changed the same things since: who and what is told.
pub async fn undo(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let change = store::history::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, change.contract)?;
    let held = Held::take(tx, actor, change.contract).await?;
    if change.kind.stands() || store::history::is_undone(tx, id).await? {
        let why = "Il a déjà été annulé, ou il ne fait que garder une trace. Rien n’a été changé.";
        return Err(Refusal::rule("Ce geste ne s’annule pas", why).into());
    }
    let left = store::history::left_by(tx, id).await?;
    let mut before = Vec::with_capacity(left.len());
    for version in &left {
        before.extend(store::history::before(tx, version.node.id, change.seq).await?);
    }
    let mut writes = match taken_back(&left, &before, &held.nodes) {
        Ok(writes) => writes,
        Err(node) => return Err(changed_since(tx, &change, &node).await?.into()),
    };
    order(&mut writes, &left);
    let mut moves = Vec::new();
    for moved in store::notes::moved_by(tx, id).await? {
        moves.push(NoteMove { note: moved.note, before: moved.after, after: moved.before });
    }
    if let Some(sentence) = held.objection(&writes) {
        return Err(refused(&sentence).into());
    }
    if let Some(sentence) = notes_in_the_way(tx, &held, &writes, &moves).await? {
        return Err(refused(&sentence).into());
    }
    let gesture = Gesture { kind: ChangeKind::Undone, what: change.what, why: String::new(), undoes: Some(id) };
    keep(tx, outside, actor, &held, gesture, (&writes, &moves)).await?;
    Ok(held.contract)
}

/// Nodes that come back before those under them; those that go, likewise (they go from the end).
fn order(writes: &mut [Write], left: &[Version]) {
    let parent_of = |node: &Node| node.parent;
    let depth = |write: &Write| {
        let node = write.after.as_ref().or(write.before.as_ref());
        let mut count = 0;
        let mut at = node.and_then(parent_of);
        while let Some(parent) = at.filter(|_| count < 20) {
            count += 1;
            at = left.iter().find(|version| version.node.id == parent).and_then(|version| version.node.parent);
        }
        count
    };
    writes.sort_by_key(depth);
}

fn refused(sentence: &str) -> Refusal {
    Refusal::rule("Ce geste ne peut plus être annulé", format!("{sentence}. Rien n’a été changé."))
}

/// Notes put since with a node that would go.
async fn notes_in_the_way(tx: &mut Tx, held: &Held, writes: &[Write], moves: &[NoteMove]) -> Outcome<Option<String>> {
    for gone in writes.iter().filter(|write| write.after.is_none()).filter_map(|write| write.before.as_ref()) {
        for note in store::notes::under(tx, held.contract, gone.id).await? {
            if !moves.iter().any(|moved| moved.note == note.id && moved.before == NotePlace::Under(gone.id)) {
                let title = &gone.text.title;
                return Ok(Some(format!(
                    "Des notes ont été rangées depuis avec « {title} » : rangez-les d’abord ailleurs"
                )));
            }
        }
    }
    Ok(None)
}

/// Who changed the node since, and when.
async fn changed_since(tx: &mut Tx, change: &Change, node: &Node) -> Outcome<Refusal> {
    let last = store::history::of_node(tx, node.id).await?.into_iter().map(|(last, _)| last).next();
    let title = &node.text.title;
    Ok(match last.filter(|last| last.seq > change.seq) {
        Some(last) => refused(&format!(
            "« {title} » a changé depuis : {} par {}. Annulez d’abord ce geste-là, ou corrigez à la main",
            last.kind.french().to_lowercase(),
            last.author
        )),
        None => refused(&format!("« {title} » n’est plus tel que ce geste l’avait laissé")),
    })
}
