//! Where a node may stand, and how it is put there.

use std::collections::{HashMap, HashSet};

use kernel::Uuid;

use super::lens::NodeTag;
use super::tree::{Level, Node, may_stand_under};

/// Room left between two neighbours: so many can be put between before the others must make room.
const ROOM: i64 = 1 << 20;

/// Why a tree cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// A node would stand under itself.
    Cycle(String),
    /// The node above is not of this contract, or is gone.
    NoParent(String),
    /// The level of the node, and of the one above or nothing.
    Level(String, Option<String>),
    /// Two nodes would have this reference.
    Code(String),
    /// This node would be crossed by an axis that is not there.
    NoAxis(String),
}

impl Impossible {
    /// What is told, with what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::Cycle(title) => {
                format!("« {title} » ne peut pas être rangé sous lui-même : choisissez un élément qui n’en dépend pas")
            }
            Self::NoParent(_) => {
                "L’élément choisi n’est pas dans ce contrat, ou vient d’être supprimé : choisissez-en un autre"
                    .to_owned()
            }
            Self::Level(own, Some(above)) => {
                format!("« {own} » ne peut pas être rangé sous « {above} » : choisissez le niveau juste au-dessus")
            }
            Self::Level(own, None) => {
                format!("« {own} » ne peut pas se trouver en haut de l’arbre : choisissez où le ranger")
            }
            Self::Code(code) => {
                format!("La référence {code} est déjà prise dans ce contrat : choisissez-en une autre")
            }
            Self::NoAxis(title) => {
                format!("« {title} » est relié à un axe qui n’est plus dans ce contrat : retirez d’abord ce lien")
            }
        }
    }
}

/// Why these nodes cannot make a tree, looking at those that changed.
pub fn impossible(levels: &[Level], nodes: &[Node], changed: &[Uuid]) -> Option<Impossible> {
    let by_id: HashMap<Uuid, &Node> = nodes.iter().map(|node| (node.id, node)).collect();
    let by_level: HashMap<Uuid, &Level> = levels.iter().map(|level| (level.id, level)).collect();
    let mut codes: HashMap<&str, usize> = HashMap::new();
    for node in nodes {
        *codes.entry(node.text.code.as_str()).or_default() += 1;
    }
    let is_there = |tag: &NodeTag| match tag {
        NodeTag::Axis(axis) => {
            by_id.get(axis).and_then(|axis| by_level.get(&axis.level)).is_some_and(|level| level.is_transversal)
        }
        NodeTag::Lens(_) => true,
    };
    if let Some(node) = nodes.iter().find(|node| !node.tags.iter().all(is_there)) {
        return Some(Impossible::NoAxis(node.text.title.clone()));
    }
    let changed: HashSet<Uuid> = changed.iter().copied().collect();
    for node in nodes
        .iter()
        .filter(|node| changed.contains(&node.id) || node.parent.is_some_and(|parent| changed.contains(&parent)))
    {
        let title = || node.text.title.clone();
        if node.parent.is_some_and(|parent| is_within(&by_id, parent, node.id)) {
            return Some(Impossible::Cycle(title()));
        }
        let above = match node.parent {
            Some(parent) => match by_id.get(&parent) {
                Some(above) if above.contract == node.contract => Some(*above),
                _ => return Some(Impossible::NoParent(title())),
            },
            None => None,
        };
        let name = |level: Uuid| by_level.get(&level).map(|level| level.names.singular.clone()).unwrap_or_default();
        let above_level = above.and_then(|above| by_level.get(&above.level)).copied();
        if !by_level.get(&node.level).is_some_and(|own| may_stand_under(own, above_level)) {
            return Some(Impossible::Level(name(node.level), above.map(|above| name(above.level))));
        }
        if codes.get(node.text.code.as_str()).is_some_and(|count| *count > 1) {
            return Some(Impossible::Code(node.text.code.clone()));
        }
    }
    None
}

/// Whether a node is `of`, or stands somewhere under it.
fn is_within(nodes: &HashMap<Uuid, &Node>, node: Uuid, of: Uuid) -> bool {
    let mut seen = HashSet::new();
    let mut at = Some(node);
    while let Some(id) = at {
        if id == of {
            return true;
        }
        if !seen.insert(id) {
            return false;
        }
        at = nodes.get(&id).and_then(|node| node.parent);
    }
    false
}

/// Nodes of one level under one parent, in order.
pub fn neighbours(nodes: &[Node], level: Uuid, parent: Option<Uuid>) -> Vec<&Node> {
    let mut all: Vec<&Node> = nodes.iter().filter(|node| node.level == level && node.parent == parent).collect();
    all.sort_by(|a, b| (a.position, &a.text.code).cmp(&(b.position, &b.text.code)));
    all
}

/// Puts a node under `parent`, before one of its new neighbours or last: gives every node that changes, the moved one
/// first. The others only make room when none is left.
pub fn placed(nodes: &[Node], node: &Node, parent: Option<Uuid>, before: Option<Uuid>) -> Vec<Node> {
    let mut order = neighbours(nodes, node.level, parent);
    order.retain(|one| one.id != node.id);
    let at = before.and_then(|before| order.iter().position(|one| one.id == before)).unwrap_or(order.len());
    let here = |position| Node { parent, position, ..node.clone() };
    let low = at.checked_sub(1).and_then(|at| order.get(at)).map(|one| one.position);
    let high = order.get(at).map(|one| one.position);
    let room = match (low, high) {
        (None, None) => Some(ROOM),
        (None, Some(high)) => high.checked_sub(ROOM),
        (Some(low), None) => low.checked_add(ROOM),
        (Some(low), Some(high)) => (high - low > 1).then(|| low + (high - low) / 2),
    };
    if let Some(position) = room {
        return vec![here(position)];
    }
    let rank = |at: usize| i64::try_from(at + 1).unwrap_or(i64::MAX / ROOM).saturating_mul(ROOM);
    let others = order.iter().enumerate().map(|(rank_before, one)| {
        let shifted = if rank_before < at { rank_before } else { rank_before + 1 };
        Node { position: rank(shifted), ..(*one).clone() }
    });
    std::iter::once(here(rank(at))).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::{LevelNames, NodeText};
    use super::*;

    fn level(id: u128, depth: i64) -> Level {
        let names = LevelNames { singular: format!("Niveau {depth}"), plural: String::new() };
        Level { id: Uuid::from_u128(id), contract: Uuid::nil(), depth, names, is_transversal: false, revision: 1 }
    }

    fn node(id: u128, level: u128, parent: Option<u128>, position: i64) -> Node {
        let text = NodeText { code: id.to_string(), title: "T".into(), summary: String::new(), note: String::new() };
        let (id, level, parent) = (Uuid::from_u128(id), Uuid::from_u128(level), parent.map(Uuid::from_u128));
        Node { id, contract: Uuid::nil(), level, parent, text, position, tags: Vec::new(), revision: 1 }
    }

    #[test]
    fn an_impossible_tree_says_why() {
        let levels = [level(91, 1), level(92, 2), level(93, 3)];
        let sound = vec![node(1, 91, None, 1), node(2, 92, Some(1), 1), node(3, 93, Some(2), 1)];
        let all: Vec<Uuid> = sound.iter().map(|node| node.id).collect();
        assert_eq!(impossible(&levels, &sound, &all), None);
        let told = |at: usize, changed: Node| {
            let mut nodes = sound.clone();
            nodes[at] = changed;
            impossible(&levels, &nodes, &all)
        };
        assert_eq!(told(1, node(2, 92, Some(3), 1)), Some(Impossible::Cycle("T".into())));
        assert_eq!(told(1, node(2, 92, Some(2), 1)), Some(Impossible::Cycle("T".into())));
        assert_eq!(told(1, node(2, 92, Some(50), 1)), Some(Impossible::NoParent("T".into())));
        assert_eq!(told(1, node(2, 92, None, 1)), Some(Impossible::Level("Niveau 2".into(), None)));
        let odd = Some(Impossible::Level("Niveau 3".into(), Some("Niveau 1".into())));
        assert_eq!(told(2, node(3, 93, Some(1), 1)), odd);
        let twice = Node { text: sound[0].text.clone(), ..sound[2].clone() };
        assert_eq!(told(2, twice), Some(Impossible::Code("1".into())));
        let elsewhere = Node { contract: Uuid::from_u128(7), ..sound[0].clone() };
        assert_eq!(told(0, elsewhere), Some(Impossible::NoParent("T".into())));
        let crossed = Node { tags: vec![NodeTag::Axis(sound[0].id)], ..sound[2].clone() };
        assert_eq!(told(2, crossed), Some(Impossible::NoAxis("T".into())));
    }

    #[test]
    fn a_node_is_put_between_its_neighbours_and_they_make_room_when_they_must() {
        let wide = [node(1, 91, None, 10), node(2, 91, None, 20), node(3, 91, None, 30)];
        let order = |nodes: &[Node], changed: &[Node]| -> Vec<String> {
            let mut all = nodes.to_vec();
            for node in changed {
                all.retain(|one| one.id != node.id);
                all.push(node.clone());
            }
            neighbours(&all, Uuid::from_u128(91), None).iter().map(|node| node.text.code.clone()).collect()
        };
        let moved = placed(&wide, &wide[2], None, Some(Uuid::from_u128(2)));
        assert_eq!((moved.len(), order(&wide, &moved)), (1, vec!["1".into(), "3".into(), "2".into()]));
        let first = placed(&wide, &wide[2], None, Some(Uuid::from_u128(1)));
        assert_eq!((first.len(), order(&wide, &first)[0].as_str()), (1, "3"));
        let last = placed(&wide, &wide[0], None, None);
        assert_eq!((last.len(), order(&wide, &last)[2].as_str()), (1, "1"));
        let tight = [node(1, 91, None, 1), node(2, 91, None, 2), node(3, 91, None, 3)];
        let moved = placed(&tight, &tight[2], None, Some(Uuid::from_u128(2)));
        assert_eq!((moved.len(), order(&tight, &moved)), (3, vec!["1".into(), "3".into(), "2".into()]));
    }
}
