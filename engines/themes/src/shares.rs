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

/// Why a part cannot make figures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SharesError {
    /// Answers of the random part are not coded yet.
    #[error("{0} réponses du tirage au sort ne sont pas encore codées : codez-les avant de compter.")]
    NotCoded(usize),
    /// Suggestions are of another set of answers, or were not learnt from this part.
    #[error("Les suggestions ne portent pas sur ces réponses, ou n’ont pas été apprises de leurs codes.")]
    OtherAnswers,
}

/// A random part, every answer of which somebody coded.
#[derive(Clone, Debug)]
pub struct HandCoded {
    part: RandomPart,
    codes: Vec<Vec<usize>>,
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
        Ok(Self { part, codes })
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

/// The share of a theme, corrected by suggestions when there are some. None when nothing is coded or the level is not
/// between 0 and 1.
///
/// p = mean of y over the sample + λ (mean of f over all − mean of f over the sample), where f is the confidence of a
/// model that had not seen the answer, and λ the slope of y on f, kept between 0 and 1. Its variance is
/// (1 − n/N) s²(y − λf) / n; the interval is Wilson's with the number of answers that would have that variance.
///
/// # Errors
/// Suggestions of other answers.
pub fn share(
    hand: &HandCoded,
    theme: usize,
    help: Option<(&Suggestions, &[Coded])>,
    level: f64,
) -> Result<Option<Share>, SharesError> {
    let n = hand.len();
    let population = hand.part.population();
    if n == 0 || !(level > 0.0 && level < 1.0) {
        return Ok(None);
    }
    let y: Vec<f64> = hand.codes.iter().map(|themes| f64::from(u8::from(themes.contains(&theme)))).collect();
    let mean_y = mean(&y);
    let (estimate, spread, plain) = match help {
        None => (mean_y, variance(&y), variance(&y)),
        Some((suggestions, coded)) => {
            let unseen = unseen(hand, theme, suggestions, coded)?;
            // Every coded answer counts with what a model that had not seen it would say, like those nobody coded.
            let mut sum: f64 = suggestions.confidence.iter().map(|of| of[theme]).sum();
            for (coded, of) in coded.iter().zip(&suggestions.cross_fitted) {
                sum += of[theme] - suggestions.confidence[coded.answer][theme];
            }
            let slope = slope(&y, &unseen);
            let rest: Vec<f64> = y.iter().zip(&unseen).map(|(y, f)| y - slope * f).collect();
            let estimate = mean_y + slope * (sum / population as f64 - mean(&unseen));
            // One degree of freedom more went to the slope.
            let lost = if n > 2 && slope > 0.0 { (n - 1) as f64 / (n - 2) as f64 } else { 1.0 };
            (estimate.clamp(0.0, 1.0), variance(&rest) * lost, variance(&y))
        }
    };
    let fraction = (1.0 - n as f64 / population as f64).max(0.0);
    let error = fraction * spread / n as f64;
    // Nobody, or everybody, in the sample: its variance says nothing, its size does.
    let at_least = n as f64 / fraction.max(1e-9);
    let size = if error > 0.0 && spread > 1e-12 {
        let clear = estimate.clamp(0.5 / n as f64, 1.0 - 0.5 / n as f64);
        clear * (1.0 - clear) / error
    } else {
        at_least
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

/// What models that had not seen them say of the drawn answers.
fn unseen(hand: &HandCoded, theme: usize, suggestions: &Suggestions, coded: &[Coded]) -> Result<Vec<f64>, SharesError> {
    let fits = suggestions.confidence.len() == hand.part.population()
        && suggestions.cross_fitted.len() == coded.len()
        && suggestions.confidence.iter().chain(&suggestions.cross_fitted).all(|of| theme < of.len())
        && coded.iter().all(|coded| coded.answer < hand.part.population());
    if !fits {
        return Err(SharesError::OtherAnswers);
    }
    let mut by_answer = vec![None; hand.part.population()];
    for (coded, of) in coded.iter().zip(&suggestions.cross_fitted) {
        by_answer[coded.answer] = Some(of[theme]);
    }
    hand.part.answers().iter().map(|answer| by_answer[*answer].ok_or(SharesError::OtherAnswers)).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    let sum: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    if values.len() > 1 { sum / (values.len() - 1) as f64 } else { 0.0 }
}

fn slope(y: &[f64], f: &[f64]) -> f64 {
    let (centre_y, centre_f) = (mean(y), mean(f));
    let both: f64 = y.iter().zip(f).map(|(y, f)| (y - centre_y) * (f - centre_f)).sum();
    let own: f64 = f.iter().map(|f| (f - centre_f) * (f - centre_f)).sum();
    if own > 1e-12 { (both / own).clamp(0.0, 1.0) } else { 0.0 }
}
