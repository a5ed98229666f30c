//! The history of a tree: gestures, the states of nodes they left, what a tree was at any rank, what differs between
//! two, and how a gesture is taken back.

use std::collections::{HashMap, HashSet};

use kernel::{Moment, Uuid};

use super::tree::{Level, LevelNames, Node};

kernel::vocabulary! {
    /// What a gesture was.
    ChangeKind {
        /// The history began with what stood there.
        Found => "found", "Début de l’historique";
        /// Something new.
        Added => "added", "Ajout";
        /// Other words.
        Amended => "amended", "Modification";
        /// Another place.
        Moved => "moved", "Déplacement";
        /// Taken out.
        Removed => "removed", "Suppression";
        /// Crossed by other axes or lenses.
        Tagged => "tagged", "Axes et regards";
        /// Other references.
        Numbered => "numbered", "Numérotation";
        /// Notes put in.
        Pasted => "pasted", "Notes collées";
        /// Notes sorted into branches.
        Filed => "filed", "Notes rangées";
        /// A gesture taken back, or done again.
        Undone => "undone", "Annulation";
        /// A level called otherwise, or taken out.
        Level => "level", "Niveau";
    }
}

impl ChangeKind {
    /// Whether it stands as it is: it only keeps a trace, or is done the other way round where it was done.
    pub const fn stands(self) -> bool {
        matches!(self, Self::Found | Self::Pasted | Self::Level)
    }
}

/// A level called otherwise, or taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelChange {
    /// Rank of the gesture.
    pub seq: i64,
    /// The level.
    pub level: Uuid,
    /// What it was called.
    pub before: LevelNames,
    /// What it is called since; nothing when it was taken out.
    pub after: Option<LevelNames>,
}

/// What levels were called at a rank, from what they are called now and every change, in order.
pub fn names_at(levels: &[Level], changes: &[LevelChange], rank: i64) -> HashMap<Uuid, LevelNames> {
    let mut names: HashMap<Uuid, LevelNames> = levels.iter().map(|one| (one.id, one.names.clone())).collect();
    for change in changes.iter().rev().filter(|change| change.seq > rank) {
        names.insert(change.level, change.before.clone());
    }
    names
}

/// A gesture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Its rank in the history of the contract.
    pub seq: i64,
    /// When; the epoch when the history began with what stood there.
    pub made_at: Moment,
    /// By which account, when one did.
    pub account: Option<Uuid>,
    /// By whom, as the journal names her.
    pub author: String,
    /// What it was.
    pub kind: ChangeKind,
    /// On what, in a few words.
    pub what: String,
    /// Why, as she said it, or nothing.
    pub why: String,
    /// The gesture it takes back.
    pub undoes: Option<Uuid>,
}

/// The state of a node a gesture left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Rank of the gesture.
    pub seq: i64,
    /// Whether the node was taken out.
    pub is_removed: bool,
    /// The node; the last one it was, when taken out.
    pub node: Node,
}

/// One node before and after: nothing before when it is new, nothing after when it is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// What stood there.
    pub before: Option<Node>,
    /// What stands there now.
    pub after: Option<Node>,
}

/// The nodes as versions, in the order of their ranks, leave them.
pub fn standing(versions: Vec<Version>) -> Vec<Node> {
    let mut last: HashMap<Uuid, Version> = HashMap::new();
    for version in versions {
        last.insert(version.node.id, version);
    }
    let mut nodes: Vec<Node> = last.into_values().filter(|one| !one.is_removed).map(|one| one.node).collect();
    nodes.sort_by(|a, b| (a.position, &a.text.code, a.id).cmp(&(b.position, &b.text.code, b.id)));
    nodes
}

/// Whether two states say the same, however many times they were written.
pub fn is_same(one: &Node, other: &Node) -> bool {
    let bare = |node: &Node| Node { revision: 0, ..node.clone() };
    bare(one) == bare(other)
}

/// What a reader is told of a node that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// It was not there.
    New,
    /// It is no longer there.
    Gone,
    /// Its reference.
    Code,
    /// Its title.
    Title,
    /// Its summary.
    Summary,
    /// Its note.
    Note,
    /// The node it stands under.
    Parent,
    /// Its level.
    Level,
    /// Its rank among its neighbours.
    Rank,
    /// What crosses it.
    Tags,
}

impl Aspect {
    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::New => "Ajouté",
            Self::Gone => "Supprimé",
            Self::Code => "Référence",
            Self::Title => "Intitulé",
            Self::Summary => "Résumé",
            Self::Note => "Note",
            Self::Parent => "Rattachement",
            Self::Level => "Niveau",
            Self::Rank => "Rang",
            Self::Tags => "Axes et regards",
        }
    }
}

/// What differs between two states of one node.
pub fn aspects(write: &Write) -> Vec<Aspect> {
    let (before, after) = match (&write.before, &write.after) {
        (None, _) => return vec![Aspect::New],
        (_, None) => return vec![Aspect::Gone],
        (Some(before), Some(after)) => (before, after),
    };
    let is_elsewhere = before.parent != after.parent;
    [
        (before.text.code != after.text.code, Aspect::Code),
        (before.text.title != after.text.title, Aspect::Title),
        (before.text.summary != after.text.summary, Aspect::Summary),
        (before.text.note != after.text.note, Aspect::Note),
        (is_elsewhere, Aspect::Parent),
        (before.level != after.level, Aspect::Level),
        (!is_elsewhere && before.position != after.position, Aspect::Rank),
        (before.tags != after.tags, Aspect::Tags),
    ]
    .into_iter()
    .filter_map(|(differs, aspect)| differs.then_some(aspect))
    .collect()
}

/// Nodes that are not the same in two trees; those that are there now in order, then those that are gone.
pub fn differences(before: &[Node], after: &[Node]) -> Vec<Write> {
    let was: HashMap<Uuid, &Node> = before.iter().map(|node| (node.id, node)).collect();
    let is: HashSet<Uuid> = after.iter().map(|node| node.id).collect();
    let now = after.iter().filter_map(|node| {
        let old = was.get(&node.id).copied();
        let is_other = old.is_none_or(|old| !is_same(old, node));
        is_other.then(|| Write { before: old.cloned(), after: Some(node.clone()) })
    });
    let gone = before.iter().filter(|node| !is.contains(&node.id));
    now.chain(gone.map(|node| Write { before: Some(node.clone()), after: None })).collect()
}

/// How a gesture is taken back: what to write, given the states it left, those just before it, and what stands there
/// now. Nothing when a node is no longer as the gesture left it: the node is told.
pub fn taken_back(left: &[Version], before: &[Version], now: &[Node]) -> Result<Vec<Write>, Box<Node>> {
    let now: HashMap<Uuid, &Node> = now.iter().map(|node| (node.id, node)).collect();
    let earlier: HashMap<Uuid, &Version> = before.iter().map(|version| (version.node.id, version)).collect();
    let mut writes = Vec::with_capacity(left.len());
    for version in left {
        let current = now.get(&version.node.id).copied();
        let is_untouched = match (current, version.is_removed) {
            (None, true) => true,
            (Some(current), false) => is_same(current, &version.node),
            _ => false,
        };
        if !is_untouched {
            return Err(Box::new(current.unwrap_or(&version.node).clone()));
        }
        let wanted = earlier.get(&version.node.id).filter(|earlier| !earlier.is_removed);
        let after = wanted.map(|earlier| Node { revision: version.node.revision, ..earlier.node.clone() });
        writes.push(Write { before: current.cloned(), after });
    }
    Ok(writes)
}

#[cfg(test)]
mod tests {
    use super::super::tree::NodeText;
    use super::*;

    fn node(id: u128, title: &str, position: i64) -> Node {
        let text =
            NodeText { code: format!("O{id}"), title: title.into(), summary: String::new(), note: String::new() };
        let (id, contract) = (Uuid::from_u128(id), Uuid::nil());
        Node { id, contract, level: Uuid::nil(), parent: None, text, position, tags: Vec::new(), revision: 1 }
    }

    fn version(seq: i64, node: Node, is_removed: bool) -> Version {
        Version { seq, is_removed, node }
    }

    #[test]
    fn what_stood_there_is_told_by_the_last_version_of_each() {
        let all = [
            version(1, node(1, "Habiter", 10), false),
            version(1, node(2, "Grandir", 5), false),
            version(2, node(1, "Bien habiter", 10), false),
            version(3, node(2, "Grandir", 5), true),
        ];
        let titles = |upto: i64| -> Vec<String> {
            let upto = all.iter().filter(|one| one.seq <= upto).cloned().collect();
            standing(upto).into_iter().map(|node| node.text.title).collect()
        };
        assert_eq!(titles(1), ["Grandir", "Habiter"]);
        assert_eq!(titles(2), ["Grandir", "Bien habiter"]);
        assert_eq!(titles(3), ["Bien habiter"]);
    }

    #[test]
    fn levels_are_called_as_they_were() {
        let called = |name: &str| LevelNames { singular: name.into(), plural: format!("{name}s") };
        let level = Level {
            id: Uuid::from_u128(7),
            contract: Uuid::nil(),
            depth: 1,
            names: called("Pilier"),
            is_transversal: false,
            revision: 3,
        };
        let change = |seq, before: &str, after: &str| LevelChange {
            seq,
            level: level.id,
            before: called(before),
            after: Some(called(after)),
        };
        let gone = LevelChange { seq: 9, level: Uuid::from_u128(8), before: called("Thème"), after: None };
        let changes = [change(2, "Axe", "Enjeu"), change(5, "Enjeu", "Pilier"), gone];
        let at = |rank| {
            let names = names_at(std::slice::from_ref(&level), &changes, rank);
            (names[&level.id].singular.clone(), names.contains_key(&Uuid::from_u128(8)))
        };
        assert_eq!([at(1), at(2), at(4)], [("Axe".into(), true), ("Enjeu".into(), true), ("Enjeu".into(), true)]);
        assert_eq!([at(5), at(9)], [("Pilier".into(), true), ("Pilier".into(), false)]);
    }

    #[test]
    fn differences_name_what_changed_and_nothing_else() {
        let before = [node(1, "Habiter", 1), node(2, "Grandir", 2), node(3, "Travailler", 3)];
        let moved = Node { parent: Some(Uuid::from_u128(1)), position: 9, ..node(3, "Travailler", 3) };
        let after = [Node { revision: 8, ..node(1, "Habiter", 1) }, node(2, "Bien grandir", 4), moved, node(4, "N", 1)];
        let told: Vec<Vec<Aspect>> = differences(&before, &after).iter().map(aspects).collect();
        assert_eq!(told, [vec![Aspect::Title, Aspect::Rank], vec![Aspect::Parent], vec![Aspect::New]]);
        assert_eq!(differences(&before, &before[..2]).iter().flat_map(aspects).collect::<Vec<_>>(), [Aspect::Gone]);
    }

    #[test]
    fn a_gesture_is_taken_back_unless_somebody_changed_things_since() {
        let (old, new) = (version(1, node(1, "Habiter", 1), false), version(2, node(1, "Bien habiter", 1), false));
        let now = [Node { revision: 5, ..node(1, "Bien habiter", 1) }];
        let writes = taken_back(std::slice::from_ref(&new), std::slice::from_ref(&old), &now).expect("taken back");
        assert_eq!(writes[0].after.as_ref().map(|node| node.text.title.as_str()), Some("Habiter"));
        let other = [node(1, "Autre", 1)];
        let refused = taken_back(std::slice::from_ref(&new), std::slice::from_ref(&old), &other);
        assert_eq!(refused.map_err(|node| node.text.title), Err("Autre".to_owned()));
        // What was added is taken out; what was taken out comes back; what is there again is told.
        assert_eq!(taken_back(std::slice::from_ref(&new), &[], &now).map(|all| all[0].after.clone()), Ok(None));
        let gone = version(3, node(1, "Bien habiter", 1), true);
        let back = taken_back(std::slice::from_ref(&gone), std::slice::from_ref(&new), &[]).expect("comes back");
        assert!(back[0].before.is_none() && back[0].after.is_some());
        assert!(taken_back(&[gone], &[new], &now).is_err());
    }
}
