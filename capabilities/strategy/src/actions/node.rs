//! Nodes of the tree: adding, changing, moving, tagging, numbering, removing.

use database::Tx;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};

use super::gesture::{Gesture, Held, keep};
use crate::rules::{
    ChangeKind, Node, NodeTag, NodeText, Write, check_node, lenses, may_stand_under, neighbours, placed,
};
use crate::store;

/// Which way a node moves among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one before.
    Up,
    /// After the one after.
    Down,
}

/// Adds a node at a level, under another or at the top; it comes last among its neighbours.
///
/// # Errors
/// Not this actor's; a text to correct; a level that cannot stand there; a reference already used.
pub async fn add_node(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    parent: Option<Uuid>,
    text: impl Into<Filled<(Uuid, NodeText)>>,
) -> Outcome<Uuid> {
    let held = Held::take(tx, actor, contract).await?;
    let mut form = text.into();
    form.find(check_node(&form.value.1));
    let level = form.value.0;
    let above = parent.map(|id| held.node(id).ok_or(Refusal::NotFound)).transpose()?;
    let above_level = above.and_then(|node| held.levels.iter().find(|level| level.id == node.level));
    match held.levels.iter().find(|known| known.id == level) {
        None => form.find([FieldError::new("niveau", "Choisissez un niveau")]),
        Some(own) if !may_stand_under(own, above_level) => {
            let own = &own.names.singular;
            let sentence = format!("« {own} » ne peut pas être rattaché ici : choisissez le niveau juste au-dessus");
            form.find([FieldError::new("niveau", sentence)]);
        }
        Some(_) => {}
    }
    find_used(&mut form, |(_, text)| text, &held.nodes, None);
    let (_, text) = form.sound()?;
    let node = Node { id: outside.uuid(), contract, level, parent, text, position: 0, tags: Vec::new(), revision: 1 };
    let mut writes = Vec::new();
    for one in placed(&held.nodes, &node, parent, None) {
        writes.push(Write { before: held.node(one.id).cloned(), after: Some(one) });
    }
    keep(tx, outside, actor, &held, Gesture::on(ChangeKind::Added, &node), (&writes, &[])).await?;
    Ok(node.id)
}

/// Changes what is written in a node, and says why when there is something to say. Gives its contract.
///
/// # Errors
/// Not this actor's; a text to correct; somebody changed it since `revision`.
pub async fn amend_node(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: impl Into<Filled<NodeText>>,
    why: &str,
) -> Outcome<Uuid> {
    let (held, before) = Held::of_node(tx, actor, id).await?;
    let mut form = text.into();
    form.find(check_node(&form.value));
    form.find(check_why(why));
    find_used(&mut form, |text| text, &held.nodes, Some(id));
    let text = form.sound()?;
    if before.revision != revision {
        let kept = [
            ("Référence", text.code.as_str()),
            ("Intitulé", &text.title),
            ("Résumé", &text.summary),
            ("Note", &text.note),
        ];
        return Err(Failure::conflict("cet élément du contrat", &kept));
    }
    let after = Node { text, ..before.clone() };
    let gesture = Gesture::on(ChangeKind::Amended, &after).why(why);
    let write = Write { before: Some(before), after: Some(after) };
    keep(tx, outside, actor, &held, gesture, (&[write], &[])).await?;
    Ok(held.contract)
}

/// What is wrong with the reason of a change.
fn check_why(why: &str) -> Option<FieldError> {
    let length = why.chars().count();
    (length > 300)
        .then(|| FieldError::new("raison", format!("La raison doit faire 300 signes au plus : il y en a {length}")))
}

/// Moves a node one rank among its neighbours; at the end it stays where it is. Gives its contract.
///
/// # Errors
/// Not this actor's; no such node.
pub async fn move_node(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, direction: Direction) -> Outcome<Uuid> {
    let (held, node) = Held::of_node(tx, actor, id).await?;
    let order: Vec<Uuid> = neighbours(&held.nodes, node.level, node.parent).iter().map(|node| node.id).collect();
    let Some(at) = order.iter().position(|one| *one == id) else { return Err(Refusal::NotFound.into()) };
    let before = match direction {
        Direction::Up if at == 0 => return Ok(node.contract),
        Direction::Up => order.get(at - 1).copied(),
        Direction::Down if at + 1 == order.len() => return Ok(node.contract),
        Direction::Down => order.get(at + 2).copied(),
    };
    put(tx, outside, actor, &held, (&node, node.parent, before), "").await?;
    Ok(node.contract)
}

/// Where a node is to stand, and where the page that asks saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Under which node; at the top when none.
    pub parent: Option<Uuid>,
    /// Before which of its new neighbours; last when none.
    pub before: Option<Uuid>,
    /// Under which node it was seen.
    pub seen_under: Option<Uuid>,
}

/// Moves a node under another, with all that stands under it. Gives its contract.
///
/// # Errors
/// Not this actor's; it would make no tree, told on the field `vers`; somebody moved it since it was seen.
pub async fn transfer_node(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    to: impl Into<Filled<Destination>>,
    why: &str,
) -> Outcome<Uuid> {
    let (held, node) = Held::of_node(tx, actor, id).await?;
    let mut form = to.into();
    form.find(check_why(why));
    let Destination { parent, before, seen_under } = form.value;
    if let Some(sentence) = objection(&held, &node, parent).filter(|_| !form.is_wrong("vers")) {
        form.find([FieldError::new("vers", sentence)]);
    }
    form.sound()?;
    if node.parent != seen_under {
        let title = |id: Option<Uuid>| match id.and_then(|id| held.node(id)) {
            Some(node) => format!("sous « {} »", node.text.title),
            None => "en haut de l’arbre".to_owned(),
        };
        let explanation = format!(
            "Quelqu’un d’autre a déplacé « {} » pendant ce temps : il se trouve maintenant {}. Rien n’a été changé. \
             Rouvrez l’arbre, puis recommencez si c’est toujours utile.",
            node.text.title,
            title(node.parent)
        );
        return Err(Refusal::Conflict {
            explanation, kept: vec![("Où vous vouliez le ranger".into(), title(parent))]
        }
        .into());
    }
    put(tx, outside, actor, &held, (&node, parent, before), why).await?;
    Ok(node.contract)
}

/// Why a node cannot stand under another.
fn objection(held: &Held, node: &Node, parent: Option<Uuid>) -> Option<String> {
    held.objection(&[Write { before: Some(node.clone()), after: Some(Node { parent, ..node.clone() }) }])
}

async fn put(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    held: &Held,
    (node, parent, before): (&Node, Option<Uuid>, Option<Uuid>),
    why: &str,
) -> Outcome<()> {
    let write = |after: Node| Write { before: held.node(after.id).cloned(), after: Some(after) };
    let writes: Vec<Write> = placed(&held.nodes, node, parent, before).into_iter().map(write).collect();
    keep(tx, outside, actor, held, Gesture::on(ChangeKind::Moved, node).why(why), (&writes, &[])).await?;
    Ok(())
}

/// Says what crosses a node: axes of its contract, lenses. Gives its contract.
///
/// # Errors
/// Not this actor's; an axis or a lens this contract does not have, told on the field `reperes`.
pub async fn tag_node(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, tags: &[NodeTag]) -> Outcome<Uuid> {
    let (held, node) = Held::of_node(tx, actor, id).await?;
    let known = lenses(store::tree::own_lenses(tx, held.contract).await?);
    let mut tags = tags.to_vec();
    tags.sort();
    tags.dedup();
    let is_known = |tag: &NodeTag| match tag {
        NodeTag::Axis(axis) => *axis != id && held.node(*axis).is_some(),
        NodeTag::Lens(code) => known.iter().any(|lens| lens.code == *code),
    };
    if tags == node.tags {
        return Ok(held.contract);
    }
    let are_known = tags.iter().all(is_known);
    let gesture = Gesture::on(ChangeKind::Tagged, &node);
    let write = [Write { after: Some(Node { tags, ..node.clone() }), before: Some(node) }];
    if !are_known || held.objection(&write).is_some() {
        let sentence = "Un des axes ou regards cochés n’est plus dans ce contrat : choisissez parmi ceux qui restent";
        return Err(Failure::field("reperes", sentence));
    }
    keep(tx, outside, actor, &held, gesture, (&write, &[])).await?;
    Ok(held.contract)
}

/// Takes a node out, when nothing stands under it; its notes wait to be sorted again. Gives its contract.
///
/// # Errors
/// Not this actor's; something stands under it, or is crossed by it.
pub async fn remove_node(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let (held, node) = Held::of_node(tx, actor, id).await?;
    let why = if held.nodes.iter().any(|child| child.parent == Some(id)) {
        Some("D’autres éléments y sont rattachés. Supprimez-les d’abord, du plus bas au plus haut.")
    } else if held.nodes.iter().any(|other| other.tags.contains(&NodeTag::Axis(id))) {
        Some("D’autres éléments le portent comme axe transversal. Retirez-le d’abord de ces éléments.")
    } else {
        None
    };
    if let Some(why) = why {
        return Err(Refusal::rule(format!("« {} » ne peut pas encore être supprimé", node.text.title), why).into());
    }
    let moves = super::notes::freed(tx, &held, id).await?;
    let gesture = Gesture::on(ChangeKind::Removed, &node);
    let write = Write { before: Some(node), after: None };
    keep(tx, outside, actor, &held, gesture, (&[write], &moves)).await?;
    Ok(held.contract)
}

/// Finds whether another node of the contract has this reference.
pub(super) fn find_used<T>(form: &mut Filled<T>, of: impl Fn(&T) -> &NodeText, nodes: &[Node], own: Option<Uuid>) {
    let code = of(&form.value).code.clone();
    if nodes.iter().any(|node| node.text.code == code && Some(node.id) != own) {
        let sentence = format!("La référence {code} est déjà prise dans ce contrat : choisissez-en une autre");
        form.find([FieldError::new("reference", sentence)]);
    }
}
