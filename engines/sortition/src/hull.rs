//! When no mixture of panels reaches what quotas allow on average: the same levels, proved on panels themselves. A
//! program whose columns are panels asks for them one by one; each bound is the most that any panel weighs, for weights
//! that are whole numbers, every branch having been closed.

use crate::exact::{float, proportions, ratio};
use crate::levels::{Levels, Obstacle, Proof, Standing};
use crate::lottery::Objective;
use crate::model::{Model, Panel, scattered};
use crate::search::{Found, Goal, Search};
use crate::simplex::{Lp, Outcome};

/// Types above which panels would be too many.
const MOST_TYPES: usize = 400;
/// Nodes of a search for the heaviest panel.
const NODES: u64 = 60_000;
/// What multipliers of rows are divided by.
pub const SCALE: f64 = 1e6;
/// Panels and bounds asked for in all.
const MOST_ASKED: usize = 6_000;

/// Levels of mixtures of panels; nothing when they are too many to be looked at.
///
/// # Errors
/// No mixture of panels keeps to the highest probability allowed: that is proved, every panel having been looked at.
pub fn of_panels(model: &Model, objective: Objective, start: &[Panel]) -> Result<Option<Levels>, Obstacle> {
    if model.len() > MOST_TYPES || start.is_empty() {
        return Ok(None);
    }
    let mut bounds: Vec<(f64, f64)> = model.types.iter().map(|of| (0.0, f64::from(of.size))).collect();
    bounds.push((1.0, 1.0));
    let mut lp = Lp::new(&bounds);
    let mut search = Search::new(model);
    let mut panels: Vec<Panel> = Vec::new();
    add(&mut lp, model, &mut panels, start.to_vec());
    let mut found = Levels::new(model);
    let mut asked = 0;
    while !found.is_complete() {
        let mut level = float(&found.highest(model));
        let mut last = None;
        loop {
            for of in 0..model.len() {
                let columns = lp.columns();
                let (low, high) = match found.count(model, of) {
                    Some(count) => (count, count),
                    None => Levels::room(model, of, level),
                };
                lp.bound(columns + of, low, high);
            }
            match lp.solve(f64::NEG_INFINITY) {
                Outcome::Optimal => break,
                Outcome::Infeasible => {}
                Outcome::CutOff | Outcome::Lost => return Ok(None),
            }
            asked += 1;
            if asked > MOST_ASKED {
                return Ok(None);
            }
            // Types are rows here: what is asked of them stands against the multipliers.
            let ray: Vec<f64> = lp.ray.iter().map(|entry| -entry).collect();
            let mut is_further = false;
            for weights in proportions(&ray[..model.len()]) {
                // The search counts in floating point: weights it would not tell apart are left.
                if weights.iter().any(|weight| weight.abs() > 1 << 40) {
                    continue;
                }
                let floats: Vec<f64> = weights.iter().map(|weight| *weight as f64).collect();
                let Found::Panel(heaviest) = search.find(&floats, Goal::Heaviest, NODES) else { return Ok(None) };
                if !model.accepts(&heaviest) {
                    return Ok(None);
                }
                let most: i128 = heaviest.iter().map(|(of, count)| weights[*of as usize] * i128::from(*count)).sum();
                if !panels.contains(&heaviest) {
                    add(&mut lp, model, &mut panels, vec![heaviest]);
                    is_further = true;
                }
                if found.levels.is_empty() && is_beyond(model, &weights, most) {
                    return Err(Obstacle::Impossible(Vec::new()));
                }
                let Some(bound) = found.bound(model, &weights, most) else { continue };
                let lower = float(&bound);
                if lower < level - 1e-13 {
                    level = lower;
                    last = Some((bound, weights, most));
                    is_further = true;
                }
                if is_further {
                    break;
                }
            }
            if !is_further {
                if last.is_none() {
                    return Ok(None);
                }
                break;
            }
        }
        match last {
            None => found.close_at_ceiling(model),
            Some((bound, weights, most)) => {
                let free = free(&found);
                let kept = weights.iter().enumerate().filter(|(_, weight)| **weight != 0);
                let floats: Vec<f64> = weights.iter().map(|weight| *weight as f64).collect();
                let prices = search.prices(&floats);
                let multipliers: Vec<i128> = prices.iter().map(|price| libm::round(price * SCALE) as i128).collect();
                let multipliers = multipliers.iter().enumerate().filter(|(_, y)| **y != 0);
                let proof = Proof::Panels {
                    multipliers: multipliers.map(|(row, y)| (row as u32, *y)).collect(),
                    weights: kept.map(|(of, weight)| (of as u32, *weight)).collect(),
                    most,
                };
                found.close(model, bound, &weights, proof);
                if self::free(&found) == free {
                    return Ok(None);
                }
            }
        }
        if objective == Objective::Maximin {
            // Only the lowest level is claimed; the others follow from any mixture that reaches it.
            fill(&mut found, &lp, model);
            return Ok(Some(found));
        }
    }
    Ok(Some(found))
}

/// Whether no panel weighs as much as any lottery under the highest probability would: those who weigh less than nothing
/// weigh least when they are drawn as often as allowed.
fn is_beyond(model: &Model, weights: &[i128], most: i128) -> bool {
    let (mut least, mut certain) = (0, 0);
    for (of, weight) in weights.iter().enumerate() {
        let part = weight * i128::from(model.types[of].size);
        if model.is_certain(of) {
            certain += part;
        } else {
            least += part.min(0);
        }
    }
    ratio(most - certain, 1) < ratio(least, 1) * &model.cap
}

fn free(found: &Levels) -> usize {
    found.standings.iter().filter(|standing| **standing == Standing::Free).count()
}

/// Adds panels as columns.
fn add(lp: &mut Lp, model: &Model, panels: &mut Vec<Panel>, more: Vec<Panel>) {
    let mass = model.len() as u32;
    let count = |(of, count): &(u32, u32)| (*of, f64::from(*count));
    lp.add(more.iter().map(|panel| (0.0, 1.0, panel.iter().map(count).chain([(mass, 1.0)]))));
    panels.extend(more);
    lp.maximise((0..panels.len()).map(|rank| -scattered(rank)));
}

/// Gives types still free what the last mixture gave them.
fn fill(found: &mut Levels, lp: &Lp, model: &Model) {
    let columns = lp.columns();
    let free: Vec<usize> = (0..model.len()).filter(|of| found.standings[*of] == Standing::Free).collect();
    for of in free {
        let probability = lp.value(columns + of) / f64::from(model.types[of].size);
        found.aim(of, probability);
    }
}
