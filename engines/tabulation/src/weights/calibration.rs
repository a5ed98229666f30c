//! Iterative proportional fitting, and Newton's method on the calibration equations.

use super::{Margin, Strata, WeightError, Weighting, report};
use crate::linear::solve;

/// Relative distance to every margin under which weights are accepted.
const CLOSE: f64 = 1e-10;
const MOST_SWEEPS: usize = 10_000;
const MOST_STEPS: usize = 200;

/// How far calibrated weights may go from the design weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Exponential: always positive, not bounded. The solution of raking.
    Raking,
    /// Linear: the regression estimator; weights may become negative.
    Linear,
    /// Logit: the ratio to the design weight stays between the bounds (for instance 0.1 and 8).
    Logit {
        /// Lowest ratio, under 1.
        low: f64,
        /// Highest ratio, over 1.
        high: f64,
    },
}

impl Method {
    /// F(u) and its derivative (Deville and Särndal 1992; SAS macro Calmar of INSEE).
    fn ratio(self, u: f64) -> (f64, f64) {
        match self {
            Self::Raking => (u.exp(), u.exp()),
            Self::Linear => (1.0 + u, 1.0),
            Self::Logit { low, high } => {
                let a = (high - low) / ((1.0 - low) * (high - 1.0));
                // Written with e^{-|Au|} so that it never overflows.
                let small = (-(a * u).abs()).exp();
                let (at_low, at_high) = if u <= 0.0 { (1.0, small) } else { (small, 1.0) };
                let divisor = (high - 1.0) * at_low + (1.0 - low) * at_high;
                let value = (low * (high - 1.0) * at_low + high * (1.0 - low) * at_high) / divisor;
                (value, a * (value - low) * (high - value) / (high - low))
            }
        }
    }
}

/// Design weights brought to the total of the first margin; all equal when none are given.
fn design_of(margins: &[Margin], design: Option<&[f64]>) -> Vec<f64> {
    let len = margins.first().map_or(0, |margin| margin.members.len());
    let total = margins.first().map_or(0.0, Margin::total);
    match design {
        None => vec![total / len as f64; len],
        Some(design) => {
            let sum: f64 = design.iter().sum();
            design.iter().map(|weight| weight * total / sum).collect()
        }
    }
}

fn weighting(strata: Strata, design: Vec<f64>, ratios: &[f64], steps: usize) -> Weighting {
    let weights: Vec<f64> =
        design.iter().zip(&strata.of).map(|(weight, stratum)| weight * ratios[*stratum as usize]).collect();
    Weighting { report: report(&weights), weights, design, steps, strata }
}

/// Raking by iterative proportional fitting: every margin in turn, until all hold within 1e-10.
///
/// # Errors
/// A margin that cannot be met ([`WeightError`] says which and what to do), no convergence.
pub fn rake(margins: &[Margin], design: Option<&[f64]>) -> Result<Weighting, WeightError> {
    let design = design_of(margins, design);
    let strata = Strata::new(margins, &design)?;
    let mut values = strata.design.clone();
    for sweep in 1..=MOST_SWEEPS {
        for (position, margin) in margins.iter().enumerate() {
            let sums = margin_sums(&strata, &values, position, margin.cells.len());
            for (value, cells) in values.iter_mut().zip(&strata.cells) {
                *value *= margin.cells[cells[position]].1 / sums[cells[position]];
            }
        }
        let furthest = margins.iter().enumerate().flat_map(|(position, margin)| {
            let sums = margin_sums(&strata, &values, position, margin.cells.len());
            let gap =
                |((_, total), sum): (&(String, f64), f64)| if *total > 0.0 { (sum / total - 1.0).abs() } else { 0.0 };
            margin.cells.iter().zip(sums).map(gap).collect::<Vec<f64>>()
        });
        if furthest.fold(0.0, f64::max) < CLOSE {
            let ratios: Vec<f64> = values.iter().zip(&strata.design).map(|(value, design)| value / design).collect();
            return Ok(weighting(strata, design, &ratios, sweep));
        }
    }
    Err(WeightError::NoSolution)
}

fn margin_sums(strata: &Strata, values: &[f64], position: usize, cells: usize) -> Vec<f64> {
    let mut sums = vec![0.0; cells];
    for (value, of) in values.iter().zip(&strata.cells) {
        sums[of[position]] += value;
    }
    sums
}

/// Calibration: weights `d·F(x′λ)` that meet every margin, λ by Newton's method with the step halved when it goes wrong.
///
/// # Errors
/// A margin that cannot be met, bounds that do not hold 1 between them, no solution.
pub fn calibrate(margins: &[Margin], design: Option<&[f64]>, method: Method) -> Result<Weighting, WeightError> {
    if let Method::Logit { low, high } = method
        && !(low.is_finite() && high.is_finite() && low < 1.0 && high > 1.0)
    {
        return Err(WeightError::WrongBounds);
    }
    let design = design_of(margins, design);
    let strata = Strata::new(margins, &design)?;
    let mut lambda = vec![0.0; strata.size];
    let mut gap = gap_of(&strata, &lambda, method);
    for step in 0..MOST_STEPS {
        let furthest = gap.iter().zip(&strata.totals).map(|(gap, total)| (gap / total).abs()).fold(0.0, f64::max);
        if furthest < CLOSE * 1e-2 {
            let ratios: Vec<f64> =
                (0..strata.cells.len()).map(|stratum| method.ratio(predictor(&strata, stratum, &lambda)).0).collect();
            return Ok(weighting(strata, design, &ratios, step));
        }
        let slopes: Vec<f64> = strata
            .design
            .iter()
            .enumerate()
            .map(|(stratum, design)| design * method.ratio(predictor(&strata, stratum, &lambda)).1)
            .collect();
        let move_by = solve(strata.gram(&slopes), gap.clone(), strata.size, 1).ok_or(WeightError::NoSolution)?;
        let size = |gap: &[f64]| gap.iter().map(|value| value * value).sum::<f64>();
        let tried = (0..30).map(|halvings| 0.5f64.powi(halvings)).find_map(|length| {
            let lambda: Vec<f64> = lambda.iter().zip(&move_by).map(|(from, by)| from + length * by).collect();
            let next = gap_of(&strata, &lambda, method);
            (size(&next) < size(&gap)).then_some((lambda, next))
        });
        match tried {
            Some((next, left)) => (lambda, gap) = (next, left),
            // Nothing smaller can be reached: within rounding of the margins, or there is no solution.
            None if furthest < CLOSE => {
                let ratios: Vec<f64> = (0..strata.cells.len())
                    .map(|stratum| method.ratio(predictor(&strata, stratum, &lambda)).0)
                    .collect();
                return Ok(weighting(strata, design, &ratios, step));
            }
            None => return Err(WeightError::NoSolution),
        }
    }
    Err(WeightError::NoSolution)
}

fn predictor(strata: &Strata, stratum: usize, lambda: &[f64]) -> f64 {
    strata.ones(stratum).map(|one| lambda[one]).sum()
}

/// What each margin lacks: T − Σ d F(x′λ) x.
fn gap_of(strata: &Strata, lambda: &[f64], method: Method) -> Vec<f64> {
    let values: Vec<f64> = strata
        .design
        .iter()
        .enumerate()
        .map(|(stratum, design)| design * method.ratio(predictor(strata, stratum, lambda)).0)
        .collect();
    strata.totals.iter().zip(strata.sums(&values)).map(|(total, sum)| total - sum).collect()
}
