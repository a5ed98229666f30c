//! What the words say, counted: shares with their interval, and the sentences behind each.

use std::collections::{HashMap, HashSet};

use kernel::Uuid;
use themes::agreement::krippendorff_alpha;
use themes::coding::Coded;
use themes::sampling::RandomPart;
use themes::shares::{HandCoded, Share, Unseen, share};

use super::Work;
use crate::rules::codebook::Theme;
use crate::rules::proposals::{self, Suggestion};
use crate::store::verbatims::Verbatim;

/// How sure an interval is.
const LEVEL: f64 = 0.95;

/// A sentence with what was decided and told of it.
struct Read<'a> {
    verbatim: &'a Verbatim,
    by_hand: Option<&'a [Uuid]>,
    told: Vec<Suggestion>,
}

/// The words of a consultation, ready to be counted.
pub(crate) struct Results<'a> {
    work: &'a Work,
    read: Vec<Read<'a>>,
    part: RandomPart,
}

/// Some of the words: all, those of a channel, of a neighbourhood.
pub(crate) struct Among<'r> {
    read: Vec<&'r Read<'r>>,
    themes: &'r [Theme],
    hand: Option<HandCoded>,
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
    /// Whether somebody decided it; otherwise it is proposed and nobody read it.
    pub is_by_hand: bool,
}

/// The theme and its parts.
fn family(themes: &[Theme], theme: &Theme) -> HashSet<Uuid> {
    let parts = themes.iter().filter(|one| one.parent == Some(theme.id)).map(|one| one.id);
    parts.chain([theme.id]).collect()
}

fn is_of(family: &HashSet<Uuid>, themes: &[Uuid]) -> bool {
    themes.iter().any(|theme| family.contains(theme))
}

impl<'a> Results<'a> {
    /// From all there is.
    pub fn of(work: &'a Work) -> Self {
        let decided = work.decided();
        let read = work.verbatims.iter().map(|verbatim| Read {
            verbatim,
            by_hand: decided.get(&verbatim.id).map(|coding| coding.themes.as_slice()),
            told: work.suggest(verbatim),
        });
        let draws: Vec<i64> = work.verbatims.iter().map(|one| one.draw).collect();
        Self { read: read.collect(), part: RandomPart::by_ranks(&draws, work.random_part()), work }
    }

    /// Sentences of the random part, and those coded in all.
    pub fn coded(&self) -> (usize, usize) {
        (self.part.answers().len(), self.read.iter().filter(|one| one.by_hand.is_some()).count())
    }

    /// The sentences kept by a filter.
    pub fn among(&self, keep: &dyn Fn(&Verbatim) -> bool) -> Among<'_> {
        let is_kept: Vec<bool> = self.read.iter().map(|one| keep(one.verbatim)).collect();
        let read: Vec<&Read<'_>> = self.read.iter().filter(|one| keep(one.verbatim)).collect();
        let place: HashMap<Uuid, usize> = self.work.themes.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
        let coded = read.iter().enumerate().filter_map(|(answer, one)| {
            let themes = one.by_hand?.iter().filter_map(|theme| place.get(theme).copied()).collect();
            Some(Coded { answer, themes })
        });
        let coded: Vec<Coded> = coded.collect();
        let weights = read.iter().map(|one| one.verbatim.times_said as f64).collect();
        let hand = HandCoded::new(self.part.within(&is_kept), &coded).and_then(|hand| hand.weighing(weights)).ok();
        Among { read, themes: &self.work.themes, hand: hand.filter(|hand| hand.len() >= 2) }
    }

    /// The sentences behind a theme: those decided, then those it is proposed for and nobody read.
    pub fn behind(&self, theme: &Theme) -> Vec<Behind<'a>> {
        let family = family(&self.work.themes, theme);
        let mut decided = Vec::new();
        let mut proposed = Vec::new();
        for one in &self.read {
            match one.by_hand {
                Some(themes) if is_of(&family, themes) => {
                    decided.push(Behind { verbatim: one.verbatim, is_by_hand: true });
                }
                None if proposals::proposed(&one.told).iter().any(|one| family.contains(&one.theme)) => {
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
        let family = family(&self.work.themes, theme);
        let place: HashMap<Uuid, usize> = self.read.iter().enumerate().map(|(at, one)| (one.verbatim.id, at)).collect();
        let mut coders: HashMap<Uuid, Vec<Option<bool>>> = HashMap::new();
        for coding in &self.work.codings {
            let Some(at) = place.get(&coding.verbatim) else { continue };
            let hers = coders.entry(coding.coder).or_insert_with(|| vec![None; self.read.len()]);
            hers[*at] = Some(is_of(&family, &coding.themes));
        }
        let coders: Vec<Vec<Option<bool>>> = coders.into_values().collect();
        let readings = |at: usize| coders.iter().filter(|hers| hers[at].is_some()).count();
        let units = (0..self.read.len()).filter(|at| readings(*at) >= 2).count();
        (units > 0).then(|| Agreement { units, alpha: krippendorff_alpha(&coders) })
    }
}

impl Among<'_> {
    /// How many sentences.
    pub fn base(&self) -> usize {
        self.read.len()
    }

    /// The share of a theme, its parts included; none under two sentences drawn by lot and coded.
    pub fn share(&self, theme: &Theme) -> Option<Share> {
        let family = family(self.themes, theme);
        let places: Vec<usize> =
            self.themes.iter().enumerate().filter(|(_, one)| family.contains(&one.id)).map(|(at, _)| at).collect();
        let sure = |one: &&Read<'_>| {
            one.told.iter().filter(|one| family.contains(&one.theme)).map(|one| one.probability).fold(0.0, f64::max)
        };
        let unseen = Unseen::kept(self.read.iter().map(sure).collect());
        share(self.hand.as_ref()?, &places, Some(&unseen), LEVEL).ok().flatten()
    }

    /// How many were put by hand under a theme or one of its parts.
    pub fn by_hand(&self, theme: &Theme) -> u64 {
        let family = family(self.themes, theme);
        self.read.iter().filter(|one| one.by_hand.is_some_and(|themes| is_of(&family, themes))).count() as u64
    }
}
