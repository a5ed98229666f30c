//! A lottery one can print: so many panels, all as likely, whose counts keep to the probabilities of each person.

use crate::lottery::{Lottery, WHOLE};
use crate::model::{Model, Panel};
use crate::search::{Found, Goal, Search};

/// Nodes of one search.
const NODES: u64 = 4_000;
/// Exchanges tried to bring counts nearer.
const EXCHANGES: usize = 1_500;
/// Panels tried at each exchange.
const TRIED: usize = 16;
/// Panels that may leave at each exchange.
const LEAVING: usize = 250;
/// Times printed panels are gone through to exchange people.
const ROUNDS: usize = 60;
/// Types looked at, of those that miss most.
const WANTED: usize = 60;

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
    if lottery.panels.is_empty() {
        return herd(model, &lottery.target, many);
    }
    if std::env::var("OLD").is_err() { return Ok(crate::rounding::round(model, lottery, many)); }
    let sizes: Vec<f64> = model.types.iter().map(|of| f64::from(of.size)).collect();
    let mut counts: Vec<usize> = lottery
        .weights
        .iter()
        .map(|weight| (u128::from(*weight) * many as u128 / u128::from(WHOLE)) as usize)
        .collect();
    // What the averages ask for and is not printed yet.
    let mut missing: Vec<f64> = vec![0.0; model.len()];
    for (panel, weight) in lottery.panels.iter().zip(&lottery.weights) {
        for (of, count) in panel {
            missing[*of as usize] += *weight as f64 / WHOLE as f64 * f64::from(*count) * many as f64;
        }
    }
    for (panel, printed) in lottery.panels.iter().zip(&counts) {
        for (of, count) in panel {
            missing[*of as usize] -= f64::from(*count) * *printed as f64;
        }
    }
    let known = lottery.panels.clone();
    for _ in counts.iter().sum::<usize>()..many {
        let pull: Vec<f64> = missing.iter().zip(&sizes).map(|(miss, size)| miss / size).collect();
        let weight = |panel: &Panel| -> f64 { panel.iter().map(|(of, c)| pull[*of as usize] * f64::from(*c)).sum() };
        let best = heaviest(&known, &weight);
        counts[best] += 1;
        for (of, count) in &known[best] {
            missing[*of as usize] -= f64::from(*count);
        }
    }
    exchange(model, &known, &mut counts, &mut missing);
    let mut printed: Vec<Panel> =
        known.into_iter().zip(counts).flat_map(|(panel, many)| std::iter::repeat_n(panel, many)).collect();
    swap(model, &mut printed, &mut missing);
    Ok(printed)
}

fn heaviest(panels: &[Panel], weight: &dyn Fn(&Panel) -> f64) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (rank, panel) in panels.iter().enumerate() {
        let weight = weight(panel);
        if weight > best.1 {
            best = (rank, weight);
        }
    }
    best.0
}

/// Share of the room within which counts are near enough.
const NEAR: f64 = 0.75;

/// How far the count of a type may be. Inside a type tickets go round: less than one more may be missing to somebody.
fn room(size: f64) -> f64 {
    0.35 * size + 1.0
}

/// What counts missing or too many cost: by their square first, then so that the furthest cost most.
#[derive(Clone, Copy, PartialEq)]
enum Cost {
    Square,
    Furthest,
}

impl Cost {
    fn of(self, missing: f64, size: f64) -> f64 {
        let square = (missing / room(size)) * (missing / room(size));
        match self {
            Self::Square => square,
            Self::Furthest => square * square * square,
        }
    }

    fn slope(self, missing: f64, size: f64) -> f64 {
        let far = missing / room(size);
        match self {
            Self::Square => 2.0 * far / room(size),
            Self::Furthest => 6.0 * far * far * far * far * far / room(size),
        }
    }
}

/// Exchanges printed panels for other known ones while counts come nearer to what is asked.
fn exchange(model: &Model, known: &[Panel], counts: &mut [usize], missing: &mut [f64]) {
    let sizes: Vec<f64> = model.types.iter().map(|of| f64::from(of.size)).collect();
    let mut change: Vec<f64> = vec![0.0; model.len()];
    let mut price = Cost::Square;
    for _ in 0..EXCHANGES {
        if furthest(missing, &sizes) <= NEAR {
            return;
        }
        let pull: Vec<f64> = missing.iter().zip(&sizes).map(|(miss, size)| price.slope(*miss, *size)).collect();
        let weight = |panel: &Panel| -> f64 { panel.iter().map(|(of, c)| pull[*of as usize] * f64::from(*c)).sum() };
        let mut ranked: Vec<(f64, usize)> =
            known.iter().enumerate().map(|(rank, panel)| (weight(panel), rank)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // Those that may leave: printed, and asked for least.
        let mut least: Vec<usize> = ranked
            .iter()
            .rev()
            .filter(|(_, rank)| counts[*rank] > 0)
            .take(if price == Cost::Square { LEAVING / 4 } else { LEAVING })
            .map(|(_, rank)| *rank)
            .collect();
        least.sort_unstable();
        ranked.truncate(if price == Cost::Square { TRIED / 4 } else { TRIED });
        let mut best = (usize::MAX, usize::MAX, -1e-9);
        for (_, comes) in &ranked {
            leaving(known, &least, *comes, missing, &sizes, price, &mut change, &mut best);
        }
        let (comes, leaves, _) = best;
        if comes == usize::MAX {
            if price == Cost::Furthest {
                return;
            }
            price = Cost::Furthest;
            continue;
        }
        for (of, count) in &known[comes] {
            missing[*of as usize] -= f64::from(*count);
        }
        for (of, count) in &known[leaves] {
            missing[*of as usize] += f64::from(*count);
        }
        counts[comes] += 1;
        counts[leaves] -= 1;
    }
}

fn furthest(missing: &[f64], sizes: &[f64]) -> f64 {
    missing.iter().zip(sizes).map(|(miss, size)| miss.abs() / room(*size)).fold(0.0, f64::max)
}

/// Exchanges, inside a printed panel, somebody of a type printed too often for somebody of a type not often enough, where
/// every rule is still kept.
fn swap(model: &Model, printed: &mut [Panel], missing: &mut [f64]) {
    let sizes: Vec<f64> = model.types.iter().map(|of| f64::from(of.size)).collect();
    let everybody: Vec<u32> = (0..model.len() as u32).collect();
    for _ in 0..ROUNDS {
        if furthest(missing, &sizes) <= NEAR {
            return;
        }
        let mut wanted: Vec<(f64, u32)> = missing
            .iter()
            .zip(&sizes)
            .zip(0..)
            .map(|((miss, size), of)| (miss / room(*size), of))
            .filter(|(far, _)| *far > 0.0)
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        wanted.truncate(WANTED);
        let wanted: Vec<u32> = wanted.into_iter().map(|(_, of)| of).collect();
        let far = -0.8 * furthest(missing, &sizes);
        let mut is_changed = false;
        for panel in printed.iter_mut() {
            let mut sums = model.activities(panel);
            let mut best = (0, 0, -1e-9);
            for (leaves, _) in panel.iter() {
                let out = *leaves as usize;
                let relief =
                    Cost::Furthest.of(missing[out] + 1.0, sizes[out]) - Cost::Furthest.of(missing[out], sizes[out]);
                // Whoever is printed far too often may leave to anybody.
                let is_far = missing[out] / room(sizes[out]) < far;
                for comes in if is_far { &everybody } else { &wanted } {
                    let into = *comes as usize;
                    let gain = relief + Cost::Furthest.of(missing[into] - 1.0, sizes[into])
                        - Cost::Furthest.of(missing[into], sizes[into]);
                    if gain < best.2 && leaves != comes && fits(model, &mut sums, panel, *leaves, *comes) {
                        best = (*leaves, *comes, gain);
                    }
                }
            }
            let (leaves, comes, gain) = best;
            if gain < -1e-9 {
                missing[leaves as usize] += 1.0;
                missing[comes as usize] -= 1.0;
                place(panel, leaves, comes);
                is_changed = true;
            }
        }
        if !is_changed {
            return;
        }
    }
}

/// Whether a panel keeps its rules when somebody of a type leaves for somebody of another; sums are given back unchanged.
fn fits(model: &Model, sums: &mut [i64], panel: &Panel, leaves: u32, comes: u32) -> bool {
    let (out, into) = (&model.types[leaves as usize], &model.types[comes as usize]);
    let there = panel.binary_search_by_key(&comes, |(of, _)| *of).map_or(0, |at| panel[at].1);
    if there >= into.size {
        return false;
    }
    into.terms.iter().for_each(|(row, value)| sums[*row as usize] += value);
    out.terms.iter().for_each(|(row, value)| sums[*row as usize] -= value);
    let keeps = |(row, _): &(u32, i64)| {
        let of = &model.rows[*row as usize];
        (of.low..=of.high).contains(&sums[*row as usize])
    };
    let is_kept = into.terms.iter().all(keeps) && out.terms.iter().all(keeps);
    into.terms.iter().for_each(|(row, value)| sums[*row as usize] -= value);
    out.terms.iter().for_each(|(row, value)| sums[*row as usize] += value);
    is_kept
}

/// One of a type leaves a panel, one of another comes.
fn place(panel: &mut Panel, leaves: u32, comes: u32) {
    if let Ok(at) = panel.binary_search_by_key(&leaves, |(of, _)| *of) {
        panel[at].1 -= 1;
        if panel[at].1 == 0 {
            panel.remove(at);
        }
    }
    match panel.binary_search_by_key(&comes, |(of, _)| *of) {
        Ok(at) => panel[at].1 += 1,
        Err(at) => panel.insert(at, (comes, 1)),
    }
}

/// The printed panel whose leaving, for one that comes, makes the whole cost least.
#[allow(clippy::too_many_arguments, reason = "buffers of one loop, lent")]
fn leaving(
    known: &[Panel],
    least: &[usize],
    comes: usize,
    missing: &[f64],
    sizes: &[f64],
    price: Cost,
    change: &mut [f64],
    best: &mut (usize, usize, f64),
) {
    for rank in least.iter().copied().filter(|rank| *rank != comes) {
        let panel = &known[rank];
        let mut gain = 0.0;
        for (of, count) in &known[comes] {
            change[*of as usize] -= f64::from(*count);
        }
        for (of, count) in panel {
            change[*of as usize] += f64::from(*count);
        }
        for (of, _) in known[comes].iter().chain(panel) {
            let of = *of as usize;
            if change[of] != 0.0 {
                gain += price.of(missing[of] + change[of], sizes[of]) - price.of(missing[of], sizes[of]);
                change[of] = 0.0;
            }
        }
        if gain < best.2 {
            *best = (comes, rank, gain);
        }
    }
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
