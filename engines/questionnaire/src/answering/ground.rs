//! Answers as the language of conditions sees them.

use jiff::civil::DateTime;

use super::session::Session;
use crate::expression::{Ground, Node};
use crate::model::Kind;

impl Session<'_> {
    /// The entries of an item seen from an entry: those of the same instance where both are in it.
    fn seen(&self, wanted: usize, from: Option<usize>) -> Vec<usize> {
        let path = self.plan.path(wanted);
        let is_repeat = |node: &usize| self.plan.nodes[*node].item.kind == Kind::Repeat;
        if !path[..path.len() - 1].iter().any(is_repeat) {
            return self.of_node[wanted].iter().copied().filter(|entry| self.entries[*entry].is_relevant).collect();
        }
        let around: Vec<usize> = std::iter::successors(from, |entry| self.entries[*entry].parent).collect();
        // The innermost repeat both stand in.
        let shared = path[..path.len() - 1].iter().enumerate().rev().find_map(|(depth, node)| {
            let entry = around.iter().find(|entry| self.entries[**entry].node == *node)?;
            is_repeat(node).then_some((depth, *entry))
        });
        match shared {
            Some((depth, entry)) => self.under(&path[depth + 1..], vec![entry], &[]),
            None => self.under(&path, Vec::new(), &[]),
        }
    }

    /// Follows a path of items down; `indexes` picks one instance of a repeat.
    fn under(&self, path: &[usize], from: Vec<usize>, indexes: &[(usize, usize)]) -> Vec<usize> {
        let mut level = from;
        for (depth, node) in path.iter().enumerate() {
            let among: Vec<usize> = if depth == 0 && level.is_empty() {
                self.roots.clone()
            } else {
                level.iter().flat_map(|entry| self.entries[*entry].children.iter().copied()).collect()
            };
            let index = indexes.iter().find(|(repeat, _)| repeat == node).map(|(_, index)| *index);
            level = among
                .into_iter()
                .filter(|entry| {
                    let entry = &self.entries[*entry];
                    entry.node == *node && entry.is_relevant && index.is_none_or(|index| entry.position == index)
                })
                .collect();
            if level.is_empty() {
                break;
            }
        }
        level
    }
}

fn answers(entries: Vec<usize>) -> Vec<Node> {
    entries.into_iter().map(Node::Answer).collect()
}

impl Ground for Session<'_> {
    fn text(&self, node: &Node) -> String {
        match node {
            Node::Answer(entry) => self.entries[*entry].value.clone(),
            Node::Text(text) => text.clone(),
            Node::Root | Node::List(_) | Node::Line(..) => String::new(),
        }
    }

    fn question(&self, name: &str, from: &Node) -> Vec<Node> {
        let Some(node) = self.plan.named(name).first() else { return Vec::new() };
        let from = match from {
            Node::Answer(entry) => Some(*entry),
            _ => None,
        };
        answers(self.seen(*node, from))
    }

    fn children(&self, node: &Node, name: Option<&str>) -> Vec<Node> {
        let is_named = |entry: &usize| {
            let entry = &self.entries[*entry];
            entry.is_relevant && name.is_none_or(|name| self.plan.nodes[entry.node].item.name == name)
        };
        match node {
            Node::Root => {
                let found: Vec<usize> = self.roots.iter().copied().filter(is_named).collect();
                match name {
                    Some(name) if found.is_empty() && (name == "data" || name == self.plan.form.id) => vec![Node::Root],
                    _ => answers(found),
                }
            }
            Node::Answer(entry) => answers(self.entries[*entry].children.iter().copied().filter(is_named).collect()),
            Node::List(list) => match name {
                Some("root") => vec![Node::List(*list)],
                Some("item") | None => {
                    let count = self.plan.form.lists.get(*list).map_or(0, |list| list.choices.len());
                    (0..count).map(|line| Node::Line(*list, line)).collect()
                }
                _ => Vec::new(),
            },
            Node::Line(list, line) => {
                let (Some(choice), Some(name)) = (self.plan.choice(*list, *line), name) else { return Vec::new() };
                let text = match name {
                    "name" => Some(choice.name.clone()),
                    "label" => Some(choice.label.told(&self.plan.form.settings.default_language, "fr").to_owned()),
                    column => choice.columns.get(column).cloned(),
                };
                text.into_iter().map(Node::Text).collect()
            }
            Node::Text(_) => Vec::new(),
        }
    }

    fn parent(&self, node: &Node) -> Option<Node> {
        match node {
            Node::Answer(entry) => Some(self.entries[*entry].parent.map_or(Node::Root, Node::Answer)),
            Node::Line(list, _) => Some(Node::List(*list)),
            _ => None,
        }
    }

    fn position(&self, node: &Node) -> usize {
        let Node::Answer(entry) = node else { return 1 };
        // A group inside a repeat has the rank of its instance.
        let mut at = Some(*entry);
        while let Some(number) = at {
            if self.plan.nodes[self.entries[number].node].item.kind == Kind::Repeat {
                return self.entries[number].position;
            }
            at = self.entries[number].parent;
        }
        1
    }

    fn list(&self, name: &str) -> Option<Node> {
        self.plan.list_number(name).map(Node::List)
    }

    fn choice_name(&self, question: &str, code: &str) -> Option<String> {
        let node = *self.plan.named(question).first()?;
        let (_, list) = self.plan.list_of(node)?;
        Some(list.choice(code)?.label.told(&self.plan.form.settings.default_language, "fr").to_owned())
    }

    fn indexed(&self, question: &str, repeats: &[(String, usize)], from: &Node) -> Vec<Node> {
        let Some(node) = self.plan.named(question).first() else { return Vec::new() };
        let indexes: Vec<(usize, usize)> =
            repeats.iter().filter_map(|(name, index)| Some((*self.plan.named(name).first()?, *index))).collect();
        let path = self.plan.path(*node);
        // Repeats around the first one named are those of the place itself.
        let first = path.iter().position(|node| indexes.iter().any(|(repeat, _)| repeat == node)).unwrap_or(0);
        let around: Vec<usize> = match from {
            Node::Answer(entry) => std::iter::successors(Some(*entry), |entry| self.entries[*entry].parent).collect(),
            _ => Vec::new(),
        };
        let shared =
            path[..first].iter().enumerate().rev().find_map(|(depth, node)| {
                Some((depth, *around.iter().find(|entry| self.entries[**entry].node == *node)?))
            });
        answers(match shared {
            Some((depth, entry)) => self.under(&path[depth + 1..], vec![entry], &indexes),
            None => self.under(&path, Vec::new(), &indexes),
        })
    }

    fn now(&self) -> DateTime {
        self.circumstances.now
    }

    fn chance(&self, node: &Node) -> u64 {
        let place = match node {
            Node::Answer(entry) => self.entries[*entry].key.as_str(),
            _ => "",
        };
        place
            .bytes()
            .fold(self.circumstances.chance ^ 0xCBF2_9CE4_8422_2325, |drawn, byte| mix(drawn ^ u64::from(byte)))
    }

    fn version(&self) -> String {
        self.plan.form.version.clone()
    }
}

/// One step of SplitMix64.
pub(super) fn mix(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
