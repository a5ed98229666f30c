//! Acts on a whole tree: its lenses, its references counted again.

use std::collections::HashMap;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::gesture::{Gesture, Held, hold, keep};
use crate::acts;
use crate::rules::{
    ChangeKind, Lens, Node, NodeText, Numbering, Write, branches, check_lens, lens_code, lenses, numbered,
};
use crate::store;

/// Adds a lens to those of a contract.
///
/// # Errors
/// Not this actor's; a name to correct, or already there.
pub async fn add_lens(tx: &mut Tx, outside: &Outside, actor: &Actor, contract: Uuid, label: &str) -> Outcome<()> {
    hold(tx, actor, contract).await?;
    let known = lenses(store::tree::own_lenses(tx, contract).await?);
    Failure::unless_empty(check_lens(label, &known))?;
    let (id, lens) = (outside.uuid(), Lens { code: lens_code(label), label: label.to_owned() });
    store::tree::insert_lens(tx, id, contract, &lens).await?;
    let touched = [("contract_lens", id)];
    let detail = json!({ "acte": "ajout d’un regard", "regard": lens.label });
    let entry = Entry::on(acts::AMEND.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Counts every reference of a tree again, in one gesture that can be taken back. Gives how many changed.
///
/// # Errors
/// Not this actor's; a reference would be too long.
pub async fn number_tree(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    how: Numbering,
) -> Outcome<usize> {
    let held = Held::take(tx, actor, contract).await?;
    let codes = numbered(&held.levels, &branches(&held.levels, &held.nodes), how);
    if codes.iter().any(|(_, code)| code.chars().count() > 20) {
        return Err(Failure::field("maniere", "L’arbre est trop profond pour cette manière : choisissez l’autre"));
    }
    let nodes: HashMap<Uuid, &Node> = held.nodes.iter().map(|node| (node.id, node)).collect();
    let write = |(id, code): (Uuid, String)| {
        let before = (*nodes.get(&id)?).clone();
        let after = Node { text: NodeText { code, ..before.text.clone() }, ..before.clone() };
        (before.text.code != after.text.code).then_some(Write { before: Some(before), after: Some(after) })
    };
    let writes: Vec<Write> = codes.into_iter().filter_map(write).collect();
    if writes.is_empty() {
        return Ok(0);
    }
    if let Some(sentence) = held.objection(&writes) {
        return Err(Failure::Input(vec![FieldError::new("maniere", sentence)]));
    }
    let what = kernel::french::count(writes.len() as i64, "référence", "références");
    keep(tx, outside, actor, &held, Gesture::new(ChangeKind::Numbered, what), (&writes, &[])).await?;
    Ok(writes.len())
}

/// The parent a typed word names: `haut` for the top, an identifier, or a reference of the contract.
///
/// # Errors
/// Not this actor's; no such contract.
pub async fn parent_named(tx: &mut Tx, contract: Uuid, typed: &str) -> Outcome<Result<Option<Uuid>, &'static str>> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    if typed == "haut" {
        return Ok(Ok(None));
    }
    if let Ok(id) = typed.parse() {
        return Ok(Ok(Some(id)));
    }
    let nodes = store::tree::nodes(tx, contract).await?;
    let key = kernel::text::search_key(typed);
    let found = nodes.iter().find(|node| !key.is_empty() && kernel::text::search_key(&node.text.code) == key);
    Ok(match (typed, found) {
        ("", _) => Err("Choisissez où ranger"),
        (_, Some(node)) => Ok(Some(node.id)),
        (_, None) => Err("Aucun élément de ce contrat ne porte cette référence : vérifiez-la"),
    })
}
