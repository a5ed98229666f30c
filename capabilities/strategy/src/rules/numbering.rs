//! References given by counting.

use std::collections::HashSet;

use kernel::Uuid;

use super::tree::{Branch, Level, Node};

kernel::vocabulary! {
    /// How references are counted.
    Numbering {
        /// A letter for each level, counted through the whole tree.
        Running => "running", "Une lettre par niveau, comptée d’un bout à l’autre : E1, E2, O1… O12";
        /// Each one after the one it stands under.
        Nested => "nested", "Chaque référence prolonge celle du dessus : 1, 1.1, 1.1.1";
    }
}

/// The letters of each level, in order: as few as tell them apart.
fn letters(levels: &[Level]) -> Vec<(Uuid, String)> {
    let mut taken = HashSet::new();
    let mut all = Vec::new();
    for level in levels {
        let bare = kernel::text::search_key(&level.names.singular).to_uppercase();
        let bare: Vec<char> = bare.chars().filter(char::is_ascii_alphabetic).collect();
        let shortened = (1..=bare.len().min(4)).map(|length| bare[..length].iter().collect::<String>());
        let own = shortened.into_iter().find(|letters| !taken.contains(letters));
        let own = own.unwrap_or_else(|| format!("N{}-", all.len() + 1));
        taken.insert(own.clone());
        all.push((level.id, own));
    }
    all
}

/// The reference the next node of a level would have: the last one counted on, or the first of its letters.
pub fn suggested(levels: &[Level], nodes: &[Node], level: Uuid) -> String {
    let used: HashSet<&str> = nodes.iter().map(|node| node.text.code.as_str()).collect();
    let counted = |code: &str| {
        let digits = code.len() - code.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (stem, number) = code.split_at(code.len() - digits);
        number.parse::<u64>().ok().map(|count| (count, stem.to_owned(), digits))
    };
    let last = nodes.iter().filter(|node| node.level == level).filter_map(|node| counted(&node.text.code)).max();
    let (count, stem, width) = last.unwrap_or_else(|| {
        let own = letters(levels).into_iter().find(|(id, _)| *id == level).map(|(_, letters)| letters);
        (0, own.unwrap_or_default(), 1)
    });
    (count + 1..)
        .map(|next| format!("{stem}{next:0width$}"))
        .find(|code| !used.contains(code.as_str()))
        .unwrap_or_default()
}

/// The reference of every node, counted.
pub fn numbered(levels: &[Level], branches: &[Branch], how: Numbering) -> Vec<(Uuid, String)> {
    let mut all = Vec::new();
    match how {
        Numbering::Running => {
            for (level, letters) in letters(levels) {
                let mut of_level = Vec::new();
                at_level(branches, level, &mut of_level);
                let width = of_level.len().to_string().len();
                all.extend((1..).zip(of_level).map(|(rank, id)| (id, format!("{letters}{rank:0width$}"))));
            }
        }
        Numbering::Nested => {
            let across: Vec<Level> = levels.iter().filter(|level| level.is_transversal).cloned().collect();
            let tree = branches.iter().filter(|branch| !branch.level.is_transversal);
            for (rank, branch) in (1..).zip(tree) {
                nested(branch, &rank.to_string(), &mut all);
            }
            for (level, letters) in letters(&across) {
                for (rank, branch) in (1..).zip(branches.iter().filter(|branch| branch.level.id == level)) {
                    nested(branch, &format!("{letters}{rank}"), &mut all);
                }
            }
        }
    }
    all
}

fn at_level(branches: &[Branch], level: Uuid, all: &mut Vec<Uuid>) {
    for branch in branches {
        if branch.level.id == level {
            all.push(branch.node.id);
        }
        at_level(&branch.children, level, all);
    }
}

fn nested(branch: &Branch, code: &str, all: &mut Vec<(Uuid, String)>) {
    all.push((branch.node.id, code.to_owned()));
    for (rank, child) in (1..).zip(&branch.children) {
        nested(child, &format!("{code}.{rank}"), all);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::{LevelNames, NodeText, branches};
    use super::*;

    fn level(id: u128, depth: i64, name: &str, is_transversal: bool) -> Level {
        let names = LevelNames { singular: name.into(), plural: name.into() };
        Level { id: Uuid::from_u128(id), contract: Uuid::nil(), depth, names, is_transversal, revision: 1 }
    }

    fn node(id: u128, level: u128, parent: Option<u128>, code: &str) -> Node {
        let text = NodeText { code: code.into(), title: "T".into(), summary: String::new(), note: String::new() };
        let position = i64::try_from(id).unwrap_or(0);
        let (id, level, parent) = (Uuid::from_u128(id), Uuid::from_u128(level), parent.map(Uuid::from_u128));
        Node { id, contract: Uuid::nil(), level, parent, text, position, tags: Vec::new(), revision: 1 }
    }

    #[test]
    fn references_are_counted_by_level_or_from_the_one_above() {
        let levels = [level(91, 1, "Orientation", false), level(92, 2, "Objectif", false), level(93, 1, "Axe", true)];
        let nodes = [
            node(1, 91, None, "a"),
            node(2, 91, None, "b"),
            node(3, 92, Some(1), "c"),
            node(4, 92, Some(2), "d"),
            node(5, 93, None, "e"),
        ];
        let tree = branches(&levels, &nodes);
        let told = |how| -> Vec<String> {
            let mut all = numbered(&levels, &tree, how);
            all.sort();
            all.into_iter().map(|(_, code)| code).collect()
        };
        assert_eq!(told(Numbering::Running), ["O1", "O2", "OB1", "OB2", "A1"]);
        assert_eq!(told(Numbering::Nested), ["1", "2", "1.1", "2.1", "A1"]);
    }

    #[test]
    fn the_next_reference_goes_on_from_the_last() {
        let levels = [level(91, 1, "Enjeu", false), level(92, 2, "Élan", false)];
        let own = |codes: &[&str]| -> Vec<Node> {
            codes.iter().enumerate().map(|(at, code)| node(at as u128, 91, None, code)).collect()
        };
        let next = |codes: &[&str]| suggested(&levels, &own(codes), Uuid::from_u128(91));
        assert_eq!(next(&[]), "E1");
        assert_eq!(next(&["E9", "E8"]), "E10");
        assert_eq!(next(&["O09"]), "O10");
        assert_eq!(next(&["Habiter"]), "E1");
        assert_eq!(next(&["1.4"]), "1.5");
        assert_eq!(suggested(&levels, &[], Uuid::from_u128(92)), "EL1");
        assert_eq!(suggested(&levels, &own(&["EL1"]), Uuid::from_u128(92)), "EL2", "another level has it already");
    }
}
