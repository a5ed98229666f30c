//! Small pools against the oracle that lists every panel: same feasibility, same probabilities, and a dossier the verifier
//! accepts.

use crate::support::{Case, brute, by_person};
use sortition::lottery::Status;
use sortition::request::{Refused, Request};

fn compare(from: u64, to: u64, most_people: u64) -> (usize, usize, usize) {
    let (mut feasible, mut impossible, mut by_panels) = (0, 0, 0);
    for number in from..to {
        let case = Case::by_lot(number, most_people);
        let (pool, quotas) = case.read();
        let panels = brute::panels(&pool, &quotas, case.seats);
        match case.prepare(Request { panels: Some(200), ..Request::default() }) {
            Err(Refused::Infeasible(_)) => {
                assert!(panels.is_empty(), "{number}: {} panels were said impossible\n{case:?}", panels.len());
                impossible += 1;
            }
            Err(refused) => panic!("{number}: {refused}\n{case:?}"),
            Ok((prepared, files)) => {
                feasible += 1;
                let expected = brute::leximin(&panels, pool.people.len());
                let found = by_person(&prepared);
                for (person, (p, q)) in found.iter().zip(&expected).enumerate() {
                    assert!((p - q.float()).abs() < 1e-9, "{number}: p{person} {p} instead of {}\n{case:?}", q.float());
                }
                assert!(!matches!(prepared.lottery.status, Status::BestFound(_)), "{number}: not proved\n{case:?}");
                by_panels += usize::from(prepared.lottery.status == Status::OptimalWithCuts);
                let report = sortition_verifier::verify(&files, None);
                assert!(report.is_sound(), "{number}: {:?}\n{case:?}", report.faults);
            }
        }
    }
    (feasible, impossible, by_panels)
}

#[test]
fn small_pools_are_drawn_as_looking_at_every_panel_says() {
    let cases = std::env::var("PARVIS_DRAW_CASES").ok().and_then(|many| many.parse().ok()).unwrap_or(700);
    let (feasible, impossible, by_panels) = compare(0, cases, 8);
    println!("{feasible} drawn, {impossible} impossible, {by_panels} proved on panels");
    assert!(feasible >= 500 && impossible >= 20, "{feasible} drawn, {impossible} impossible");
    assert!(by_panels >= 3, "no trap of parity was met: {by_panels}");
}
