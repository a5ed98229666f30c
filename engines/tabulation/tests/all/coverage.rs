//! Do 95 % intervals hold the truth 95 times out of 100? By simulation, from fixed seeds.

use tabulation::intervals::{Design, estimate, wilson};
use tabulation::{Chance, Rows};

const DRAWS: usize = 20_000;

fn coverage(share: f64, size: usize, seed: u64, holds: impl Fn(u64) -> bool) -> f64 {
    let mut chance = Chance::new(seed);
    let mut inside = 0;
    for _ in 0..DRAWS {
        let count = (0..size).filter(|_| chance.unit() < share).count() as u64;
        inside += usize::from(holds(count));
    }
    inside as f64 / DRAWS as f64
}

#[test]
fn intervals_of_unweighted_shares_hold_the_truth() {
    for (position, size) in [50usize, 200].into_iter().enumerate() {
        for share in [0.05, 0.2, 0.5] {
            let told = coverage(share, size, 41 + position as u64, |count| {
                let interval = wilson(count as f64, size as f64, 0.95).expect("an interval");
                (interval.low..=interval.high).contains(&share)
            });
            println!("Wilson, p = {share}, n = {size}: {told:.4}");
            assert!((0.93..=0.97).contains(&told), "p = {share}, n = {size}: {told}");
        }
    }
}

/// Two strata sampled unequally, weighted back: the interval printed for weighted shares.
#[test]
fn intervals_of_weighted_shares_hold_the_truth() {
    let mut chance = Chance::new(43);
    for (size, share) in [(50usize, 0.2), (50, 0.5), (200, 0.05), (200, 0.2), (200, 0.5)] {
        let weights: Vec<f64> = (0..size).map(|row| if row % 3 == 0 { 1.5 } else { 1.0 }).collect();
        let everybody = Rows::all(size);
        let draws = 4_000;
        let mut inside = 0;
        for _ in 0..draws {
            let yes: Vec<bool> = (0..size).map(|_| chance.unit() < share).collect();
            let chosen = Rows::from_fn(size, |row| yes[row]);
            let told = estimate(&Design::Weights(&weights), &everybody, &chosen).expect("a share");
            let interval = told.interval(0.95).expect("an interval");
            inside += usize::from((interval.low..=interval.high).contains(&share));
        }
        let told = inside as f64 / f64::from(draws);
        println!("logit, weighted, p = {share}, n = {size}: {told:.4}");
        assert!((0.93..=0.97).contains(&told), "p = {share}, n = {size}: {told}");
    }
}
