//! What the words say, counted: shares with their interval, and the sentences behind each.

use std::collections::{HashMap, HashSet};

use kernel::Uuid;
use themes::agreement::krippendorff_alpha;

use super::Work;
use crate::rules::codebook::Theme;
use crate::rules::shares::{One, Share, share};
use crate::store::verbatims::Verbatim;

/// A sentence with what was decided and proposed of it.
struct Read<'a> {
    verbatim: &'a Verbatim,
    by_hand: Option<&'a [Uuid]>,
    is_random: bool,
    proposed: HashMap<Uuid, f64>,
}

/// The words of a consultation, ready to be counted.
pub(crate) struct Results<'a> {
    work: &'a Work,
    read: Vec<Read<'a>>,
}

/// How people who coded the same sentences agree on one theme.
pub(crate) struct Agreement {
    /// Sentences that two people or more coded.
    pub units: usize,
    /// Krippendorff's α; none when nobody ever chose the theme, or everybody always did: nothing can be measured.
    pub alpha: Option<f64>,
}

/// A sentence behind a share.
pub(crate) struct Behind<'a> {
    /// The sentence.
    pub verbatim: &'a Verbatim,
    /// Whether somebody decided it; otherwise its words propose it.
    pub is_by_hand: bool,
}

impl<'a> Results<'a> {
    /// From all there is.
    pub fn of(work: &'a Work) -> Self {
        let decided = work.decided();
        let random = work.random_part();
        let read = work
            .verbatims
            .iter()
            .enumerate()
            .map(|(place, verbatim)| Read {
                verbatim,
                by_hand: decided.get(&verbatim.id).map(|coding| coding.themes.as_slice()),
                is_random: place < random,
                proposed: work.suggest(verbatim).into_iter().map(|one| (one.theme, one.probability)).collect(),
            })
            .collect();
        Self { work, read }
    }

    /// The theme and its parts.
    fn family(&self, theme: &Theme) -> HashSet<Uuid> {
        let parts = self.work.themes.iter().filter(|one| one.parent == Some(theme.id)).map(|one| one.id);
        parts.chain([theme.id]).collect()
    }

    /// Sentences kept by a filter.
    pub fn base(&self, keep: &dyn Fn(&Verbatim) -> bool) -> usize {
        self.read.iter().filter(|one| keep(one.verbatim)).count()
    }

    /// Sentences of the random part, and those coded in all.
    pub fn coded(&self) -> (usize, usize) {
        let random = self.read.iter().filter(|one| one.is_random).count();
        (random, self.read.iter().filter(|one| one.by_hand.is_some()).count())
    }

    /// The share of a theme, its parts included, among the sentences kept by a filter.
    pub fn share(&self, theme: &Theme, keep: &dyn Fn(&Verbatim) -> bool) -> Option<Share> {
        let family = self.family(theme);
        let ones: Vec<One> = self
            .read
            .iter()
            .filter(|one| keep(one.verbatim))
            .map(|one| One {
                weight: one.verbatim.times_said as f64,
                proposed: one
                    .proposed
                    .iter()
                    .filter(|(id, _)| family.contains(*id))
                    .map(|(_, p)| *p)
                    .fold(0.0, f64::max),
                by_hand: one
                    .by_hand
                    .filter(|_| one.is_random)
                    .map(|themes| themes.iter().any(|theme| family.contains(theme))),
            })
            .collect();
        share(&ones)
    }

    /// How many sentences kept by a filter were put by hand under a theme or one of its parts.
    pub fn by_hand(&self, theme: &Theme, keep: &dyn Fn(&Verbatim) -> bool) -> u64 {
        let family = self.family(theme);
        let chosen = |one: &&Read<'_>| {
            keep(one.verbatim) && one.by_hand.is_some_and(|themes| themes.iter().any(|theme| family.contains(theme)))
        };
        self.read.iter().filter(chosen).count() as u64
    }

    /// The sentences behind a theme: those decided, then those whose words propose it and nobody read.
    pub fn behind(&self, theme: &Theme) -> Vec<Behind<'a>> {
        let family = self.family(theme);
        let mut decided = Vec::new();
        let mut proposed = Vec::new();
        for one in &self.read {
            match one.by_hand {
                Some(themes) if themes.iter().any(|theme| family.contains(theme)) => {
                    decided.push(Behind { verbatim: one.verbatim, is_by_hand: true });
                }
                None if one.proposed.keys().any(|theme| family.contains(theme)) => {
                    proposed.push(Behind { verbatim: one.verbatim, is_by_hand: false });
                }
                _ => {}
            }
        }
        decided.extend(proposed);
        decided
    }

    /// Whether people who coded the same sentences agree on a theme; none when no sentence was coded twice.
    pub fn agreement(&self, theme: &Theme) -> Option<Agreement> {
        let family = self.family(theme);
        let place: HashMap<Uuid, usize> = self.read.iter().enumerate().map(|(at, one)| (one.verbatim.id, at)).collect();
        let mut coders: HashMap<Uuid, Vec<Option<bool>>> = HashMap::new();
        for coding in &self.work.codings {
            let Some(at) = place.get(&coding.verbatim) else { continue };
            let hers = coders.entry(coding.coder).or_insert_with(|| vec![None; self.read.len()]);
            hers[*at] = Some(coding.themes.iter().any(|theme| family.contains(theme)));
        }
        let coders: Vec<Vec<Option<bool>>> = coders.into_values().collect();
        let readings = |at: usize| coders.iter().filter(|hers| hers[at].is_some()).count();
        let units = (0..self.read.len()).filter(|at| readings(*at) >= 2).count();
        (units > 0).then(|| Agreement { units, alpha: krippendorff_alpha(&coders) })
    }
}
