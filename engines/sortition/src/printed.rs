//! A lottery one can print: so many panels, all as likely, whose counts keep to the probabilities of each person.

use crate::chance::Chance;
use crate::draw::Draw;
use crate::lottery::{Lottery, WHOLE};
use crate::model::{Model, Panel};
use crate::pool::Pool;
use crate::search::{Found, Goal, Search};

/// Nodes of one search.
const NODES: u64 = 4_000;
/// Exchanges tried to bring counts nearer.
const EXCHANGES: usize = 1_500;
/// Panels tried at each exchange.
const TRIED: usize = 16;
/// Panels that may leave at each exchange.
const LEAVING: usize = 250;
/// New panels asked for while exchanging.
const ASKED: usize = 240;

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
    let mut known = lottery.panels.clone();
    for _ in counts.iter().sum::<usize>()..many {
        let pull: Vec<f64> = missing.iter().zip(&sizes).map(|(miss, size)| miss / size).collect();
        let weight = |panel: &Panel| -> f64 { panel.iter().map(|(of, c)| pull[*of as usize] * f64::from(*c)).sum() };
        let best = heaviest(&known, &weight);
        counts[best] += 1;
        for (of, count) in &known[best] {
            missing[*of as usize] -= f64::from(*count);
        }
    }
    exchange(model, lottery, &mut known, &mut counts, &mut missing);
    Ok(known.into_iter().zip(counts).flat_map(|(panel, many)| std::iter::repeat_n(panel, many)).collect())
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

/// Exchanges printed panels for others while counts come nearer to what is asked.
fn exchange(model: &Model, lottery: &Lottery, known: &mut Vec<Panel>, counts: &mut Vec<usize>, missing: &mut [f64]) {
    let sizes: Vec<f64> = model.types.iter().map(|of| f64::from(of.size)).collect();
    let mut search: Option<Search> = None;
    let mut asked = 0_usize;
    let mut change: Vec<f64> = vec![0.0; model.len()];
    let mut price = Cost::Square;
    for _ in 0..EXCHANGES {
        let worst = missing.iter().zip(&sizes).map(|(miss, size)| miss.abs() / room(*size)).fold(0.0, f64::max);
        if worst <= 0.75 {
            return;
        }
        let pull: Vec<f64> = missing.iter().zip(&sizes).map(|(miss, size)| price.slope(*miss, *size)).collect();
        let weight = |panel: &Panel| -> f64 { panel.iter().map(|(of, c)| pull[*of as usize] * f64::from(*c)).sum() };
        let mut ranked: Vec<(f64, usize)> =
            known.iter().enumerate().map(|(rank, panel)| (weight(panel), rank)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // Those that may leave: printed, and asked for least.
        let mut least: Vec<(f64, usize)> = ranked
            .iter()
            .rev()
            .filter(|(_, rank)| counts[*rank] > 0)
            .take(if price == Cost::Square { LEAVING / 4 } else { LEAVING })
            .copied()
            .collect();
        least.sort_by_key(|(_, rank)| *rank);
        let least: Vec<usize> = least.into_iter().map(|(_, rank)| rank).collect();
        ranked.truncate(if price == Cost::Square { TRIED / 4 } else { TRIED });
        let mut best = (usize::MAX, usize::MAX, -1e-9);
        for (_, comes) in &ranked {
            leaving(known, &least, *comes, missing, &sizes, price, &mut change, &mut best);
        }
        if best.0 == usize::MAX && price == Cost::Square {
            price = Cost::Furthest;
            continue;
        }
        while best.0 == usize::MAX && asked < ASKED {
            // None of the known panels helps: one is asked for, each time with other proportions.
            asked += 1;
            let power = [5.0, 1.0, 3.0][asked % 3];
            let weights: Vec<f64> = missing
                .iter()
                .zip(&sizes)
                .enumerate()
                .map(|(of, (miss, size))| {
                    let far = miss / room(*size);
                    let nudge = crate::model::scattered(of + asked * 7_919) - 1.5;
                    far.signum() * libm::pow(far.abs(), power) / room(*size) + 0.02 * nudge
                })
                .collect();
            let search = search.get_or_insert_with(|| crate::lottery::face(model, &lottery.target));
            let Found::Panel(panel) = search.find(&weights, Goal::Above(f64::NEG_INFINITY), NODES) else { continue };
            if !model.accepts(&panel) || known.contains(&panel) {
                continue;
            }
            known.push(panel);
            counts.push(0);
            leaving(known, &least, known.len() - 1, missing, &sizes, price, &mut change, &mut best);
        }
        let (comes, leaves, _) = best;
        if comes == usize::MAX {
            return;
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

/// Tells members of types apart: panels are shuffled, then members take turns in an order drawn by lot.
pub fn members(pool: &Pool, draw: &Draw, mut panels: Vec<Panel>, chance: &mut Chance) -> Vec<Vec<u32>> {
    chance.shuffle(&mut panels);
    let mut order = draw.members.clone();
    for members in &mut order {
        chance.shuffle(members);
    }
    let mut turn = vec![0_usize; order.len()];
    let mut printed: Vec<Vec<u32>> = Vec::with_capacity(panels.len());
    let mut shared: Vec<Vec<(usize, Vec<u32>)>> = Vec::new();
    for panel in &panels {
        let mut people = Vec::new();
        let mut by_class: Vec<(u32, Vec<u32>)> = Vec::new();
        for (of, count) in panel {
            let at = *of as usize;
            if let Some(class) = draw.classes[at] {
                match by_class.last_mut() {
                    Some((last, types)) if *last == class => types.extend(std::iter::repeat_n(*of, *count as usize)),
                    _ => match by_class.iter_mut().find(|(known, _)| *known == class) {
                        Some((_, types)) => types.extend(std::iter::repeat_n(*of, *count as usize)),
                        None => by_class.push((class, vec![*of; *count as usize])),
                    },
                }
                continue;
            }
            for _ in 0..*count {
                people.push(order[at][turn[at] % order[at].len()]);
                turn[at] += 1;
            }
        }
        for (class, types) in by_class {
            let class = class as usize;
            if shared.len() <= class {
                shared.resize(class + 1, Vec::new());
            }
            shared[class].push((printed.len(), types));
        }
        printed.push(people);
    }
    for uses in shared.iter().filter(|uses| !uses.is_empty()) {
        for (panel, people) in households(pool, &order, uses) {
            printed[panel].extend(people);
        }
    }
    for people in &mut printed {
        people.sort_unstable();
    }
    printed
}

/// Members of types that live in households alike: each panel takes at most one of a household, tickets stay even.
fn households(pool: &Pool, order: &[Vec<u32>], uses: &[(usize, Vec<u32>)]) -> Vec<(usize, Vec<u32>)> {
    let home = |person: u32| pool.people[person as usize].household;
    let mut tickets: std::collections::BTreeMap<u32, i64> = std::collections::BTreeMap::new();
    let mut chosen: Vec<(usize, Vec<u32>)> = Vec::with_capacity(uses.len());
    for (panel, types) in uses {
        let mut people: Vec<u32> = Vec::with_capacity(types.len());
        for of in types {
            let is_free = |person: &&u32| people.iter().all(|other| home(*other) != home(**person));
            let least = order[*of as usize].iter().filter(is_free).min_by_key(|person| tickets.get(person).copied());
            if let Some(person) = least.copied() {
                *tickets.entry(person).or_default() += 1;
                people.push(person);
            }
        }
        chosen.push((*panel, people));
    }
    even(&home, order, uses, &mut chosen, &mut tickets);
    chosen
}

/// Gives tickets of those who have most to those of the same type who have least, two households changing places where
/// both are in the panel.
fn even(
    home: &dyn Fn(u32) -> Option<u32>,
    order: &[Vec<u32>],
    uses: &[(usize, Vec<u32>)],
    chosen: &mut [(usize, Vec<u32>)],
    tickets: &mut std::collections::BTreeMap<u32, i64>,
) {
    let mut types: Vec<u32> = uses.iter().flat_map(|(_, types)| types.iter().copied()).collect();
    types.sort_unstable();
    types.dedup();
    for _ in 0..20 {
        let mut is_changed = false;
        for of in &types {
            let members = &order[*of as usize];
            loop {
                let count = |person: &u32| tickets.get(person).copied().unwrap_or_default();
                let (Some(least), Some(most)) =
                    (members.iter().min_by_key(|p| count(p)), members.iter().max_by_key(|p| count(p)))
                else {
                    break;
                };
                let (least, most) = (*least, *most);
                if count(&most) - count(&least) <= 1 {
                    break;
                }
                let mut is_moved = false;
                for ((_, people), (_, kinds)) in chosen.iter_mut().zip(uses) {
                    let Some(at) = people.iter().position(|person| *person == most) else { continue };
                    let other = people.iter().position(|person| home(*person) == home(least));
                    match other {
                        None => people[at] = least,
                        Some(other) if other != at => {
                            // The household of `least` is there through somebody else: she leaves it to her fellow.
                            let kind = kinds[other] as usize;
                            let leaves = people[other];
                            let Some(comes) = order[kind].iter().copied().find(|person| home(*person) == home(most))
                            else {
                                continue;
                            };
                            if count_of(tickets, leaves) <= count_of(tickets, comes) {
                                continue;
                            }
                            people[at] = least;
                            people[other] = comes;
                            *tickets.entry(leaves).or_default() -= 1;
                            *tickets.entry(comes).or_default() += 1;
                        }
                        Some(_) => continue,
                    }
                    *tickets.entry(most).or_default() -= 1;
                    *tickets.entry(least).or_default() += 1;
                    is_moved = true;
                    break;
                }
                if !is_moved {
                    break;
                }
                is_changed = true;
            }
        }
        if !is_changed {
            return;
        }
    }
}

fn count_of(tickets: &std::collections::BTreeMap<u32, i64>, person: u32) -> i64 {
    tickets.get(&person).copied().unwrap_or_default()
}

/// How many panels each person of the pool is in.
pub fn tickets(people: usize, panels: &[Vec<u32>]) -> Vec<u32> {
    let mut tickets = vec![0; people];
    for person in panels.iter().flatten() {
        tickets[*person as usize] += 1;
    }
    tickets
}
