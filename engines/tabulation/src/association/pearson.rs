//! Pearson's χ² and what to read in the cells.

use crate::special::chi_square_tail;

/// Pearson's test of independence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// χ².
    pub statistic: f64,
    /// (lines − 1)(columns − 1), empty ones apart.
    pub degrees: f64,
    /// Probability of a larger χ² when the variables are independent.
    pub p_value: f64,
    /// Cramér's V, 0 to 1: strength of the link, whatever the size.
    pub cramer_v: f64,
    /// Smallest expected count; under 5 the p-value is not to be trusted.
    pub smallest_expected: f64,
}

pub(super) fn without_empty(counts: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let width = counts.iter().map(Vec::len).min().unwrap_or(0);
    let peopled: Vec<usize> = (0..width).filter(|column| counts.iter().any(|row| row[*column] > 0)).collect();
    let rows = counts.iter().filter(|row| row.iter().any(|count| *count > 0));
    rows.map(|row| peopled.iter().map(|column| row[*column]).collect()).collect()
}

fn margins(counts: &[Vec<u64>]) -> (Vec<f64>, Vec<f64>, f64) {
    let rows: Vec<f64> = counts.iter().map(|row| row.iter().sum::<u64>() as f64).collect();
    let width = counts.iter().map(Vec::len).min().unwrap_or(0);
    let columns: Vec<f64> = (0..width).map(|column| counts.iter().map(|row| row[column]).sum::<u64>() as f64).collect();
    let total = rows.iter().sum();
    (rows, columns, total)
}

/// Expected counts under independence.
pub fn expected(counts: &[Vec<u64>]) -> Vec<Vec<f64>> {
    let (rows, columns, total) = margins(counts);
    rows.iter().map(|row| columns.iter().map(|column| row * column / total).collect()).collect()
}

/// Pearson's test, lines and columns without anybody left out. None when fewer than two of either remain.
pub fn pearson(counts: &[Vec<u64>]) -> Option<ChiSquare> {
    let counts = without_empty(counts);
    let least = counts.len().min(counts.first().map_or(0, Vec::len));
    if least < 2 {
        return None;
    }
    let expected: Vec<f64> = expected(&counts).into_iter().flatten().collect();
    let statistic: f64 = counts
        .iter()
        .flatten()
        .zip(&expected)
        .map(|(count, expected)| (*count as f64 - expected).powi(2) / expected)
        .sum();
    let degrees = ((counts.len() - 1) * (counts[0].len() - 1)) as f64;
    let total: u64 = counts.iter().flatten().sum();
    Some(ChiSquare {
        statistic,
        degrees,
        p_value: chi_square_tail(statistic, degrees),
        cramer_v: (statistic / total as f64 / (least - 1) as f64).sqrt(),
        smallest_expected: expected.iter().copied().fold(f64::INFINITY, f64::min),
    })
}

/// Adjusted residuals (O−E)/√(E(1−r)(1−c)), close to normal under independence: beyond ±1.96 a cell stands out.
/// 0 where a line or a column holds everybody or nobody.
pub fn adjusted_residuals(counts: &[Vec<u64>]) -> Vec<Vec<f64>> {
    cell_by_cell(counts, |count, row, column, total| {
        let expected = row * column / total;
        let spread = (expected * (1.0 - row / total) * (1.0 - column / total)).sqrt();
        if spread > 0.0 { (count - expected) / spread } else { 0.0 }
    })
}

/// « Pourcentage de l’écart maximum » (Cibois 1993), −100 to 100: how far a cell is, between independence and the most
/// (or the least) that its margins allow.
pub fn pem(counts: &[Vec<u64>]) -> Vec<Vec<f64>> {
    cell_by_cell(counts, |count, row, column, total| {
        let expected = row * column / total;
        let furthest = if count >= expected { row.min(column) } else { (row + column - total).max(0.0) };
        let most = (furthest - expected).abs();
        if most > 1e-12 { 100.0 * (count - expected) / most } else { 0.0 }
    })
}

fn cell_by_cell(counts: &[Vec<u64>], value: impl Fn(f64, f64, f64, f64) -> f64) -> Vec<Vec<f64>> {
    let (rows, columns, total) = margins(counts);
    let of_row = |(counts, row): (&Vec<u64>, &f64)| {
        let cells = counts.iter().zip(&columns);
        cells
            .map(|(count, column)| if total > 0.0 { value(*count as f64, *row, *column, total) } else { 0.0 })
            .collect()
    };
    counts.iter().zip(&rows).map(of_row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_tested_as_scipy_does() {
        let counts = [vec![12, 5, 9], vec![3, 14, 7]];
        let test = pearson(&counts).expect("a test");
        assert!((test.statistic - 9.848_916_160_6).abs() < 1e-6, "{test:?}");
        assert!((test.p_value - 0.007_266_663_2).abs() < 1e-6 && test.degrees == 2.0, "{test:?}");
        // The first cell.
        let residuals = adjusted_residuals(&counts);
        assert!((residuals[0][0] - 2.594_372_61).abs() < 1e-8, "{residuals:?}");
        assert!((residuals[0][0] + residuals[1][0]).abs() < 1e-12);
        assert!(pearson(&[vec![1, 2], vec![3]]).is_none());
    }

    #[test]
    fn the_most_a_cell_can_be_is_100() {
        assert_eq!(pem(&[vec![10, 0], vec![0, 10]]), [[100.0, -100.0], [-100.0, 100.0]]);
        assert_eq!(pem(&[vec![5, 5], vec![5, 5]]), [[0.0, 0.0], [0.0, 0.0]]);
        assert_eq!(pem(&[vec![0, 0]]), [[0.0, 0.0]]);
    }
}
