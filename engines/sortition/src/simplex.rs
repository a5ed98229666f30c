//! A small linear program with a dense inverse: maximise `cost · x` under rows kept between two bounds, every variable in
//! a box. Because everything is boxed, each basis becomes dual feasible by flipping bounds: one dual simplex starts again
//! from any basis, for any objective, after any change of bound. Floating point; what it finds is proved elsewhere.

use std::collections::BTreeMap;

/// What may be wrong by in a row or a variable, in seats.
pub const TOLERANCE: f64 = 1e-9;
/// Smallest entry one may pivot on.
const PIVOT: f64 = 1e-7;
/// Pivots after which the inverse is computed anew.
const REFACTOR: u32 = 60;

/// How a resolution ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An optimum.
    Optimal,
    /// No point satisfies rows and boxes; the multipliers of the proof are in [`Lp::ray`].
    Infeasible,
    /// The objective cannot exceed the cut-off given.
    CutOff,
    /// Arithmetic or the number of iterations gave way.
    Lost,
}

/// A linear program and the basis it stands on. Variables `0..n` are the columns, `n..n + m` the activities of rows.
#[derive(Debug, Clone)]
pub struct Lp {
    rows: usize,
    columns: usize,
    starts: Vec<u32>,
    at: Vec<u32>,
    values: Vec<f64>,
    /// When every value is 1 and columns are short: rows of all columns three by three, as ranks among those that exist.
    layers: Vec<Layer>,
    sums: Vec<f64>,
    /// Lower bounds.
    pub low: Vec<f64>,
    /// Upper bounds.
    pub high: Vec<f64>,
    cost: Vec<f64>,
    reduced: Vec<f64>,
    basis: Vec<usize>,
    place: Vec<usize>,
    is_high: Vec<bool>,
    inverse: Vec<f64>,
    basic: Vec<f64>,
    weights: Vec<f64>,
    pivots: u32,
    is_stale: bool,
    /// Multipliers of rows proving that no point exists: `ray · activities` is too large for what columns can give.
    pub ray: Vec<f64>,
    alpha: Vec<f64>,
    candidates: Vec<(f64, u32)>,
    /// Pivots made since the beginning.
    pub iterations: u64,
}

const OUT: usize = usize::MAX;

/// Rows of columns, three by three.
#[derive(Debug, Clone)]
struct Layer {
    triples: Vec<[u32; 3]>,
    of: Vec<u32>,
}

impl Lp {
    /// An empty program of so many rows.
    pub fn new(bounds: &[(f64, f64)]) -> Self {
        let rows = bounds.len();
        Self {
            rows,
            columns: 0,
            starts: vec![0],
            at: Vec::new(),
            values: Vec::new(),
            layers: Vec::new(),
            sums: Vec::new(),
            low: bounds.iter().map(|bound| bound.0).collect(),
            high: bounds.iter().map(|bound| bound.1).collect(),
            cost: vec![0.0; rows],
            reduced: vec![0.0; rows],
            basis: (0..rows).collect(),
            place: (0..rows).collect(),
            is_high: vec![false; rows],
            inverse: Vec::new(),
            basic: vec![0.0; rows],
            weights: vec![1.0; rows],
            pivots: REFACTOR,
            is_stale: true,
            ray: Vec::new(),
            alpha: Vec::new(),
            candidates: Vec::new(),
            iterations: 0,
        }
    }

    /// Adds columns, each with its box and its terms.
    pub fn add<'a>(&mut self, columns: impl Iterator<Item = (f64, f64, &'a [(u32, f64)])>) {
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for (least, most, terms) in columns {
            for (row, value) in terms {
                self.at.push(*row);
                self.values.push(*value);
            }
            self.starts.push(u32::try_from(self.at.len()).unwrap_or(u32::MAX));
            low.push(least);
            high.push(most);
        }
        let (n, more) = (self.columns, low.len());
        self.low.splice(n..n, low);
        self.high.splice(n..n, high);
        self.cost.splice(n..n, std::iter::repeat_n(0.0, more));
        self.reduced.splice(n..n, std::iter::repeat_n(0.0, more));
        self.place.splice(n..n, std::iter::repeat_n(OUT, more));
        self.is_high.splice(n..n, std::iter::repeat_n(false, more));
        for basic in self.basis.iter_mut().filter(|basic| **basic >= n) {
            *basic += more;
        }
        self.columns += more;
        self.layers.clear();
        let longest = self.starts.windows(2).map(|pair| (pair[1] - pair[0]) as usize).max().unwrap_or_default();
        if longest <= 16 && self.columns > 0 && self.values.iter().all(|value| *value == 1.0) {
            let nothing = u32::try_from(self.rows).unwrap_or(u32::MAX);
            for from in (0..longest).step_by(3) {
                let mut ranks: BTreeMap<[u32; 3], u32> = BTreeMap::new();
                let mut layer = Layer { triples: Vec::new(), of: Vec::with_capacity(self.columns) };
                for j in 0..self.columns {
                    let terms = &self.at[self.starts[j] as usize..self.starts[j + 1] as usize];
                    let triple = [0, 1, 2].map(|more| terms.get(from + more).copied().unwrap_or(nothing));
                    let rank = *ranks.entry(triple).or_insert_with(|| {
                        layer.triples.push(triple);
                        layer.triples.len() as u32 - 1
                    });
                    layer.of.push(rank);
                }
                self.layers.push(layer);
            }
        }
        self.is_stale = true;
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Sets what is maximised.
    pub fn maximise(&mut self, cost: impl Iterator<Item = f64>) {
        for (kept, new) in self.cost.iter_mut().zip(cost) {
            *kept = new;
        }
        self.is_stale = true;
    }

    /// Changes the box of a variable; the next resolution goes on from the same basis.
    pub fn bound(&mut self, variable: usize, low: f64, high: f64) {
        let before = self.standing(variable);
        self.low[variable] = low;
        self.high[variable] = high;
        if self.place[variable] != OUT {
            return;
        }
        let step = self.standing(variable) - before;
        if step != 0.0 && self.pivots < REFACTOR && !self.is_stale {
            self.shift(variable, step);
        }
    }

    /// The value of a variable.
    pub fn value(&self, variable: usize) -> f64 {
        match self.place[variable] {
            OUT => self.standing(variable),
            place => self.basic[place],
        }
    }

    /// Columns of the basis, with their values.
    pub fn in_basis(&self) -> impl Iterator<Item = (usize, f64)> {
        self.basis.iter().copied().zip(self.basic.iter().copied()).filter(|(variable, _)| *variable < self.columns)
    }

    /// Multiplier of each row at the optimum: what the objective gains when the row is given one more.
    pub fn multipliers(&self) -> Vec<f64> {
        let mut prices = vec![0.0; self.rows];
        for (place, variable) in self.basis.iter().enumerate() {
            let cost = self.cost[*variable];
            if cost != 0.0 {
                for (price, entry) in prices.iter_mut().zip(&self.inverse[place * self.rows..]) {
                    *price += cost * entry;
                }
            }
        }
        prices
    }

    /// The objective at the basis.
    pub fn objective(&self) -> f64 {
        (0..self.columns).filter(|j| self.cost[*j] != 0.0).map(|j| self.cost[j] * self.value(j)).sum()
    }

    /// Reduced cost of a column: what its entering would bring, per unit.
    pub fn reduced(&self, column: usize) -> f64 {
        self.reduced[column]
    }

    fn standing(&self, variable: usize) -> f64 {
        if self.is_high[variable] { self.high[variable] } else { self.low[variable] }
    }

    /// Moves a variable outside the basis; basic values follow.
    fn shift(&mut self, variable: usize, step: f64) {
        let rows = self.rows;
        if variable >= self.columns {
            let row = variable - self.columns;
            for place in 0..rows {
                self.basic[place] += self.inverse[place * rows + row] * step;
            }
            return;
        }
        let (from, to) = (self.starts[variable] as usize, self.starts[variable + 1] as usize);
        for place in 0..rows {
            let line = &self.inverse[place * rows..(place + 1) * rows];
            let mut moved = 0.0;
            for (row, value) in self.at[from..to].iter().zip(&self.values[from..to]) {
                moved += line[*row as usize] * value;
            }
            self.basic[place] -= moved * step;
        }
    }

    /// Computes the inverse from the basis alone.
    fn refactor(&mut self) -> bool {
        let rows = self.rows;
        if self.inverse.is_empty() {
            self.inverse = vec![0.0; rows * rows];
        }
        let mut matrix = vec![0.0; rows * rows];
        for (place, variable) in self.basis.iter().enumerate() {
            if *variable >= self.columns {
                matrix[(variable - self.columns) * rows + place] = -1.0;
            } else {
                for k in self.starts[*variable] as usize..self.starts[variable + 1] as usize {
                    matrix[self.at[k] as usize * rows + place] = self.values[k];
                }
            }
        }
        self.inverse.fill(0.0);
        for row in 0..rows {
            self.inverse[row * rows + row] = 1.0;
        }
        if !invert(&mut matrix, &mut self.inverse, rows) {
            return false;
        }
        self.pivots = 0;
        self.is_stale = true;
        true
    }

    /// Computes reduced costs, where each variable stands and basic values.
    fn refresh(&mut self) {
        let rows = self.rows;
        let prices = self.multipliers();
        for j in 0..self.columns {
            let mut reduced = self.cost[j];
            for k in self.starts[j] as usize..self.starts[j + 1] as usize {
                reduced -= prices[self.at[k] as usize] * self.values[k];
            }
            self.reduced[j] = reduced;
        }
        for (row, price) in prices.iter().enumerate() {
            self.reduced[self.columns + row] = *price;
        }
        for variable in &self.basis {
            self.reduced[*variable] = 0.0;
        }
        let mut load = vec![0.0; rows];
        for variable in 0..self.columns + rows {
            if self.place[variable] != OUT {
                continue;
            }
            // Maximising: what brings stands high, what costs stands low.
            self.is_high[variable] = match self.reduced[variable] {
                reduced if reduced > 0.0 => true,
                reduced if reduced < 0.0 => false,
                _ => self.is_high[variable],
            };
            let value = self.standing(variable);
            if value == 0.0 {
                continue;
            }
            if variable >= self.columns {
                load[variable - self.columns] += value;
            } else {
                for k in self.starts[variable] as usize..self.starts[variable + 1] as usize {
                    load[self.at[k] as usize] -= self.values[k] * value;
                }
            }
        }
        for place in 0..rows {
            let line = &self.inverse[place * rows..(place + 1) * rows];
            self.basic[place] = line.iter().zip(&load).map(|(a, b)| a * b).sum();
        }
        self.is_stale = false;
    }

    /// Goes to the optimum, or to the proof that there is none. Stops early when the objective cannot exceed `cut_off`.
    pub fn solve(&mut self, cut_off: f64) -> Outcome {
        let limit = 2_000 + 20 * self.rows;
        for iteration in 0..limit {
            if self.pivots >= REFACTOR && !self.refactor() {
                self.start_again();
                if !self.refactor() {
                    return Outcome::Lost;
                }
            }
            if self.is_stale {
                self.refresh();
            }
            if cut_off > f64::NEG_INFINITY && iteration % 8 == 7 && self.objective() <= cut_off {
                return Outcome::CutOff;
            }
            let Some((place, is_below)) = self.leaving() else {
                return Outcome::Optimal;
            };
            if let Some(outcome) = self.pivot(place, is_below) {
                return outcome;
            }
        }
        Outcome::Lost
    }

    fn start_again(&mut self) {
        for variable in self.basis.clone() {
            self.place[variable] = OUT;
        }
        for row in 0..self.rows {
            self.basis[row] = self.columns + row;
            self.place[self.columns + row] = row;
        }
        self.weights.fill(1.0);
        self.pivots = REFACTOR;
    }

    /// The basic variable furthest from its box, measured along the edge.
    fn leaving(&self) -> Option<(usize, bool)> {
        let mut best = None;
        let mut most = 0.0;
        for (place, variable) in self.basis.iter().enumerate() {
            let value = self.basic[place];
            let (below, above) = (self.low[*variable] - value, value - self.high[*variable]);
            let miss = below.max(above);
            if miss > TOLERANCE && miss * miss > most * self.weights[place] {
                most = miss * miss / self.weights[place];
                best = Some((place, below > above));
            }
        }
        best
    }

    fn pivot(&mut self, place: usize, is_below: bool) -> Option<Outcome> {
        let rows = self.rows;
        let leaving = self.basis[place];
        let bound = if is_below { self.low[leaving] } else { self.high[leaving] };
        let mut slope = (bound - self.basic[place]).abs();
        // Signed so that raising a variable of positive entry brings the leaving one back.
        let sign = if is_below { -1.0 } else { 1.0 };
        let mut line: Vec<f64> =
            self.inverse[place * rows..(place + 1) * rows].iter().map(|entry| entry * sign).chain([0.0]).collect();
        self.entries(&line);
        line.truncate(rows);
        self.candidates.clear();
        let variables = self.alpha.len();
        let (alpha, reduced) = (&self.alpha[..variables], &self.reduced[..variables]);
        let (place_of, is_high) = (&self.place[..variables], &self.is_high[..variables]);
        let (low, high) = (&self.low[..variables], &self.high[..variables]);
        let mut j = 0;
        while j < variables {
            let entry = alpha[j];
            if entry.abs() > TOLERANCE && (entry > 0.0) != is_high[j] && place_of[j] == OUT && low[j] < high[j] {
                self.candidates.push(((reduced[j] / entry).abs(), j as u32));
            }
            j += 1;
        }
        let mut flips: Vec<usize> = Vec::new();
        let mut entering = OUT;
        let mut from = 0;
        let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        'all: while from < self.candidates.len() {
            let left = &mut self.candidates[from..];
            let chunk = left.len().min(24);
            if chunk < left.len() {
                left.select_nth_unstable_by(chunk - 1, order);
            }
            left[..chunk].sort_unstable_by(order);
            for (_, j) in left[..chunk].iter() {
                let j = *j as usize;
                let loss = self.alpha[j].abs() * (self.high[j] - self.low[j]);
                if slope - loss <= TOLERANCE * 0.1 && self.alpha[j].abs() > PIVOT {
                    entering = j;
                    break 'all;
                }
                slope -= loss;
                flips.push(j);
            }
            from += chunk;
        }
        if entering == OUT {
            self.ray = line.iter().map(|entry| -entry).collect();
            return Some(Outcome::Infeasible);
        }
        for j in &flips {
            let step = if self.is_high[*j] { self.low[*j] - self.high[*j] } else { self.high[*j] - self.low[*j] };
            self.shift(*j, step);
            self.is_high[*j] = !self.is_high[*j];
        }
        self.exchange(place, entering, bound, !is_below, &line);
        None
    }

    /// What a line of the inverse is for each variable; the line ends with a zero.
    fn entries(&mut self, line: &[f64]) {
        let (rows, columns) = (self.rows, self.columns);
        self.alpha.clear();
        self.alpha.resize(columns, 0.0);
        if self.layers.is_empty() {
            for (j, entry) in self.alpha.iter_mut().enumerate() {
                let (from, to) = (self.starts[j] as usize, self.starts[j + 1] as usize);
                let terms = self.at[from..to].iter().zip(&self.values[from..to]);
                *entry = terms.map(|(row, value)| line[*row as usize] * value).sum();
            }
        } else {
            for layer in &self.layers {
                self.sums.clear();
                for [a, b, c] in &layer.triples {
                    self.sums.push(line[*a as usize] + line[*b as usize] + line[*c as usize]);
                }
                let (alpha, of, sums) = (&mut self.alpha[..columns], &layer.of[..columns], self.sums.as_slice());
                let mut j = 0;
                while j < columns {
                    alpha[j] += sums[of[j] as usize];
                    j += 1;
                }
            }
        }
        self.alpha.extend(line[..rows].iter().map(|entry| -entry));
    }

    /// Brings a variable into the basis in the place of another, which goes to its bound.
    fn exchange(&mut self, place: usize, entering: usize, bound: f64, is_high: bool, line: &[f64]) {
        let (rows, columns) = (self.rows, self.columns);
        let leaving = self.basis[place];
        let mut column = vec![0.0; rows];
        if entering >= columns {
            for (other, entry) in column.iter_mut().enumerate() {
                *entry = -self.inverse[other * rows + entering - columns];
            }
        } else {
            let (from, to) = (self.starts[entering] as usize, self.starts[entering + 1] as usize);
            for (other, entry) in column.iter_mut().enumerate() {
                let kept = &self.inverse[other * rows..(other + 1) * rows];
                *entry = self.at[from..to]
                    .iter()
                    .zip(&self.values[from..to])
                    .map(|(row, value)| kept[*row as usize] * value)
                    .sum();
            }
        }
        let pivot = column[place];
        let step = (self.basic[place] - bound) / pivot;
        let entry = self.alpha[entering];
        let dual = self.reduced[entering] / entry;
        let variables = self.alpha.len();
        let (reduced, alpha) = (&mut self.reduced[..variables], &self.alpha[..variables]);
        let mut j = 0;
        while j < variables {
            reduced[j] -= dual * alpha[j];
            j += 1;
        }
        for variable in &self.basis {
            self.reduced[*variable] = 0.0;
        }
        self.reduced[entering] = 0.0;
        // The leaving variable has entry 1 in its own line, signed like the line.
        let sign = if is_high { 1.0 } else { -1.0 };
        self.reduced[leaving] = -dual * sign;

        let edge = line.iter().map(|entry| entry * entry).sum::<f64>();
        let mut turned = vec![0.0; rows];
        for (other, entry) in turned.iter_mut().enumerate() {
            *entry = self.inverse[other * rows..(other + 1) * rows].iter().zip(line).map(|(a, b)| a * b * sign).sum();
        }
        let value = self.standing(entering) + step;
        for other in 0..rows {
            if other == place {
                continue;
            }
            self.basic[other] -= column[other] * step;
            let ratio = column[other] / pivot;
            if ratio != 0.0 {
                let weight = self.weights[other] - 2.0 * ratio * turned[other] + ratio * ratio * edge;
                self.weights[other] = weight.max(1e-4);
                let (one, two) = (other * rows, place * rows);
                for k in 0..rows {
                    let kept = self.inverse[two + k];
                    self.inverse[one + k] -= ratio * kept;
                }
            }
        }
        self.weights[place] = (edge / (pivot * pivot)).max(1e-4);
        for kept in &mut self.inverse[place * rows..(place + 1) * rows] {
            *kept /= pivot;
        }
        self.basic[place] = value;
        self.basis[place] = entering;
        self.place[entering] = place;
        self.place[leaving] = OUT;
        self.is_high[leaving] = is_high;
        self.pivots += 1;
        self.iterations += 1;
    }
}

/// Gauss–Jordan with the largest pivot of each column; `inverse` holds the identity on entry. The basis places are columns.
fn invert(matrix: &mut [f64], inverse: &mut [f64], rows: usize) -> bool {
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
        for row in 0..rows {
            let ratio = matrix[row * rows + step];
            if row == step || ratio == 0.0 {
                continue;
            }
            for k in 0..rows {
                let (one, two) = (matrix[step * rows + k], inverse[step * rows + k]);
                matrix[row * rows + k] -= ratio * one;
                inverse[row * rows + k] -= ratio * two;
            }
        }
    }
    true
}
