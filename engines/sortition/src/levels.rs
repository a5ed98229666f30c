//! The fairest probabilities that quotas allow, level by level, each level with multipliers that prove nobody could do
//! better. What is proved is proved for every lottery, whatever its panels: the proof is counted in whole numbers.

use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::exact::{float, proportions, ratio};
use crate::model::{Model, scattered};
use crate::simplex::{Lp, Outcome};

/// Share of the proof under which a type is not held by it.
pub const HELD: f64 = 1e-7;

/// Why nobody of a level can be given more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// It is the highest probability the rules allow.
    Ceiling,
    /// Multipliers of rows, in whole numbers.
    Rows(Vec<(u32, i128)>),
    /// Weights of types, and the most that any panel weighs: every panel was looked at.
    Panels {
        /// Weights, in whole numbers.
        weights: Vec<(u32, i128)>,
        /// The most a panel weighs.
        most: i128,
        /// Multipliers of rows, to be divided by [`crate::hull::SCALE`]: they close most branches at once.
        multipliers: Vec<(u32, i128)>,
    },
}

/// A level: people whose probability cannot be raised without lowering somebody who has no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The probability, proved to be the most.
    pub bound: BigRational,
    /// The proof.
    pub proof: Proof,
    /// Types at this probability.
    pub at: Vec<u32>,
    /// Types which, because of this level, have the highest probability the rules allow.
    pub ceiling: Vec<u32>,
}

/// Where a type stands while levels are found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Standing {
    Free,
    At(usize),
    Ceiling,
    /// Given this much, of which nothing is claimed.
    Aimed(f64),
}

/// Levels found so far.
#[derive(Debug, Clone)]
pub struct Levels {
    /// The levels, lowest first.
    pub levels: Vec<Level>,
    pub(crate) standings: Vec<Standing>,
}

impl Levels {
    pub(crate) fn new(model: &Model) -> Self {
        let standing = |of| if model.is_certain(of) { Standing::Ceiling } else { Standing::Free };
        Self { levels: Vec::new(), standings: (0..model.len()).map(standing).collect() }
    }

    /// Whether every type has its level.
    pub(crate) fn is_complete(&self) -> bool {
        self.standings.iter().all(|standing| *standing != Standing::Free)
    }

    /// The probability of each type, exactly.
    pub fn probabilities(&self, model: &Model) -> Vec<BigRational> {
        self.standings
            .iter()
            .enumerate()
            .map(|(of, standing)| match standing {
                Standing::Free | Standing::Aimed(_) => BigRational::zero(),
                Standing::At(level) => model.probability(of, &self.levels[*level].bound),
                Standing::Ceiling => model.most(of),
            })
            .collect()
    }

    /// How many of a type on average, as a floating point number; nothing while it is free.
    pub(crate) fn count(&self, model: &Model, of: usize) -> Option<f64> {
        let size = f64::from(model.types[of].size);
        match self.standings[of] {
            Standing::Free => None,
            Standing::Aimed(probability) => Some(probability * size),
            Standing::At(level) => Some(float(&model.probability(of, &self.levels[level].bound)) * size),
            Standing::Ceiling => Some(float(&model.most(of)) * size),
        }
    }

    /// What weights of types, whose sum over any lottery is at most `most`, prove of the types still free.
    pub(crate) fn bound(&self, model: &Model, weights: &[i128], most: i128) -> Option<BigRational> {
        if !model.invited.is_empty() {
            return self.bound_of_invited(model, weights, most);
        }
        let mut by_level = vec![0_i128; self.levels.len()];
        let (mut high, mut certain, mut free) = (0_i128, 0_i128, 0_i128);
        for (rank, ((of, weight), standing)) in model.types.iter().zip(weights).zip(&self.standings).enumerate() {
            let part = weight * i128::from(of.size);
            match standing {
                _ if model.is_certain(rank) => certain += part,
                Standing::At(level) => by_level[*level] += part,
                Standing::Free if *weight > 0 => free += part,
                Standing::Free | Standing::Ceiling | Standing::Aimed(_) => high += part,
            }
        }
        if free <= 0 {
            return None;
        }
        let mut rest = ratio(most - certain, 1) - ratio(high, 1) * &model.cap;
        for (part, level) in by_level.iter().zip(&self.levels).filter(|(part, _)| **part != 0) {
            rest -= ratio(*part, 1) * &level.bound;
        }
        Some(rest / ratio(free, 1))
    }

    /// The same, of whole chances: whoever had less chance of being invited weighs more here.
    fn bound_of_invited(&self, model: &Model, weights: &[i128], most: i128) -> Option<BigRational> {
        let (mut rest, mut free) = (ratio(most, 1), BigRational::zero());
        for (of, (weight, standing)) in weights.iter().zip(&self.standings).enumerate() {
            let part = ratio(weight * i128::from(model.types[of].size), 1);
            match standing {
                Standing::At(level) => rest -= part * model.probability(of, &self.levels[*level].bound),
                Standing::Free if *weight > 0 => free += model.probability(of, &part),
                Standing::Free | Standing::Ceiling | Standing::Aimed(_) => rest -= part * model.most(of),
            }
        }
        (free > BigRational::zero()).then(|| rest / free)
    }

    /// The highest whole chance every type still free may have, none of them passing the highest probability.
    pub(crate) fn highest(&self, model: &Model) -> BigRational {
        let free = (0..model.len()).filter(|of| self.standings[*of] == Standing::Free);
        if model.invited.is_empty() {
            return model.cap.clone();
        }
        free.map(|of| model.whole_chance(of, &model.cap)).min().unwrap_or_else(|| model.cap.clone())
    }

    /// Least and most of a type still free, on average, when this whole chance is sought.
    pub(crate) fn room(model: &Model, of: usize, level: f64) -> (f64, f64) {
        let (size, cap) = (f64::from(model.types[of].size), float(&model.cap));
        let probability = model.invited.get(of).map_or(level, |invited| (level / float(invited)).min(cap));
        (probability * size, cap * size)
    }

    /// Closes a level: free types that its weights hold are at its bound, those that weigh against it at the ceiling.
    pub(crate) fn close(&mut self, model: &Model, bound: BigRational, weights: &[i128], proof: Proof) {
        let invited = |of: usize| model.invited.get(of).map_or(1.0, float);
        let part = |of: usize| weights[of] as f64 * f64::from(model.types[of].size) / invited(of);
        let is_free = |of: &usize| self.standings[*of] == Standing::Free;
        let total: f64 = (0..model.len()).filter(is_free).map(part).filter(|part| *part > 0.0).sum();
        let at: Vec<u32> =
            (0..model.len()).filter(is_free).filter(|of| part(*of) > HELD * total).map(|of| of as u32).collect();
        let ceiling: Vec<u32> =
            (0..model.len()).filter(is_free).filter(|of| part(*of) < -HELD * total).map(|of| of as u32).collect();
        let rank = self.levels.len();
        for of in &at {
            self.standings[*of as usize] = Standing::At(rank);
        }
        for of in &ceiling {
            self.standings[*of as usize] = Standing::Ceiling;
        }
        self.levels.push(Level { bound, proof, at, ceiling });
    }

    /// Gives a type a probability of which nothing is claimed.
    pub(crate) fn aim(&mut self, of: usize, probability: f64) {
        self.standings[of] = Standing::Aimed(probability);
    }

    /// Everybody still free can have the highest chance they all may: those whom the highest probability stops there are
    /// at it.
    pub(crate) fn close_at_ceiling(&mut self, model: &Model) {
        let highest = self.highest(model);
        let is_there = |of: &usize| {
            self.standings[*of] == Standing::Free
                && (model.invited.is_empty() || model.whole_chance(*of, &model.cap) == highest)
        };
        let free: Vec<u32> = (0..model.len()).filter(is_there).map(|of| of as u32).collect();
        for of in &free {
            self.standings[*of as usize] = Standing::Ceiling;
        }
        self.levels.push(Level { bound: highest, proof: Proof::Ceiling, at: free, ceiling: Vec::new() });
    }
}

/// Why levels could not be found.
#[derive(Debug, Clone, PartialEq)]
pub enum Obstacle {
    /// No lottery keeps the rows: multipliers of the proof.
    Impossible(Vec<f64>),
    /// Arithmetic gave way.
    Lost,
}

/// Finds the levels of the relaxation.
///
/// # Errors
/// No probabilities satisfy the rows, or arithmetic gave way.
pub fn of_relaxation(model: &Model) -> Result<Levels, Obstacle> {
    let mut lp = model.relaxation();
    lp.maximise((0..model.len()).map(|of| -scattered(of)));
    let mut found = Levels::new(model);
    while !found.is_complete() {
        let highest = found.highest(model);
        let mut level = float(&highest);
        let mut last: Option<(BigRational, Vec<i128>, Vec<i128>)> = None;
        loop {
            set_bounds(&mut lp, model, &found, level);
            match lp.solve(f64::NEG_INFINITY) {
                Outcome::Optimal => break,
                Outcome::Infeasible => {}
                Outcome::CutOff | Outcome::Lost => return Err(Obstacle::Lost),
            }
            let Some(proved) = prove(model, &found, &lp.ray) else {
                return if found.levels.is_empty() { Err(Obstacle::Impossible(lp.ray)) } else { Err(Obstacle::Lost) };
            };
            if proved.0 < BigRational::zero() {
                return Err(Obstacle::Impossible(lp.ray));
            }
            let lower = float(&proved.0);
            let is_stuck = lower >= level - 1e-13 * level.max(1e-3);
            if last.as_ref().is_none_or(|last| proved.0 < last.0) {
                last = Some(proved);
            }
            if is_stuck {
                break;
            }
            level = lower;
        }
        match last {
            None => found.close_at_ceiling(model),
            Some((bound, multipliers, weights)) => {
                let bound = bound.min(highest);
                let proof = multipliers.iter().enumerate().filter(|(_, y)| **y != 0);
                let proof = Proof::Rows(proof.map(|(row, y)| (row as u32, *y)).collect());
                let free = found.standings.iter().filter(|standing| **standing == Standing::Free).count();
                found.close(model, bound, &weights, proof);
                if found.standings.iter().filter(|standing| **standing == Standing::Free).count() == free {
                    return Err(Obstacle::Lost);
                }
            }
        }
    }
    Ok(found)
}

fn set_bounds(lp: &mut Lp, model: &Model, found: &Levels, level: f64) {
    for of in 0..model.len() {
        let (low, high) = match found.count(model, of) {
            Some(count) => (count, count),
            None => Levels::room(model, of, level),
        };
        lp.bound(of, low, high);
    }
}

/// The bound that multipliers prove, with themselves and the weights of types, in whole numbers.
fn prove(model: &Model, found: &Levels, ray: &[f64]) -> Option<(BigRational, Vec<i128>, Vec<i128>)> {
    let mut best: Option<(BigRational, Vec<i128>, Vec<i128>)> = None;
    for multipliers in proportions(ray) {
        let most = rows_most(model, &multipliers);
        let weights = type_weights(model, &multipliers);
        let Some(bound) = found.bound(model, &weights, most) else { continue };
        let margin = ratio(1, 1_000_000_000_000);
        if best.as_ref().is_none_or(|best| bound < &best.0 - &margin) {
            best = Some((bound, multipliers, weights));
        }
    }
    best
}

/// The most that multipliers times activities can be.
pub(crate) fn rows_most(model: &Model, multipliers: &[i128]) -> i128 {
    let part = |(row, y): (&crate::model::Row, &i128)| y * i128::from(if *y > 0 { row.high } else { row.low });
    model.rows.iter().zip(multipliers).map(part).sum()
}

/// What multipliers of rows weigh for each type.
pub(crate) fn type_weights(model: &Model, multipliers: &[i128]) -> Vec<i128> {
    let weight = |of: &crate::model::Type| {
        of.terms.iter().map(|(row, value)| multipliers[*row as usize] * i128::from(*value)).sum()
    };
    model.types.iter().map(weight).collect()
}

/// One as a fraction, for a draw without cap.
pub fn no_cap() -> BigRational {
    BigRational::one()
}
