//! Panels whose mixture gives each type its average, exactly: the point of smallest distance in the hull of panels
//! (Wolfe's algorithm), panels being asked for one by one.

use crate::linear::dot;
use crate::model::{Model, Panel};
use crate::search::Found;

/// Largest difference of probability that counts as none.
const NOTHING: f64 = 1e-12;

/// How a decomposition ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Ended {
    /// The mixture gives the probabilities asked for.
    Exact,
    /// No mixture does: no panel weighs more than the target, for the weights last asked.
    Apart,
    /// Not finished within the limits.
    Unfinished,
}

/// Panels and their probabilities.
#[derive(Debug, Clone)]
pub struct Mixture {
    /// The panels.
    pub panels: Vec<Panel>,
    /// The probability of each.
    pub weights: Vec<f64>,
    /// How it ended.
    pub ended: Ended,
}

struct Corral<'a> {
    model: &'a Model,
    target: &'a [f64],
    panels: Vec<Panel>,
    weights: Vec<f64>,
    /// Rows of the triangular factor of the products of panels.
    factor: Vec<Vec<f64>>,
    /// Product of each panel with the target, and of the target with itself.
    with_target: Vec<f64>,
    target_squared: f64,
    spread: Vec<f64>,
}

/// Mixes panels until each type has its average, `target`. `find` answers a panel heavier than a value.
pub fn mix(
    model: &Model,
    target: &[f64],
    start: Vec<Panel>,
    most_panels: usize,
    find: &mut dyn FnMut(&[f64], f64) -> Found,
) -> Mixture {
    let sizes: Vec<f64> = model.types.iter().map(|of| f64::from(of.size)).collect();
    let mut corral = Corral {
        model,
        target,
        panels: Vec::new(),
        weights: Vec::new(),
        factor: Vec::new(),
        with_target: Vec::new(),
        target_squared: target.iter().zip(&sizes).map(|(q, n)| q * q / n).sum(),
        spread: vec![0.0; target.len()],
    };
    let mut waiting = start;
    waiting.reverse();
    let mut asked = 0;
    loop {
        let (direction, worst) = corral.direction(&sizes);
        if worst <= NOTHING && !corral.panels.is_empty() {
            return corral.ended(Ended::Exact);
        }
        let scale = direction.iter().fold(0.0_f64, |most, w| most.max(w.abs())).max(1e-300);
        let weights: Vec<f64> = direction.iter().map(|w| w / scale).collect();
        let aim: f64 = weights.iter().zip(target).map(|(w, q)| w * q).sum();
        let weight = |panel: &Panel| -> f64 { panel.iter().map(|(of, c)| weights[*of as usize] * f64::from(*c)).sum() };
        let mut next = None;
        while let Some(panel) = waiting.pop() {
            if corral.panels.is_empty() || weight(&panel) > aim {
                next = Some(panel);
                break;
            }
        }
        let panel = match next {
            Some(panel) => panel,
            None => {
                asked += 1;
                if asked > most_panels {
                    return corral.ended(Ended::Unfinished);
                }
                let above = if corral.panels.is_empty() { f64::NEG_INFINITY } else { aim + 1e-10 };
                match find(&weights, above) {
                    Found::Panel(panel) if model.accepts(&panel) => panel,
                    Found::Nothing => return corral.ended(Ended::Apart),
                    Found::Panel(_) | Found::Unknown => return corral.ended(Ended::Unfinished),
                }
            }
        };
        if !corral.add(panel) {
            return corral.ended(Ended::Unfinished);
        }
        corral.settle();
    }
}

impl Corral<'_> {
    /// From the mixture to the target, by the size of types; and the largest difference of probability.
    fn direction(&self, sizes: &[f64]) -> (Vec<f64>, f64) {
        let mut mean = vec![0.0; self.target.len()];
        for (panel, weight) in self.panels.iter().zip(&self.weights) {
            for (of, count) in panel {
                mean[*of as usize] += weight * f64::from(*count);
            }
        }
        let mut worst: f64 = 0.0;
        for ((mean, target), size) in mean.iter_mut().zip(self.target).zip(sizes) {
            *mean = (target - *mean) / size;
            worst = worst.max(mean.abs());
        }
        (mean, worst)
    }

    fn product(&self, panel: &Panel) -> f64 {
        panel.iter().map(|(of, count)| self.spread[*of as usize] * f64::from(*count)).sum()
    }

    /// Adds a panel with no weight yet; false when it brings nothing new.
    fn add(&mut self, panel: Panel) -> bool {
        for (of, count) in &panel {
            self.spread[*of as usize] = f64::from(*count) / f64::from(self.model.types[*of as usize].size);
        }
        let with_target: f64 = panel.iter().map(|(of, _)| self.spread[*of as usize] * self.target[*of as usize]).sum();
        let mut line = Vec::with_capacity(self.panels.len() + 1);
        for (rank, other) in self.panels.iter().enumerate() {
            let product = 1.0 + self.product(other) - with_target - self.with_target[rank] + self.target_squared;
            let row = &self.factor[rank];
            let done: f64 = dot(&row[..rank], &line);
            line.push((product - done) / row[rank]);
        }
        let square = 1.0 + self.product(&panel) - 2.0 * with_target + self.target_squared;
        let rest = square - line.iter().map(|value| value * value).sum::<f64>();
        for (of, _) in &panel {
            self.spread[*of as usize] = 0.0;
        }
        if rest <= 1e-11 * square {
            return false;
        }
        line.push(rest.sqrt());
        self.factor.push(line);
        self.weights.push(if self.panels.is_empty() { 1.0 } else { 0.0 });
        self.panels.push(panel);
        self.with_target.push(with_target);
        true
    }

    /// Weights of the point of smallest norm in the plane of all panels.
    fn flat(&self) -> Vec<f64> {
        let many = self.panels.len();
        let mut value: Vec<f64> = Vec::with_capacity(many);
        for (rank, row) in self.factor.iter().enumerate() {
            let done: f64 = dot(&row[..rank], &value);
            value.push((1.0 - done) / row[rank]);
        }
        for rank in (0..many).rev() {
            let row = &self.factor[rank];
            let solved = value[rank] / row[rank];
            value[rank] = solved;
            for (other, entry) in value[..rank].iter_mut().zip(row) {
                *other -= entry * solved;
            }
        }
        let total: f64 = value.iter().sum();
        value.iter().map(|value| value / total).collect()
    }

    /// Goes to the point of smallest norm, leaving panels on the way whose weight would be negative.
    fn settle(&mut self) {
        loop {
            let flat = self.flat();
            if flat.iter().all(|weight| *weight > 1e-15) {
                self.weights = flat;
                return;
            }
            let mut step: f64 = 1.0;
            let mut first = 0;
            for (rank, (now, then)) in self.weights.iter().zip(&flat).enumerate() {
                if *then <= 1e-15 {
                    let until = now / (now - then).max(1e-300);
                    if until < step {
                        step = until;
                        first = rank;
                    }
                }
            }
            for (now, then) in self.weights.iter_mut().zip(&flat) {
                *now += step * (then - *now);
            }
            self.remove(first);
            if self.panels.len() <= 1 {
                self.weights = vec![1.0; self.panels.len()];
                return;
            }
        }
    }

    fn remove(&mut self, rank: usize) {
        self.panels.remove(rank);
        self.weights.remove(rank);
        self.with_target.remove(rank);
        self.factor.remove(rank);
        // Each line below has one entry too many: turn pairs of columns until the factor is triangular again.
        for step in rank..self.factor.len() {
            let (one, two) = (self.factor[step][step], self.factor[step][step + 1]);
            let length = (one * one + two * two).sqrt();
            let (cos, sin) = (one / length, two / length);
            for row in &mut self.factor[step..] {
                let (a, b) = (row[step], row[step + 1]);
                row[step] = cos * a + sin * b;
                row[step + 1] = cos * b - sin * a;
            }
            self.factor[step].truncate(step + 1);
        }
        let total: f64 = self.weights.iter().sum();
        for weight in &mut self.weights {
            *weight /= total;
        }
    }

    fn ended(self, ended: Ended) -> Mixture {
        Mixture { panels: self.panels, weights: self.weights, ended }
    }
}
