//! Each objective does what it says, on pools made by lot, against a plain solver that shares nothing with the engine.

use crate::support::{Case, brute, by_person};
use num_rational::BigRational;
use num_traits::{One, Zero};
use sortition::exact::ratio;
use sortition::lottery::{Objective, Status};
use sortition::request::{Prepared, Refused, Request};

fn nearly() -> BigRational {
    ratio(1, 1_000_000_000)
}

fn feasible(from: u64, to: u64, asked: &Request, mut look: impl FnMut(u64, &Case, &Prepared)) -> usize {
    let mut many = 0;
    for number in from..to {
        let case = Case::by_lot(number, 8);
        match case.prepare(Request { panels: Some(100), ..asked.clone() }) {
            Ok((prepared, files)) => {
                let report = sortition_verifier::verify(&files, None);
                assert!(report.is_sound(), "{number}: {:?}", report.faults);
                look(number, &case, &prepared);
                many += 1;
            }
            Err(Refused::Infeasible(_)) => {}
            Err(refused) => panic!("{number}: {refused}\n{case:?}"),
        }
    }
    many
}

/// The smallest probability is the smallest of leximin, which is the largest possible.
#[test]
fn maximin_reaches_the_largest_smallest_probability() {
    let asked = Request { objective: Objective::Maximin, ..Request::default() };
    let many = feasible(0, 250, &asked, |number, case, prepared| {
        let (pool, quotas) = case.read();
        let panels = brute::panels(&pool, &quotas, case.seats);
        let best = brute::leximin(&panels, pool.people.len()).iter().map(|p| p.float()).fold(1.0, f64::min);
        let least = by_person(prepared).into_iter().fold(1.0, f64::min);
        assert!((least - best).abs() < 1e-9, "{number}: {least} instead of {best}");
        assert!(!matches!(prepared.lottery.status, Status::BestFound(_)), "{number}");
    });
    assert!(many >= 150, "{many}");
}

/// Nash: no panel gains. At the largest product, Σ c(P)/p over the people of any panel P is at most the number of people
/// who can be drawn: that is the condition of the optimum, looked at on every panel; `missing` bounds what is left.
#[test]
fn nash_leaves_no_panel_that_would_raise_the_product() {
    let asked = Request { objective: Objective::Nash, ..Request::default() };
    let (mut proved, mut found) = (0, 0);
    let many = feasible(0, 250, &asked, |number, case, prepared| {
        let (pool, quotas) = case.read();
        let panels = brute::panels(&pool, &quotas, case.seats);
        let p = by_person(prepared);
        let can: Vec<usize> = (0..p.len()).filter(|person| panels.iter().any(|panel| panel.contains(person))).collect();
        if matches!(prepared.lottery.status, Status::BestFound(_)) {
            // Said as it is: quotas allow on average what no mixture of panels gives.
            assert!(prepared.lottery.missing > nearly(), "{number}");
            found += 1;
            return;
        }
        proved += 1;
        for (person, p) in p.iter().enumerate() {
            assert_eq!(can.contains(&person), *p > 1e-9, "{number}: p{person} has {p}");
        }
        for panel in &panels {
            let slope: f64 = panel.iter().map(|person| 1.0 / p[*person]).sum();
            assert!(slope <= can.len() as f64 * (1.0 + 1e-6), "{number}: {panel:?} would gain, {slope}");
        }
        let product = |p: &[f64]| can.iter().map(|person| p[*person].ln()).sum::<f64>();
        let leximin: Vec<f64> = brute::leximin(&panels, p.len()).iter().map(|p| p.float()).collect();
        assert!(product(&p) >= product(&leximin) - 1e-9, "{number}: leximin has a larger product");
    });
    println!("{proved} proved, {found} found without proof");
    assert!(many >= 150 && proved >= many * 9 / 10, "{proved} proved of {many}");
}

/// A cap: nobody above it, and leximin among the lotteries that keep it; refused in French when it cannot be kept.
#[test]
fn a_cap_is_kept_and_leximin_stands_under_it() {
    let (mut drawn, mut refused, mut active) = (0, 0, 0);
    for number in 0..400 {
        let case = Case::by_lot(number, 8);
        let (pool, quotas) = case.read();
        let panels = brute::panels(&pool, &quotas, case.seats);
        if panels.is_empty() {
            continue;
        }
        let (top, bottom) = [(1, 2), (2, 3), (3, 4), (4, 5)][number as usize % 4];
        let cap = ratio(top, bottom);
        let oracle = brute::leximin_under(&panels, pool.people.len(), brute::Part::new(top, bottom));
        let asked = Request { cap: Some(cap.clone()), panels: Some(100), ..Request::default() };
        match (case.prepare(asked), oracle) {
            (Ok((prepared, files)), Some(oracle)) => {
                drawn += 1;
                let most = prepared.lottery.probabilities.iter().max().cloned().unwrap_or_else(BigRational::zero);
                assert!(most <= &cap + nearly(), "{number}: {most} above {cap}");
                active += usize::from(most >= &cap - nearly() && cap < BigRational::one());
                for (person, (p, q)) in by_person(&prepared).iter().zip(&oracle).enumerate() {
                    assert!((p - q.float()).abs() < 1e-9, "{number}: p{person} {p} instead of {}\n{case:?}", q.float());
                }
                assert!(sortition_verifier::verify(&files, None).is_sound(), "{number}");
            }
            (Err(Refused::Infeasible(lines)), None) => {
                refused += 1;
                let told = lines.join("\n");
                assert!(told.contains("la probabilité maximale demandée"), "{number}: {told}");
            }
            (answer, oracle) => {
                panic!("{number}: {:?}, {oracle:?}\n{case:?}", answer.map(|(prepared, _)| prepared.lottery.status))
            }
        }
    }
    println!("{drawn} drawn, {refused} refused, the cap is met {active} times");
    assert!(drawn >= 60 && refused >= 30 && active >= 30, "{drawn} drawn, {refused} refused, {active} active");
}
