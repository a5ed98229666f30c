//! Themes suggested for each answer, and learnt from what people coded.

use super::bayes::{Complement, normalised};
use super::calibration::{Calibration, Outcome};
use super::codebook::{Codebook, Rules};
use super::features::{self, Features};
use super::logistic::{Example, Weights, fit, sigmoid};
use super::meaning::projected;
use crate::near::batches;

/// How a hand code and a rule's guess weigh.
const HAND: f64 = 3.0;
const GUESS: f64 = 0.5;

/// Share of the rules' guesses that is learnt from, the surest first.
const GUESSES_KEPT: f64 = 0.7;

/// Inverse of the penalty on weights.
const STRENGTH: f64 = 2.0;

/// Part of naive Bayes in the blend.
const BAYES: f64 = 0.35;

/// Columns kept of what an encoder says. 32, 64 and 96 are no more right on the corpora of `benchmarks/themes`; the 512 of
/// the encoder would make learning several times longer.
const DIRECTIONS: usize = 48;

/// Most answers an encoder is asked about: their vectors take two kilobytes each while they are read.
pub const MOST_MEANT: usize = 100_000;

/// Most answers a model is fitted on: beyond, a part spread evenly.
const MOST_FITTED: usize = 20_000;

/// Most guesses of rules learnt from: they only stand in for codes.
const MOST_GUESSES: usize = 3_000;

/// Confidence above which a second theme is suggested.
const SUGGESTED: f64 = 0.5;

/// From which likeness on an answer tells another's code: they are never on two sides of a cross-fit.
const ALIKE: f64 = 0.6;

/// An answer coded by somebody; no theme when it speaks of none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// Which answer.
    pub answer: usize,
    /// Its themes, by their place in the codebook.
    pub themes: Vec<usize>,
}

/// A theme suggested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggested {
    /// By its place in the codebook.
    pub theme: usize,
    /// How often such a suggestion is right, 0 to 1.
    pub confidence: f64,
}

/// What is suggested for a set of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestions {
    /// For each answer, the themes suggested, the surest first. Nothing for an answer of which nothing is known: neither
    /// a word, nor, with an encoder, a meaning.
    pub by_answer: Vec<Vec<Suggested>>,
    /// For each answer, the confidence of every theme.
    pub confidence: Vec<Vec<f64>>,
    /// The same for hand-coded answers (in the order given) by models that had not seen their codes: what
    /// [`crate::shares`] corrects with.
    pub cross_fitted: Vec<Vec<f64>>,
    /// Whether confidence was measured on hand codes; otherwise it is a rank, no frequency.
    pub is_calibrated: bool,
}

/// A set of answers being coded.
pub struct Coder {
    features: Features,
    /// Columns that come from words; those after come from an encoder of sentences.
    of_words: usize,
    /// Whether each answer has a letter or a digit.
    says_something: Vec<bool>,
    themes: usize,
    /// Shares of the themes by the rules of the codebook, for each answer; all zero where no rule speaks.
    by_rules: Vec<Vec<f64>>,
    /// For each answer, the first of those it is alike.
    alike: Vec<usize>,
}

/// What a fitted model holds.
struct Model {
    weights: Vec<Weights>,
    bayes: Complement,
    /// Themes of an answer on average.
    themes_each: f64,
    is_exclusive: bool,
    /// Answers it was fitted on.
    learnt_from: usize,
}

impl Coder {
    /// Reads answers and what the rules of a codebook say of them.
    pub fn new<T: AsRef<str>>(answers: &[T], codebook: &Codebook) -> Self {
        let rules = Rules::of(codebook);
        let themes = codebook.themes.len();
        let by_rules: Vec<Vec<f64>> =
            answers.iter().map(|answer| normalised(rules.read(answer.as_ref()).by_theme(themes))).collect();
        let mut features = features::read(answers);
        for (row, shares) in features.rows.iter_mut().zip(&by_rules) {
            let columns = (features.width as u32..).zip(shares).filter(|(_, share)| **share > 0.0);
            row.extend(columns.map(|(at, share)| (at, *share as f32)));
        }
        features.width += themes;
        let mut alike: Vec<usize> = (0..answers.len()).collect();
        for batch in batches(answers, ALIKE) {
            batch.answers.iter().for_each(|answer| alike[*answer] = batch.shown);
        }
        let says_something = answers.iter().map(|answer| answer.as_ref().chars().any(char::is_alphanumeric)).collect();
        let of_words = features.width;
        Self { features, of_words, says_something, themes, by_rules, alike }
    }

    /// Adds what an encoder of sentences says of each answer: one vector each, in their order, all of one length. Words
    /// and rules are learnt from as before; the vectors are columns more of the same model.
    pub fn with_meanings<V: AsRef<[f32]>>(mut self, vectors: &[V]) -> Self {
        let first = self.of_words as u32;
        for (answer, values) in projected(vectors, DIRECTIONS).into_iter().enumerate().take(self.answers()) {
            if self.says_something[answer] {
                self.features.rows[answer].extend((first..).zip(values));
            }
        }
        self.features.width = self.of_words + DIRECTIONS;
        self
    }

    /// How many answers.
    pub fn answers(&self) -> usize {
        self.features.rows.len()
    }

    /// Suggests themes from the codebook and from the answers already coded. The same answers and codes give the same
    /// suggestions, whatever was asked before. Codes of answers or themes that do not exist are left aside.
    pub fn suggest(&self, coded: &[Coded]) -> Suggestions {
        let coded: Vec<Coded> = coded
            .iter()
            .filter(|coded| coded.answer < self.answers())
            .map(|coded| {
                let mut themes = coded.themes.clone();
                themes.retain(|theme| *theme < self.themes);
                themes.sort_unstable();
                themes.dedup();
                Coded { answer: coded.answer, themes }
            })
            .collect();
        let is_exclusive = !coded.is_empty() && coded.iter().all(|coded| coded.themes.len() == 1);
        let all: Vec<&Coded> = coded.iter().collect();
        let model = self.fit(&all, is_exclusive);
        let unseen = self.cross_fit(&all, is_exclusive);
        let mut outcomes: Vec<Outcome> = Vec::new();
        for (coded, scores) in coded.iter().zip(&unseen) {
            outcomes.extend(scores.iter().enumerate().map(|(theme, score)| (*score, coded.themes.contains(&theme))));
        }
        let calibration = Calibration::learn(&outcomes, coded.len());
        let calibrated = |scores: Vec<f64>| -> Vec<f64> {
            let made: Vec<f64> = scores.into_iter().map(|score| calibration.confidence(score)).collect();
            if is_exclusive { normalised(made) } else { made }
        };
        let confidence: Vec<Vec<f64>> =
            (0..self.answers()).map(|answer| calibrated(self.scores(&model, answer))).collect();
        let knows_nothing = model.learnt_from == 0;
        let by_answer = confidence
            .iter()
            .zip(&self.features.rows)
            .map(|(of, row)| if row.is_empty() || knows_nothing { Vec::new() } else { suggested(of, is_exclusive) });
        Suggestions {
            by_answer: by_answer.collect(),
            cross_fitted: unseen.into_iter().map(calibrated).collect(),
            is_calibrated: calibration.is_learnt(),
            confidence,
        }
    }

    fn fit(&self, coded: &[&Coded], is_exclusive: bool) -> Model {
        let step = coded.len().div_ceil(MOST_FITTED).max(1);
        let coded: Vec<&Coded> = coded.iter().step_by(step).copied().collect();
        let mut is_coded = vec![false; self.answers()];
        coded.iter().for_each(|coded| is_coded[coded.answer] = true);
        let mut targets: Vec<(usize, Vec<f64>, f64)> = Vec::with_capacity(coded.len());
        let mut themes_each = 0.0;
        for coded in &coded {
            let mut of = vec![0.0; self.themes];
            coded.themes.iter().for_each(|theme| of[*theme] = 1.0);
            themes_each += coded.themes.len() as f64;
            targets.push((coded.answer, of, HAND));
        }
        themes_each = if coded.is_empty() { 1.0 } else { (themes_each / coded.len() as f64).max(0.1) };
        targets.extend(self.guesses(&is_coded));
        let weights = (0..self.themes)
            .map(|theme| {
                let examples: Vec<Example<'_>> = targets
                    .iter()
                    .map(|(answer, of, weight)| Example {
                        row: &self.features.rows[*answer],
                        target: of[theme],
                        weight: *weight,
                    })
                    .collect();
                fit(&examples, self.features.width, STRENGTH, None)
            })
            .collect();
        let rows = targets.iter().map(|(answer, of, weight)| (&self.features.rows[*answer], &of[..], *weight));
        let bayes = Complement::fit(rows, self.of_words, self.themes);
        Model { weights, bayes, themes_each, is_exclusive, learnt_from: targets.len() }
    }

    /// What rules guess of answers nobody coded: the surest, up to a number.
    fn guesses(&self, is_coded: &[bool]) -> Vec<(usize, Vec<f64>, f64)> {
        let surest = |answer: usize| self.by_rules[answer].iter().copied().fold(0.0, f64::max);
        let mut order: Vec<usize> =
            (0..self.answers()).filter(|answer| !is_coded[*answer] && surest(*answer) > 0.0).collect();
        order.sort_by(|a, b| surest(*b).total_cmp(&surest(*a)).then(a.cmp(b)));
        order.truncate((order.len() as f64 * GUESSES_KEPT).ceil() as usize);
        let step = order.len().div_ceil(MOST_GUESSES).max(1);
        order.into_iter().step_by(step).map(|answer| (answer, self.by_rules[answer].clone(), GUESS)).collect()
    }

    /// Score of each theme for an answer: logistic regression and naive Bayes blended as a geometric mean.
    fn scores(&self, model: &Model, answer: usize) -> Vec<f64> {
        let row = &self.features.rows[answer];
        let sums: Vec<f64> = model.weights.iter().map(|weights| sigmoid(weights.sum(row))).collect();
        let sums = if model.is_exclusive { normalised(sums) } else { sums };
        let shares = model.bayes.shares(row);
        let blended: Vec<f64> = sums
            .iter()
            .zip(&shares)
            .map(|(sum, share)| {
                let share = if model.is_exclusive { *share } else { (share * model.themes_each).min(1.0) };
                libm::exp((1.0 - BAYES) * libm::log(sum.max(1e-9)) + BAYES * libm::log(share.max(1e-9)))
            })
            .collect();
        if model.is_exclusive { normalised(blended) } else { blended }
    }

    /// For each hand-coded answer, its scores by a model that had not seen it.
    fn cross_fit(&self, coded: &[&Coded], is_exclusive: bool) -> Vec<Vec<f64>> {
        let folds = match coded.len() {
            0 => return Vec::new(),
            1..=3 => coded.len(),
            4..=2_000 => 5,
            _ => 2,
        };
        let mut made = vec![Vec::new(); coded.len()];
        // Answers alike, often coded in one gesture, would tell each other: they are dealt out together.
        let mut fold_of = vec![usize::MAX; self.answers()];
        let mut next = 0;
        let folded: Vec<usize> = coded
            .iter()
            .map(|coded| {
                let fold = &mut fold_of[self.alike[coded.answer]];
                if *fold == usize::MAX {
                    (*fold, next) = (next, (next + 1) % folds);
                }
                *fold
            })
            .collect();
        for fold in 0..folds {
            let is_out = |at: usize| folded[at] == fold;
            if !(0..coded.len()).any(is_out) {
                continue;
            }
            let kept: Vec<&Coded> =
                coded.iter().enumerate().filter(|(at, _)| !is_out(*at)).map(|(_, coded)| *coded).collect();
            let model = self.fit(&kept, is_exclusive);
            for at in (0..coded.len()).filter(|at| is_out(*at)) {
                made[at] = self.scores(&model, coded[at].answer);
            }
        }
        made
    }
}

/// The surest theme, and the others that are likely.
fn suggested(confidence: &[f64], is_exclusive: bool) -> Vec<Suggested> {
    let mut order: Vec<Suggested> =
        confidence.iter().enumerate().map(|(theme, confidence)| Suggested { theme, confidence: *confidence }).collect();
    order.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.theme.cmp(&b.theme)));
    let count = order.iter().filter(|of| of.confidence >= SUGGESTED).count().max(1);
    order.truncate(if is_exclusive { 1 } else { count });
    order
}
