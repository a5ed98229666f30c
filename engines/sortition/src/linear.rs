//! Products and inverses of dense tables, always added in the same order.

/// Product of two lists, in four sums so that a processor may do them together; the order never changes.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (one, two) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = one.remainder().iter().zip(two.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in one.zip(two) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// Gauss–Jordan with the largest pivot of each column; `inverse` holds the identity on entry. The basis places are columns.
pub(crate) fn invert(matrix: &mut [f64], inverse: &mut [f64], rows: usize) -> bool {
    let mut kept: Vec<f64> = Vec::with_capacity(2 * rows);
    for step in 0..rows {
        let mut best = step;
        for row in step..rows {
            if matrix[row * rows + step].abs() > matrix[best * rows + step].abs() {
                best = row;
            }
        }
        let pivot = matrix[best * rows + step];
        if pivot.abs() < 1e-10 {
            return false;
        }
        if best != step {
            for k in 0..rows {
                matrix.swap(best * rows + k, step * rows + k);
                inverse.swap(best * rows + k, step * rows + k);
            }
        }
        for k in 0..rows {
            matrix[step * rows + k] /= pivot;
            inverse[step * rows + k] /= pivot;
        }
        kept.clear();
        kept.extend_from_slice(&matrix[step * rows..(step + 1) * rows]);
        kept.extend_from_slice(&inverse[step * rows..(step + 1) * rows]);
        let lines = matrix.chunks_exact_mut(rows).zip(inverse.chunks_exact_mut(rows));
        for (row, (one, two)) in lines.enumerate() {
            let ratio = one[step];
            if row == step || ratio == 0.0 {
                continue;
            }
            let (first, second) = kept.split_at(rows);
            for (entry, kept) in one.iter_mut().zip(first) {
                *entry -= ratio * kept;
            }
            for (entry, kept) in two.iter_mut().zip(second) {
                *entry -= ratio * kept;
            }
        }
    }
    true
}
