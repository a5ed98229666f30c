//! A lottery one can print: so many panels, all as likely, whose counts keep to the probabilities of each person.

use crate::lottery::Lottery;
use crate::model::{Model, Panel};
use crate::rounding;
use crate::search::{Found, Goal, Search};

/// Nodes of one search.
const NODES: u64 = 4_000;
/// Panels of a lottery above which its weights are not rounded: products of panels would take too much memory.
const MOST_ROUNDED: usize = 2_500;

/// How many panels to print so that a ticket more or less matters little: 1,000, 10,000 or 100,000.
pub fn enough(lottery: &Lottery) -> usize {
    let least = lottery.probabilities.iter().map(crate::exact::float).filter(|p| *p > 0.0).fold(1.0, f64::min);
    [1_000, 10_000].into_iter().find(|many| least * *many as f64 >= 10.0).unwrap_or(100_000)
}

/// Panels as counts of types, so many of them.
///
/// # Errors
/// No panel was found where the lottery stands.
pub fn panels(model: &Model, lottery: &Lottery, many: usize) -> Result<Vec<Panel>, String> {
    if lottery.panels.is_empty() || lottery.panels.len() > MOST_ROUNDED {
        return herd(model, &lottery.target, many);
    }
    Ok(rounding::round(model, lottery, many))
}

/// Panels one after the other, each chosen for what those before left missing.
fn herd(model: &Model, target: &[f64], many: usize) -> Result<Vec<Panel>, String> {
    let mut search = crate::lottery::face(model, target);
    let mut all = Search::new(model);
    let mut sums = vec![0.0; model.len()];
    let mut printed = Vec::with_capacity(many);
    for rank in 1..=many {
        let pull: Vec<f64> = sums
            .iter()
            .zip(target)
            .zip(&model.types)
            .map(|((sum, target), of)| (rank as f64 * target - sum) / f64::from(of.size))
            .collect();
        let most = pull.iter().fold(0.0_f64, |most, pull| most.max(pull.abs())).max(1e-300);
        let weights: Vec<f64> = pull.iter().map(|pull| pull / most).collect();
        let found = match search.find(&weights, Goal::Above(f64::NEG_INFINITY), NODES) {
            Found::Panel(panel) => Found::Panel(panel),
            _ => all.find(&weights, Goal::Above(f64::NEG_INFINITY), NODES),
        };
        match found {
            Found::Panel(panel) if model.accepts(&panel) => {
                for (of, count) in &panel {
                    sums[*of as usize] += f64::from(*count);
                }
                printed.push(panel);
            }
            _ => return Err("Aucun groupe n’a été trouvé dans les limites de calcul.".to_owned()),
        }
    }
    Ok(printed)
}
