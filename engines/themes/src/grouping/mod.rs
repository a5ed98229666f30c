//! Answers grouped by the words they share: a descending classification, to find what people speak of.
//!
//! Reinert's method (« Une méthode de classification descendante hiérarchique », 1983): the set is cut in two where the
//! vocabulary differs most, then the largest part again. Guarded: no cut leaves fewer answers than
//! [`Options::smallest_class`], without which short answers are peeled off three by three. Answers then settle in the
//! class whose vocabulary is most theirs, which mends what an early cut separated. A group is a sorting aid and
//! never a result: only [`crate::shares`] makes figures, from answers that people have coded.

mod axis;
mod cut;
mod matrix;
mod profile;
mod settle;
mod tree;

use crate::text::{Lexicon, TermId};

pub use profile::{Class, TypicalAnswer, TypicalWord};
pub use tree::Step;

use matrix::Presences;

/// How to group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many classes at most.
    pub classes: usize,
    /// Answers a term must be in to count; by default the greater of 4 and one in a thousand.
    pub least_frequency: Option<usize>,
    /// Fewest answers of a class; by default the greater of 5 and 1 % of the answers.
    pub smallest_class: Option<usize>,
    /// How many typical words and answers to give for each class.
    pub typical: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { classes: 8, least_frequency: None, smallest_class: None, typical: 12 }
    }
}

/// Answers grouped.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// For each answer its class, from 0 for the largest; none when its words are too rare to tell.
    pub class_of: Vec<Option<usize>>,
    /// The classes, the largest first.
    pub classes: Vec<Class>,
    /// The cuts, in order.
    pub steps: Vec<Step>,
}

impl Grouping {
    /// Answers that no class holds.
    pub fn unclassified(&self) -> usize {
        self.class_of.iter().filter(|class| class.is_none()).count()
    }
}

/// Groups answers. The same answers in the same order give the same classes, on every machine.
pub fn group<T: AsRef<str>>(answers: &[T], options: &Options) -> Grouping {
    let mut lexicon = Lexicon::default();
    let mut presences = Presences::new();
    let mut terms: Vec<TermId> = Vec::new();
    for answer in answers {
        terms.clear();
        lexicon.read(answer.as_ref(), |term| terms.push(term));
        presences.push(&mut terms);
    }
    let smallest = options.smallest_class.unwrap_or_else(|| (answers.len() / 100).max(5)).max(1);
    let (class_of, steps, count) = tree::classify(&presences, options, smallest);
    let classes = profile::profiles(&presences, &class_of, count, &lexicon, options.typical);
    Grouping { class_of, classes, steps }
}
