//! Logistic regression: the probability of a theme as a sum of weights.

use super::features::Row;

/// Most Newton steps.
const STEPS: usize = 30;

/// Most conjugate gradient steps within one.
const INNER: usize = 25;

/// Weights of one theme; the last is the constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(pub Vec<f64>);

impl Weights {
    /// No weight.
    pub fn zero(width: usize) -> Self {
        Self(vec![0.0; width + 1])
    }

    /// The sum for a row.
    pub fn sum(&self, row: &Row) -> f64 {
        let constant = self.0[self.0.len() - 1];
        row.iter().map(|(at, value)| self.0[*at as usize] * f64::from(*value)).sum::<f64>() + constant
    }
}

/// One example: a row, whether it has the theme, and how much it counts.
#[derive(Clone, Copy, Debug)]
pub struct Example<'a> {
    /// Features.
    pub row: &'a Row,
    /// Share of yes, 0 to 1.
    pub target: f64,
    /// Weight.
    pub weight: f64,
}

/// 1/(1+e^−x), the same on every machine.
pub fn sigmoid(sum: f64) -> f64 {
    if sum >= 0.0 {
        1.0 / (1.0 + libm::exp(-sum))
    } else {
        let up = libm::exp(sum);
        up / (1.0 + up)
    }
}

/// Fits by truncated Newton steps (Lin, Weng and Keerthi 2008), from `start`: minimises ½‖w‖² + C Σ weight · loss, the
/// constant hardly penalised.
pub fn fit(examples: &[Example<'_>], width: usize, c: f64, start: Option<Weights>) -> Weights {
    let mut weights = start.filter(|start| start.0.len() == width + 1).unwrap_or_else(|| Weights::zero(width));
    if examples.is_empty() {
        return weights;
    }
    let ridge = |at: usize| if at == width { 0.01 } else { 1.0 };
    let loss_of = |weights: &Weights, sums: &[f64]| {
        let norm: f64 = weights.0.iter().enumerate().map(|(at, value)| ridge(at) * value * value).sum();
        let loss: f64 =
            examples.iter().zip(sums).map(|(example, sum)| example.weight * loss(*sum, example.target)).sum();
        0.5 * norm + c * loss
    };
    let sums_of = |weights: &Weights| examples.iter().map(|example| weights.sum(example.row)).collect::<Vec<f64>>();
    let mut sums = sums_of(&weights);
    let mut value = loss_of(&weights, &sums);
    let mut first_norm = None;
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.0.iter().enumerate().map(|(at, weight)| ridge(at) * weight).collect();
        let mut curvature = Vec::with_capacity(examples.len());
        for (example, sum) in examples.iter().zip(&sums) {
            let share = sigmoid(*sum);
            add(&mut gradient, example.row, c * example.weight * (share - example.target));
            curvature.push(c * example.weight * share * (1.0 - share));
        }
        let norm = dot(&gradient, &gradient).sqrt();
        if norm <= 1e-3 * *first_norm.get_or_insert(norm) || norm < 1e-9 {
            break;
        }
        let step = newton_step(examples, &curvature, &gradient, norm, ridge);
        let slope = dot(&gradient, &step);
        let mut length = 1.0;
        let mut is_better = false;
        for _ in 0..12 {
            let tried = Weights(weights.0.iter().zip(&step).map(|(weight, step)| weight + length * step).collect());
            let tried_sums = sums_of(&tried);
            let tried_value = loss_of(&tried, &tried_sums);
            if tried_value <= value + 1e-4 * length * slope {
                (weights, sums, value, is_better) = (tried, tried_sums, tried_value, true);
                break;
            }
            length *= 0.5;
        }
        if !is_better {
            break;
        }
    }
    weights
}

fn newton_step(
    examples: &[Example<'_>],
    curvature: &[f64],
    gradient: &[f64],
    norm: f64,
    ridge: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let mut step = vec![0.0; gradient.len()];
    let mut residual: Vec<f64> = gradient.iter().map(|value| -value).collect();
    let mut direction = residual.clone();
    let mut squared = norm * norm;
    let constant = gradient.len() - 1;
    for _ in 0..INNER {
        if squared.sqrt() <= 0.1 * norm {
            break;
        }
        let mut product: Vec<f64> = direction.iter().enumerate().map(|(at, value)| ridge(at) * value).collect();
        for (example, curvature) in examples.iter().zip(curvature) {
            let along: f64 =
                example.row.iter().map(|(at, value)| direction[*at as usize] * f64::from(*value)).sum::<f64>()
                    + direction[constant];
            add(&mut product, example.row, curvature * along);
        }
        let length = squared / dot(&direction, &product);
        step.iter_mut().zip(&direction).for_each(|(value, of)| *value += length * of);
        residual.iter_mut().zip(&product).for_each(|(value, of)| *value -= length * of);
        let next = dot(&residual, &residual);
        let keep = next / squared;
        direction.iter_mut().zip(&residual).for_each(|(value, of)| *value = of + keep * *value);
        squared = next;
    }
    step
}

fn add(into: &mut [f64], row: &Row, times: f64) {
    for (at, value) in row {
        into[*at as usize] += times * f64::from(*value);
    }
    let constant = into.len() - 1;
    into[constant] += times;
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Logistic loss of a sum against a target between 0 and 1.
fn loss(sum: f64, target: f64) -> f64 {
    let soft = if sum > 0.0 { sum + libm::log1p(libm::exp(-sum)) } else { libm::log1p(libm::exp(sum)) };
    soft - target * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_where_the_gradient_is_nothing() {
        let rows: Vec<Row> = (0..40u32).map(|at| vec![(at % 3, 1.0), (3 + at % 2, 0.5)]).collect();
        let examples: Vec<Example<'_>> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| Example { row, target: f64::from(u8::from(at % 3 == 0 || at % 7 == 0)), weight: 1.0 })
            .collect();
        let weights = fit(&examples, 5, 2.0, None);
        for feature in 0..5 {
            let pull: f64 = examples
                .iter()
                .map(|example| {
                    let value =
                        example.row.iter().find(|(at, _)| *at == feature).map_or(0.0, |(_, value)| f64::from(*value));
                    2.0 * (sigmoid(weights.sum(example.row)) - example.target) * value
                })
                .sum();
            assert!((pull + weights.0[feature as usize]).abs() < 0.02, "{feature}: {pull}");
        }
        assert!(weights.sum(&rows[0]) > weights.sum(&rows[1]));
        assert_eq!(fit(&[], 2, 1.0, None), Weights::zero(2));
    }
}
