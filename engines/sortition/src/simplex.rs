//! A small linear program with a dense inverse: maximise `cost · x` under rows kept between two bounds, every variable in
//! a box. Because everything is boxed, each basis becomes dual feasible by flipping bounds: one dual simplex starts again
//! from any basis, for any objective, after any change of bound. Floating point; what it finds is proved elsewhere.

use std::collections::BTreeMap;

use crate::linear::{dot, invert};

/// What may be wrong by in a row or a variable, in seats.
pub const TOLERANCE: f64 = 1e-9;
/// Smallest entry one may pivot on.
const PIVOT: f64 = 1e-7;
/// Pivots after which the inverse is computed anew.
const REFACTOR: u32 = 60;
/// Candidates put in order at once.
const CHUNK: usize = 16;

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
    /// Which way each variable may go: up from its lower bound, down from the upper one, or not at all.
    ways: Vec<f64>,
    inverse: Vec<f64>,
    basic: Vec<f64>,
    weights: Vec<f64>,
    pivots: u32,
    is_stale: bool,
    /// Multipliers of rows proving that no point exists: `ray · activities` is too large for what columns can give.
    pub ray: Vec<f64>,
    alpha: Vec<f64>,
    candidates: Vec<(f64, u32)>,
    /// Room lent to each pivot: a line of the inverse, a column, what is flipped.
    line: Vec<f64>,
    column: Vec<f64>,
    flips: Vec<u32>,
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
            ways: vec![0.0; rows],
            inverse: Vec::new(),
            basic: vec![0.0; rows],
            weights: vec![1.0; rows],
            pivots: REFACTOR,
            is_stale: true,
            ray: Vec::new(),
            alpha: Vec::new(),
            candidates: Vec::new(),
            line: Vec::new(),
            column: Vec::new(),
            flips: Vec::new(),
            iterations: 0,
        }
    }

    /// Adds columns, each with its box and its terms.
    pub fn add<Terms>(&mut self, columns: impl Iterator<Item = (f64, f64, Terms)>)
    where
        Terms: IntoIterator<Item = (u32, f64)>,
    {
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for (least, most, terms) in columns {
            for (row, value) in terms {
                self.at.push(row);
                self.values.push(value);
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
        self.ways.splice(n..n, std::iter::repeat_n(0.0, more));
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
        self.turn(variable);
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

    /// Tells which way a variable may go.
    fn turn(&mut self, variable: usize) {
        self.ways[variable] = match () {
            () if self.place[variable] != OUT || self.low[variable] >= self.high[variable] => 0.0,
            () if self.is_high[variable] => -1.0,
            () => 1.0,
        };
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
        let (at, values) = (&self.at[from..to], &self.values[from..to]);
        for (basic, line) in self.basic.iter_mut().zip(self.inverse.chunks_exact(rows)) {
            let mut moved = 0.0;
            for (row, value) in at.iter().zip(values) {
                moved += line[*row as usize] * value;
            }
            *basic -= moved * step;
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
                self.ways[variable] = 0.0;
                continue;
            }
            // Maximising: what brings stands high, what costs stands low.
            self.is_high[variable] = match self.reduced[variable] {
                reduced if reduced > 0.0 => true,
                reduced if reduced < 0.0 => false,
                _ => self.is_high[variable],
            };
            self.turn(variable);
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
        let mut line = std::mem::take(&mut self.line);
        let mut flips = std::mem::take(&mut self.flips);
        let outcome = self.pivot_with(place, is_below, &mut line, &mut flips);
        self.line = line;
        self.flips = flips;
        outcome
    }

    fn pivot_with(
        &mut self,
        place: usize,
        is_below: bool,
        line: &mut Vec<f64>,
        flips: &mut Vec<u32>,
    ) -> Option<Outcome> {
        let rows = self.rows;
        let leaving = self.basis[place];
        let bound = if is_below { self.low[leaving] } else { self.high[leaving] };
        let mut slope = (bound - self.basic[place]).abs();
        // Signed so that raising a variable of positive entry brings the leaving one back.
        let sign = if is_below { -1.0 } else { 1.0 };
        line.clear();
        line.extend(self.inverse[place * rows..(place + 1) * rows].iter().map(|entry| entry * sign));
        line.push(0.0);
        self.entries(line);
        line.truncate(rows);
        let variables = self.alpha.len();
        let (alpha, reduced, ways) = (&self.alpha[..variables], &self.reduced[..variables], &self.ways[..variables]);
        // Every variable is written, those that may not go are written over: no branch to guess.
        self.candidates.resize(variables, (0.0, 0));
        let mut many = 0;
        for (j, (entry, way)) in (0..).zip(alpha.iter().zip(ways)) {
            self.candidates[many].1 = j;
            many += usize::from(entry * way > TOLERANCE);
        }
        self.candidates.truncate(many);
        for (ratio, j) in &mut self.candidates {
            *ratio = (reduced[*j as usize] / alpha[*j as usize]).abs();
        }
        flips.clear();
        let entering = self.entering(&mut slope, flips);
        if entering == OUT {
            self.ray = line.iter().map(|entry| -entry).collect();
            return Some(Outcome::Infeasible);
        }
        for j in flips.iter() {
            let j = *j as usize;
            let step = if self.is_high[j] { self.low[j] - self.high[j] } else { self.high[j] - self.low[j] };
            self.shift(j, step);
            self.is_high[j] = !self.is_high[j];
            self.ways[j] = -self.ways[j];
        }
        self.exchange(place, entering, bound, !is_below, line);
        None
    }

    /// Goes along candidates, nearest first, flipping those that do not suffice to bring the leaving variable back.
    fn entering(&mut self, slope: &mut f64, flips: &mut Vec<u32>) -> usize {
        let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        let mut from = 0;
        while from < self.candidates.len() {
            let left = &mut self.candidates[from..];
            let chunk = left.len().min(CHUNK);
            if chunk < left.len() {
                left.select_nth_unstable_by(chunk - 1, order);
            }
            left[..chunk].sort_unstable_by(order);
            for (_, j) in &left[..chunk] {
                let at = *j as usize;
                let loss = self.alpha[at].abs() * (self.high[at] - self.low[at]);
                if *slope - loss <= TOLERANCE * 0.1 && self.alpha[at].abs() > PIVOT {
                    return at;
                }
                *slope -= loss;
                flips.push(*j);
            }
            from += chunk;
        }
        OUT
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
        let mut column = std::mem::take(&mut self.column);
        column.clear();
        if entering >= columns {
            let row = entering - columns;
            column.extend(self.inverse.chunks_exact(rows).map(|kept| -kept[row]));
        } else {
            let (from, to) = (self.starts[entering] as usize, self.starts[entering + 1] as usize);
            let (at, values) = (&self.at[from..to], &self.values[from..to]);
            let entry =
                |kept: &[f64]| at.iter().zip(values).map(|(row, value)| kept[*row as usize] * value).sum::<f64>();
            column.extend(self.inverse.chunks_exact(rows).map(entry));
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

        let edge = dot(line, line);
        let value = self.standing(entering) + step;
        let lines = self.inverse.chunks_exact_mut(rows).zip(&mut self.basic).zip(&mut self.weights).zip(&column);
        for (other, (((kept, basic), weight), entry)) in lines.enumerate() {
            if other == place || *entry == 0.0 {
                continue;
            }
            *basic -= entry * step;
            let ratio = entry / pivot;
            *weight = (*weight - 2.0 * ratio * sign * dot(kept, line) + ratio * ratio * edge).max(1e-4);
            // `line` is the line of the place, but for its sign.
            let ratio = ratio * sign;
            for (kept, entry) in kept.iter_mut().zip(line) {
                *kept -= ratio * entry;
            }
        }
        self.column = column;
        self.weights[place] = (edge / (pivot * pivot)).max(1e-4);
        for kept in &mut self.inverse[place * rows..(place + 1) * rows] {
            *kept /= pivot;
        }
        self.basic[place] = value;
        self.basis[place] = entering;
        self.place[entering] = place;
        self.place[leaving] = OUT;
        self.is_high[leaving] = is_high;
        self.turn(leaving);
        self.ways[entering] = 0.0;
        self.pivots += 1;
        self.iterations += 1;
    }
}
