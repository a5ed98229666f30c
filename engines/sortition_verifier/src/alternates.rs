//! Alternates, chosen again: the same people dropping out, by chance anybody computes, the same distance to quotas.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Files;
use crate::ground::Ground;
use crate::public::Numbers;
use crate::text::{exact, field, table};

/// Somebody who sits or may come: what she counts for, row by row, and her household when it matters.
struct One<'a> {
    counts: Vec<i128>,
    home: &'a str,
    /// Who of her household sits, by place.
    mate: Option<usize>,
}

/// Rows that people count for, and what a panel counts without those imagined to drop out.
struct Council<'a> {
    bounds: Vec<(i128, i128)>,
    panel: Vec<One<'a>>,
    full: Vec<i128>,
    dropped: Vec<Vec<usize>>,
}

impl Council<'_> {
    fn loss(&self, sums: &[i128]) -> i128 {
        let far = |((low, high), sum): (&(i128, i128), &i128)| (low - sum).max(0) + (sum - high).max(0);
        self.bounds.iter().zip(sums).map(far).sum()
    }

    /// Seats that stay away from quotas over every defection imagined, alternates taking seats as well as they can.
    fn missing(&self, alternates: &[&One<'_>]) -> i128 {
        let mut total = 0;
        for gone in &self.dropped {
            let mut sums = self.full.clone();
            gone.iter().for_each(|at| add(&mut sums, &self.panel[*at].counts, -1));
            let mut left: Vec<&One<'_>> = alternates.to_vec();
            left.retain(|one| one.mate.is_none_or(|mate| gone.contains(&mate)));
            for _ in 0..gone.len() {
                let mut best = (None, self.loss(&sums));
                for (at, one) in left.iter().enumerate() {
                    add(&mut sums, &one.counts, 1);
                    let then = self.loss(&sums);
                    add(&mut sums, &one.counts, -1);
                    if then < best.1 {
                        best = (Some(at), then);
                    }
                }
                let Some(at) = best.0 else { break };
                let comes = left.remove(at);
                add(&mut sums, &comes.counts, 1);
                left.retain(|one| one.home.is_empty() || one.home != comes.home);
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
    // Draws made before alternates kept them do not say it.
    let keeps =
        |what: &str| told["alternates"]["keeps"].as_array().is_some_and(|kept| kept.iter().any(|one| one == what));
    let (has_homes, has_rules) = (keeps("households"), keeps("rules"));
    let listed: Vec<String> =
        table(files, "alternates.csv")?.into_iter().skip(1).filter_map(|line| line.into_iter().nth(1)).collect();
    let table = ground.counted();
    let rows: Vec<usize> = (0..ground.rows.len())
        .filter(|row| match ground.rows[*row].name.as_str() {
            "seats" => true,
            name if name.starts_with("rule:") => has_rules,
            name => name.starts_with("quota:") && !name.starts_with("quota:siège déjà="),
        })
        .collect();
    let one = |person: usize| One {
        counts: rows.iter().map(|row| table[*row][person]).collect(),
        home: if has_homes { ground.people[person].household.as_str() } else { "" },
        mate: None,
    };
    let panel: Vec<One<'_>> = ground.ranks("« selected.csv »", selected.iter())?.into_iter().map(one).collect();
    let mut full = vec![0; rows.len()];
    panel.iter().for_each(|one| add(&mut full, &one.counts, 1));
    let mut numbers = Numbers::new(next);
    let mut falls = || num_bigint::BigInt::from(numbers.below(1 << 32)) * drop.denom() < drop.numer() << 32;
    let dropped = (0..times).map(|_| (0..panel.len()).filter(|_| falls()).collect()).collect();
    let bounds = rows.iter().map(|row| (ground.rows[*row].low, ground.rows[*row].high)).collect();
    let council = Council { bounds, panel, full, dropped };

    let names: Vec<String> = order.iter().map(|id| (*id).to_owned()).collect();
    let mate = |home: &str| council.panel.iter().position(|one| one.home == home).filter(|_| !home.is_empty());
    let waiting = ground.ranks("« complementary.csv »", names.iter())?.into_iter().map(one);
    let candidates: Vec<One<'_>> = waiting.map(|one| One { mate: mate(one.home), ..one }).collect();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < listed.len() {
        let mut best: Option<(i128, usize)> = None;
        let mut tried: BTreeSet<(&[i128], &str)> = BTreeSet::new();
        let seated = council.panel.iter().chain(chosen.iter().map(|at| &candidates[*at]));
        let homes: BTreeSet<&str> = seated.map(|one| one.home).collect();
        for (rank, one) in candidates.iter().enumerate() {
            // A household tells somebody apart only once one of hers sits, or is an alternate.
            let home = if homes.contains(one.home) { one.home } else { "" };
            if chosen.contains(&rank) || !tried.insert((&one.counts, home)) {
                continue;
            }
            let with: Vec<&One<'_>> = chosen.iter().map(|at| &candidates[*at]).chain([one]).collect();
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
