//! Shares: the interval holds the truth as often as it says, the model helps, and cannot lie.

use tabulation::Chance;
use themes::coding::{Coded, Suggestions};
use themes::sampling::{RandomPart, least_sure};
use themes::shares::{HandCoded, SharesError, Unseen, share};

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

fn unseen(said: &[Vec<f64>], coded: &[Coded]) -> Unseen {
    Unseen::of(&told(said, coded), coded, 0).expect("fits")
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
            let plain = share(&hand, &[0], None, 0.95).expect("fits").expect("some");
            let helped = share(&hand, &[0], Some(&unseen(&said, &codes)), 0.95).expect("fits").expect("some");
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
    assert_eq!(Unseen::of(&other, &codes, 0), Err(SharesError::OtherAnswers));
    assert_eq!(share(&hand, &[0], Some(&Unseen::kept(vec![0.5; 10])), 0.95), Err(SharesError::OtherAnswers));
    assert_eq!(hand.clone().weighing(vec![0.0; 50]).err(), Some(SharesError::OtherAnswers));
    let all = RandomPart::draw(50, 50, 1);
    let codes = coded(&all, &truth);
    let census = share(&HandCoded::new(all, &codes).expect("coded"), &[0], None, 0.95).expect("fits").expect("some");
    assert_eq!((census.estimate(), census.interval().low, census.interval().high), (0.5, 0.5, 0.5));
    assert_eq!((census.coded(), census.population()), (50, 50));
    let none = share(&HandCoded::new(RandomPart::draw(0, 5, 1), &[]).expect("empty"), &[0], None, 0.95);
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

#[test]
fn what_was_said_several_times_weighs_and_the_interval_still_holds() {
    let mut chance = Chance::new(5);
    let (mut held, runs) = (0, 800);
    for run in 0..runs {
        let (truth, said) = population(500, 0.3, 0.7, &mut chance);
        // What speaks of the theme is said more often.
        let weights: Vec<f64> =
            truth.iter().map(|is| if *is { (1.0 + chance.unit() * 4.0).floor() } else { 1.0 }).collect();
        let real = truth.iter().zip(&weights).filter(|(is, _)| **is).map(|(_, weight)| weight).sum::<f64>()
            / weights.iter().sum::<f64>();
        let part = RandomPart::draw(500, 80, run);
        let codes = coded(&part, &truth);
        let hand = HandCoded::new(part, &codes).expect("all coded").weighing(weights).expect("fits");
        let found = share(&hand, &[0], Some(&unseen(&said, &codes)), 0.95).expect("fits").expect("some");
        held += u32::from(found.interval().low <= real && real <= found.interval().high);
    }
    let coverage = f64::from(held) / runs as f64;
    assert!((0.93..=0.99).contains(&coverage), "{coverage}");
}

#[test]
fn a_theme_and_its_parts_are_counted_once() {
    let part = RandomPart::draw(4, 4, 1);
    let codes: Vec<Coded> = [vec![0], vec![1], vec![0, 1], vec![2]]
        .into_iter()
        .zip(0..)
        .map(|(themes, answer)| Coded { answer, themes })
        .collect();
    let hand = HandCoded::new(part, &codes).expect("coded");
    let of = |themes: &[usize]| share(&hand, themes, None, 0.95).expect("fits").map(|share| share.estimate());
    assert_eq!((of(&[0, 1]), of(&[2]), of(&[])), (Some(0.75), Some(0.25), Some(0.0)));
}

#[test]
fn on_few_answers_a_model_right_by_luck_does_not_narrow_the_interval() {
    let mut chance = Chance::new(17);
    for (population, size, wrong) in [(24, 9, 0.1), (60, 12, 0.1), (200, 25, 0.05)] {
        let (mut held, mut narrowed, runs) = (0, 0.0, 1_500);
        for run in 0..runs {
            let truth: Vec<bool> = (0..population).map(|_| chance.unit() < 0.35).collect();
            // Sure of itself, and wrong now and then.
            let said: Vec<Vec<f64>> =
                truth.iter().map(|is| vec![if (chance.unit() < wrong) != *is { 0.97 } else { 0.03 }]).collect();
            let real = truth.iter().filter(|is| **is).count() as f64 / population as f64;
            let part = RandomPart::draw(population, size, run);
            let codes = coded(&part, &truth);
            let hand = HandCoded::new(part, &codes).expect("all coded");
            let of = |help: Option<&Unseen>| share(&hand, &[0], help, 0.95).expect("fits").expect("some").interval();
            let (plain, helped) = (of(None), of(Some(&unseen(&said, &codes))));
            held += u32::from(helped.low <= real && real <= helped.high);
            narrowed += (helped.high - helped.low) / (plain.high - plain.low) / runs as f64;
        }
        let coverage = f64::from(held) / runs as f64;
        assert!(coverage >= 0.93 && narrowed < 0.9, "{size} of {population}: {coverage}, {narrowed}");
    }
}
