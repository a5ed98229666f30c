//! Shares: the interval holds the truth as often as it says, the model helps, and cannot lie.

use tabulation::Chance;
use themes::coding::{Coded, Suggestions};
use themes::sampling::{RandomPart, least_sure};
use themes::shares::{HandCoded, SharesError, share};

/// A population where `quality` of the model is known: 0 says nothing, 1 nearly everything.
fn population(count: usize, share: f64, quality: f64, chance: &mut Chance) -> (Vec<bool>, Vec<Vec<f64>>) {
    let truth: Vec<bool> = (0..count).map(|_| chance.unit() < share).collect();
    let said = truth.iter().map(|is| {
        let own = if *is { 0.9 } else { 0.1 };
        vec![quality * own + (1.0 - quality) * chance.unit()]
    });
    let said = said.collect();
    (truth, said)
}

fn told(said: &[Vec<f64>], coded: &[Coded]) -> Suggestions {
    Suggestions {
        by_answer: vec![Vec::new(); said.len()],
        confidence: said.to_vec(),
        cross_fitted: coded.iter().map(|coded| said[coded.answer].clone()).collect(),
        is_calibrated: true,
    }
}

fn coded(part: &RandomPart, truth: &[bool]) -> Vec<Coded> {
    part.answers()
        .iter()
        .map(|answer| Coded { answer: *answer, themes: if truth[*answer] { vec![0] } else { vec![] } })
        .collect()
}

#[test]
fn intervals_hold_the_truth_and_a_good_model_narrows_them() {
    let mut chance = Chance::new(11);
    for (rate, quality) in [(0.05, 0.0), (0.05, 0.8), (0.3, 0.0), (0.3, 0.8), (0.5, 0.9)] {
        let (mut held, mut gap, mut plain_gap, runs) = (0, 0.0, 0.0, 600);
        for run in 0..runs {
            let (truth, said) = population(1_000, rate, quality, &mut chance);
            let real = truth.iter().filter(|is| **is).count() as f64 / 1_000.0;
            let part = RandomPart::draw(1_000, 100, run);
            let codes = coded(&part, &truth);
            let hand = HandCoded::new(part, &codes).expect("all coded");
            let plain = share(&hand, 0, None, 0.95).expect("fits").expect("some");
            let helped = share(&hand, 0, Some((&told(&said, &codes), &codes)), 0.95).expect("fits").expect("some");
            let interval = helped.interval();
            held += u32::from(interval.low <= real && real <= interval.high);
            gap += (helped.estimate() - real).abs();
            plain_gap += (plain.estimate() - real).abs();
        }
        let coverage = f64::from(held) / runs as f64;
        assert!((0.93..=0.995).contains(&coverage), "{rate} {quality}: {coverage}");
        assert!(gap <= plain_gap * if quality > 0.5 { 0.8 } else { 1.05 }, "{rate} {quality}: {gap} {plain_gap}");
    }
}

#[test]
fn a_share_comes_from_a_whole_random_part_only() {
    let truth: Vec<bool> = (0..50).map(|at| at % 2 == 0).collect();
    let part = RandomPart::draw(50, 20, 1);
    let mut codes = coded(&part, &truth);
    codes.pop();
    assert_eq!(HandCoded::new(part.clone(), &codes).err(), Some(SharesError::NotCoded(1)));
    let codes = coded(&part, &truth);
    let hand = HandCoded::new(part.clone(), &codes).expect("coded");
    let other = told(&vec![vec![0.5]; 10], &[]);
    assert_eq!(share(&hand, 0, Some((&other, &codes)), 0.95), Err(SharesError::OtherAnswers));
    let all = RandomPart::draw(50, 50, 1);
    let codes = coded(&all, &truth);
    let census = share(&HandCoded::new(all, &codes).expect("coded"), 0, None, 0.95).expect("fits").expect("some");
    assert_eq!((census.estimate(), census.interval().low, census.interval().high), (0.5, 0.5, 0.5));
    assert_eq!((census.coded(), census.population()), (50, 50));
    let none = share(&HandCoded::new(RandomPart::draw(0, 5, 1), &[]).expect("empty"), 0, None, 0.95);
    assert_eq!(none, Ok(None));
}

#[test]
fn what_the_model_doubts_is_kept_apart_from_the_draw() {
    let mut suggestions = told(&[vec![0.9], vec![0.5], vec![0.55], vec![0.1], vec![0.52]], &[]);
    suggestions.by_answer = vec![vec![themes::coding::Suggested { theme: 0, confidence: 0.5 }]; 5];
    let part = RandomPart::draw(5, 1, 3);
    let drawn = part.answers()[0];
    let chosen = least_sure(&suggestions, &part, &[false, true, false, false, false], 5);
    assert!(!chosen.contains(&drawn) && !chosen.contains(&1) && chosen.len() >= 3);
    assert!(chosen.first() == Some(&4) || drawn == 4);
}
