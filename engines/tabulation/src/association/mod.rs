//! Whether two variables go together, and in which cells.
//!
//! Counts are tables of whole numbers, line by line, every respondent in one cell. For a question with several choices,
//! test each choice apart ([`chosen_or_not`]) and correct the p-values together ([`holm`]).

mod exact;
mod pearson;
mod rao_scott;

pub use exact::{DRAWS, fisher, monte_carlo};
pub use pearson::{ChiSquare, adjusted_residuals, expected, pearson, pem};
pub use rao_scott::{RaoScott, rao_scott};

use crate::tables::Crossing;

/// A p-value and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Significance {
    /// Pearson's χ²: every expected count is 5 or more.
    Pearson(f64),
    /// Fisher's exact test, two lines and two columns.
    Exact(f64),
    /// Tables drawn with the same margins, from a fixed seed.
    Drawn(f64),
}

impl Significance {
    /// The p-value.
    pub const fn p_value(self) -> f64 {
        match self {
            Self::Pearson(p) | Self::Exact(p) | Self::Drawn(p) => p,
        }
    }

    /// How it was computed, to print beside it.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Pearson(_) => "χ² de Pearson",
            Self::Exact(_) => "test exact de Fisher",
            Self::Drawn(_) => "test par tirages (graine fixe)",
        }
    }
}

/// The test that fits the table: Pearson's where every expected count is 5 or more, else exact or by draws.
/// None when fewer than two lines or two columns have anybody.
pub fn significance(counts: &[Vec<u64>], seed: u64) -> Option<Significance> {
    let test = pearson(counts)?;
    if test.smallest_expected >= 5.0 {
        return Some(Significance::Pearson(test.p_value));
    }
    let peopled = pearson::without_empty(counts);
    if let [one, two] = peopled.as_slice()
        && let ([a, b], [c, d]) = (one.as_slice(), two.as_slice())
    {
        return Some(Significance::Exact(fisher([[*a, *b], [*c, *d]])));
    }
    monte_carlo(&peopled, DRAWS, seed).map(Significance::Drawn)
}

/// One choice of a several-choice question in lines, against the columns: those who chose it, those who did not.
/// The columns must be those of a single choice.
///
/// # Panics
/// When the line is not there, as an index does.
pub fn chosen_or_not(crossing: &Crossing, row: usize) -> Vec<Vec<u64>> {
    let columns = 0..crossing.columns.len();
    let chosen: Vec<u64> = columns.clone().map(|column| crossing.cell(row, column).count).collect();
    let not = columns.map(|column| crossing.column_base(column).count - chosen[column]).collect();
    vec![chosen, not]
}

/// Holm's correction of several p-values read together (1979): the chance of one false alarm among all stays under the
/// level. In the order given; a value that is no number is left out.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).filter(|position| !p_values[*position].is_nan()).collect();
    order.sort_by(|one, two| p_values[*one].total_cmp(&p_values[*two]));
    let mut corrected = vec![f64::NAN; p_values.len()];
    let (mut most, tests) = (0.0f64, order.len());
    for (rank, position) in order.into_iter().enumerate() {
        most = most.max((tests - rank) as f64 * p_values[position]).min(1.0);
        corrected[position] = most;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_read_together_are_corrected() {
        // R: p.adjust(c(.01, .04, .03, .005), "holm").
        let corrected = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in corrected.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - expected).abs() < 1e-12, "{corrected:?}");
        }
        assert!(holm(&[f64::NAN, 0.5])[0].is_nan() && holm(&[]).is_empty());
    }

    #[test]
    fn the_test_is_chosen_by_the_expected_counts() {
        assert!(matches!(significance(&[vec![30, 20], vec![20, 30]], 1), Some(Significance::Pearson(_))));
        assert!(matches!(significance(&[vec![3, 0, 1], vec![0, 0, 4]], 1), Some(Significance::Exact(_))));
        assert!(matches!(significance(&[vec![3, 1, 2], vec![1, 4, 1]], 1), Some(Significance::Drawn(_))));
        assert!(significance(&[vec![3, 1]], 1).is_none() && significance(&[vec![3, 0], vec![1, 0]], 1).is_none());
    }
}
