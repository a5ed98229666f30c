//! The χ² of a weighted table, corrected for what the weights cost.

use crate::intervals::Design;
use crate::linear::solve;
use crate::model::{Answer, DataSet, Rows};
use crate::special::f_tail;

/// Rao and Scott's second-order test, in the F form of Thomas and Rao (1990).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaoScott {
    /// χ²/tr(Δ).
    pub statistic: f64,
    /// Degrees of freedom above: tr(Δ)²/tr(Δ²).
    pub degrees_above: f64,
    /// Degrees of freedom below.
    pub degrees_below: f64,
    /// Probability of a larger F when the variables are independent.
    pub p_value: f64,
}

/// Tests two single choices among the respondents of `domain` who answered both, with the weights of a design.
/// None when fewer than two categories of either have anybody, or when the variance cannot be inverted.
pub fn rao_scott(data: &DataSet, row: usize, column: usize, design: &Design<'_>, domain: &Rows) -> Option<RaoScott> {
    let sample = design.sample();
    if sample != data.len() || domain.len() != sample || sample < 2 {
        return None;
    }
    let cell = |person: usize| match (data.answer(person, row), data.answer(person, column)) {
        (Answer::One(one), Answer::One(two)) if domain.contains(person) => Some((one, two)),
        _ => None,
    };
    let pairs: Vec<Option<(usize, usize)>> = (0..sample).map(cell).collect();
    let peopled = |side: fn(&(usize, usize)) -> usize, categories: usize| -> Vec<usize> {
        (0..categories).filter(|category| pairs.iter().flatten().any(|pair| side(pair) == *category)).collect()
    };
    let variables = data.variables();
    let rows = peopled(|pair| pair.0, variables.get(row)?.categories.len());
    let columns = peopled(|pair| pair.1, variables.get(column)?.categories.len());
    if rows.len() < 2 || columns.len() < 2 {
        return None;
    }
    let width = rows.len() * columns.len();
    let position = |(one, two): (usize, usize)| {
        Some(rows.binary_search(&one).ok()? * columns.len() + columns.binary_search(&two).ok()?)
    };
    let of: Vec<Option<usize>> = pairs.iter().map(|pair| pair.and_then(position)).collect();

    let total: f64 = (0..sample).filter(|person| of[*person].is_some()).map(|person| design.weight(person)).sum();
    let mut shares = vec![0.0; width];
    for (person, cell) in of.iter().enumerate() {
        if let Some(cell) = cell {
            shares[*cell] += design.weight(person) / total;
        }
    }
    let mut linearised = vec![0.0; sample * width];
    for (person, cell) in of.iter().enumerate() {
        if let Some(cell) = cell {
            for (other, share) in shares.iter().enumerate() {
                linearised[person * width + other] = (f64::from(u8::from(other == *cell)) - share) / total;
            }
        }
    }
    let influence = design.influence(linearised, width);
    let mut variance = vec![0.0; width * width];
    for values in influence.chunks_exact(width) {
        for (one, value) in values.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            for (two, other) in values.iter().enumerate() {
                variance[one * width + two] += value * other;
            }
        }
    }
    let factor = sample as f64 / (sample as f64 - 1.0);
    variance.iter_mut().for_each(|value| *value *= factor);
    test(&shares, &variance, rows.len(), columns.len(), sample)
}

/// From the shares of the cells and their variance: Δ = (C′D⁻¹C/n)⁻¹ (C′D⁻¹VD⁻¹C), C the interaction contrasts.
fn test(shares: &[f64], variance: &[f64], rows: usize, columns: usize, sample: usize) -> Option<RaoScott> {
    let width = rows * columns;
    let contrasts = contrasts(rows, columns);
    let count = contrasts.len();
    let inverse = |cell: usize| if shares[cell] > 0.0 { 1.0 / shares[cell] } else { 0.0 };
    let scaled: Vec<Vec<f64>> =
        contrasts.iter().map(|values| (0..width).map(|cell| values[cell] * inverse(cell)).collect()).collect();
    let (mut below, mut above) = (vec![0.0; count * count], vec![0.0; count * count]);
    for one in 0..count {
        let along: Vec<f64> = (0..width)
            .map(|column| (0..width).map(|row| scaled[one][row] * variance[row * width + column]).sum())
            .collect();
        for two in 0..count {
            below[one * count + two] =
                (0..width).map(|cell| scaled[one][cell] * contrasts[two][cell]).sum::<f64>() / sample as f64;
            above[one * count + two] = (0..width).map(|cell| along[cell] * scaled[two][cell]).sum();
        }
    }
    let delta = solve(below, above, count, count)?;
    let trace: f64 = (0..count).map(|one| delta[one * count + one]).sum();
    let of_square: f64 =
        (0..count * count).map(|position| delta[position] * delta[position % count * count + position / count]).sum();
    let degrees_above = trace * trace / of_square;
    let degrees_below = degrees_above * (sample as f64 - 1.0);
    let row_share = |row: usize| (0..columns).map(|column| shares[row * columns + column]).sum::<f64>();
    let column_share = |column: usize| (0..rows).map(|row| shares[row * columns + column]).sum::<f64>();
    let chi_square: f64 = (0..width)
        .map(|cell| {
            let expected = row_share(cell / columns) * column_share(cell % columns);
            (shares[cell] - expected).powi(2) / expected
        })
        .sum::<f64>()
        * sample as f64;
    let statistic = chi_square / trace;
    let is_sound = statistic.is_finite() && degrees_above.is_finite() && trace > 0.0;
    let p_value = f_tail(statistic, degrees_above, degrees_below);
    is_sound.then_some(RaoScott { statistic, degrees_above, degrees_below, p_value })
}

/// A basis of the interactions: contrasts orthogonal to lines and columns, one per (line, column) but the first.
fn contrasts(rows: usize, columns: usize) -> Vec<Vec<f64>> {
    let part =
        |size: usize, chosen: usize, position: usize| f64::from(u8::from(position == chosen)) - 1.0 / size as f64;
    let mut contrasts = Vec::with_capacity((rows - 1) * (columns - 1));
    for row in 1..rows {
        for column in 1..columns {
            let cells =
                (0..rows * columns).map(|cell| part(rows, row, cell / columns) * part(columns, column, cell % columns));
            contrasts.push(cells.collect());
        }
    }
    contrasts
}
