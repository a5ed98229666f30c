//! The cut of a class in two that has the greatest χ².

use super::axis::first_axes;
use super::matrix::Presences;

/// A class cut in two.
pub struct Cut {
    /// For each row, whether it is in the second part.
    pub second: Vec<bool>,
    /// χ² of the table of two rows (the parts) and one column per term.
    pub chi_square: f64,
}

/// Sums of the two parts while rows move: χ² = N (ΣT₁²/cS₁ + ΣT₂²/cS₂ − 1).
struct Sums<'a> {
    matrix: &'a Presences,
    inverse: &'a [f64],
    total: f64,
    first: Vec<f64>,
    second: Vec<f64>,
    squares: [f64; 2],
    sums: [f64; 2],
}

impl<'a> Sums<'a> {
    /// All rows in the second part.
    fn new(matrix: &'a Presences, columns: &[f64], inverse: &'a [f64]) -> Self {
        let total: f64 = columns.iter().sum();
        let squares = [0.0, total];
        Self {
            matrix,
            inverse,
            total,
            first: vec![0.0; columns.len()],
            second: columns.to_vec(),
            squares,
            sums: [0.0, total],
        }
    }

    fn of(&self, squares: [f64; 2], sums: [f64; 2]) -> f64 {
        if sums[0] <= 0.0 || sums[1] <= 0.0 {
            return 0.0;
        }
        self.total * (squares[0] / sums[0] + squares[1] / sums[1] - 1.0)
    }

    fn chi_square(&self) -> f64 {
        self.of(self.squares, self.sums)
    }

    /// Squares and sums after a row has gone to the other part.
    fn after(&self, row: usize, is_in_second: bool) -> ([f64; 2], [f64; 2]) {
        let (from, to) = if is_in_second { (&self.second, &self.first) } else { (&self.first, &self.second) };
        let (mut out, mut within) = (0.0, 0.0);
        let terms = self.matrix.row(row);
        for term in terms {
            let term = *term as usize;
            out += (1.0 - 2.0 * from[term]) * self.inverse[term];
            within += (1.0 + 2.0 * to[term]) * self.inverse[term];
        }
        let count = terms.len() as f64;
        let (mut squares, mut sums) = (self.squares, self.sums);
        let (left, right) = if is_in_second { (1, 0) } else { (0, 1) };
        squares[left] += out;
        squares[right] += within;
        sums[left] -= count;
        sums[right] += count;
        (squares, sums)
    }

    fn apply(&mut self, row: usize, is_in_second: bool, (squares, sums): ([f64; 2], [f64; 2])) {
        let step = if is_in_second { 1.0 } else { -1.0 };
        for term in self.matrix.row(row) {
            self.first[*term as usize] += step;
            self.second[*term as usize] -= step;
        }
        (self.squares, self.sums) = (squares, sums);
    }
}

/// The best cut that leaves at least `smallest` rows on each side. None when there is none.
///
/// Rows are ordered on an axis of the correspondence analysis, cut where χ² is greatest, then moved one by one while
/// χ² grows (Reinert 1983). Small tables try two axes, and keep the better end.
pub fn best_cut(matrix: &Presences, smallest: usize) -> Option<Cut> {
    let rows = matrix.rows();
    if rows < 2 * smallest.max(1) || matrix.columns() < 2 {
        return None;
    }
    let columns: Vec<f64> = matrix.frequencies().into_iter().map(f64::from).collect();
    let inverse: Vec<f64> = columns.iter().map(|count| if *count > 0.0 { 1.0 / count } else { 0.0 }).collect();
    let (axes, iterations, passes) = match rows {
        0..=3_000 => (2, 100, 50),
        3_001..=20_000 => (1, 30, 12),
        _ => (1, 12, 4),
    };
    let mut best: Option<Cut> = None;
    for axis in first_axes(matrix, axes, iterations) {
        let cut = cut_along(matrix, &columns, &inverse, &axis, smallest, passes);
        if let Some(cut) = cut.filter(|cut| best.as_ref().is_none_or(|best| cut.chi_square > best.chi_square)) {
            best = Some(cut);
        }
    }
    best.filter(|cut| cut.chi_square > 1e-9)
}

fn cut_along(
    matrix: &Presences,
    columns: &[f64],
    inverse: &[f64],
    axis: &[f64],
    smallest: usize,
    passes: usize,
) -> Option<Cut> {
    let rows = matrix.rows();
    let mut order: Vec<usize> = (0..rows).collect();
    order.sort_by(|a, b| axis[*a].total_cmp(&axis[*b]).then(a.cmp(b)));
    let mut sums = Sums::new(matrix, columns, inverse);
    let (mut best, mut at) = (0.0, None);
    for (position, row) in order.iter().enumerate().take(rows - smallest) {
        let after = sums.after(*row, true);
        sums.apply(*row, true, after);
        let moved = position + 1;
        let chi_square = sums.chi_square();
        if moved >= smallest && chi_square > best {
            (best, at) = (chi_square, Some(moved));
        }
    }
    let at = at?;
    let mut second = vec![true; rows];
    let mut sums = Sums::new(matrix, columns, inverse);
    for row in &order[..at] {
        let after = sums.after(*row, true);
        sums.apply(*row, true, after);
        second[*row] = false;
    }
    let mut sizes = [at, rows - at];
    for _ in 0..passes {
        let mut has_moved = false;
        for (row, is_second) in second.iter_mut().enumerate() {
            let side = usize::from(*is_second);
            if sizes[side] <= smallest {
                continue;
            }
            let after = sums.after(row, *is_second);
            if sums.of(after.0, after.1) > sums.chi_square() * (1.0 + 1e-12) {
                sums.apply(row, *is_second, after);
                *is_second = !*is_second;
                sizes[side] -= 1;
                sizes[1 - side] += 1;
                has_moved = true;
            }
        }
        if !has_moved {
            break;
        }
    }
    let chi_square = sums.chi_square();
    Some(Cut { second, chi_square })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// χ² of a cut computed from its table.
    pub fn chi_square_of(matrix: &Presences, second: &[bool]) -> f64 {
        let mut table = vec![[0.0; 2]; matrix.columns()];
        for (row, is_second) in second.iter().enumerate() {
            for term in matrix.row(row) {
                table[*term as usize][usize::from(*is_second)] += 1.0;
            }
        }
        let sums: [f64; 2] = [0, 1].map(|side| table.iter().map(|counts: &[f64; 2]| counts[side]).sum());
        let total = sums[0] + sums[1];
        let cell = |counts: &[f64; 2], side: usize| {
            let expected = (counts[0] + counts[1]) * sums[side] / total;
            (counts[side] - expected) * (counts[side] - expected) / expected
        };
        table.iter().filter(|counts| counts[0] + counts[1] > 0.0).map(|counts| cell(counts, 0) + cell(counts, 1)).sum()
    }

    #[test]
    fn two_subjects_are_told_apart_and_the_figure_is_that_of_the_table() {
        let mut matrix = Presences::new();
        for row in 0..40u32 {
            let first = if row % 2 == 0 { 0 } else { 5 };
            matrix.push(&mut vec![first + (row / 2) % 4, first + 4, 10]);
        }
        let cut = best_cut(&matrix, 5).expect("a cut");
        assert!((0..40).all(|row| cut.second[row] == (cut.second[0] ^ (row % 2 == 1))));
        assert!((cut.chi_square - chi_square_of(&matrix, &cut.second)).abs() < 1e-9);
    }

    #[test]
    fn no_cut_leaves_a_handful_or_cuts_what_is_all_alike() {
        let mut alike = Presences::new();
        for _ in 0..30 {
            alike.push(&mut vec![0, 1]);
        }
        assert!(best_cut(&alike, 5).is_none());
        let mut odd = Presences::new();
        for row in 0..30u32 {
            odd.push(&mut if row < 2 { vec![0, 1] } else { vec![2 + row % 3, 5 + row % 2] });
        }
        let cut = best_cut(&odd, 5).expect("a cut");
        let count = cut.second.iter().filter(|second| **second).count();
        assert!((5..=25).contains(&count));
    }
}
