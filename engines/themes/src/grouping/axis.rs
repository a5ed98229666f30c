//! The first axes of a correspondence analysis.

use tabulation::Chance;

use super::matrix::Presences;

/// Coordinates of the rows on the first axes, by power iteration on D_r^(−½) X D_c^(−½) without its trivial axis
/// (Benzécri 1973). A row is the same number on every run: the start is drawn from a fixed seed.
pub fn first_axes(matrix: &Presences, axes: usize, iterations: usize) -> Vec<Vec<f64>> {
    let columns: Vec<f64> = matrix.frequencies().into_iter().map(f64::from).collect();
    let total: f64 = columns.iter().sum();
    let trivial: Vec<f64> = columns.iter().map(|count| (count / total).sqrt()).collect();
    let by_column: Vec<f64> = columns.iter().map(|count| if *count > 0.0 { 1.0 / count.sqrt() } else { 0.0 }).collect();
    let by_row: Vec<f64> = (0..matrix.rows()).map(|row| 1.0 / (matrix.row(row).len() as f64).sqrt()).collect();
    let mut found: Vec<Vec<f64>> = vec![trivial];
    let mut coordinates = Vec::new();
    for axis in 0..axes {
        let mut chance = Chance::new(0x5EED + axis as u64);
        let mut vector: Vec<f64> = (0..columns.len()).map(|_| chance.unit() - 0.5).collect();
        let mut rows = vec![0.0; matrix.rows()];
        remove(&mut vector, &found);
        if normalise(&mut vector) == 0.0 {
            break;
        }
        for _ in 0..iterations {
            let scaled: Vec<f64> = vector.iter().zip(&by_column).map(|(value, by)| value * by).collect();
            let mut next = vec![0.0; columns.len()];
            for (row, slot) in rows.iter_mut().enumerate() {
                let terms = matrix.row(row);
                let sum: f64 = terms.iter().map(|term| scaled[*term as usize]).sum();
                *slot = sum * by_row[row];
                let back = *slot * by_row[row];
                for term in terms {
                    next[*term as usize] += back;
                }
            }
            next.iter_mut().zip(&by_column).for_each(|(value, by)| *value *= by);
            remove(&mut next, &found);
            if normalise(&mut next) == 0.0 {
                break;
            }
            let moved: f64 = next.iter().zip(&vector).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
            vector = next;
            if moved < 1e-7 {
                break;
            }
        }
        coordinates.push(rows.iter().zip(&by_row).map(|(value, by)| value * by).collect());
        found.push(vector);
    }
    coordinates
}

fn remove(vector: &mut [f64], axes: &[Vec<f64>]) {
    for axis in axes {
        let along: f64 = vector.iter().zip(axis).map(|(value, of)| value * of).sum();
        vector.iter_mut().zip(axis).for_each(|(value, of)| *value -= along * of);
    }
}

fn normalise(vector: &mut [f64]) -> f64 {
    let length = vector.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length.is_nan() || length <= 1e-12 {
        return 0.0;
    }
    vector.iter_mut().for_each(|value| *value /= length);
    length
}
