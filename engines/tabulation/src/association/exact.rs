//! Tests for small tables.

use statrs::function::gamma::ln_gamma;

use crate::chance::Chance;

/// Tables drawn by default.
pub const DRAWS: usize = 9_999;

fn ln_factorial(value: u64) -> f64 {
    ln_gamma(value as f64 + 1.0)
}

/// Fisher's exact test, two-sided: probability of all tables with these margins that are no likelier than this one.
pub fn fisher(counts: [[u64; 2]; 2]) -> f64 {
    let [[a, b], [c, d]] = counts;
    let (row, other, column, total) = (a + b, c + d, a + c, a + b + c + d);
    let least = column.saturating_sub(other);
    let log = |a: u64| {
        ln_factorial(row) + ln_factorial(other) + ln_factorial(column) + ln_factorial(total - column)
            - ln_factorial(total)
            - ln_factorial(a)
            - ln_factorial(row - a)
            - ln_factorial(column - a)
            - ln_factorial(other + a - column)
    };
    // Ties are within rounding, as in R.
    let limit = log(a) + 1e-7;
    (least..=row.min(column)).map(log).filter(|value| *value <= limit).map(f64::exp).sum::<f64>().min(1.0)
}

/// The χ² of tables drawn at random with the same margins, from a seed: (1 + those at least as large)/(1 + draws).
/// None when the table has nobody, or more people than is worth drawing (100 000).
pub fn monte_carlo(counts: &[Vec<u64>], draws: usize, seed: u64) -> Option<f64> {
    let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
    let total: u64 = rows.iter().sum();
    if total == 0 || total > 100_000 {
        return None;
    }
    let width = counts.iter().map(Vec::len).min().unwrap_or(0);
    let columns: Vec<u64> = (0..width).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
    // With fixed margins χ² grows with Σ O²/(r c).
    let score = |cells: &[u64]| -> f64 {
        let of_cell = |(position, count): (usize, &u64)| {
            let expected = rows[position / width] as f64 * columns[position % width] as f64;
            if expected > 0.0 { (count * count) as f64 / expected } else { 0.0 }
        };
        cells.iter().enumerate().map(of_cell).sum()
    };
    let observed = score(&counts.iter().flat_map(|row| row[..width].to_vec()).collect::<Vec<u64>>()) - 1e-9;
    let mut people: Vec<usize> = columns
        .iter()
        .enumerate()
        .flat_map(|(column, count)| std::iter::repeat_n(column, usize::try_from(*count).unwrap_or(0)))
        .collect();
    let mut chance = Chance::new(seed);
    let mut cells = vec![0u64; rows.len() * width];
    let mut larger = 1usize;
    for _ in 0..draws {
        chance.shuffle(&mut people);
        cells.fill(0);
        let mut next = people.iter();
        for (row, count) in rows.iter().enumerate() {
            for column in next.by_ref().take(usize::try_from(*count).unwrap_or(0)) {
                cells[row * width + column] += 1;
            }
        }
        larger += usize::from(score(&cells) >= observed);
    }
    Some(larger as f64 / (draws + 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy.stats.fisher_exact.
    #[test]
    fn the_exact_test_is_that_of_the_reference() {
        assert!((fisher([[3, 1], [1, 3]]) - 0.485_714_285_714_285_7).abs() < 1e-10);
        assert!((fisher([[8, 2], [1, 5]]) - 0.034_965_034_965_034_95).abs() < 1e-10);
        assert!((fisher([[0, 0], [0, 0]]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn draws_approach_the_exact_test_and_repeat() {
        let counts = [vec![8, 2], vec![1, 5]];
        let drawn = monte_carlo(&counts, DRAWS, 7).expect("a test");
        assert!((drawn - 0.034_965).abs() < 0.008, "{drawn}");
        assert_eq!(Some(drawn), monte_carlo(&counts, DRAWS, 7));
        assert!(monte_carlo(&[vec![0, 0], vec![0, 0]], 9, 7).is_none());
    }
}
