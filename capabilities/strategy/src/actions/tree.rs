//! Levels and nodes of the tree.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};

use super::authorise_on;
use crate::acts;
use crate::rules::{Level, LevelNames, Node, NodeText, check_level, check_node, may_stand_under};
use crate::store;

/// Which way a node moves among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one before.
    Up,
    /// After the one after.
    Down,
}

/// Adds a level to the tree, or a transversal one.
///
/// # Errors
/// Not this actor's; a name to correct; a depth that leaves a gap.
pub async fn add_level(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    depth: i64,
    names: LevelNames,
    is_transversal: bool,
) -> Outcome<Uuid> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, contract)?;
    Failure::unless_empty(check_level(&names))?;
    let levels = store::tree::levels(tx, contract).await?;
    let has_above = levels.iter().any(|level| level.depth + 1 == depth && level.is_transversal == is_transversal);
    if depth != 1 && !has_above {
        return Err(Failure::field("profondeur", "Ajoutez d’abord le niveau juste au-dessus"));
    }
    let level = Level { id: outside.uuid(), contract, depth, names, is_transversal, revision: 1 };
    store::tree::insert_level(tx, &level).await?;
    let detail = json!({ "acte": "ajout d’un niveau", "niveau": level.names.singular });
    record(tx, outside, actor, contract, &[("contract_level", level.id)], detail).await?;
    Ok(level.id)
}

/// Renames a level. Gives its contract.
///
/// # Errors
/// Not this actor's; a name to correct; somebody changed it since `revision`.
pub async fn rename_level(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    names: LevelNames,
) -> Outcome<Uuid> {
    let before = store::tree::level(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    Failure::unless_empty(check_level(&names))?;
    if !store::tree::rename_level(tx, id, revision, &names).await? {
        return Err(Failure::conflict("ce niveau", &[("Singulier", &names.singular), ("Pluriel", &names.plural)]));
    }
    let detail = json!({ "acte": "renommage d’un niveau", "avant": before.names.singular, "apres": names.singular });
    record(tx, outside, actor, before.contract, &[("contract_level", id)], detail).await?;
    Ok(before.contract)
}

/// Adds a node at a level, under another or at the top; it comes last among its neighbours.
///
/// # Errors
/// Not this actor's; a text to correct; a level that cannot stand there; a code already used.
pub async fn add_node(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    level: Uuid,
    parent: Option<Uuid>,
    text: NodeText,
) -> Outcome<Uuid> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, contract)?;
    let mut errors = check_node(&text);
    let levels = store::tree::levels(tx, contract).await?;
    let nodes = store::tree::nodes(tx, contract).await?;
    let above = parent.map(|id| nodes.iter().find(|node| node.id == id).ok_or(Refusal::NotFound)).transpose()?;
    let above_level = above.and_then(|node| levels.iter().find(|level| level.id == node.level));
    let own = levels.iter().find(|known| known.id == level).ok_or(Refusal::NotFound)?;
    if !may_stand_under(own, above_level) {
        let sentence =
            format!("« {} » ne peut pas être rattaché ici : choisissez le niveau juste au-dessus", own.names.singular);
        errors.push(kernel::FieldError::new("parent", sentence));
    }
    if nodes.iter().any(|node| node.text.code == text.code) {
        errors.push(kernel::FieldError::new("reference", already_used(&text.code)));
    }
    Failure::unless_empty(errors)?;
    let last = neighbours(&nodes, level, parent).last().map_or(0, |node| node.position);
    let node = Node { id: outside.uuid(), contract, level, parent, text, position: last + 1, revision: 1 };
    store::tree::insert_node(tx, &node).await?;
    let detail = json!({ "acte": "ajout", "reference": node.text.code, "intitule": node.text.title });
    record(tx, outside, actor, contract, &[("contract_node", node.id)], detail).await?;
    Ok(node.id)
}

/// Changes what is written in a node. Gives its contract.
///
/// # Errors
/// Not this actor's; a text to correct; somebody changed it since `revision`.
pub async fn amend_node(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    text: NodeText,
) -> Outcome<Uuid> {
    let before = store::tree::node(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    Failure::unless_empty(check_node(&text))?;
    let nodes = store::tree::nodes(tx, before.contract).await?;
    if nodes.iter().any(|node| node.text.code == text.code && node.id != id) {
        return Err(Failure::field("reference", already_used(&text.code)));
    }
    if !store::tree::update_node(tx, id, revision, &text).await? {
        let kept = [
            ("Référence", text.code.as_str()),
            ("Intitulé", &text.title),
            ("Résumé", &text.summary),
            ("Note", &text.note),
        ];
        return Err(Failure::conflict("cet élément du contrat", &kept));
    }
    let detail = json!({ "acte": "modification", "avant": before.text.title, "apres": text.title });
    record(tx, outside, actor, before.contract, &[("contract_node", id)], detail).await?;
    Ok(before.contract)
}

/// Moves a node one rank among its neighbours; at the end it stays where it is. Gives its contract.
///
/// # Errors
/// Not this actor's; no such node.
pub async fn move_node(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, direction: Direction) -> Outcome<Uuid> {
    let node = store::tree::node(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, node.contract)?;
    let nodes = store::tree::nodes(tx, node.contract).await?;
    let mut order: Vec<Uuid> = neighbours(&nodes, node.level, node.parent).iter().map(|node| node.id).collect();
    let Some(at) = order.iter().position(|one| *one == id) else { return Err(Refusal::NotFound.into()) };
    let to = match direction {
        Direction::Up => at.checked_sub(1),
        Direction::Down => Some(at + 1).filter(|to| *to < order.len()),
    };
    let Some(to) = to else { return Ok(node.contract) };
    order.swap(at, to);
    for (position, one) in (1_i64..).zip(&order) {
        store::tree::place_node(tx, *one, position).await?;
    }
    let touched: Vec<(&str, Uuid)> = order.iter().map(|one| ("contract_node", *one)).collect();
    let detail = json!({ "acte": "déplacement", "reference": node.text.code, "rang": to + 1 });
    record(tx, outside, actor, node.contract, &touched, detail).await?;
    Ok(node.contract)
}

/// Takes a node out, when nothing stands under it. Gives its contract.
///
/// # Errors
/// Not this actor's; something stands under it.
pub async fn remove_node(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let node = store::tree::node(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, node.contract)?;
    let nodes = store::tree::nodes(tx, node.contract).await?;
    if nodes.iter().any(|child| child.parent == Some(id)) {
        return Err(Refusal::rule(
            format!("« {} » ne peut pas encore être supprimé", node.text.title),
            "D’autres éléments y sont rattachés. Supprimez-les d’abord, du plus bas au plus haut.",
        )
        .into());
    }
    store::tree::delete_node(tx, id).await?;
    let detail = json!({ "acte": "suppression", "reference": node.text.code, "intitule": node.text.title });
    record(tx, outside, actor, node.contract, &[("contract_node", id)], detail).await?;
    Ok(node.contract)
}

fn neighbours(nodes: &[Node], level: Uuid, parent: Option<Uuid>) -> Vec<&Node> {
    nodes.iter().filter(|node| node.level == level && node.parent == parent).collect()
}

fn already_used(code: &str) -> String {
    format!("La référence {code} est déjà prise dans ce contrat : choisissez-en une autre")
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    touched: &[(&str, Uuid)],
    detail: Value,
) -> Outcome<()> {
    let entry = Entry::on(acts::AMEND.code, "contract", contract).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
