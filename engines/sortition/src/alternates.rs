//! Alternates chosen for what they repair: people are imagined to drop out, many times over, and those are kept who leave
//! the fewest quotas broken.

use std::collections::BTreeSet;

use crate::ceremony::Drawn;
use crate::chance::Chance;
use crate::model::{Counted, Model, Row};
use crate::opening::Opened;
use crate::reading::Wrong;
use crate::replacement::Council;

/// Share of people who drop out, as seen of citizens' assemblies: so many in a hundred.
pub const DROP: u32 = 11;
/// Defections imagined to choose alternates.
pub const IMAGINED: usize = 300;
/// What alternates keep beside quotas, as dossiers tell it; those made before this was kept do not say it.
pub(crate) const KEEPS: [&str; 2] = ["households", "rules"];

/// Alternates of a draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternates {
    /// The file that lists them.
    pub list: Vec<u8>,
    /// Seats away from quotas on average after defections, without them.
    pub without: f64,
    /// The same with them.
    pub with: f64,
}

/// Chooses so many alternates for a draw, from the chance that follows it.
///
/// # Errors
/// Files are not those of one draw.
pub fn of_draw(opened: &Opened, drawn: &Drawn, many: usize) -> Result<Alternates, Wrong> {
    let council = Council::new(opened)?;
    let ranks = |ids: &[String]| ids.iter().map(|id| council.rank(id)).collect::<Result<Vec<u32>, _>>();
    let (panel, order) = (ranks(&drawn.selected)?, ranks(&drawn.order)?);
    let drop = vec![f64::from(DROP) / 100.0; panel.len()];
    let dropped = imagined(&panel, &drop, IMAGINED, &mut Chance::new(drawn.next));
    let left = |chosen: &[u32]| expected(&council, &panel, chosen, &dropped);
    let chosen = choose(&council, &panel, &order, many, &dropped);
    let lines = (1..).zip(&chosen).map(|(rank, person)| (rank, opened.pool.people[*person as usize].id.as_str()));
    let mut out = csv::Writer::from_writer(Vec::new());
    let _ = out.write_record(["rank", "id"]);
    for (rank, id) in lines {
        let rank: String = i32::to_string(&rank);
        let _ = out.write_record([rank.as_str(), id]);
    }
    Ok(Alternates { list: out.into_inner().unwrap_or_default(), without: left(&[]), with: left(&chosen) })
}

/// Distance to quotas and rules, in seats, of sums of rows. Households are kept otherwise: nobody comes where one of hers sits.
fn loss(model: &Model, sums: &[i64]) -> i64 {
    let far = |(of, sum): (&Row, &i64)| match of.counted {
        Counted::Households(_) => 0,
        _ => (of.low - sum).max(0) + (sum - of.high).max(0),
    };
    model.rows.iter().zip(sums).map(far).sum()
}

fn shift(model: &Model, sums: &mut [i64], of: u32, sign: i64) {
    for (row, value) in &model.types[of as usize].terms {
        sums[*row as usize] += sign * value;
    }
}

/// Those who dropped out, imagined so many times: each of the panel with its probability.
pub fn imagined(panel: &[u32], drop: &[f64], times: usize, chance: &mut Chance) -> Vec<Vec<u32>> {
    let falls =
        |probability: &f64, chance: &mut Chance| (chance.below(1 << 32) as f64) < probability * (1_u64 << 32) as f64;
    (0..times)
        .map(|_| panel.iter().zip(drop).filter(|(_, p)| falls(p, chance)).map(|(person, _)| *person).collect())
        .collect()
}

/// What stays broken on average, when alternates take empty seats as well as they can, one of a household at most.
pub fn expected(council: &Council<'_>, panel: &[u32], alternates: &[u32], dropped: &[Vec<u32>]) -> f64 {
    let (model, type_of) = (council.model(), council.types());
    let whole: Vec<(u32, u32)> = panel.iter().map(|person| (type_of[*person as usize], 1)).collect();
    let full = model.activities(&whole);
    // Whoever of her household sits, for each of them.
    let mate = |one: &u32| {
        let home = council.home(*one)?;
        panel.iter().copied().find(|other| council.home(*other) == Some(home))
    };
    let mates: Vec<Option<u32>> = alternates.iter().map(mate).collect();
    let mut total = 0;
    for gone in dropped {
        let mut sums = full.clone();
        gone.iter().for_each(|person| shift(model, &mut sums, type_of[*person as usize], -1));
        let may_come = |(_, mate): &(&u32, &Option<u32>)| mate.is_none_or(|mate| gone.contains(&mate));
        let mut left: Vec<u32> = alternates.iter().zip(&mates).filter(may_come).map(|(one, _)| *one).collect();
        for _ in 0..gone.len() {
            let now = loss(model, &sums);
            let mut best = (usize::MAX, now);
            for (at, person) in left.iter().enumerate() {
                let of = type_of[*person as usize];
                shift(model, &mut sums, of, 1);
                let then = loss(model, &sums);
                shift(model, &mut sums, of, -1);
                if then < best.1 {
                    best = (at, then);
                }
            }
            if best.0 == usize::MAX {
                break;
            }
            let comes = left.remove(best.0);
            shift(model, &mut sums, type_of[comes as usize], 1);
            if let Some(home) = council.home(comes) {
                left.retain(|other| council.home(*other) != Some(home));
            }
        }
        total += loss(model, &sums);
    }
    total as f64 / dropped.len().max(1) as f64
}

/// Chooses so many alternates among candidates, in the order given when two do as well.
pub fn choose(council: &Council<'_>, panel: &[u32], candidates: &[u32], many: usize, dropped: &[Vec<u32>]) -> Vec<u32> {
    let mut chosen: Vec<u32> = Vec::new();
    while chosen.len() < many {
        let mut best: Option<(f64, u32)> = None;
        let mut tried: BTreeSet<(u32, Option<u32>)> = BTreeSet::new();
        let homes: BTreeSet<u32> = panel.iter().chain(&chosen).filter_map(|one| council.home(*one)).collect();
        for person in candidates {
            if chosen.contains(person) {
                continue;
            }
            // Those whom nothing distinguishes do as well: the first in order stands for them. A household tells somebody apart
            // only once one of hers sits, or is an alternate.
            let home = council.home(*person).filter(|home| homes.contains(home));
            if !tried.insert((council.types()[*person as usize], home)) {
                continue;
            }
            chosen.push(*person);
            let left = expected(council, panel, &chosen, dropped);
            chosen.pop();
            if best.is_none_or(|(least, _)| left < least) {
                best = Some((left, *person));
            }
        }
        let Some((_, person)) = best else { break };
        chosen.push(person);
    }
    chosen
}
