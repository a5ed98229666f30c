//! Small money, to the cent, whatever people try and in whatever order.

use proptest::prelude::*;
use settlement::{MOST_SMALL, MovementKind as Kind, ProjectMoney, Purse, Shortfall, advance, one_more};

#[test]
fn the_figures_of_the_field_come_out() {
    let mut purse = Purse { envelope: 2_000_000, ..Purse::default() };
    let mut projects = [ProjectMoney::default(); 3];
    for (rank, cents) in [65_000, 40_000, 95_000].into_iter().enumerate() {
        (purse, projects[rank]) = purse.moved(projects[rank], (Kind::Granted, cents)).expect("granted");
    }
    (purse, projects[0]) = purse.moved(projects[0], (Kind::Paid, 65_000)).expect("paid");
    (purse, projects[0]) = purse.moved(projects[0], (Kind::Returned, 12_000)).expect("returned");
    assert_eq!((purse.all.consumed(), purse.left()), (188_000, 1_812_000));
    assert_eq!(projects[0].to_return(53_000), 0);
    assert_eq!(advance(65_001, 80), 52_000);
}

/// An act somebody tries, whatever stands.
#[derive(Clone, Copy, Debug)]
enum Try {
    Move(usize, Kind, i64),
    Resize(i64),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let kind = proptest::sample::select(Kind::ALL);
    let one = prop_oneof![
        8 => (0..4_usize, kind, -10..60_000_i64).prop_map(|(project, kind, cents)| Try::Move(project, kind, cents)),
        1 => (-10..200_000_i64).prop_map(Try::Resize),
    ];
    proptest::collection::vec(one, 0..80)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever people try, in whatever order: an envelope adds up to the cent, nothing is below nought, and what is
    /// left can be counted again from the movements alone, in any order.
    #[test]
    fn an_envelope_adds_up_whatever_the_order_of_acts(envelope in 0..200_000_i64, all in tries(), seed in any::<u64>()) {
        let mut purse = Purse { envelope, ..Purse::default() };
        let mut projects = [ProjectMoney::default(); 4];
        let mut kept: Vec<(usize, Kind, i64)> = Vec::new();
        for one in all {
            match one {
                Try::Move(rank, kind, cents) => {
                    if let Ok((after, project)) = purse.moved(projects[rank], (kind, cents)) {
                        (purse, projects[rank]) = (after, project);
                        kept.push((rank, kind, cents));
                    }
                }
                Try::Resize(cents) => purse = purse.resized(cents).unwrap_or(purse),
            }
            prop_assert!(purse.left() >= 0, "{purse:?}");
            prop_assert_eq!(purse.left() + purse.all.consumed(), purse.envelope);
            for money in projects {
                prop_assert!(0 <= money.returned && money.returned <= money.paid);
                prop_assert!(money.paid <= money.granted - money.released && money.to_pay() >= 0);
                prop_assert!(money.consumed() >= 0);
            }
        }
        // Any order of the same movements comes to the same sums.
        let turn = usize::try_from(seed % (kept.len() as u64 + 1)).unwrap_or(0);
        kept.rotate_left(turn);
        let again = ProjectMoney::of(kept.iter().map(|(_, kind, cents)| (*kind, *cents)));
        prop_assert_eq!(again, purse.all);
        let by_project: i64 = projects.iter().map(|money| money.consumed()).sum();
        prop_assert_eq!(by_project, purse.all.consumed());
        prop_assert_eq!(purse.envelope - again.consumed(), purse.left());
    }

    #[test]
    fn an_advance_is_never_above_its_part(granted in 0..MOST_SMALL, percent in 0..=100_i64) {
        let cents = advance(granted, percent);
        prop_assert!(cents >= 0 && i128::from(cents) * 100 <= i128::from(granted) * i128::from(percent));
        prop_assert!(i128::from(cents + 1) * 100 > i128::from(granted) * i128::from(percent));
    }
}

#[test]
fn a_refusal_says_what_could_be_done() {
    let euros = |cents: i64| format!("{} €", cents / 100);
    let purse = Purse { envelope: 100_000, ..Purse::default() };
    let nothing = ProjectMoney::default();
    assert_eq!(purse.moved(nothing, (Kind::Granted, 100_001)), Err(Shortfall::Empty(100_000)));
    let (purse, project) = purse.moved(nothing, (Kind::Granted, 80_000)).expect("granted");
    assert_eq!(purse.moved(project, (Kind::Paid, 80_001)), Err(Shortfall::ToPay(80_000)));
    assert_eq!(purse.moved(project, (Kind::Returned, 1)), Err(Shortfall::Held(0)));
    assert_eq!(
        purse.resized(79_999).expect_err("granted").sentence(euros).replace('\u{a0}', " "),
        "800 € sont déjà accordés : l’enveloppe ne peut descendre au-dessous"
    );
    assert_eq!(purse.moved(project, (Kind::Paid, 0)), Err(Shortfall::Unlikely));
    // A holder has its number of grants in the year; nought is no limit.
    assert_eq!((one_more(0, 1), one_more(7, 0)), (Ok(()), Ok(())));
    assert_eq!(
        one_more(2, 2).expect_err("its number").sentence(euros),
        "Ce groupe a déjà reçu 2 aides de ce fonds cette année, le nombre permis"
    );
}
