//! Finding panels: the best for given weights, or one good enough, by branch and bound on the relaxation.

use crate::model::{Model, Panel};
use crate::simplex::{Lp, Outcome};

/// Distance from a whole number under which a count is one.
const WHOLE: f64 = 1e-6;

/// Share of the largest weight by which equal weights are told apart.
const NUDGE: f64 = 1e-8;

/// What a search ended with.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A panel.
    Panel(Panel),
    /// No panel does it: every branch was closed.
    Nothing,
    /// Given up after the number of nodes allowed.
    Unknown,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The first panel whose weight exceeds this.
    Above(f64),
    /// The heaviest panel, weights being whole numbers.
    Heaviest,
}

/// A search that goes on from where the one before ended.
#[derive(Debug, Clone)]
pub struct Search {
    lp: Lp,
    size: usize,
    /// Nodes looked at since the beginning.
    pub nodes: u64,
}

struct Branch {
    variable: usize,
    low: f64,
    high: f64,
    other: Option<(f64, f64)>,
}

impl Search {
    /// Panels of a model.
    pub fn new(model: &Model) -> Self {
        Self { lp: model.relaxation(), size: model.len(), nodes: 0 }
    }

    /// Panels of any program whose first columns are the counts.
    pub fn of(lp: Lp, size: usize) -> Self {
        Self { lp, size, nodes: 0 }
    }

    /// Restricts how many of a type a panel may hold.
    pub fn restrict(&mut self, of: usize, low: f64, high: f64) {
        self.lp.bound(of, low, high);
    }

    /// Restricts a row.
    pub fn restrict_row(&mut self, row: usize, low: f64, high: f64) {
        let columns = self.lp.columns();
        self.lp.bound(columns + row, low, high);
    }

    /// Any panel at all.
    pub fn any(&mut self, limit: u64) -> Found {
        let weights: Vec<f64> = (0..self.size).map(crate::model::scattered).collect();
        self.find(&weights, Goal::Above(f64::NEG_INFINITY), limit)
    }

    /// Looks for a panel.
    pub fn find(&mut self, weights: &[f64], goal: Goal, limit: u64) -> Found {
        // Equal weights make the simplex turn in circles: they are told apart by far less than what matters.
        let most = weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs())).max(1.0);
        self.lp.maximise(
            weights.iter().enumerate().map(|(of, weight)| weight + NUDGE * most * (crate::model::scattered(of) - 1.5)),
        );
        let mut best: Option<(Panel, f64)> = None;
        let mut path: Vec<Branch> = Vec::new();
        let mut spent = 0;
        let mut is_lost = false;
        loop {
            spent += 1;
            self.nodes += 1;
            if spent > limit {
                self.unwind(&mut path);
                return best.map_or(Found::Unknown, |(panel, _)| match goal {
                    Goal::Above(_) => Found::Panel(panel),
                    Goal::Heaviest => Found::Unknown,
                });
            }
            let cut_off = match (goal, &best) {
                (Goal::Above(target), _) => target - NUDGE,
                (Goal::Heaviest, None) => f64::NEG_INFINITY,
                (Goal::Heaviest, Some((_, weight))) => weight + 1.0 - 1e-3,
            };
            let outcome = self.lp.solve(cut_off);
            is_lost |= outcome == Outcome::Lost;
            let is_open = outcome == Outcome::Optimal && self.lp.objective() > cut_off;
            if is_open {
                match self.fractional() {
                    None => {
                        let panel = self.panel();
                        let weight = panel.iter().map(|(of, count)| weights[*of as usize] * f64::from(*count)).sum();
                        match goal {
                            Goal::Above(target) if weight > target => {
                                self.unwind(&mut path);
                                return Found::Panel(panel);
                            }
                            Goal::Above(_) => {}
                            Goal::Heaviest => {
                                if best.as_ref().is_none_or(|(_, heaviest)| weight > *heaviest) {
                                    best = Some((panel, weight));
                                }
                            }
                        }
                    }
                    Some((variable, value)) => {
                        let (low, high) = (self.lp.low[variable], self.lp.high[variable]);
                        let below = libm::floor(value);
                        let is_up = value - below >= 0.4;
                        let (first, other) = if is_up {
                            ((below + 1.0, high), (low, below))
                        } else {
                            ((low, below), (below + 1.0, high))
                        };
                        self.lp.bound(variable, first.0, first.1);
                        path.push(Branch { variable, low, high, other: Some(other) });
                        continue;
                    }
                }
            }
            // Back to the last branch whose other side was not looked at.
            loop {
                let Some(branch) = path.last_mut() else {
                    return match best {
                        _ if is_lost => Found::Unknown,
                        Some((panel, _)) => Found::Panel(panel),
                        None => Found::Nothing,
                    };
                };
                if let Some((low, high)) = branch.other.take() {
                    self.lp.bound(branch.variable, low, high);
                    break;
                }
                self.lp.bound(branch.variable, branch.low, branch.high);
                path.pop();
            }
        }
    }

    fn unwind(&mut self, path: &mut Vec<Branch>) {
        while let Some(branch) = path.pop() {
            self.lp.bound(branch.variable, branch.low, branch.high);
        }
    }

    /// The count furthest on its way up to the next whole number.
    fn fractional(&self) -> Option<(usize, f64)> {
        let mut best = None;
        let mut most = -1.0;
        // Outside the basis counts stand at a bound, which is whole.
        for (variable, value) in self.lp.in_basis() {
            let part = value - libm::floor(value);
            if part > WHOLE && part < 1.0 - WHOLE {
                let merit = if part >= 0.4 { part } else { 0.4 - part };
                if merit > most || (merit == most && best.is_some_and(|(other, _)| variable < other)) {
                    most = merit;
                    best = Some((variable, value));
                }
            }
        }
        best
    }

    fn panel(&self) -> Panel {
        let counted = (0..self.size).filter_map(|of| {
            let count = libm::round(self.lp.value(of)) as u32;
            (count > 0).then_some((of as u32, count))
        });
        // Panels are kept by hundreds.
        let mut panel: Panel = counted.collect();
        panel.shrink_to_fit();
        panel
    }

    /// What each row is worth, per unit, to the relaxation.
    pub fn prices(&mut self, weights: &[f64]) -> Vec<f64> {
        self.lp.maximise(weights.iter().copied());
        self.lp.solve(f64::NEG_INFINITY);
        self.lp.multipliers()
    }

    /// Pivots made since the beginning.
    pub fn iterations(&self) -> u64 {
        self.lp.iterations
    }

    /// The value of a column at the last panel found.
    pub fn value(&self, column: usize) -> f64 {
        self.lp.value(column)
    }
}
