//! Alternates, chosen again: the same people dropping out, by chance anybody computes, the same distance to quotas.

use serde_json::Value;

use crate::Files;
use crate::ground::Ground;
use crate::public::Numbers;
use crate::text::{exact, field, table};

/// Rows that people count for, and what a panel without some of its people counts.
struct Council {
    bounds: Vec<(i128, i128)>,
    full: Vec<i128>,
    dropped: Vec<Vec<Vec<i128>>>,
}

impl Council {
    fn loss(&self, sums: &[i128]) -> i128 {
        let far = |((low, high), sum): (&(i128, i128), &i128)| (low - sum).max(0) + (sum - high).max(0);
        self.bounds.iter().zip(sums).map(far).sum()
    }

    /// Seats that stay away from quotas over every defection imagined, alternates taking seats as well as they can.
    fn missing(&self, alternates: &[&Vec<i128>]) -> i128 {
        let mut total = 0;
        for gone in &self.dropped {
            let mut sums = self.full.clone();
            gone.iter().for_each(|one| add(&mut sums, one, -1));
            let mut left: Vec<&Vec<i128>> = alternates.to_vec();
            for _ in 0..gone.len() {
                let mut best = (None, self.loss(&sums));
                for (at, one) in left.iter().enumerate() {
                    add(&mut sums, one, 1);
                    let then = self.loss(&sums);
                    add(&mut sums, one, -1);
                    if then < best.1 {
                        best = (Some(at), then);
                    }
                }
                let Some(at) = best.0 else { break };
                add(&mut sums, left.remove(at), 1);
            }
            total += self.loss(&sums);
        }
        total
    }
}

fn add(sums: &mut [i128], one: &[i128], sign: i128) {
    sums.iter_mut().zip(one).for_each(|(sum, value)| *sum += sign * value);
}

/// Checks who was chosen; `told` is the draw, `order` everybody else as they are called.
pub fn check(
    files: &Files,
    ground: &Ground,
    told: &Value,
    (selected, order, next): (&[String], &[&str], [u8; 32]),
) -> Result<Option<String>, String> {
    if !files.contains_key("alternates.csv") {
        return Ok(None);
    }
    let fault = |why: &str| format!("« alternates.csv » : {why}.");
    let drop = exact(field(&told["alternates"], "drop")?)?;
    let times = told["alternates"]["imagined"].as_u64().filter(|times| *times <= 10_000);
    let times = times.ok_or_else(|| fault("les défections imaginées ne sont pas dites"))?;
    let listed: Vec<String> =
        table(files, "alternates.csv")?.into_iter().skip(1).filter_map(|line| line.into_iter().nth(1)).collect();
    let table = ground.counted();
    let rows: Vec<usize> = (0..ground.rows.len())
        .filter(|row| {
            let name = &ground.rows[*row].name;
            name == "seats" || (name.starts_with("quota:") && !name.starts_with("quota:siège déjà="))
        })
        .collect();
    let counts = |person: usize| -> Vec<i128> { rows.iter().map(|row| table[*row][person]).collect() };
    let panel: Vec<Vec<i128>> = ground.ranks("« selected.csv »", selected.iter())?.into_iter().map(counts).collect();
    let mut full = vec![0; rows.len()];
    panel.iter().for_each(|one| add(&mut full, one, 1));
    let mut numbers = Numbers::new(next);
    let mut falls = || num_bigint::BigInt::from(numbers.below(1 << 32)) * drop.denom() < drop.numer() << 32;
    let dropped = (0..times).map(|_| panel.iter().filter(|_| falls()).cloned().collect()).collect();
    let bounds = rows.iter().map(|row| (ground.rows[*row].low, ground.rows[*row].high)).collect();
    let council = Council { bounds, full, dropped };

    let names: Vec<String> = order.iter().map(|id| (*id).to_owned()).collect();
    let candidates: Vec<Vec<i128>> =
        ground.ranks("« complementary.csv »", names.iter())?.into_iter().map(counts).collect();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < listed.len() {
        let mut best: Option<(i128, usize)> = None;
        let mut tried: Vec<&Vec<i128>> = Vec::new();
        for (rank, one) in candidates.iter().enumerate() {
            if chosen.contains(&rank) || tried.contains(&one) {
                continue;
            }
            tried.push(one);
            let with: Vec<&Vec<i128>> = chosen.iter().map(|at| &candidates[*at]).chain([one]).collect();
            let missing = council.missing(&with);
            if best.is_none_or(|(least, _)| missing < least) {
                best = Some((missing, rank));
            }
        }
        let Some((_, rank)) = best else { break };
        chosen.push(rank);
    }
    if !chosen.iter().map(|rank| &names[*rank]).eq(&listed) {
        return Err(fault("ce ne sont pas les suppléants que donnent les défections imaginées"));
    }
    Ok(Some(format!("Les {} suppléants sont bien ceux qui répareraient le mieux les défections.", listed.len())))
}
