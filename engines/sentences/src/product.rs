//! Products of matrices, in an order that no machine changes.
//!
//! Each number is a sum over the columns of the left side, one after the other, whatever the width of the registers and
//! however many rows are computed beside: no fused multiply-add, no sum cut in parts. What the processor offers is chosen
//! when it runs; `fearless_simd` holds the only unsafe line.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x16};

/// Columns computed at once.
const PANEL: usize = 16;

/// Rows computed at once.
const BLOCK: usize = 6;

/// The right side of a product, laid out in panels of columns.
pub struct Matrix {
    rows: usize,
    columns: usize,
    panels: Vec<[f32; PANEL]>,
}

impl Matrix {
    /// From its values, row by row. The columns are a multiple of 16.
    pub fn new(rows: usize, columns: usize, values: &[f32]) -> Self {
        let mut panels = Vec::with_capacity(rows * columns / PANEL);
        for panel in 0..columns / PANEL {
            for row in 0..rows {
                let mut of = [0.0; PANEL];
                of.copy_from_slice(&values[row * columns + panel * PANEL..][..PANEL]);
                panels.push(of);
            }
        }
        Self { rows, columns, panels }
    }

    /// The product of some rows and of this, row by row.
    pub fn times(&self, level: Level, rows: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; rows.len() / self.rows * self.columns];
        dispatch!(level, simd => computed(simd, self, rows, &mut out));
        out
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.panels.capacity() * PANEL * size_of::<f32>()
    }
}

#[inline(always)]
fn computed<S: Simd>(simd: S, matrix: &Matrix, rows: &[f32], out: &mut [f32]) {
    let (width, columns) = (matrix.rows, matrix.columns);
    for (panel, weights) in matrix.panels.chunks_exact(width).enumerate() {
        let start = panel * PANEL;
        let blocks = rows.chunks(BLOCK * width).zip(out.chunks_mut(BLOCK * columns));
        for (rows, out) in blocks {
            match rows.len() / width {
                1 => block::<S, 1>(simd, rows, weights, &mut out[start..], columns),
                2 => block::<S, 2>(simd, rows, weights, &mut out[start..], columns),
                3 => block::<S, 3>(simd, rows, weights, &mut out[start..], columns),
                4 => block::<S, 4>(simd, rows, weights, &mut out[start..], columns),
                5 => block::<S, 5>(simd, rows, weights, &mut out[start..], columns),
                _ => block::<S, BLOCK>(simd, rows, weights, &mut out[start..], columns),
            }
        }
    }
}

#[inline(always)]
fn block<S: Simd, const ROWS: usize>(simd: S, rows: &[f32], weights: &[[f32; PANEL]], out: &mut [f32], columns: usize) {
    simd.vectorize(
        #[inline(always)]
        || {
            let width = weights.len();
            let each: [&[f32]; ROWS] = std::array::from_fn(|row| &rows[row * width..][..width]);
            let mut sums = [f32x16::splat(simd, 0.0); ROWS];
            for (at, weights) in weights.iter().enumerate() {
                let weights = f32x16::from_slice(simd, weights);
                for (sum, row) in sums.iter_mut().zip(each) {
                    *sum += weights * row[at];
                }
            }
            for (row, sum) in sums.into_iter().enumerate() {
                sum.store_slice(&mut out[row * columns..][..PANEL]);
            }
        },
    );
}

/// The sum of some numbers, in sixteen parts of a fixed order; their count is a multiple of 16.
pub fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut parts = [0.0f32; PANEL];
    for chunk in values.chunks_exact(PANEL) {
        for (part, value) in parts.iter_mut().zip(chunk) {
            *part += of(*value);
        }
    }
    parts.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without pattern, from −1 to 1.
    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    #[test]
    fn every_processor_and_every_company_give_the_same_bits() {
        let matrix = Matrix::new(96, 32, &numbers(96 * 32, 1));
        for count in [1, 2, 5, 6, 7, 13] {
            let rows = numbers(96 * count, 2);
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<u32>>();
            let best = bits(&matrix.times(Level::new(), &rows));
            assert_eq!(best, bits(&matrix.times(Level::baseline(), &rows)));
            let alone: Vec<u32> = rows.chunks(96).flat_map(|row| bits(&matrix.times(Level::new(), row))).collect();
            assert_eq!(best, alone);
        }
        let values = numbers(96 * 32, 1);
        let rows = numbers(96, 2);
        let third: f32 = (0..96).map(|at| rows[at] * values[at * 32 + 3]).fold(0.0, |sum, value| sum + value);
        assert_eq!(matrix.times(Level::new(), &rows)[3].to_bits(), third.to_bits());
        assert_eq!(sum(&[1.0; 48], |value| value * 2.0), 96.0);
    }
}
