//! What filling quotas by hand would give, to be set beside the draw: people are called at random, and kept while the quota
//! that is hardest to fill still wants them.

use sortition::chance::{Chance, seed};
use sortition::model::Model;

/// Times the whole of it is imagined.
const TIMES: u64 = 2_000;
/// Tries of one filling before it is given up.
const TRIES: usize = 30;

/// What came of filling quotas by hand, many times over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByHand {
    /// Times quotas were filled.
    pub filled: u64,
    /// Times they could not be, however many tries.
    pub stuck: u64,
    /// The smallest share of times somebody was in, over types of people.
    pub least: f64,
    /// The largest.
    pub most: f64,
}

/// Imagines it. Each step looks at the quota furthest from its minimum beside the people left who have it, takes one of them
/// by lot, and goes on; it begins again when a quota overflows.
pub fn imagine(model: &Model, fingerprint: &str) -> ByHand {
    let mut chance = Chance::new(seed("parvis:a-la-main", &[fingerprint.as_bytes()]));
    let seats = model.rows.first().map_or(0, |row| row.high);
    let mut times = vec![0_u64; model.types.len()];
    let (mut filled, mut stuck) = (0, 0);
    for _ in 0..TIMES {
        match (0..TRIES).find_map(|_| fill(model, seats, &mut chance)) {
            Some(panel) => {
                filled += 1;
                panel.iter().for_each(|of| times[*of] += 1);
            }
            None => stuck += 1,
        }
    }
    let share =
        |(times, of): (&u64, &sortition::model::Type)| *times as f64 / (f64::from(of.size) * filled.max(1) as f64);
    let shares: Vec<f64> = times.iter().zip(&model.types).map(share).collect();
    let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
    let most = shares.iter().copied().fold(0.0, f64::max);
    ByHand { filled, stuck, least: if least.is_finite() { least } else { 0.0 }, most }
}

fn fill(model: &Model, seats: i64, chance: &mut Chance) -> Option<Vec<usize>> {
    let mut left: Vec<i64> = model.types.iter().map(|of| i64::from(of.size)).collect();
    let mut sums = vec![0_i64; model.rows.len()];
    let mut panel = Vec::new();
    for _ in 0..seats {
        let fits = |of: usize| {
            left[of] > 0
                && model.types[of]
                    .terms
                    .iter()
                    .all(|(row, c)| *c < 0 || sums[*row as usize] + c <= model.rows[*row as usize].high)
        };
        let open: Vec<usize> = (0..model.types.len()).filter(|of| fits(*of)).collect();
        let mut held = vec![0_i64; model.rows.len()];
        for of in &open {
            model.types[*of].terms.iter().filter(|(_, c)| *c > 0).for_each(|(row, _)| held[*row as usize] += left[*of]);
        }
        let missing = |row: usize| model.rows[row].low - sums[row];
        let hardest = (1..model.rows.len()).filter(|row| missing(*row) > 0).max_by(|one, other| {
            let of = |row: usize| missing(row) as f64 / held[row].max(1) as f64;
            of(*one).total_cmp(&of(*other))
        });
        let wanted: Vec<usize> = match hardest {
            Some(row) => open
                .iter()
                .copied()
                .filter(|of| model.types[*of].terms.iter().any(|(r, c)| *r as usize == row && *c > 0))
                .collect(),
            None => open,
        };
        let people: i64 = wanted.iter().map(|of| left[*of]).sum();
        let mut at = i64::try_from(chance.below(u64::try_from(people).ok().filter(|many| *many > 0)?)).ok()?;
        let of = wanted.into_iter().find(|of| {
            at -= left[*of];
            at < 0
        })?;
        left[of] -= 1;
        model.types[of].terms.iter().for_each(|(row, c)| sums[*row as usize] += c);
        panel.push(of);
    }
    let is_kept = model.rows.iter().zip(&sums).all(|(row, sum)| (row.low..=row.high).contains(sum));
    is_kept.then_some(panel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sortition::model::{Counted, Row, Type};

    #[test]
    fn filling_by_hand_keeps_quotas_and_is_the_same_each_time() {
        // Ten young women, ninety others; two seats, one young at least: by hand, nobody old is ever called twice as often.
        let row = |low, high| Row { counted: Counted::Seats, low, high };
        let model = Model {
            types: vec![Type { size: 10, terms: vec![(0, 1), (1, 1)] }, Type { size: 90, terms: vec![(0, 1)] }],
            rows: vec![row(2, 2), row(1, 2)],
            cap: sortition::levels::no_cap(),
            certain: Vec::new(),
            invited: Vec::new(),
        };
        let first = imagine(&model, "e");
        assert_eq!(first, imagine(&model, "e"));
        assert_eq!((first.filled, first.stuck), (TIMES, 0));
        assert!(first.most > 0.1 && first.least > 0.0 && first.least < 0.02, "{first:?}");
    }
}
