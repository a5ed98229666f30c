//! The queue of whoever codes: which sentence comes next, why, and which others go with it.

use std::collections::{HashMap, HashSet};

use database::Tx;
use kernel::{Outcome, Uuid};

use crate::rules::batch::{self, Candidate};
use crate::rules::codebook::Theme;
use crate::rules::proposals::{self, Proposer, Suggestion};
use crate::store;
use crate::store::codings::Coding;
use crate::store::suggestions::Training;
use crate::store::verbatims::Verbatim;

/// Why a sentence comes now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Its rank was drawn by lot: it feeds the shares.
    Random,
    /// What is proposed for it is unsure: it teaches.
    Uncertain,
    /// Somebody else coded it: it measures the agreement.
    Again,
}

/// What somebody asks of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Who.
    pub coder: Option<Uuid>,
    /// Whether she codes what others have.
    pub is_again: bool,
    /// How many turns she had: one in two is by lot.
    pub turn: usize,
    /// Sentences she passed.
    pub passed: Vec<Uuid>,
    /// Sentences she took out of a batch: shown alone from then on.
    pub aside: Vec<Uuid>,
}

/// Sentences coded in one gesture: the one that came, and others that call for the same themes.
pub(crate) struct Batch<'a> {
    /// Why the first one came.
    pub turn: Turn,
    /// Sentences line by line; on each, those that say the same in the same words.
    pub lines: Vec<Vec<&'a Verbatim>>,
    /// The themes proposed for all.
    pub proposed: Vec<Suggestion>,
}

/// All there is to code in a consultation.
pub(crate) struct Work {
    /// Reviewed words, in the order of the draw.
    pub verbatims: Vec<Verbatim>,
    /// Readings made.
    pub codings: Vec<Coding>,
    /// The codebook.
    pub themes: Vec<Theme>,
    /// The last training; without one, the words of the codebook propose.
    pub training: Option<Training>,
    proposer: Proposer,
    learnt: HashMap<Uuid, Vec<Suggestion>>,
}

impl Work {
    /// From its parts.
    pub fn new(verbatims: Vec<Verbatim>, codings: Vec<Coding>, themes: Vec<Theme>) -> Self {
        let proposer = Proposer::of(&themes);
        Self { verbatims, codings, themes, training: None, proposer, learnt: HashMap::new() }
    }

    /// With what a training proposes.
    pub fn learnt(mut self, training: Option<Training>, learnt: HashMap<Uuid, Vec<Suggestion>>) -> Self {
        (self.training, self.learnt) = (training, learnt);
        self
    }

    pub async fn load(tx: &mut Tx, consultation: Uuid) -> Outcome<Self> {
        let verbatims = store::verbatims::accepted(tx, consultation).await?;
        let codings = store::codings::all(tx, consultation).await?;
        let themes = store::codebook::themes(tx, consultation).await?;
        let training = store::suggestions::training(tx, consultation).await?;
        let learnt = store::suggestions::all(tx, consultation).await?;
        Ok(Self::new(verbatims, codings, themes).learnt(training, learnt))
    }

    /// The first reading of each sentence: the one that counts.
    pub fn decided(&self) -> HashMap<Uuid, &Coding> {
        let mut first = HashMap::new();
        for coding in &self.codings {
            first.entry(coding.verbatim).or_insert(coding);
        }
        first
    }

    /// How many sentences, from the first of the draw, make the random part.
    pub fn random_part(&self) -> usize {
        let decided = self.decided();
        let coded: Vec<bool> = self.verbatims.iter().map(|one| decided.contains_key(&one.id)).collect();
        themes::sampling::coded_beginning(&coded)
    }

    /// What is told of a sentence, theme by theme, the surest first: by the last training that read it, by the words of
    /// the codebook otherwise. Neither had seen what a hand decided of it.
    pub fn suggest(&self, verbatim: &Verbatim) -> Vec<Suggestion> {
        self.learnt.get(&verbatim.id).cloned().unwrap_or_else(|| self.proposer.suggest(&verbatim.masked))
    }

    /// The themes proposed for a sentence, to be accepted or corrected.
    pub fn proposed(&self, verbatim: &Verbatim) -> Vec<Suggestion> {
        proposals::proposed(&self.suggest(verbatim))
    }

    /// Whether the words of the codebook alone, or what was learnt, propose one of these themes.
    pub fn calls_for(&self, verbatim: &Verbatim, themes: &HashSet<Uuid>) -> bool {
        let by_words = self.proposer.suggest(&verbatim.masked);
        by_words.iter().chain(&self.proposed(verbatim)).any(|one| themes.contains(&one.theme))
    }

    /// What comes next for this person, one turn in two by lot; sentences she passed wait until nothing else is left.
    pub fn next(&self, asked: &Asked) -> Option<Batch<'_>> {
        let coded: HashSet<Uuid> = self.codings.iter().map(|one| one.verbatim).collect();
        let is_passed = |one: &Verbatim| asked.passed.contains(&one.id);
        if asked.is_again {
            let mine: HashSet<Uuid> =
                self.codings.iter().filter(|one| Some(one.coder) == asked.coder).map(|one| one.verbatim).collect();
            let open = |one: &&Verbatim| coded.contains(&one.id) && !mine.contains(&one.id) && !is_passed(one);
            let found = self.verbatims.iter().find(open)?;
            return Some(Batch { turn: Turn::Again, lines: vec![vec![found]], proposed: Vec::new() });
        }
        let open: Vec<&Verbatim> = self.verbatims.iter().filter(|one| !coded.contains(&one.id)).collect();
        let not_passed: Vec<&Verbatim> = open.iter().copied().filter(|one| !is_passed(one)).collect();
        let from = if not_passed.is_empty() { open } else { not_passed };
        let by_lot = from.first().copied()?;
        let (shown, turn) = match asked.turn.is_multiple_of(2) {
            true => (by_lot, Turn::Random),
            false => (self.least_sure(&from, by_lot), Turn::Uncertain),
        };
        Some(self.batch(shown, turn, &from, &asked.aside))
    }

    fn least_sure<'a>(&self, from: &[&'a Verbatim], first: &'a Verbatim) -> &'a Verbatim {
        let mut best = (first, f64::NEG_INFINITY);
        for one in from {
            let doubt = proposals::uncertainty(&self.suggest(one));
            if doubt > best.1 {
                best = (one, doubt);
            }
        }
        best.0
    }

    fn batch<'a>(&self, shown: &'a Verbatim, turn: Turn, from: &[&'a Verbatim], aside: &[Uuid]) -> Batch<'a> {
        let is_aside = |one: &Verbatim| aside.contains(&one.id);
        let others = from.iter().copied().filter(|one| {
            one.id != shown.id && (one.same_key == shown.same_key || !(is_aside(one) || is_aside(shown)))
        });
        let members: Vec<&Verbatim> = std::iter::once(shown).chain(others).collect();
        let candidates: Vec<Candidate<'_>> = members
            .iter()
            .map(|one| {
                let proposed = self.proposed(one);
                let sure = proposed.iter().map(|one| one.probability).fold(1.0, f64::min);
                let mut themes: Vec<Uuid> = proposed.iter().map(|one| one.theme).collect();
                themes.sort_unstable();
                Candidate { text: &one.masked, same_key: &one.same_key, proposed: themes, sure }
            })
            .collect();
        let lines = batch::lines(&candidates);
        let of = |line: Vec<usize>| line.into_iter().map(|at| members[at]).collect();
        Batch { turn, lines: lines.into_iter().map(of).collect(), proposed: self.proposed(shown) }
    }
}
