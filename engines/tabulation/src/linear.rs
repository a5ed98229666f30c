//! The little linear algebra that calibration and tests need.

/// Solves `matrix · x = right` for several right-hand sides (row-major, `width` columns), by Gaussian elimination with
/// partial pivoting. None when the matrix is singular.
pub(crate) fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>, size: usize, width: usize) -> Option<Vec<f64>> {
    let scale = matrix.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    for pivot in 0..size {
        let best = (pivot..size)
            .max_by(|one, two| matrix[one * size + pivot].abs().total_cmp(&matrix[two * size + pivot].abs()))?;
        let value = matrix[best * size + pivot];
        if value.is_nan() || value.abs() <= 1e-13 * scale {
            return None;
        }
        if best != pivot {
            (0..size).for_each(|column| matrix.swap(best * size + column, pivot * size + column));
            (0..width).for_each(|column| right.swap(best * width + column, pivot * width + column));
        }
        for row in pivot + 1..size {
            let factor = matrix[row * size + pivot] / value;
            if factor != 0.0 {
                for column in pivot..size {
                    matrix[row * size + column] -= factor * matrix[pivot * size + column];
                }
                for column in 0..width {
                    right[row * width + column] -= factor * right[pivot * width + column];
                }
            }
        }
    }
    for pivot in (0..size).rev() {
        for column in 0..width {
            let known: f64 =
                (pivot + 1..size).map(|later| matrix[pivot * size + later] * right[later * width + column]).sum();
            right[pivot * width + column] = (right[pivot * width + column] - known) / matrix[pivot * size + pivot];
        }
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved_or_said_singular() {
        let solved = solve(vec![0.0, 2.0, 1.0, 1.0], vec![4.0, 3.0], 2, 1).expect("regular");
        assert_eq!(solved, [1.0, 2.0]);
        assert!(solve(vec![1.0, 2.0, 2.0, 4.0], vec![1.0, 2.0], 2, 1).is_none());
    }
}
