//! Instances of a repeat added and taken away.

use super::session::{Answers, MOST_TIMES, Session};
use crate::model::Kind;

/// One time a repeat is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its key: `menages[1]/enfants[2]`.
    pub key: String,
    /// Its rank in each repeat around it, then in its own, from 1.
    pub ranks: Vec<usize>,
}

impl Session<'_> {
    /// How many times a repeat is asked (`enfants`, `menages[1]/enfants`).
    pub fn times(&self, repeat: &str) -> usize {
        let start = format!("{repeat}[");
        let keys = self.by_key.range(start.clone()..).take_while(|(key, _)| key.starts_with(&start));
        keys.filter(|(_, entry)| self.plan.nodes[self.entries[**entry].node].item.kind == Kind::Repeat)
            .filter(|(key, _)| !key[start.len()..].contains('/'))
            .count()
    }

    /// Every time a repeat of the plan is asked, in order.
    pub fn instances(&self, repeat: usize) -> Vec<Instance> {
        let is_repeat = |entry: &usize| self.plan.nodes[self.entries[*entry].node].item.kind == Kind::Repeat;
        let of_entry = |entry: usize| {
            let around = std::iter::successors(Some(entry), |entry| self.entries[*entry].parent);
            let mut ranks: Vec<usize> = around.filter(is_repeat).map(|entry| self.entries[entry].position).collect();
            ranks.reverse();
            Instance { key: self.entries[entry].key.clone(), ranks }
        };
        let all = self.in_order().into_iter().filter(|entry| {
            let found = &self.entries[*entry];
            found.node == repeat && found.is_relevant && self.is_there(*entry)
        });
        all.map(of_entry).collect()
    }

    /// The answers with one instance more; the same where the form counts by itself or there are too many.
    pub fn with_one_more(&self, repeat: &str) -> Answers {
        let mut answers = self.answers.clone();
        let count = self.times(repeat);
        if count < MOST_TIMES && self.is_counted_by_hand(repeat) {
            answers.insert(repeat.to_owned(), (count + 1).to_string());
        }
        answers
    }

    /// The answers without one instance, those after it moved up.
    pub fn without(&self, repeat: &str, position: usize) -> Answers {
        let count = self.times(repeat);
        if position == 0 || position > count || !self.is_counted_by_hand(repeat) {
            return self.answers.clone();
        }
        let start = format!("{repeat}[");
        let mut answers = Answers::new();
        for (key, value) in &self.answers {
            let inside = key.strip_prefix(&start).and_then(|rest| rest.split_once(']'));
            let index = inside.and_then(|(digits, rest)| Some((digits.parse::<usize>().ok()?, rest)));
            match index {
                Some((index, _)) if index == position => {}
                Some((index, rest)) if index > position => {
                    answers.insert(format!("{start}{}]{rest}", index - 1), value.clone());
                }
                _ => {
                    answers.insert(key.clone(), value.clone());
                }
            }
        }
        answers.insert(repeat.to_owned(), (count - 1).to_string());
        answers
    }

    /// Whether the person says how many there are.
    pub fn is_counted_by_hand(&self, repeat: &str) -> bool {
        let name = repeat.rsplit('/').next().unwrap_or(repeat);
        let mut found = self.plan.named(name).iter();
        found.any(|node| {
            let node = &self.plan.nodes[*node];
            node.item.kind == Kind::Repeat && node.repeat_count.is_none()
        })
    }
}
