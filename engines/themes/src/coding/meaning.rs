//! What answers mean, told by an encoder of sentences, in few columns.

/// Answers looked at to find the directions: beyond, a part spread evenly.
const MOST_LOOKED_AT: usize = 4_000;

/// Rounds of the search for directions.
const ROUNDS: usize = 6;

/// Vectors as their coordinates along the directions they differ most in (principal components, found by orthogonal
/// iteration from fixed starts), each of norm 1.
pub fn projected<V: AsRef<[f32]>>(vectors: &[V], directions: usize) -> Vec<Vec<f32>> {
    let width = vectors.first().map_or(0, |first| first.as_ref().len());
    let directions = directions.min(width);
    if directions == 0 {
        return vec![Vec::new(); vectors.len()];
    }
    let mut mean = vec![0.0f32; width];
    for vector in vectors {
        mean.iter_mut().zip(vector.as_ref()).for_each(|(sum, value)| *sum += value);
    }
    mean.iter_mut().for_each(|sum| *sum /= vectors.len().max(1) as f32);
    let centred =
        |vector: &V| -> Vec<f32> { vector.as_ref().iter().zip(&mean).map(|(value, mean)| value - mean).collect() };
    let step = vectors.len().div_ceil(MOST_LOOKED_AT).max(1);
    let looked_at: Vec<Vec<f32>> = vectors.iter().step_by(step).map(centred).collect();
    let mut covariance = vec![0.0f32; width * width];
    for vector in &looked_at {
        for (row, value) in covariance.chunks_exact_mut(width).zip(vector) {
            row.iter_mut().zip(vector).for_each(|(sum, other)| *sum += value * other);
        }
    }
    // Directions are columns, so that rows of the covariance are read in order.
    let mut state = 1u32;
    let start = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    let mut basis: Vec<f32> = std::iter::repeat_with(start).take(width * directions).collect();
    orthogonal(&mut basis, directions);
    for _ in 0..ROUNDS {
        let mut next = vec![0.0f32; width * directions];
        for (row, slot) in covariance.chunks_exact(width).zip(next.chunks_exact_mut(directions)) {
            for (value, of) in row.iter().zip(basis.chunks_exact(directions)) {
                slot.iter_mut().zip(of).for_each(|(sum, other)| *sum += value * other);
            }
        }
        basis = next;
        orthogonal(&mut basis, directions);
    }
    vectors
        .iter()
        .map(|vector| {
            let mut made = vec![0.0f32; directions];
            for (value, of) in centred(vector).iter().zip(basis.chunks_exact(directions)) {
                made.iter_mut().zip(of).for_each(|(sum, other)| *sum += value * other);
            }
            let norm = made.iter().map(|value| value * value).sum::<f32>().sqrt();
            if norm > 0.0 {
                made.iter_mut().for_each(|value| *value /= norm);
            }
            made
        })
        .collect()
}

/// Columns made orthogonal and of norm 1, one after the other (Gram-Schmidt, twice).
fn orthogonal(basis: &mut [f32], columns: usize) {
    let column = |basis: &[f32], at: usize| -> Vec<f32> { basis.iter().skip(at).step_by(columns).copied().collect() };
    let mut done: Vec<Vec<f32>> = Vec::with_capacity(columns);
    for at in 0..columns {
        let mut own = column(basis, at);
        for _ in 0..2 {
            for other in &done {
                let along: f32 = own.iter().zip(other).map(|(a, b)| a * b).sum();
                own.iter_mut().zip(other).for_each(|(value, of)| *value -= along * of);
            }
        }
        let norm = own.iter().map(|value| value * value).sum::<f32>().sqrt();
        own.iter_mut().for_each(|value| *value = if norm > 1e-9 { *value / norm } else { 0.0 });
        for (slot, value) in basis.iter_mut().skip(at).step_by(columns).zip(&own) {
            *slot = *value;
        }
        done.push(own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_most_is_kept_and_what_is_near_stays_near() {
        // Two families far apart along one axis, little noise along the others.
        let noise = |at: usize, axis: usize| ((at * 31 + axis * 17) % 13) as f32 / 200.0;
        let vectors: Vec<Vec<f32>> = (0..40)
            .map(|at| (0..20).map(|axis| noise(at, axis) + if axis == 7 { (at % 2) as f32 } else { 0.0 }).collect())
            .collect();
        let made = projected(&vectors, 3);
        assert!(
            made.iter()
                .all(|row| row.len() == 3 && (row.iter().map(|value| value * value).sum::<f32>() - 1.0).abs() < 1e-4)
        );
        for (at, row) in made.iter().enumerate() {
            assert!(row[0].abs() > 0.9 && (row[0] > 0.0) == (made[at % 2][0] > 0.0), "{at} {row:?}");
        }
        assert!((made[0][0] > 0.0) != (made[1][0] > 0.0));
        assert_eq!(made, projected(&vectors, 3));
        assert_eq!(projected(&vectors, 90)[0].len(), 20, "no more directions than numbers");
        assert!(projected(&[vec![1.0f32; 4], vec![1.0; 4]], 2).iter().all(|row| row.iter().all(|value| *value == 0.0)));
        assert!(projected::<Vec<f32>>(&[], 2).is_empty());
    }
}
