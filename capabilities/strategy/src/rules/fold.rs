//! A tree too large for one page is folded: whole groups of children are shown as long as they fit, nearest to the top
//! first; the others are a number and a page of their own.

use std::collections::{HashSet, VecDeque};

use kernel::Uuid;

use super::tree::{Branch, Level, Node};

/// A node as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The node.
    pub node: Node,
    /// Its level.
    pub level: Level,
    /// What is shown under it.
    pub children: Vec<Shown>,
    /// How many nodes stand under it and are not shown here.
    pub hidden: usize,
}

/// One page of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedPage {
    /// What stands at the top of this page.
    pub top: Vec<Shown>,
    /// How many pages the top takes.
    pub page_count: usize,
}

impl FoldedPage {
    /// Whether a node is shown.
    pub fn shows(&self, id: Uuid) -> bool {
        fn within(shown: &[Shown], id: Uuid) -> bool {
            shown.iter().any(|one| one.node.id == id || within(&one.children, id))
        }
        within(&self.top, id)
    }
}

/// The parts of a list that fit on a page each, in order; a list of nothing is one page of nothing.
pub fn parts<T>(all: &[T], budget: usize, cost: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let (mut start, mut spent) = (0, 0);
    for (at, one) in all.iter().enumerate() {
        let own = cost(one);
        if at > start && spent + own > budget {
            parts.push(&all[start..at]);
            (start, spent) = (at, 0);
        }
        spent += own;
    }
    parts.push(&all[start..]);
    parts
}

/// On which page of the top a node is, from 1.
pub fn page_of(branches: &[Branch], id: Uuid, budget: usize, cost: impl Fn(&Branch) -> usize) -> usize {
    let holds = |part: &&[Branch]| part.iter().any(|branch| branch.node.id == id);
    parts(branches, budget, &cost).iter().position(holds).map_or(1, |at| at + 1)
}

/// One page of a tree, from 1, whose nodes cost no more than the budget together.
pub fn folded(branches: &[Branch], page: usize, budget: usize, cost: impl Fn(&Branch) -> usize) -> FoldedPage {
    let parts = parts(branches, budget, &cost);
    let page_count = parts.len();
    let top = parts.get(page.clamp(1, page_count) - 1).copied().unwrap_or_default();
    let mut left = budget.saturating_sub(top.iter().map(&cost).sum());
    let mut open = HashSet::new();
    let mut queue: VecDeque<&Branch> = top.iter().collect();
    while let Some(branch) = queue.pop_front() {
        let needed: usize = branch.children.iter().map(&cost).sum();
        if needed <= left {
            left -= needed;
            open.insert(branch.node.id);
            queue.extend(&branch.children);
        }
    }
    FoldedPage { top: top.iter().map(|branch| shown(branch, &open)).collect(), page_count }
}

fn shown(branch: &Branch, open: &HashSet<Uuid>) -> Shown {
    let is_open = open.contains(&branch.node.id);
    let children = if is_open { branch.children.iter().map(|child| shown(child, open)).collect() } else { Vec::new() };
    let hidden = if is_open { 0 } else { branch.count_under() };
    Shown { node: branch.node.clone(), level: branch.level.clone(), children, hidden }
}

#[cfg(test)]
mod tests {
    use super::super::tree::{LevelNames, NodeText};
    use super::*;

    fn branch(id: u128, children: Vec<Branch>) -> Branch {
        let text = NodeText { code: id.to_string(), title: "T".into(), summary: String::new(), note: String::new() };
        let names = LevelNames { singular: "N".into(), plural: "N".into() };
        let (own, nil) = (Uuid::from_u128(id), Uuid::nil());
        let level = Level { id: nil, contract: nil, depth: 1, names, is_transversal: false, revision: 1 };
        let node =
            Node { id: own, contract: nil, level: nil, parent: None, text, position: 1, tags: vec![], revision: 1 };
        Branch { node, level, children }
    }

    fn count(page: &FoldedPage) -> usize {
        fn within(shown: &[Shown]) -> usize {
            shown.iter().map(|one| 1 + within(&one.children)).sum()
        }
        within(&page.top)
    }

    /// So many stakes of so many objectives of so many sheets.
    fn tree(stakes: u128, objectives: u128, sheets: u128) -> Vec<Branch> {
        let sheet = |at| branch(at, Vec::new());
        let objective = |at| branch(at, (1..=sheets).map(|one| sheet(at * 1000 + one)).collect());
        (1..=stakes).map(|at| branch(at, (1..=objectives).map(|one| objective(at * 1000 + one)).collect())).collect()
    }

    #[test]
    fn what_fits_is_whole_and_what_does_not_is_counted() {
        let small = tree(3, 4, 0);
        let page = folded(&small, 1, 100, |_| 1);
        assert_eq!((count(&page), page.page_count), (15, 1));
        assert!(page.top.iter().all(|one| one.hidden == 0));
        let large = tree(10, 10, 19);
        assert_eq!(large.iter().map(|one| 1 + one.count_under()).sum::<usize>(), 2_010);
        let page = folded(&large, 1, 150, |_| 1);
        assert!(count(&page) <= 150 && count(&page) >= 110, "{}", count(&page));
        fn told(shown: &[Shown]) -> usize {
            shown.iter().map(|one| 1 + one.hidden + told(&one.children)).sum()
        }
        assert_eq!(told(&page.top), 2_010, "nobody is lost");
        assert!(page.shows(Uuid::from_u128(10)) && !page.shows(Uuid::from_u128(10_010_019)));
    }

    #[test]
    fn a_long_row_takes_several_pages() {
        let row = tree(330, 0, 0);
        let pages: Vec<usize> = (1..=4).map(|page| count(&folded(&row, page, 100, |_| 1))).collect();
        assert_eq!(pages, [100, 100, 100, 30]);
        assert_eq!(page_of(&row, Uuid::from_u128(201), 100, |_| 1), 3);
        assert_eq!(count(&folded(&row, 99, 100, |_| 1)), 30, "past the end is the end");
        assert_eq!(count(&folded(&[], 1, 100, |_| 1)), 0);
        assert_eq!(folded(&tree(2, 0, 0), 1, 1, |_| 5).page_count, 2, "one that is too large stands alone");
    }
}
