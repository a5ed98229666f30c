//! From pieces to the numbers of a sentence.

use std::io::{Read, Seek};

use fearless_simd::Level;

use crate::product::{Matrix, sum};
use crate::table::Table;
use crate::wheel::{Files, Refused};
use crate::{Vector, WIDTH};

/// Numbers of a convolution.
const NARROW: usize = 256;

/// Pieces a convolution looks at, and how many of them stand before the one it is about.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];

/// Numbers of a piece once read: what it means, then the three convolutions.
const FEATURES: usize = WIDTH + ORDERS.len() * NARROW;

/// Numbers between the dense layers.
const MIDDLE: usize = 320;

/// A convolution, applied twice.
struct Convolution {
    order: usize,
    before: usize,
    first: (Matrix, Vec<f32>),
    second: (Matrix, Vec<f32>),
}

/// Numbers brought to mean 0 and variance 1, then scaled and moved.
struct Levelled {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// The network.
pub struct Network {
    level: Level,
    table: Table,
    entry: (Matrix, Vec<f32>),
    entry_levelled: Levelled,
    convolutions: Vec<Convolution>,
    levelled: Levelled,
    mean: (Matrix, Vec<f32>),
    dense: [Matrix; 6],
    least: f32,
}

impl Network {
    /// Reads the arrays.
    pub fn read(files: &mut Files<impl Read + Seek>) -> Result<Self, Refused> {
        let mut entries: Vec<Vec<f32>> = Vec::new();
        let (mut entry_shift, mut scale, mut shift) = (Vec::new(), Vec::new(), Vec::new());
        let mut convolutions = Vec::new();
        for (order, before) in ORDERS {
            entries.push(files.array(&format!("proj{order}"), &[WIDTH, NARROW])?);
            entry_shift.extend(files.array::<f32>(&format!("proj_b{order}"), &[NARROW])?);
            scale.extend(files.array::<f32>(&format!("ln_g{order}"), &[NARROW])?);
            shift.extend(files.array::<f32>(&format!("ln_b{order}"), &[NARROW])?);
            let mut layer = |number: u8| -> Result<(Matrix, Vec<f32>), Refused> {
                let values = files.array(&format!("w{number}_{order}"), &[order * NARROW, NARROW])?;
                Ok((by_place(order, &values), files.array(&format!("b{number}_{order}"), &[NARROW])?))
            };
            convolutions.push(Convolution { order, before, first: layer(1)?, second: layer(2)? });
        }
        let mut entry = Vec::with_capacity(WIDTH * ORDERS.len() * NARROW);
        for row in 0..WIDTH {
            entries.iter().for_each(|values| entry.extend(&values[row * NARROW..(row + 1) * NARROW]));
        }
        let mut matrix = |name: &str, rows: usize, columns: usize| -> Result<Matrix, Refused> {
            Ok(Matrix::new(rows, columns, &files.array::<f32>(name, &[rows, columns])?))
        };
        let mean = matrix("cnn_W", FEATURES, WIDTH)?;
        let dense = [
            matrix("d0", WIDTH, MIDDLE)?,
            matrix("p1", WIDTH, MIDDLE)?,
            matrix("d1", MIDDLE, MIDDLE)?,
            matrix("d2", MIDDLE, WIDTH)?,
            matrix("p3", MIDDLE, WIDTH)?,
            matrix("d3", WIDTH, WIDTH)?,
        ];
        let levelled = Levelled { scale: files.array("ln_g", &[FEATURES])?, shift: files.array("ln_b", &[FEATURES])? };
        let mean = (mean, files.array("cnn_b", &[WIDTH])?);
        let least = files.array::<f64>("eps", &[])?.first().copied().unwrap_or_default() as f32;
        // The largest comes last: what is wrong elsewhere is told at once.
        let table = Table::read(files)?;
        Ok(Self {
            level: Level::new(),
            table,
            entry: (Matrix::new(WIDTH, ORDERS.len() * NARROW, &entry), entry_shift),
            entry_levelled: Levelled { scale, shift },
            convolutions,
            levelled,
            mean,
            dense,
            least,
        })
    }

    /// How many pieces it knows.
    pub fn pieces(&self) -> usize {
        self.table.pieces()
    }

    /// The numbers of sentences told by their pieces, one after the other.
    pub fn encode(&self, pieces: &[u32], lengths: &[usize], into: &mut Vec<Vector>) {
        if lengths.is_empty() {
            return;
        }
        // What depends on a piece alone is computed once for all the places it is met at.
        let mut known = pieces.to_vec();
        known.sort_unstable();
        known.dedup();
        let at: Vec<usize> = pieces.iter().map(|piece| known.binary_search(piece).unwrap_or_default()).collect();
        let mut meant = vec![0.0; known.len() * WIDTH];
        for (piece, slot) in known.iter().zip(meant.chunks_exact_mut(WIDTH)) {
            self.table.put(*piece, slot);
        }
        let mut entered = self.entry.0.times(self.level, &meant);
        for row in entered.chunks_exact_mut(ORDERS.len() * NARROW) {
            add(row, &self.entry.1);
            self.entry_levelled.apply(row, self.least);
        }
        let mut features = vec![0.0; pieces.len() * FEATURES];
        for (row, at) in features.chunks_exact_mut(FEATURES).zip(&at) {
            row[..WIDTH].copy_from_slice(&meant[at * WIDTH..(at + 1) * WIDTH]);
        }
        for (branch, convolution) in self.convolutions.iter().enumerate() {
            let rows = entered.chunks_exact(ORDERS.len() * NARROW);
            let own: Vec<f32> = rows.flat_map(|row| &row[branch * NARROW..(branch + 1) * NARROW]).copied().collect();
            let once = convolution.first.0.times(self.level, &own);
            let mut first = convolution.gathered(&once, &convolution.first.1, lengths, |place| at[place]);
            for (row, at) in first.chunks_exact_mut(NARROW).zip(&at) {
                add(row, &own[at * NARROW..(at + 1) * NARROW]);
            }
            let twice = convolution.second.0.times(self.level, &first);
            let mut second = convolution.gathered(&twice, &convolution.second.1, lengths, |place| place);
            add(&mut second, &first);
            let start = WIDTH + branch * NARROW;
            for (row, made) in features.chunks_exact_mut(FEATURES).zip(second.chunks_exact(NARROW)) {
                row[start..start + NARROW].copy_from_slice(made);
            }
        }
        let mut sums = vec![0.0; lengths.len() * FEATURES];
        let mut rows = features.chunks_exact_mut(FEATURES);
        for (sum, length) in sums.chunks_exact_mut(FEATURES).zip(lengths) {
            for row in rows.by_ref().take(*length) {
                self.levelled.apply(row, self.least);
                add(sum, row);
            }
        }
        into.extend(self.finished(&sums, lengths));
    }

    /// The mean of the pieces of each sentence, and the dense layers.
    fn finished(&self, sums: &[f32], lengths: &[usize]) -> Vec<Vector> {
        let mut means = self.mean.0.times(self.level, sums);
        for (row, length) in means.chunks_exact_mut(WIDTH).zip(lengths) {
            let length = *length as f32;
            let scale = 1.0 / length.sqrt();
            row.iter_mut().zip(&self.mean.1).for_each(|(value, shift)| *value = (*value + length * shift) * scale);
        }
        let [down, beside, through, up, over, last] = &self.dense;
        let times = |matrix: &Matrix, rows: &[f32]| matrix.times(self.level, rows);
        let mut one = times(down, &means);
        positive(&mut one);
        let mut two = times(beside, &means);
        add(&mut two, &times(through, &one));
        positive(&mut two);
        let mut three = times(up, &two);
        positive(&mut three);
        let mut made = times(over, &two);
        add(&mut made, &times(last, &three));
        made.iter_mut().for_each(|value| *value = libm::tanhf(*value));
        made.chunks_exact(WIDTH)
            .map(|row| {
                let scale = 1.0 / sum(row, |value| value * value).max(self.least).sqrt();
                std::array::from_fn(|at| row[at] * scale)
            })
            .collect()
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        let convolutions = self.convolutions.iter().map(|one| one.first.0.bytes() + one.second.0.bytes());
        let dense = self.dense.iter().map(Matrix::bytes);
        self.table.bytes() + self.entry.0.bytes() + self.mean.0.bytes() + convolutions.chain(dense).sum::<usize>()
    }
}

impl Convolution {
    /// Adds up what each piece gives to its neighbours of the same sentence, and keeps what is positive. `row` says which
    /// row of `given` a place has.
    fn gathered(&self, given: &[f32], shift: &[f32], lengths: &[usize], row: impl Fn(usize) -> usize) -> Vec<f32> {
        let width = self.order * NARROW;
        let mut made = Vec::with_capacity(lengths.iter().sum::<usize>() * NARROW);
        let mut start = 0;
        for length in lengths {
            for place in start..start + length {
                let from = made.len();
                made.extend_from_slice(shift);
                for offset in 0..self.order {
                    let Some(other) = (place + offset).checked_sub(self.before) else { continue };
                    if (start..start + length).contains(&other) {
                        let at = row(other) * width + offset * NARROW;
                        add(&mut made[from..], &given[at..at + NARROW]);
                    }
                }
                positive(&mut made[from..]);
            }
            start += length;
        }
        made
    }
}

impl Levelled {
    fn apply(&self, row: &mut [f32], least: f32) {
        let count = row.len() as f32;
        let mean = sum(row, |value| value) / count;
        row.iter_mut().for_each(|value| *value -= mean);
        let scale = 1.0 / (sum(row, |value| value * value) / count + least).sqrt();
        for ((value, times), shift) in row.iter_mut().zip(&self.scale).zip(&self.shift) {
            *value = *value * scale * times + shift;
        }
    }
}

/// The weights of a convolution with the places it looks at side by side: one product gives what a piece is worth at each.
fn by_place(order: usize, values: &[f32]) -> Matrix {
    let mut made = Vec::with_capacity(values.len());
    for row in 0..NARROW {
        for place in 0..order {
            made.extend(&values[(place * NARROW + row) * NARROW..][..NARROW]);
        }
    }
    Matrix::new(NARROW, order * NARROW, &made)
}

fn add(into: &mut [f32], values: &[f32]) {
    into.iter_mut().zip(values).for_each(|(slot, value)| *slot += value);
}

fn positive(values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
}
