//! How many answers speak of a theme: an estimate with its interval, from answers coded by hand.
//!
//! A share can be made from a [`HandCoded`] random part only. What a machine grouped or suggested never becomes a
//! figure by itself: suggestions serve to correct the estimate, and a wrong model widens the interval without moving
//! the centre (difference estimator, Särndal, Swensson and Wretman 1992; prediction-powered inference, Angelopoulos et
//! al. 2023).

use tabulation::Strength;
use tabulation::intervals::{Interval, wilson};

use crate::coding::{Coded, Suggestions};
use crate::sampling::RandomPart;

/// Answers of a sample under which a model's mistakes are too few to be measured.
const FEW: usize = 30;

/// Why a part cannot make figures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SharesError {
    /// Answers of the random part are not coded yet.
    #[error("{0} réponses du tirage au sort ne sont pas encore codées : codez-les avant de compter.")]
    NotCoded(usize),
    /// Suggestions or weights are of another set of answers, or were not learnt from this part.
    #[error("Les suggestions ou les poids ne portent pas sur ces réponses, ou n’ont pas été appris de leurs codes.")]
    OtherAnswers,
}

/// A random part, every answer of which somebody coded.
#[derive(Clone, Debug)]
pub struct HandCoded {
    part: RandomPart,
    codes: Vec<Vec<usize>>,
    /// How many times each answer of the population counts.
    weights: Vec<f64>,
}

impl HandCoded {
    /// Joins a part and its codes. Codes of other answers are left aside: they were not drawn.
    ///
    /// # Errors
    /// Answers of the part that nobody coded.
    pub fn new(part: RandomPart, coded: &[Coded]) -> Result<Self, SharesError> {
        let mut by_answer: Vec<Option<&Coded>> = vec![None; part.population()];
        for coded in coded {
            if let Some(slot) = by_answer.get_mut(coded.answer) {
                *slot = Some(coded);
            }
        }
        let found: Vec<Option<&Coded>> = part.answers().iter().map(|answer| by_answer[*answer]).collect();
        let missing = found.iter().filter(|of| of.is_none()).count();
        if missing > 0 {
            return Err(SharesError::NotCoded(missing));
        }
        let codes = found.into_iter().flatten().map(|coded| coded.themes.clone()).collect();
        let weights = vec![1.0; part.population()];
        Ok(Self { part, codes, weights })
    }

    /// Counts each answer of the population so many times: what was said four times is one answer that weighs four.
    ///
    /// # Errors
    /// Weights of another set of answers, or one that is not positive.
    pub fn weighing(mut self, weights: Vec<f64>) -> Result<Self, SharesError> {
        if weights.len() != self.part.population() || weights.iter().any(|weight| !(*weight > 0.0)) {
            return Err(SharesError::OtherAnswers);
        }
        self.weights = weights;
        Ok(self)
    }

    /// How many answers were coded.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

/// The share of answers that speak of a theme. Read only: it comes from [`share`] alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    estimate: f64,
    interval: Interval,
    coded: usize,
    population: usize,
    helped: f64,
}

impl Share {
    /// The estimate, 0 to 1.
    pub const fn estimate(&self) -> f64 {
        self.estimate
    }

    /// Its interval at the level asked.
    pub const fn interval(&self) -> Interval {
        self.interval
    }

    /// Answers coded by hand behind it: its base.
    pub const fn coded(&self) -> usize {
        self.coded
    }

    /// Answers it speaks of.
    pub const fn population(&self) -> usize {
        self.population
    }

    /// How many times fewer answers had to be read than without the model, for the same precision (1: it did not help).
    pub const fn helped(&self) -> f64 {
        self.helped
    }

    /// What its base allows to say.
    pub fn strength(&self) -> Strength {
        Strength::of(self.coded as u64)
    }
}

/// What is said of a theme for each answer, by something that had not seen the code of that answer: rules, a model learnt
/// before it was coded, or one fitted without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen(Vec<f64>);

impl Unseen {
    /// What was said of each answer, 0 to 1, and kept.
    pub const fn kept(said: Vec<f64>) -> Self {
        Self(said)
    }

    /// What suggestions say of one theme: of coded answers, what models fitted without them do.
    ///
    /// # Errors
    /// Suggestions that were not learnt from these codes.
    pub fn of(suggestions: &Suggestions, coded: &[Coded], theme: usize) -> Result<Self, SharesError> {
        let fits = suggestions.cross_fitted.len() == coded.len()
            && suggestions.confidence.iter().chain(&suggestions.cross_fitted).all(|of| theme < of.len())
            && coded.iter().all(|coded| coded.answer < suggestions.confidence.len());
        if !fits {
            return Err(SharesError::OtherAnswers);
        }
        let mut said: Vec<f64> = suggestions.confidence.iter().map(|of| of[theme]).collect();
        for (coded, of) in coded.iter().zip(&suggestions.cross_fitted) {
            said[coded.answer] = of[theme];
        }
        Ok(Self(said))
    }
}

/// The share of answers that speak of one of these themes (a theme and its parts), corrected by what is said of all the
/// answers when something is. None when nothing is coded or the level is not between 0 and 1.
///
/// p = mean of y over the sample + λ (mean of f over all − mean of f over the sample), where f is what is said by
/// something that had not seen the code, and λ the slope of y on f, kept between 0 and 1: suggestions that say nothing
/// are left out by themselves. Means are weighted. Its variance is that of the weighted mean of y − λf, times 1 − n/N;
/// the interval is Wilson's with the number of answers that would have that variance. Under thirty coded answers what is said of
/// them is taken to be wrong of one at least.
///
/// # Errors
/// Suggestions of other answers.
pub fn share(
    hand: &HandCoded,
    themes: &[usize],
    help: Option<&Unseen>,
    level: f64,
) -> Result<Option<Share>, SharesError> {
    let n = hand.len();
    let population = hand.part.population();
    if n == 0 || !(level > 0.0 && level < 1.0) {
        return Ok(None);
    }
    let is_one = |codes: &Vec<usize>| themes.iter().any(|theme| codes.contains(theme));
    let y: Vec<f64> = hand.codes.iter().map(|codes| f64::from(u8::from(is_one(codes)))).collect();
    let w: Vec<f64> = hand.part.answers().iter().map(|answer| hand.weights[*answer]).collect();
    let mean_y = mean(&y, &w);
    let plain = variance(&y, &w);
    let (estimate, spread) = match help {
        None => (mean_y, plain),
        Some(Unseen(said)) if said.len() == population => {
            let f: Vec<f64> = hand.part.answers().iter().map(|answer| said[*answer]).collect();
            let slope = slope(&y, &f, &w);
            let rest: Vec<f64> = y.iter().zip(&f).map(|(y, f)| y - slope * f).collect();
            let estimate = mean_y + slope * (mean(said, &hand.weights) - mean(&f, &w));
            // One degree of freedom more went to the slope.
            let lost = if n > 2 && slope > 0.0 { (n - 1) as f64 / (n - 2) as f64 } else { 1.0 };
            let spread = variance(&rest, &w) * lost;
            // On few answers a model may be right of all by luck: as though it had been wrong of one.
            let least = if n < FEW && slope > 0.0 { (n - 1) as f64 / (n as f64).powi(3) } else { 0.0 };
            (estimate.clamp(0.0, 1.0), spread.max(least.min(plain)))
        }
        Some(_) => return Err(SharesError::OtherAnswers),
    };
    let fraction = (1.0 - n as f64 / population as f64).max(0.0);
    let error = fraction * spread;
    // Nobody, or everybody, in the sample: its variance says nothing, its size does.
    let alone = w.iter().sum::<f64>().powi(2) / w.iter().map(|w| w * w).sum::<f64>();
    let size = if error > 0.0 && spread > 1e-12 {
        let clear = estimate.clamp(0.5 / n as f64, 1.0 - 0.5 / n as f64);
        clear * (1.0 - clear) / error
    } else {
        alone / fraction.max(1e-9)
    };
    let interval = if fraction == 0.0 {
        Some(Interval { low: mean_y, high: mean_y })
    } else {
        wilson(estimate * size, size, level)
    };
    let helped = if spread > 1e-12 { (plain / spread).max(1.0) } else { 1.0 };
    let estimate = if fraction == 0.0 { mean_y } else { estimate };
    Ok(interval.map(|interval| Share { estimate, interval, coded: n, population, helped }))
}

fn mean(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / weights.iter().sum::<f64>()
}

/// Variance of the weighted mean of values drawn among many (a ratio, linearised; Särndal and others 1992, 5.7).
fn variance(values: &[f64], weights: &[f64]) -> f64 {
    let centre = mean(values, weights);
    let n = values.len() as f64;
    let sum: f64 = values.iter().zip(weights).map(|(value, weight)| (weight * (value - centre)).powi(2)).sum();
    if n > 1.0 { n / (n - 1.0) * sum / weights.iter().sum::<f64>().powi(2) } else { 0.0 }
}

/// The slope that leaves the least of that variance.
fn slope(y: &[f64], f: &[f64], weights: &[f64]) -> f64 {
    let (centre_y, centre_f) = (mean(y, weights), mean(f, weights));
    let (mut both, mut own) = (0.0, 0.0);
    for ((y, f), weight) in y.iter().zip(f).zip(weights) {
        let square = weight * weight;
        both += square * (y - centre_y) * (f - centre_f);
        own += square * (f - centre_f) * (f - centre_f);
    }
    if own > 1e-12 { (both / own).clamp(0.0, 1.0) } else { 0.0 }
}
