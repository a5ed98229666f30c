//! The tree of a contract: levels named by each contract, nodes at each level.

use std::collections::{HashMap, HashSet};

use kernel::{FieldError, Uuid};

use super::contract::too_long;
use super::lens::NodeTag;

/// The names a contract gives to a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelNames {
    /// Singular: « Enjeu ».
    pub singular: String,
    /// Plural: « Enjeux ».
    pub plural: String,
}

/// A level of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Depth, from 1.
    pub depth: i64,
    /// Its names.
    pub names: LevelNames,
    /// Whether its nodes cross the whole tree.
    pub is_transversal: bool,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is written in a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeText {
    /// Code within the contract: « O05 ».
    pub code: String,
    /// French title.
    pub title: String,
    /// One sentence, or nothing.
    pub summary: String,
    /// What a reader must know, or nothing.
    pub note: String,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Its level.
    pub level: Uuid,
    /// The node it stands under.
    pub parent: Option<Uuid>,
    /// What is written in it.
    pub text: NodeText,
    /// Where it stands among its neighbours: the lowest first, with room between.
    pub position: i64,
    /// What crosses it.
    pub tags: Vec<NodeTag>,
    /// How many times it was changed.
    pub revision: i64,
}

/// A node with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The node.
    pub node: Node,
    /// Its level.
    pub level: Level,
    /// Nodes under it, in order.
    pub children: Vec<Branch>,
}

/// Deeper than any contract: a loop in the data must not become one here.
const DEEPEST: usize = 12;

/// The trees of a contract: first what is not transversal, in order. A node whose parent is not there stands at
/// the top rather than disappearing. Each node is looked at once, however many there are.
pub fn branches(levels: &[Level], nodes: &[Node]) -> Vec<Branch> {
    let levels: HashMap<Uuid, &Level> = levels.iter().map(|level| (level.id, level)).collect();
    let known: HashSet<Uuid> = nodes.iter().map(|node| node.id).collect();
    let mut under: HashMap<Option<Uuid>, Vec<&Node>> = HashMap::new();
    for node in nodes {
        under.entry(node.parent.filter(|parent| known.contains(parent))).or_default().push(node);
    }
    let mut top = grown(&levels, &under, None, 0);
    top.sort_by_key(|branch| (branch.level.is_transversal, branch.level.depth, branch.node.position));
    top
}

fn grown(
    levels: &HashMap<Uuid, &Level>,
    under: &HashMap<Option<Uuid>, Vec<&Node>>,
    parent: Option<Uuid>,
    depth: usize,
) -> Vec<Branch> {
    if depth > DEEPEST {
        return Vec::new();
    }
    let branch = |node: &&Node| {
        let level = (*levels.get(&node.level)?).clone();
        let children = grown(levels, under, Some(node.id), depth + 1);
        Some(Branch { node: (*node).clone(), level, children })
    };
    let mut all: Vec<Branch> = under.get(&parent).into_iter().flatten().filter_map(branch).collect();
    all.sort_by(|a, b| (a.node.position, &a.node.text.code).cmp(&(b.node.position, &b.node.text.code)));
    all
}

impl Branch {
    /// How many nodes stand under this one.
    pub fn count_under(&self) -> usize {
        self.children.iter().map(|child| 1 + child.count_under()).sum()
    }
}

/// The branch of a node, wherever it stands.
pub fn find(branches: &[Branch], id: Uuid) -> Option<&Branch> {
    branches.iter().find_map(|branch| if branch.node.id == id { Some(branch) } else { find(&branch.children, id) })
}

/// Whether a node of this level may stand under that one: the level just above, and never under a transversal
/// concern; at the top only for the first depth.
pub fn may_stand_under(level: &Level, parent: Option<&Level>) -> bool {
    match parent {
        None => level.depth == 1,
        Some(above) => above.depth + 1 == level.depth && above.is_transversal == level.is_transversal,
    }
}

/// What is wrong with the names of a level.
pub fn check_level(names: &LevelNames) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, what, text) in
        [("singulier", "Le nom au singulier", &names.singular), ("pluriel", "Le nom au pluriel", &names.plural)]
    {
        if text.trim().is_empty() {
            errors.push(FieldError::new(field, format!("Saisissez {}", what.replacen("Le", "le", 1))));
        }
        too_long(&mut errors, field, what, text, 60);
    }
    errors
}

/// What is wrong with a node.
pub fn check_node(text: &NodeText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if text.code.trim().is_empty() {
        errors.push(FieldError::new("reference", "Saisissez la référence, par exemple O13"));
    }
    too_long(&mut errors, "reference", "La référence", &text.code, 20);
    if text.title.trim().is_empty() {
        errors.push(FieldError::new("intitule", "Saisissez l’intitulé"));
    }
    too_long(&mut errors, "intitule", "L’intitulé", &text.title, 200);
    too_long(&mut errors, "resume", "Le résumé", &text.summary, 600);
    too_long(&mut errors, "note", "La note", &text.note, 2000);
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(depth: i64, is_transversal: bool) -> Level {
        let names = LevelNames { singular: "Axe".into(), plural: "Axes".into() };
        let id = Uuid::from_u128(u128::try_from(depth).unwrap_or(0) * 2 + u128::from(is_transversal));
        Level { id, contract: Uuid::nil(), depth, names, is_transversal, revision: 1 }
    }

    fn node(id: u128, level: &Level, parent: Option<u128>, position: i64) -> Node {
        let text = NodeText { code: id.to_string(), title: "T".into(), summary: String::new(), note: String::new() };
        let parent = parent.map(Uuid::from_u128);
        Node {
            id: Uuid::from_u128(id),
            contract: Uuid::nil(),
            level: level.id,
            parent,
            text,
            position,
            tags: Vec::new(),
            revision: 1,
        }
    }

    #[test]
    fn the_tree_is_ordered_and_loses_nobody() {
        let levels = [level(1, false), level(2, false), level(1, true)];
        let nodes = [
            node(9, &levels[2], None, 1),
            node(1, &levels[0], None, 2),
            node(2, &levels[0], None, 1),
            node(3, &levels[1], Some(1), 2),
            node(4, &levels[1], Some(1), 1),
            node(5, &levels[1], Some(77), 1),
        ];
        let tree = branches(&levels, &nodes);
        let codes: Vec<&str> = tree.iter().map(|branch| branch.node.text.code.as_str()).collect();
        assert_eq!(codes, ["2", "1", "5", "9"]);
        let under: Vec<&str> = tree[1].children.iter().map(|branch| branch.node.text.code.as_str()).collect();
        assert_eq!(under, ["4", "3"]);
    }

    #[test]
    fn a_node_stands_under_the_level_above() {
        assert!(may_stand_under(&level(1, false), None) && may_stand_under(&level(1, true), None));
        assert!(may_stand_under(&level(2, false), Some(&level(1, false))));
        assert!(!may_stand_under(&level(2, false), None) && !may_stand_under(&level(2, false), Some(&level(1, true))));
        assert!(!may_stand_under(&level(3, false), Some(&level(1, false))));
    }
}
