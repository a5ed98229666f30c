//! How sure a share is.
//!
//! A survey whose respondents chose themselves is not a random sample: its intervals are indicative, and
//! [`crate::weights::NOT_PROBABILISTIC`] is printed under them.

use crate::bases::Tally;
use crate::linear::solve;
use crate::model::Rows;
use crate::special::{beta_quantile, normal_quantile, student_quantile};
use crate::weights::Weighting;

/// Lower and upper bound of a share, between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Wilson's score interval of `count` out of `base`; works at 0 and at 1. None when the base is empty.
///
/// (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), Wilson 1927.
pub fn wilson(count: f64, base: f64, level: f64) -> Option<Interval> {
    if !(base > 0.0 && (0.0..=base).contains(&count) && level > 0.0 && level < 1.0) {
        return None;
    }
    let (share, z) = (count / base, normal_quantile(0.5 + level / 2.0));
    let spread = z * z / base;
    let centre = share + spread / 2.0;
    let half = (share * (1.0 - share) * spread + spread * spread / 4.0).sqrt();
    let low = if count == 0.0 { 0.0 } else { (centre - half) / (1.0 + spread) };
    let high = if count == base { 1.0 } else { (centre + half) / (1.0 + spread) };
    Some(Interval { low, high })
}

/// Interval of the difference of two shares measured on different people, `one` less `other` (counts out of their bases), from
/// −1 to 1: Newcombe’s hybrid of two score intervals (1998, method 10). None when a base is empty.
pub fn newcombe(one: (f64, f64), other: (f64, f64), level: f64) -> Option<Interval> {
    let (first, second) = (wilson(one.0, one.1, level)?, wilson(other.0, other.1, level)?);
    let (share, reference) = (one.0 / one.1, other.0 / other.1);
    let below = (share - first.low).hypot(second.high - reference);
    let above = (first.high - share).hypot(reference - second.low);
    let difference = share - reference;
    Some(Interval { low: (difference - below).max(-1.0), high: (difference + above).min(1.0) })
}

/// Upper bound of a share nobody of `base` showed: 1 − (1 − level)^(1/n), about 3/n at 95 % (« rule of three »).
pub fn upper_bound_of_none(base: f64, level: f64) -> Option<f64> {
    (base > 0.0 && level > 0.0 && level < 1.0).then(|| 1.0 - (1.0 - level).powf(1.0 / base))
}

/// A share among a domain of a sample, with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The share, 0 to 1.
    pub share: f64,
    /// Its standard error, by linearisation over the whole sample, of calibrated residuals when there was a calibration.
    pub standard_error: f64,
    /// The domain.
    pub base: Tally,
    /// Respondents of the whole sample.
    pub sample: usize,
}

/// Weights of a sample, for the precision of what they give.
#[derive(Clone, Copy, Debug)]
pub enum Design<'a> {
    /// Every respondent counts for one.
    Equal {
        /// Respondents.
        sample: usize,
    },
    /// Weights taken as they are.
    Weights(&'a [f64]),
    /// Weights calibrated on margins: what the margins explain does not vary.
    Calibrated(&'a Weighting),
}

impl Design<'_> {
    /// Respondents of the sample.
    pub fn sample(&self) -> usize {
        match self {
            Self::Equal { sample } => *sample,
            Self::Weights(weights) => weights.len(),
            Self::Calibrated(weighting) => weighting.weights.len(),
        }
    }

    pub(crate) fn weight(&self, row: usize) -> f64 {
        match self {
            Self::Equal { .. } => 1.0,
            Self::Weights(weights) => weights[row],
            Self::Calibrated(weighting) => weighting.weights[row],
        }
    }

    /// Weighted influence of each respondent on each estimate, centred: the columns of `linearised` (row-major,
    /// `width` per respondent) become w·e − mean(w·e), e the residual of the regression on the margins with the
    /// design weights.
    pub(crate) fn influence(&self, mut linearised: Vec<f64>, width: usize) -> Vec<f64> {
        let sample = self.sample();
        if let Self::Calibrated(weighting) = self {
            let strata = &weighting.strata;
            let mut right = vec![0.0; strata.size * width];
            for (row, stratum) in strata.of.iter().enumerate() {
                for one in strata.ones(*stratum as usize) {
                    for column in 0..width {
                        right[one * width + column] += weighting.design[row] * linearised[row * width + column];
                    }
                }
            }
            if let Some(slopes) = solve(strata.gram(&strata.design), right, strata.size, width) {
                for (row, stratum) in strata.of.iter().enumerate() {
                    for one in strata.ones(*stratum as usize) {
                        for column in 0..width {
                            linearised[row * width + column] -= slopes[one * width + column];
                        }
                    }
                }
            }
        }
        for (row, values) in linearised.chunks_exact_mut(width).enumerate() {
            values.iter_mut().for_each(|value| *value *= self.weight(row));
        }
        for column in 0..width {
            let mean = linearised.iter().skip(column).step_by(width).sum::<f64>() / sample as f64;
            linearised.iter_mut().skip(column).step_by(width).for_each(|value| *value -= mean);
        }
        linearised
    }
}

/// The share of those of `chosen` among `domain`. None when the domain weighs nothing or the sample has fewer than two.
///
/// z = 1_domain (y − p)/Σw, replaced by its residual when the weights are calibrated;
/// Var = n/(n−1) Σ (w z − mean)² over the whole sample (Särndal, Swensson and Wretman 1992; R `survey`).
pub fn estimate(design: &Design<'_>, domain: &Rows, chosen: &Rows) -> Option<Estimate> {
    let sample = design.sample();
    if domain.len() != sample || chosen.len() != sample || sample < 2 {
        return None;
    }
    let mut base = Tally::default();
    let mut inside = 0.0;
    for row in domain.iter() {
        base.add(design.weight(row));
        inside += if chosen.contains(row) { design.weight(row) } else { 0.0 };
    }
    if base.weight <= 0.0 {
        return None;
    }
    let share = inside / base.weight;
    let mut linearised = vec![0.0; sample];
    for row in domain.iter() {
        linearised[row] = (f64::from(u8::from(chosen.contains(row))) - share) / base.weight;
    }
    let influence = design.influence(linearised, 1);
    let variance = influence.iter().map(|value| value * value).sum::<f64>() * sample as f64 / (sample as f64 - 1.0);
    Some(Estimate { share, standard_error: variance.sqrt(), base, sample })
}

impl Estimate {
    /// Degrees of freedom: respondents of the domain less one.
    pub fn degrees(&self) -> f64 {
        self.base.count as f64 - 1.0
    }

    fn is_proper(&self) -> bool {
        self.share > 0.0 && self.share < 1.0 && self.standard_error > 0.0 && self.base.count > 1
    }

    /// Interval on the logit scale. None at 0, at 1, or with fewer than two respondents.
    pub fn logit(&self, level: f64) -> Option<Interval> {
        let spread = self.share * (1.0 - self.share);
        let half = student_quantile(0.5 + level / 2.0, self.degrees()) * self.standard_error / spread;
        let centre = (self.share / (1.0 - self.share)).ln();
        let back = |value: f64| 1.0 / (1.0 + (-value).exp());
        self.is_proper().then(|| Interval { low: back(centre - half), high: back(centre + half) })
    }

    /// Korn and Graubard's interval (1998): Clopper–Pearson on the effective number of respondents,
    /// n* = p(1−p)/SE² · (t_{n−1}/t_df)². At 0 and at 1, n* is Kish's effective size. None on an empty domain.
    pub fn korn_graubard(&self, level: f64) -> Option<Interval> {
        let tail = (1.0 - level) / 2.0;
        let size = if self.is_proper() {
            let ratio = student_quantile(tail, self.sample as f64 - 1.0) / student_quantile(tail, self.degrees());
            self.share * (1.0 - self.share) / self.standard_error.powi(2) * ratio * ratio
        } else {
            self.base.effective_size()
        };
        let (inside, outside) = (size * self.share, size * (1.0 - self.share));
        (size > 0.0 && level > 0.0 && level < 1.0).then(|| Interval {
            low: if inside > 0.0 { beta_quantile(tail, inside, outside + 1.0) } else { 0.0 },
            high: if outside > 0.0 { beta_quantile(1.0 - tail, inside + 1.0, outside) } else { 1.0 },
        })
    }

    /// p ± t·SE: for comparison with other programs; leaves 0–1 near the ends.
    pub fn symmetric(&self, level: f64) -> Option<Interval> {
        let half = student_quantile(0.5 + level / 2.0, self.degrees()) * self.standard_error;
        self.is_proper().then_some(Interval { low: self.share - half, high: self.share + half })
    }

    /// The interval to print: logit, or Korn and Graubard's at the ends.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        self.logit(level).or_else(|| self.korn_graubard(level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_have_an_interval() {
        let none = wilson(0.0, 20.0, 0.95).expect("an interval");
        assert!(none.low == 0.0 && (none.high - 0.161_125).abs() < 1e-5, "{none:?}");
        assert_eq!(wilson(20.0, 20.0, 0.95).map(|interval| interval.high), Some(1.0));
        assert!(wilson(1.0, 0.0, 0.95).is_none() && wilson(3.0, 2.0, 0.95).is_none());
        assert!((upper_bound_of_none(300.0, 0.95).expect("a bound") - 0.01).abs() < 1e-4);
        let everybody = Rows::all(40);
        let whole = estimate(&Design::Equal { sample: 40 }, &everybody, &everybody).expect("an estimate");
        assert!(whole.logit(0.95).is_none());
        let interval = whole.interval(0.95).expect("an interval");
        assert!(interval.high == 1.0 && (interval.low - 0.911_9).abs() < 1e-3, "{interval:?}");
        assert!(estimate(&Design::Equal { sample: 40 }, &Rows::none(40), &everybody).is_none());
    }

    /// Newcombe (1998), table II: 56/70 and 48/80, 9/10 and 3/10, 10/10 and 0/10.
    #[test]
    fn differences_of_shares_have_their_interval() {
        for (one, other, low, high) in [
            ((56.0, 70.0), (48.0, 80.0), 0.0524, 0.3339),
            ((9.0, 10.0), (3.0, 10.0), 0.1705, 0.8090),
            ((10.0, 10.0), (0.0, 10.0), 0.6075, 1.0),
        ] {
            let found = newcombe(one, other, 0.95).expect("an interval");
            assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{found:?}");
        }
        assert!(newcombe((1.0, 2.0), (0.0, 0.0), 0.95).is_none());
    }
}
