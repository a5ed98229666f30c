//! The largest product of probabilities: an interior point on the same rows, and a proof by multipliers of rows.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::exact::{float, proportions, ratio};
use crate::levels::{rows_most, type_weights};
use crate::model::Model;
use crate::simplex::{Lp, Outcome};

/// Proof that the product cannot be larger: at these averages, the slope of the logarithm of the product, and
/// multipliers of rows above that slope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Multipliers of rows, to be divided by `scale`.
    pub multipliers: Vec<(u32, i128)>,
    /// What multipliers are divided by.
    pub scale: i128,
    rows: usize,
}

impl Certificate {
    /// How much the logarithm of the product, by person, could still gain: nothing, when multipliers close it. People
    /// who can be in no panel are left out.
    pub fn missing(&self, model: &Model, probabilities: &[BigRational]) -> BigRational {
        let mut multipliers = vec![0; self.rows];
        for (row, y) in &self.multipliers {
            multipliers[*row as usize] = *y;
        }
        let mut most = ratio(rows_most(model, &multipliers), self.scale);
        let mut people = 0_i128;
        let weights = type_weights(model, &multipliers);
        for (rank, ((of, weight), p)) in model.types.iter().zip(weights).zip(probabilities).enumerate() {
            if p.is_zero() {
                continue;
            }
            people += i128::from(of.size);
            // The slope for one more of this type is 1 / p.
            let rest = p.recip() - ratio(weight, self.scale);
            if rest.is_positive() {
                most += rest * model.most(rank) * ratio(i128::from(of.size), 1);
            }
        }
        ((most - ratio(people, 1)) / ratio(people.max(1), 1)).max(ratio(0, 1))
    }
}

/// What leaves no room: rows whose activity is the same in every lottery, types that have the highest probability in all.
struct Still {
    rows: Vec<Option<f64>>,
    types: Vec<bool>,
}

/// How far an average is from a bound when it is taken to stand there.
const THERE: f64 = 1e-9;

/// Looks for what leaves no room, among what stands at a bound at `start`: a small program says whether it must.
fn still(model: &Model, start: &[f64]) -> Option<Still> {
    let mut lp = within(model, start);
    let mut most = |weights: &[f64]| -> Option<f64> {
        lp.maximise(weights.iter().copied());
        (lp.solve(f64::NEG_INFINITY) == Outcome::Optimal).then(|| lp.objective())
    };
    let mut still = Still { rows: vec![None; model.rows.len()], types: vec![false; model.len()] };
    for (rank, row) in model.rows.iter().enumerate() {
        let value = |of: &crate::model::Type| {
            of.terms.iter().find(|term| term.0 as usize == rank).map_or(0.0, |term| term.1 as f64)
        };
        let weights: Vec<f64> = model.types.iter().map(value).collect();
        let sum: f64 = weights.iter().zip(start).map(|(weight, count)| weight * count).sum();
        let (low, high) = (row.low as f64, row.high as f64);
        let is_there = row.low == row.high
            || if (sum - low).abs() < THERE {
                most(&weights)? - low < THERE
            } else if (high - sum).abs() < THERE {
                let turned: Vec<f64> = weights.iter().map(|weight| -weight).collect();
                high + most(&turned)? < THERE
            } else {
                false
            };
        still.rows[rank] = is_there.then_some(if row.low == row.high { low } else { libm::round(sum) });
    }
    for (of, count) in start.iter().enumerate() {
        let full = full(model, of);
        if *count > full - THERE {
            let weights: Vec<f64> = (0..model.len()).map(|other| if other == of { -1.0 } else { 0.0 }).collect();
            still.types[of] = full + most(&weights)? < THERE;
        }
    }
    Some(still)
}

/// The rows, with types that can be in a panel alone, each up to the highest probability.
fn within(model: &Model, start: &[f64]) -> Lp {
    let mut lp = model.relaxation();
    for (of, count) in start.iter().enumerate() {
        lp.bound(of, 0.0, if *count > NONE { full(model, of) } else { 0.0 });
    }
    lp
}

/// The most of a type on average.
fn full(model: &Model, of: usize) -> f64 {
    float(&model.most(of)) * f64::from(model.types[of].size)
}

/// Averages below which nobody of a type can be in any panel.
const NONE: f64 = 1e-12;

/// Averages of the largest product, with their proof. `start` are averages inside the rows.
pub fn find(model: &Model, start: &[f64]) -> Option<(Vec<f64>, Certificate)> {
    let still = still(model, start)?;
    let kept: Vec<usize> = (0..model.len()).filter(|of| start[*of] > NONE && !still.types[*of]).collect();
    let rows = model.rows.len();
    let full = |of: usize| full(model, of);
    let mut settled = vec![0.0; rows];
    for of in (0..model.len()).filter(|of| still.types[*of]) {
        for (row, value) in &model.types[of].terms {
            settled[*row as usize] += *value as f64 * full(of);
        }
    }
    let mut counts: Vec<f64> = kept
        .iter()
        .map(|of| {
            let most = full(*of);
            start[*of].clamp(1e-6 * most, most * (1.0 - 1e-6))
        })
        .collect();
    let activity = |counts: &[f64]| {
        let mut sums = settled.clone();
        for (of, count) in kept.iter().zip(counts) {
            for (row, value) in &model.types[*of].terms {
                sums[*row as usize] += *value as f64 * count;
            }
        }
        sums
    };
    // Activities, their bounds; those that cannot move leave no inside, they are met by equations.
    let is_equal: Vec<bool> = still.rows.iter().map(Option::is_some).collect();
    let mut sums: Vec<f64> = activity(&counts)
        .iter()
        .zip(model.rows.iter().zip(&still.rows))
        .map(|(sum, (row, still))| {
            let (low, high) = (row.low as f64, row.high as f64);
            still.unwrap_or_else(|| sum.clamp(low + 1e-3 * (high - low), high - 1e-3 * (high - low)))
        })
        .collect();
    let mut barrier = 1.0;
    for _ in 0..400 {
        // Newton on: maximise Σ n ln q + barrier (Σ ln(most − q) + Σ ln(s − low) + ln(high − s)), A q = s.
        let mut slope = Vec::with_capacity(kept.len());
        let mut curve = Vec::with_capacity(kept.len());
        for (of, q) in kept.iter().zip(&counts) {
            let size = f64::from(model.types[*of].size);
            let room = full(*of) - q;
            slope.push(size / q - barrier / room);
            curve.push(size / (q * q) + barrier / (room * room));
        }
        let mut row_slope = vec![0.0; rows];
        let mut row_curve = vec![0.0; rows];
        for row in 0..rows {
            if !is_equal[row] {
                let (low, high) = (sums[row] - model.rows[row].low as f64, model.rows[row].high as f64 - sums[row]);
                row_slope[row] = barrier / low - barrier / high;
                row_curve[row] = barrier / (low * low) + barrier / (high * high);
            }
        }
        // (A C⁻¹ Aᵀ + R⁻¹) y = A C⁻¹ slope − R⁻¹ row_slope + (A q − s)
        let mut matrix = vec![0.0; rows * rows];
        let mut right: Vec<f64> = activity(&counts).iter().zip(&sums).map(|(a, s)| a - s).collect();
        for ((of, slope), curve) in kept.iter().zip(&slope).zip(&curve) {
            let terms = &model.types[*of].terms;
            for (row, value) in terms {
                let part = *value as f64 / curve;
                right[*row as usize] += part * slope;
                for (other, more) in terms {
                    matrix[*row as usize * rows + *other as usize] += part * *more as f64;
                }
            }
        }
        for row in 0..rows {
            if is_equal[row] {
                matrix[row * rows + row] += 1e-12;
            } else {
                matrix[row * rows + row] += 1.0 / row_curve[row];
                right[row] -= row_slope[row] / row_curve[row];
            }
        }
        let y = solved(&mut matrix, right, rows)?;
        let steps: Vec<f64> = kept
            .iter()
            .zip(slope.iter().zip(&curve))
            .map(|(of, (slope, curve))| {
                let price: f64 =
                    model.types[*of].terms.iter().map(|(row, value)| y[*row as usize] * *value as f64).sum();
                (slope - price) / curve
            })
            .collect();
        let row_steps: Vec<f64> =
            (0..rows).map(|row| if is_equal[row] { 0.0 } else { (row_slope[row] + y[row]) / row_curve[row] }).collect();
        let mut length: f64 = 1.0;
        let mut decrement = 0.0;
        for ((of, q), (step, curve)) in kept.iter().zip(&counts).zip(steps.iter().zip(&curve)) {
            let room = full(*of) - q;
            let far = if *step < 0.0 { q / -step } else { room / step.max(1e-300) };
            length = length.min(0.95 * far);
            decrement += step * step * curve;
        }
        for row in (0..rows).filter(|row| !is_equal[*row]) {
            let (low, high) = (sums[row] - model.rows[row].low as f64, model.rows[row].high as f64 - sums[row]);
            let step = row_steps[row];
            let far = if step < 0.0 { low / -step } else { high / step.max(1e-300) };
            length = length.min(0.95 * far);
            decrement += step * step * row_curve[row];
        }
        for (q, step) in counts.iter_mut().zip(&steps) {
            *q += length * step;
        }
        for (sum, step) in sums.iter_mut().zip(&row_steps) {
            *sum += length * step;
        }
        if length >= 0.5 && decrement < 1.0 {
            if barrier < 1e-11 && decrement < 1e-16 {
                break;
            }
            barrier = (barrier * 0.2).max(1e-12);
        }
    }
    let mut found: Vec<f64> = (0..model.len()).map(|of| if still.types[of] { full(of) } else { 0.0 }).collect();
    for (of, q) in kept.iter().zip(&counts) {
        found[*of] = if full(*of) - q < 1e-10 { full(*of) } else { *q };
    }
    // The proof: nothing weighs more than the point found, by its own slope. Multipliers come with the signs of bounds.
    let mut lp = within(model, start);
    let slope = |(of, q): (usize, &f64)| if *q > NONE { f64::from(model.types[of].size) / q } else { 0.0 };
    lp.maximise(found.iter().enumerate().map(slope));
    if lp.solve(f64::NEG_INFINITY) != Outcome::Optimal {
        return None;
    }
    let y = lp.multipliers();
    let most = y.iter().fold(0.0_f64, |most, y| most.max(y.abs()));
    let whole = proportions(&y).pop().unwrap_or_else(|| vec![0; rows]);
    let scale = if most > 0.0 { 1e12 / most } else { 1.0 };
    let multipliers = whole.iter().enumerate().filter(|(_, y)| **y != 0).map(|(row, y)| (row as u32, *y)).collect();
    Some((found, Certificate { multipliers, scale: libm::round(scale) as i128, rows }))
}

/// Solves a symmetric system, by elimination with the largest pivot.
fn solved(matrix: &mut [f64], mut right: Vec<f64>, rows: usize) -> Option<Vec<f64>> {
    for step in 0..rows {
        let best = (step..rows)
            .max_by(|a, b| matrix[a * rows + step].abs().total_cmp(&matrix[b * rows + step].abs()).then(b.cmp(a)))?;
        if matrix[best * rows + step].abs() < 1e-300 {
            return None;
        }
        for k in 0..rows {
            matrix.swap(best * rows + k, step * rows + k);
        }
        right.swap(best, step);
        for row in step + 1..rows {
            let ratio = matrix[row * rows + step] / matrix[step * rows + step];
            if ratio != 0.0 {
                for k in step..rows {
                    let kept = matrix[step * rows + k];
                    matrix[row * rows + k] -= ratio * kept;
                }
                right[row] -= ratio * right[step];
            }
        }
    }
    for row in (0..rows).rev() {
        let done: f64 = (row + 1..rows).map(|k| matrix[row * rows + k] * right[k]).sum();
        right[row] = (right[row] - done) / matrix[row * rows + row];
    }
    Some(right)
}
