//! Numbers: mean, median, quantiles, for everybody or by class.

use super::{Request, TableError};
use crate::bases::{Slot, Tally};
use crate::model::{Column, DataSet, Rows, State};

/// What is told of the numbers of some respondents.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberSummary {
    /// Those who gave a number. « Je ne sais pas » is never one, whatever the policy.
    pub base: Tally,
    /// Mean, weighted.
    pub mean: f64,
    /// Standard deviation, weighted, divided by Σw (of these respondents, not of a population).
    pub deviation: f64,
    /// Smallest value.
    pub smallest: f64,
    /// Largest value.
    pub largest: f64,
    /// Quantiles asked for, in order: the value where the cumulated weight passes p·Σw; the middle of both sides when
    /// it falls exactly between two values (R's type 2).
    pub quantiles: Vec<f64>,
}

impl NumberSummary {
    fn of(mut pairs: Vec<(f64, f64)>, probabilities: &[f64]) -> Option<Self> {
        pairs.retain(|(_, weight)| *weight > 0.0);
        let mut base = Tally::default();
        pairs.iter().for_each(|(_, weight)| base.add(*weight));
        if base.count == 0 {
            return None;
        }
        pairs.sort_by(|one, two| one.0.total_cmp(&two.0));
        let mean = pairs.iter().map(|(value, weight)| value * weight).sum::<f64>() / base.weight;
        let spread = pairs.iter().map(|(value, weight)| weight * (value - mean).powi(2)).sum::<f64>() / base.weight;
        Some(Self {
            base,
            mean,
            deviation: spread.sqrt(),
            smallest: pairs[0].0,
            largest: pairs[pairs.len() - 1].0,
            quantiles: probabilities.iter().map(|probability| quantile(&pairs, base.weight, *probability)).collect(),
        })
    }
}

/// The quantile of plain values, as tables tell it (R's type 2); nothing of nothing.
pub fn quantile_of(values: &[f64], probability: f64) -> Option<f64> {
    let mut sorted: Vec<(f64, f64)> = values.iter().map(|value| (*value, 1.0)).collect();
    sorted.sort_by(|one, two| one.0.total_cmp(&two.0));
    (!sorted.is_empty()).then(|| quantile(&sorted, sorted.len() as f64, probability))
}

fn quantile(sorted: &[(f64, f64)], total: f64, probability: f64) -> f64 {
    let aim = probability.clamp(0.0, 1.0) * total;
    let slack = 1e-12 * total;
    let mut cumulated = 0.0;
    for (position, (value, weight)) in sorted.iter().enumerate() {
        cumulated += weight;
        if (cumulated - aim).abs() <= slack && position + 1 < sorted.len() {
            return 0.5 * (value + sorted[position + 1].0);
        }
        if cumulated > aim {
            return *value;
        }
    }
    sorted[sorted.len() - 1].0
}

/// The summary of a number, of everybody chosen; none when nobody gave one.
///
/// # Errors
/// A variable that is not there or not a number, weights or a filter of another length.
pub fn summarise(
    data: &DataSet,
    variable: usize,
    probabilities: &[f64],
    request: &Request<'_>,
) -> Result<Option<NumberSummary>, TableError> {
    let rows = request.rows_of(data)?;
    Ok(NumberSummary::of(pairs(data, variable, &rows, request.weights)?, probabilities))
}

/// The summary of a number in each category of another variable: « âge moyen par quartier ».
///
/// # Errors
/// As [`summarise`], or a second variable without categories.
pub fn summarise_by(
    data: &DataSet,
    variable: usize,
    by: usize,
    probabilities: &[f64],
    request: &Request<'_>,
) -> Result<Vec<(Slot, Option<NumberSummary>)>, TableError> {
    let classes = data.variables().get(by).ok_or(TableError::NoVariable)?;
    if !classes.is_categorical() {
        return Err(TableError::NotCategorical { variable: classes.name.clone() });
    }
    let rows = request.rows_of(data)?;
    let of_class = |category: usize| {
        let inside = rows.and(&data.rows_where(by, category));
        let pairs = pairs(data, variable, &inside, request.weights)?;
        Ok((Slot::Category(category), NumberSummary::of(pairs, probabilities)))
    };
    (0..classes.categories.len()).map(of_class).collect()
}

fn pairs(data: &DataSet, variable: usize, rows: &Rows, weights: Option<&[f64]>) -> Result<Vec<(f64, f64)>, TableError> {
    let asked = data.variables().get(variable).ok_or(TableError::NoVariable)?;
    let Column::Numbers { states, values } = &data.columns[variable] else {
        return Err(TableError::NotNumber { variable: asked.name.clone() });
    };
    let answered = rows.iter().filter(|row| states[*row] == State::Answered as u8);
    Ok(answered.map(|row| (values[row], weights.map_or(1.0, |weights| weights[row]))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Answer, Variable};

    #[test]
    fn numbers_are_told_by_class() {
        let mut data = DataSet::new(vec![
            Variable::single("q", "Quartier", &[("1", "Ici"), ("2", "Là"), ("3", "Ailleurs")]),
            Variable::number("age", "Âge"),
        ])
        .expect("form");
        for (class, age) in [(0, Some(10.0)), (0, Some(20.0)), (0, Some(60.0)), (1, Some(40.0)), (1, None)] {
            let age = age.map_or(Answer::DontKnow, Answer::Number);
            data.append(&[Answer::One(class), age]).expect("fits");
        }
        let request = Request::default();
        let all = summarise(&data, 1, &[0.0, 0.25, 0.5, 1.0], &request).expect("a number").expect("somebody");
        assert_eq!((all.base.count, all.mean, all.smallest, all.largest), (4, 32.5, 10.0, 60.0));
        assert_eq!(all.quantiles, [10.0, 15.0, 30.0, 60.0]);
        let by = summarise_by(&data, 1, 0, &[0.5], &request).expect("classes");
        assert_eq!(by[0].1.as_ref().map(|summary| summary.quantiles[0]), Some(20.0));
        assert_eq!((by[1].1.as_ref().map(|summary| summary.base.count), by[2].1.is_none()), (Some(1), true));
        let weights = [1.0, 1.0, 5.0, 0.0, 1.0];
        let weighted = Request { weights: Some(&weights), ..Request::default() };
        let told = summarise(&data, 1, &[0.5], &weighted).expect("a number").expect("somebody");
        assert_eq!((told.base.count, told.quantiles[0]), (3, 60.0));
        assert_eq!((quantile_of(&[60.0, 10.0, 20.0, 10.0], 0.5), quantile_of(&[], 0.5)), (Some(15.0), None));
        assert!(summarise(&data, 0, &[], &request).is_err() && summarise_by(&data, 1, 1, &[], &request).is_err());
    }
}
