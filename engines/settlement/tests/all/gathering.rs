//! Decisions gathered into agreements, to the cent.

use std::collections::BTreeSet;

use proptest::prelude::*;
use settlement::{Granted, drafts};

fn granted(carrier: u32, funder: u32, action: u32, year: i16, cents: i64) -> Granted<u32> {
    Granted { carrier, funder, action, year, cents }
}

#[test]
fn one_agreement_a_carrier_and_a_funder() {
    let decided = [
        granted(1, 9, 11, 2026, 500_000),
        granted(1, 9, 12, 2026, 250_000),
        granted(1, 9, 11, 2027, 500_000),
        granted(1, 8, 11, 2026, 100_000),
        granted(2, 9, 21, 2026, 0),
    ];
    let made = drafts(&decided);
    assert_eq!(
        made.iter().map(|one| (one.carrier, one.funder, one.cents)).collect::<Vec<_>>(),
        [(1, 8, 100_000), (1, 9, 1_250_000)]
    );
    assert_eq!(made[1].actions, [(11, 1_000_000), (12, 250_000)]);
    assert_eq!(made[1].years, [(2026, 750_000), (2027, 500_000)]);
    assert_eq!((made[1].is_multi_year(), made[1].largest_year(), made[0].is_multi_year()), (true, 750_000, false));
}

#[test]
fn a_year_of_marseille_makes_its_agreements() {
    // 544 actions of 279 associations: one funder, one agreement each.
    let decided: Vec<_> = (0..544).map(|action| granted(action % 279, 1, action, 2015, 1_000)).collect();
    assert_eq!(drafts(&decided).len(), 279);
    assert_eq!((544.0_f64 / 0.815).round(), 667.0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// No cent is lost, no pair stands twice, and the order of decisions changes nothing.
    #[test]
    fn agreements_hold_all_that_was_decided(
        decided in proptest::collection::vec((0..6_u32, 0..3_u32, 0..20_u32, 2026..2029_i16, -5..100_000_i64), 0..60),
    ) {
        let decided: Vec<_> = decided.into_iter().map(|(a, b, c, year, cents)| granted(a, b, c, year, cents)).collect();
        let made = drafts(&decided);
        let all: i64 = decided.iter().map(|one| one.cents.max(0)).sum();
        prop_assert_eq!(made.iter().map(|one| one.cents).sum::<i64>(), all);
        for one in &made {
            prop_assert_eq!(one.actions.iter().map(|(_, cents)| cents).sum::<i64>(), one.cents);
            prop_assert_eq!(one.years.iter().map(|(_, cents)| cents).sum::<i64>(), one.cents);
        }
        let pairs: BTreeSet<_> = made.iter().map(|one| (one.carrier, one.funder)).collect();
        prop_assert_eq!(pairs.len(), made.len());
        let reversed: Vec<_> = decided.iter().rev().cloned().collect();
        prop_assert_eq!(drafts(&reversed), made);
    }
}
