//! The whole of a draw: levels, panels whose mixture reaches them, and what was proved, counted in whole numbers.

use num_rational::BigRational;
use num_traits::Zero;

use crate::exact::ratio;
use crate::hull;
use crate::levels::{self, Levels, Obstacle, Proof};
use crate::mixture::{Ended, mix};
use crate::model::{Model, Panel};
use crate::nash;
use crate::search::{Found, Goal, Search};

/// What weights of panels add up to.
pub const WHOLE: u64 = 1_000_000_000_000_000;
/// Nodes of one search for a panel.
const NODES: u64 = 20_000;
/// Types above which panels are printed without being first mixed exactly: mixing took 34 seconds for 4,399 types.
const MOST_TYPES: usize = 5_000;

/// What is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Objective {
    /// Nobody can be given more without taking from somebody who has no more.
    #[default]
    Leximin,
    /// The smallest probability is the largest possible; nothing is claimed above it.
    Maximin,
    /// The product of probabilities is the largest possible.
    Nash,
}

impl Objective {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leximin => "leximin",
            Self::Maximin => "maximin",
            Self::Nash => "nash",
        }
    }
}

/// What was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The bounds of quotas alone are reached.
    Optimal,
    /// Reached too, some bounds being proved by looking at every panel.
    OptimalWithCuts,
    /// The best found: this much may be missing somewhere.
    BestFound(BigRational),
}

impl Status {
    /// Its name in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Optimal => "optimal-certified",
            Self::OptimalWithCuts => "optimal-with-cuts",
            Self::BestFound(_) => "best-found",
        }
    }
}

/// A lottery over panels.
#[derive(Debug, Clone)]
pub struct Lottery {
    /// What was sought.
    pub objective: Objective,
    /// Levels and their proofs; for Nash, levels are those of leximin and prove nothing of it.
    pub levels: Levels,
    /// What was proved of Nash.
    pub nash: Option<nash::Certificate>,
    /// Panels.
    pub panels: Vec<Panel>,
    /// Weight of each, out of [`WHOLE`].
    pub weights: Vec<u64>,
    /// Probability of each type, counted from panels and weights.
    pub probabilities: Vec<BigRational>,
    /// Average number of each type that is aimed at.
    pub target: Vec<f64>,
    /// What was proved.
    pub status: Status,
    /// The most that is missing to what was proved possible, however little.
    pub missing: BigRational,
}

/// Difference of probability up to which a bound is reached.
pub fn reached() -> BigRational {
    ratio(1, 1_000_000_000)
}

/// Finds the lottery.
///
/// # Errors
/// No lottery keeps the rules, or arithmetic gave way.
pub fn find(model: &Model, objective: Objective) -> Result<Lottery, Obstacle> {
    // A panel first: without one there is nothing to be fair about. The search leaves at once: it is as large as the next.
    let first = Search::new(model).any(NODES * 10);
    match first {
        Found::Panel(panel) if model.accepts(&panel) => {}
        Found::Nothing => return Err(Obstacle::Impossible(Vec::new())),
        Found::Panel(_) | Found::Unknown => return Err(Obstacle::Lost),
    }
    let levels = levels::of_relaxation(model)?;
    let lottery = aimed(model, objective, levels)?;
    let is_apart = matches!(lottery.status, Status::BestFound(_)) && model.len() <= MOST_TYPES;
    if !is_apart || (objective == Objective::Nash && lottery.keeps(model)) {
        return Ok(lottery);
    }
    // Panels are whole: what quotas allow on average, no mixture of panels reaches. Bounds are proved on panels.
    let found = hull::of_panels(model, objective, &lottery.panels)?;
    let best = match found {
        Some(levels) if objective != Objective::Nash => {
            let better = aimed(model, objective, levels)?;
            if gap(&better.status) <= gap(&lottery.status) || !lottery.keeps(model) { better } else { lottery }
        }
        _ => lottery,
    };
    // A lottery that gives somebody more than the most allowed is none.
    if best.keeps(model) { Ok(best) } else { Err(Obstacle::Lost) }
}

fn gap(status: &Status) -> BigRational {
    match status {
        Status::BestFound(gap) => gap.clone(),
        Status::Optimal | Status::OptimalWithCuts => BigRational::zero(),
    }
}

/// Panels that reach the levels, or come as near as was found.
fn aimed(model: &Model, objective: Objective, levels: Levels) -> Result<Lottery, Obstacle> {
    let mut target: Vec<f64> = (0..model.len()).map(|of| levels.count(model, of).unwrap_or_default()).collect();
    let mut certificate = None;
    if objective == Objective::Nash {
        let (counts, proof) = nash::find(model, &target).ok_or(Obstacle::Lost)?;
        target = counts;
        certificate = Some(proof);
    }
    let mut search = face(model, &target);
    let mut lottery = Lottery {
        objective,
        levels,
        nash: certificate,
        panels: Vec::new(),
        weights: Vec::new(),
        probabilities: Vec::new(),
        target,
        status: Status::Optimal,
        missing: BigRational::zero(),
    };
    if model.len() > MOST_TYPES {
        lottery.status = Status::BestFound(ratio(1, 1));
        return Ok(lottery);
    }
    let most = 4 * model.len() + 200;
    let mut mixture = mix(model, &lottery.target, Vec::new(), most, &mut |weights, aim| {
        search.find(weights, Goal::Above(aim), NODES)
    });
    if mixture.panels.is_empty() || (mixture.ended != Ended::Exact && mixture.panels.len() < 2) {
        // No panel stands where every bound is reached: the nearest mixture of any panels.
        let mut all = Search::new(model);
        mixture = mix(model, &lottery.target, Vec::new(), most, &mut |weights, aim| {
            all.find(weights, Goal::Above(aim), NODES)
        });
    }
    drop(search);
    lottery.weights = whole(&mixture.weights);
    lottery.panels = mixture.panels;
    lottery.count(model);
    Ok(lottery)
}

/// A search among panels that can take part in a mixture of these averages: where an average stands at a bound, every
/// panel does.
pub(crate) fn face(model: &Model, target: &[f64]) -> Search {
    let mut search = Search::new(model);
    let mut sums = vec![0.0; model.rows.len()];
    for (of, count) in model.types.iter().zip(target) {
        for (row, value) in &of.terms {
            sums[*row as usize] += *value as f64 * count;
        }
    }
    for (rank, (row, sum)) in model.rows.iter().zip(&sums).enumerate() {
        for bound in [row.low as f64, row.high as f64] {
            if (sum - bound).abs() < 1e-8 {
                search.restrict_row(rank, bound, bound);
            }
        }
    }
    for (rank, (of, count)) in model.types.iter().zip(target).enumerate() {
        let size = f64::from(of.size);
        if *count < 1e-10 {
            search.restrict(rank, 0.0, 0.0);
        } else if *count > size - 1e-10 {
            search.restrict(rank, size, size);
        }
    }
    search
}

/// Weights as whole numbers that add up exactly.
fn whole(weights: &[f64]) -> Vec<u64> {
    let total: f64 = weights.iter().sum();
    let mut parts: Vec<u64> = weights.iter().map(|weight| libm::floor(weight / total * WHOLE as f64) as u64).collect();
    let sum: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    // What rounding leaves goes to the heaviest panel, where it weighs least.
    if let Some(heaviest) = (0..parts.len()).max_by_key(|at| (parts[*at], std::cmp::Reverse(*at))) {
        parts[heaviest] = (i128::from(parts[heaviest]) + i128::from(WHOLE) - sum).max(0) as u64;
    }
    parts
}

impl Lottery {
    /// Whether nobody has more than the highest probability allowed.
    fn keeps(&self, model: &Model) -> bool {
        let most = &model.cap + reached();
        self.probabilities.iter().enumerate().all(|(of, p)| *p <= most || model.is_certain(of))
    }

    /// Takes other panels, all as likely.
    pub(crate) fn replace(&mut self, model: &Model, panels: Vec<Panel>) {
        self.weights = whole(&vec![1.0; panels.len()]);
        self.panels = panels;
        self.count(model);
    }

    /// Counts probabilities from panels, and says what is proved of them.
    fn count(&mut self, model: &Model) {
        let mut sums = vec![0_i128; model.len()];
        for (panel, weight) in self.panels.iter().zip(&self.weights) {
            for (of, count) in panel {
                sums[*of as usize] += i128::from(*weight) * i128::from(*count);
            }
        }
        self.probabilities = sums
            .iter()
            .zip(&model.types)
            .map(|(sum, of)| ratio(*sum, i128::from(WHOLE) * i128::from(of.size)))
            .collect();
        let missing = match &self.nash {
            Some(nash) => nash.missing(model, &self.probabilities),
            None => self.missing(model),
        };
        let is_by_panels = self.levels.levels.iter().any(|level| matches!(level.proof, Proof::Panels { .. }));
        self.missing = missing.clone();
        self.status = if missing > reached() {
            Status::BestFound(missing)
        } else if is_by_panels && self.nash.is_none() {
            Status::OptimalWithCuts
        } else {
            Status::Optimal
        };
    }

    /// The most that is missing to a level under its bound. For maximin, only the lowest level counts.
    fn missing(&self, model: &Model) -> BigRational {
        let mut missing = BigRational::zero();
        if self.objective == Objective::Maximin {
            let chances = self.probabilities.iter().enumerate().map(|(of, p)| model.whole_chance(of, p));
            let least = chances.min().unwrap_or_else(BigRational::zero);
            return self.levels.levels.first().map_or(missing, |level| (&level.bound - least).max(ratio(0, 1)));
        }
        for level in &self.levels.levels {
            for of in &level.at {
                let aim = model.probability(*of as usize, &level.bound);
                missing = missing.max(aim - &self.probabilities[*of as usize]);
            }
            for of in &level.ceiling {
                missing = missing.max(model.most(*of as usize) - &self.probabilities[*of as usize]);
            }
        }
        missing
    }

    /// The lowest chance reached at a level, of those its bound holds: that of being invited counted in.
    pub fn achieved(&self, model: &Model, level: usize) -> BigRational {
        let at = self.levels.levels[level].at.iter().map(|of| *of as usize);
        at.map(|of| model.whole_chance(of, &self.probabilities[of])).min().unwrap_or_else(BigRational::zero)
    }
}
