//! Levels and nodes of the tree.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
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

/// A level to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLevel {
    /// Depth, from 1.
    pub depth: i64,
    /// Its names.
    pub names: LevelNames,
    /// Whether its nodes cross the whole tree.
    pub is_transversal: bool,
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
    level: impl Into<Filled<NewLevel>>,
) -> Outcome<Uuid> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, contract)?;
    let mut form = level.into();
    form.find(check_level(&form.value.names));
    let levels = store::tree::levels(tx, contract).await?;
    let NewLevel { depth, is_transversal, .. } = form.value;
    let has_above = levels.iter().any(|level| level.depth + 1 == depth && level.is_transversal == is_transversal);
    if depth != 1 && !has_above {
        form.find([FieldError::new("profondeur", "Ajoutez d’abord le niveau juste au-dessus")]);
    }
    let NewLevel { depth, names, is_transversal } = form.sound()?;
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
    names: impl Into<Filled<LevelNames>>,
) -> Outcome<Uuid> {
    let before = store::tree::level(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    let mut form = names.into();
    form.find(check_level(&form.value));
    let names = form.sound()?;
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
    parent: Option<Uuid>,
    text: impl Into<Filled<(Uuid, NodeText)>>,
) -> Outcome<Uuid> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, contract)?;
    let mut form = text.into();
    form.find(check_node(&form.value.1));
    let level = form.value.0;
    let levels = store::tree::levels(tx, contract).await?;
    let nodes = store::tree::nodes(tx, contract).await?;
    let above = parent.map(|id| nodes.iter().find(|node| node.id == id).ok_or(Refusal::NotFound)).transpose()?;
    let above_level = above.and_then(|node| levels.iter().find(|level| level.id == node.level));
    match levels.iter().find(|known| known.id == level) {
        None => form.find([FieldError::new("niveau", "Choisissez un niveau")]),
        Some(own) if !may_stand_under(own, above_level) => {
            let own = &own.names.singular;
            let sentence = format!("« {own} » ne peut pas être rattaché ici : choisissez le niveau juste au-dessus");
            form.find([FieldError::new("niveau", sentence)]);
        }
        Some(_) => {}
    }
    find_used(&mut form, |(_, text)| text, &nodes, None);
    let (_, text) = form.sound()?;
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
    text: impl Into<Filled<NodeText>>,
) -> Outcome<Uuid> {
    let before = store::tree::node(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    let mut form = text.into();
    form.find(check_node(&form.value));
    let nodes = store::tree::nodes(tx, before.contract).await?;
    find_used(&mut form, |text| text, &nodes, Some(id));
    let text = form.sound()?;
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

/// Finds whether another node of the contract has this reference.
fn find_used<T>(form: &mut Filled<T>, of: impl Fn(&T) -> &NodeText, nodes: &[Node], own: Option<Uuid>) {
    let code = of(&form.value).code.clone();
    if nodes.iter().any(|node| node.text.code == code && Some(node.id) != own) {
        let sentence = format!("La référence {code} est déjà prise dans ce contrat : choisissez-en une autre");
        form.find([FieldError::new("reference", sentence)]);
    }
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
