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

/// A term while rows move: in how many rows of the first part it is, and one over how many in all.
#[derive(Clone, Copy)]
struct Tally {
    first: f64,
    inverse: f64,
}

/// Sums of the two parts while rows move: χ² = N (ΣT₁²/cS₁ + ΣT₂²/cS₂ − 1). As T₂ = c − T₁, the terms of a row are
/// looked up once for both parts: ΣT₁/c, beside Σ1/c which does not change.
struct Sums<'a> {
    matrix: &'a Presences,
    tallies: Vec<Tally>,
    /// Σ1/c of each row.
    inverses: Vec<f64>,
    total: f64,
    squares: [f64; 2],
    sums: [f64; 2],
}

impl<'a> Sums<'a> {
    /// All rows in the second part.
    fn new(matrix: &'a Presences) -> Self {
        let inverse = |count: u32| if count > 0 { 1.0 / f64::from(count) } else { 0.0 };
        let tallies: Vec<Tally> =
            matrix.frequencies().into_iter().map(|count| Tally { first: 0.0, inverse: inverse(count) }).collect();
        let of = |row| matrix.row(row).iter().map(|term| tallies[*term as usize].inverse).sum();
        let inverses = (0..matrix.rows()).map(of).collect();
        let total = matrix.presences() as f64;
        Self { matrix, tallies, inverses, total, squares: [0.0, total], sums: [0.0, total] }
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
        let terms = self.matrix.row(row);
        let shared: f64 = terms
            .iter()
            .map(|term| {
                let tally = self.tallies[*term as usize];
                tally.first * tally.inverse
            })
            .sum();
        let (own, count) = (self.inverses[row], terms.len() as f64);
        // With s = ΣT₁/c, ΣT₂/c is the number of terms less s.
        let (step, first, second) = match is_in_second {
            true => (count, 2.0 * shared + own, own - 2.0 * (count - shared)),
            false => (-count, own - 2.0 * shared, 2.0 * (count - shared) + own),
        };
        ([self.squares[0] + first, self.squares[1] + second], [self.sums[0] + step, self.sums[1] - step])
    }

    fn apply(&mut self, row: usize, is_in_second: bool, (squares, sums): ([f64; 2], [f64; 2])) {
        let step = if is_in_second { 1.0 } else { -1.0 };
        for term in self.matrix.row(row) {
            self.tallies[*term as usize].first += step;
        }
        (self.squares, self.sums) = (squares, sums);
    }

    /// Counts anew for parts that are given: nothing is left of the roundings of rows moved one by one.
    fn set(&mut self, second: &[bool]) {
        self.tallies.iter_mut().for_each(|tally| tally.first = 0.0);
        let mut first = 0;
        for (row, _) in second.iter().enumerate().filter(|(_, is_second)| !**is_second) {
            let terms = self.matrix.row(row);
            first += terms.len();
            terms.iter().for_each(|term| self.tallies[*term as usize].first += 1.0);
        }
        self.sums = [first as f64, self.total - first as f64];
        self.squares = [0.0, 0.0];
        for tally in self.tallies.iter().filter(|tally| tally.inverse > 0.0) {
            let rest = 1.0 / tally.inverse - tally.first;
            self.squares[0] += tally.first * tally.first * tally.inverse;
            self.squares[1] += rest * rest * tally.inverse;
        }
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
    let mut sums = Sums::new(matrix);
    let (axes, iterations, passes) = match rows {
        0..=3_000 => (2, 100, 50),
        3_001..=20_000 => (1, 30, 12),
        _ => (1, 12, 4),
    };
    let mut best: Option<Cut> = None;
    for axis in first_axes(matrix, axes, iterations) {
        let cut = cut_along(&mut sums, &axis, smallest, passes);
        if let Some(cut) = cut.filter(|cut| best.as_ref().is_none_or(|best| cut.chi_square > best.chi_square)) {
            best = Some(cut);
        }
    }
    best.filter(|cut| cut.chi_square > 1e-9)
}

fn cut_along(sums: &mut Sums<'_>, axis: &[f64], smallest: usize, passes: usize) -> Option<Cut> {
    let rows = axis.len();
    let order = ordered(axis);
    let mut second = vec![true; rows];
    sums.set(&second);
    let (mut best, mut at) = (0.0, None);
    for (position, row) in order.iter().enumerate().take(rows - smallest) {
        let after = sums.after(*row as usize, true);
        sums.apply(*row as usize, true, after);
        let moved = position + 1;
        let chi_square = sums.chi_square();
        if moved >= smallest && chi_square > best {
            (best, at) = (chi_square, Some(moved));
        }
    }
    let at = at?;
    order[..at].iter().for_each(|row| second[*row as usize] = false);
    sums.set(&second);
    let mut sizes = [at, rows - at];
    for _ in 0..passes {
        let mut has_moved = false;
        let mut least = sums.chi_square() * (1.0 + 1e-12);
        for (row, is_second) in second.iter_mut().enumerate() {
            let side = usize::from(*is_second);
            if sizes[side] <= smallest {
                continue;
            }
            let after = sums.after(row, *is_second);
            let chi_square = sums.of(after.0, after.1);
            if chi_square > least {
                sums.apply(row, *is_second, after);
                least = chi_square * (1.0 + 1e-12);
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
    sums.set(&second);
    let chi_square = sums.chi_square();
    Some(Cut { second, chi_square })
}

/// Rows along an axis; of equals, the first before. Values are compared as whole numbers of the same order, their own
/// beside them: what is compared is not looked for elsewhere.
fn ordered(axis: &[f64]) -> Vec<u32> {
    let mut keys: Vec<(i64, u32)> = axis
        .iter()
        .zip(0..)
        .map(|(value, row)| {
            let bits = value.to_bits() as i64;
            (if bits < 0 { bits ^ i64::MAX } else { bits }, row)
        })
        .collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, row)| row).collect()
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
