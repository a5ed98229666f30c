//! Margins of a population, and the cells where they meet.

use std::collections::HashMap;

use super::WeightError;
use crate::model::{Answer, DataSet};

/// Most that totals of two margins may differ, relatively.
const SAME_TOTAL: f64 = 1e-6;

/// What is known of a population on one variable: how many people in each category.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    /// Name, for messages.
    pub name: String,
    /// Category of the population and how many people there.
    pub cells: Vec<(String, f64)>,
    /// Cell of each respondent.
    pub members: Vec<usize>,
}

impl Margin {
    /// The margin of a single choice of a data set: `totals` in the order of its categories.
    ///
    /// # Errors
    /// Respondents without category, a number of totals other than categories.
    pub fn of_variable(data: &DataSet, variable: usize, totals: &[f64]) -> Result<Self, WeightError> {
        let asked = data.variables().get(variable).ok_or(WeightError::Nothing)?;
        if totals.len() != asked.categories.len() {
            let (expected, found) = (asked.categories.len(), totals.len());
            return Err(WeightError::WrongLength { margin: asked.name.clone(), expected, found });
        }
        let members: Vec<usize> = (0..data.len())
            .filter_map(|row| match data.answer(row, variable) {
                Answer::One(category) => Some(category),
                _ => None,
            })
            .collect();
        if members.len() < data.len() {
            return Err(WeightError::Missing { margin: asked.name.clone(), count: data.len() - members.len() });
        }
        let cells =
            asked.categories.iter().map(|category| category.label.clone()).zip(totals.iter().copied()).collect();
        Ok(Self { name: asked.name.clone(), cells, members })
    }

    /// Σ of its totals.
    pub fn total(&self) -> f64 {
        self.cells.iter().map(|(_, total)| total).sum()
    }

    fn check(&self, len: usize) -> Result<(), WeightError> {
        let margin = || self.name.clone();
        if self.members.len() != len || self.members.iter().any(|cell| *cell >= self.cells.len()) {
            return Err(WeightError::WrongLength { margin: margin(), expected: len, found: self.members.len() });
        }
        let mut counts = vec![0usize; self.cells.len()];
        self.members.iter().for_each(|cell| counts[*cell] += 1);
        for ((cell, total), count) in self.cells.iter().zip(&counts) {
            if !(total.is_finite() && *total >= 0.0) {
                return Err(WeightError::WrongTotal { margin: margin(), cell: cell.clone() });
            }
            if *count == 0 && *total > 0.0 {
                let peopled = self.cells.iter().zip(&counts).filter(|(_, count)| **count > 0);
                let with = peopled.min_by(|one, two| one.0.1.total_cmp(&two.0.1)).map(|((cell, _), _)| cell.clone());
                return Err(WeightError::EmptyCell {
                    margin: margin(),
                    cell: cell.clone(),
                    total: *total,
                    with: with.unwrap_or_default(),
                });
            }
            if *count > 0 && *total == 0.0 {
                return Err(WeightError::ImpossibleCell { margin: margin(), cell: cell.clone(), count: *count });
            }
        }
        Ok(())
    }
}

/// The cells where all margins meet, those only where somebody is.
#[derive(Clone, Debug)]
pub(crate) struct Strata {
    /// Stratum of each respondent.
    pub(crate) of: Vec<u32>,
    /// Cell of each margin, stratum after stratum.
    pub(crate) cells: Vec<Vec<usize>>,
    /// Σ of the design weights of each stratum.
    pub(crate) design: Vec<f64>,
    /// Position, among the calibration variables, of the first cell of each margin. The first margin has all its
    /// cells, the others all but their first peopled one, which the totals already determine.
    columns: Vec<Vec<Option<usize>>>,
    /// Number of calibration variables.
    pub(crate) size: usize,
    /// Population totals of the calibration variables.
    pub(crate) totals: Vec<f64>,
}

impl Strata {
    pub(crate) fn new(margins: &[Margin], design: &[f64]) -> Result<Self, WeightError> {
        let len = design.len();
        let Some(first) = margins.first().filter(|_| len > 0) else { return Err(WeightError::Nothing) };
        for margin in margins {
            margin.check(len)?;
            let (one_total, two_total) = (first.total(), margin.total());
            if (one_total - two_total).abs() > SAME_TOTAL * one_total {
                let (one, two) = (first.name.clone(), margin.name.clone());
                return Err(WeightError::TotalsDiffer { one, one_total, two, two_total });
            }
        }
        if design.iter().any(|weight| !(weight.is_finite() && *weight > 0.0)) {
            return Err(WeightError::WrongDesign);
        }
        let (mut columns, mut totals) = (Vec::new(), Vec::new());
        for (position, margin) in margins.iter().enumerate() {
            let mut skip = position > 0;
            let of_margin = margin.cells.iter().map(|(_, total)| {
                if *total == 0.0 || std::mem::take(&mut skip) {
                    return None;
                }
                totals.push(*total);
                Some(totals.len() - 1)
            });
            columns.push(of_margin.collect());
        }
        let mut strata = Self {
            of: Vec::with_capacity(len),
            cells: Vec::new(),
            design: Vec::new(),
            columns,
            size: totals.len(),
            totals,
        };
        strata.fill(margins, design);
        Ok(strata)
    }

    fn fill(&mut self, margins: &[Margin], design: &[f64]) {
        // A number in mixed radix for each combination; a table when there are few, a map when there are many.
        let radices: Vec<usize> = margins.iter().map(|margin| margin.cells.len()).collect();
        let combinations = radices.iter().try_fold(1usize, |product, radix| product.checked_mul(*radix));
        let mut table = combinations.filter(|count| *count <= 1 << 20).map(|count| vec![u32::MAX; count]);
        let mut map: HashMap<Vec<usize>, u32> = HashMap::new();
        for (row, weight) in design.iter().enumerate() {
            let cells = || margins.iter().map(|margin| margin.members[row]).collect::<Vec<usize>>();
            let next = self.cells.len() as u32;
            let stratum = match &mut table {
                Some(table) => {
                    let key =
                        margins.iter().zip(&radices).fold(0, |key, (margin, radix)| key * radix + margin.members[row]);
                    if table[key] == u32::MAX {
                        table[key] = next;
                    }
                    table[key]
                }
                None => *map.entry(cells()).or_insert(next),
            };
            if stratum == next {
                self.cells.push(cells());
                self.design.push(0.0);
            }
            self.design[stratum as usize] += weight;
            self.of.push(stratum);
        }
    }

    /// Calibration variables equal to 1 in a stratum; the others are 0.
    pub(crate) fn ones(&self, stratum: usize) -> impl Iterator<Item = usize> + '_ {
        self.cells[stratum].iter().zip(&self.columns).filter_map(|(cell, columns)| columns[*cell])
    }

    /// Σ over strata of `values · x x′`, row-major.
    pub(crate) fn gram(&self, values: &[f64]) -> Vec<f64> {
        let mut gram = vec![0.0; self.size * self.size];
        for (stratum, value) in values.iter().enumerate() {
            for one in self.ones(stratum) {
                for two in self.ones(stratum) {
                    gram[one * self.size + two] += value;
                }
            }
        }
        gram
    }

    /// Σ over strata of `values · x`.
    pub(crate) fn sums(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.size];
        for (stratum, value) in values.iter().enumerate() {
            self.ones(stratum).for_each(|one| sums[one] += value);
        }
        sums
    }
}
