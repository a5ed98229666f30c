//! The answers of one person on a form.

use std::cell::Cell;
use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::typed::normal;
use crate::model::Kind;
use crate::plan::{Node, Plan};

/// What was typed, by key: the name of a question (`age`), inside a repeat `enfants[2]/prenom`, and the number of
/// times a repeat is asked under its own name (`enfants`).
pub type Answers = BTreeMap<String, String>;

/// Most times one repeat is asked.
pub(super) const MOST_TIMES: usize = 500;
/// Most questions, repeats written out.
pub(super) const MOST_ENTRIES: usize = 40_000;
/// Most places visited by all expressions of one page.
pub(super) const MOST_WORK: usize = 10_000_000;
/// Longest answer, in bytes.
pub(super) const LONGEST: usize = 32_000;

/// What answers cannot say: the moment, and chance.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// Day and hour, where the person is.
    pub now: DateTime,
    /// A number drawn for this person, the same from one page to the next.
    pub chance: u64,
}

/// A question as answered: one per instance of a repeat.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub node: usize,
    pub parent: Option<usize>,
    /// Rank among the instances of its repeat, from 1.
    pub position: usize,
    pub key: String,
    /// As typed; nothing when the question was not sent.
    pub typed: Option<String>,
    /// As conditions read it; empty when it is not asked.
    pub value: String,
    pub is_relevant: bool,
    pub children: Vec<usize>,
}

/// A question asked, for those who draw it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Key of its answer.
    pub key: &'a str,
    /// The question.
    pub node: &'a Node,
    /// As typed, to be given back.
    pub typed: &'a str,
    /// As understood.
    pub value: &'a str,
    pub(super) entry: usize,
}

/// A form being answered.
pub struct Session<'a> {
    pub(super) plan: &'a Plan,
    pub(super) circumstances: Circumstances,
    pub(super) answers: Answers,
    pub(super) entries: Vec<Entry>,
    /// Entries of each item that are there.
    pub(super) of_node: Vec<Vec<usize>>,
    pub(super) roots: Vec<usize>,
    pub(super) by_key: BTreeMap<String, usize>,
    pub(super) evaluations: Cell<usize>,
    pub(super) is_exhausted: Cell<bool>,
    pub(super) left: Cell<usize>,
    pub(super) is_too_long: bool,
}

impl<'a> Session<'a> {
    /// Opens a form on what was typed so far.
    pub fn open(plan: &'a Plan, answers: &Answers, circumstances: Circumstances) -> Self {
        let mut session = Self {
            plan,
            circumstances,
            answers: answers.clone(),
            entries: Vec::with_capacity(plan.nodes.len()),
            of_node: vec![Vec::new(); plan.nodes.len()],
            roots: Vec::new(),
            by_key: BTreeMap::new(),
            evaluations: Cell::new(0),
            is_exhausted: Cell::new(false),
            left: Cell::new(MOST_WORK),
            is_too_long: false,
        };
        for node in (0..plan.nodes.len()).filter(|node| plan.nodes[*node].parent.is_none()) {
            session.build(node, None, "");
        }
        for node in &plan.order {
            session.work_out(*node);
        }
        session
    }

    /// Types an answer: only what depends on it is worked out anew. A key that is not there is kept for later.
    pub fn set(&mut self, key: &str, typed: &str) {
        self.refuel();
        self.answers.insert(key.to_owned(), typed.to_owned());
        let repeat = self.by_key.get(&format!("{key}[1]")).copied();
        let Some(entry) = self.by_key.get(key).copied().or(repeat) else { return };
        let node = self.entries[entry].node;
        if self.plan.nodes[node].item.kind != Kind::Repeat {
            self.entries[entry].typed = Some(typed.to_owned());
        }
        for node in self.touched(node) {
            self.work_out(node);
        }
    }

    /// The item and all that depends on it, in the order they are worked out.
    fn touched(&self, node: usize) -> Vec<usize> {
        let mut is_touched = vec![false; self.plan.nodes.len()];
        let mut left = vec![node];
        let mut found = Vec::new();
        while let Some(node) = left.pop() {
            if !std::mem::replace(&mut is_touched[node], true) {
                found.push(node);
                left.extend(&self.plan.dependants[node]);
            }
        }
        found.sort_unstable_by_key(|node| self.plan.rank[*node]);
        found
    }

    /// The form that is answered.
    pub fn plan(&self) -> &Plan {
        self.plan
    }

    /// What was typed, whether it is asked or not.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// What is to be kept: answers to questions asked, and what was worked out. What was typed to a question no
    /// longer asked is not among them.
    pub fn kept(&self) -> Answers {
        let is_kept = |entry: &&Entry| {
            let kind = &self.plan.nodes[entry.node].item.kind;
            entry.is_relevant && !kind.is_container() && *kind != Kind::Note && !entry.value.is_empty()
        };
        self.entries
            .iter()
            .enumerate()
            .filter(|(number, _)| self.is_there(*number))
            .map(|(_, entry)| entry)
            .filter(is_kept)
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect()
    }

    /// The questions asked now, in order, notes with them.
    pub fn asked(&self) -> Vec<Asked<'_>> {
        self.in_order()
            .into_iter()
            .filter(|entry| self.entries[*entry].is_relevant && self.is_shown(*entry))
            .map(|entry| self.asked_at(entry))
            .collect()
    }

    /// A question asked, by its key.
    pub fn question(&self, key: &str) -> Option<Asked<'_>> {
        let entry = *self.by_key.get(key)?;
        (self.entries[entry].is_relevant && self.is_shown(entry)).then(|| self.asked_at(entry))
    }

    /// Whether a question is asked: no when its condition, or that of a group around it, is not met.
    pub fn is_asked(&self, key: &str) -> bool {
        self.by_key.get(key).is_some_and(|entry| self.entries[*entry].is_relevant)
    }

    /// What was worked out or typed, as understood; empty when it is not asked.
    pub fn value(&self, key: &str) -> &str {
        self.by_key.get(key).map_or("", |entry| self.entries[*entry].value.as_str())
    }

    /// How many expressions were evaluated since the form was opened.
    pub fn evaluations(&self) -> usize {
        self.evaluations.get()
    }

    /// Whether an expression was given up because it would have taken too long, or a repeat is too long.
    pub fn is_cut_short(&self) -> bool {
        self.is_exhausted.get() || self.is_too_long
    }

    pub(super) fn asked_at(&self, number: usize) -> Asked<'_> {
        let entry = &self.entries[number];
        Asked {
            key: &entry.key,
            node: &self.plan.nodes[entry.node],
            typed: entry.typed.as_deref().unwrap_or(&entry.value),
            value: &entry.value,
            entry: number,
        }
    }

    pub(super) fn is_shown(&self, entry: usize) -> bool {
        let item = &self.plan.nodes[self.entries[entry].node].item;
        let has_words = !item.label.is_empty() || !item.hint.is_empty() || !item.media.is_empty();
        // A calculation without words is worked out unseen, whatever its type.
        item.kind.is_shown() && (item.calculation.is_none() || has_words)
    }

    pub(super) fn is_there(&self, entry: usize) -> bool {
        self.by_key.get(&self.entries[entry].key) == Some(&entry)
    }

    /// Entries in the order of the form.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.entries.len());
        let mut left: Vec<usize> = self.roots.iter().rev().copied().collect();
        while let Some(entry) = left.pop() {
            order.push(entry);
            left.extend(self.entries[entry].children.iter().rev());
        }
        order
    }

    /// Puts what was typed in the shape conditions read.
    pub(super) fn understood(&self, entry: usize) -> Option<String> {
        let entry = &self.entries[entry];
        let typed = entry.typed.as_deref()?;
        Some(normal(&self.plan.nodes[entry.node].item.kind, typed))
    }
}
