//! Rules, schedules, reports, what is given back: golden values of the field, and what holds whatever the figures.

use budget::{Chart, ChartVersion, Line};
use deadlines::Zone;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use settlement::{
    Condition, Duty, Facts, Figures, Finding, Formula, Gauge, Instalment, Ledger, MOST_CENTS, Measure, Move, Part,
    Size, Thresholds, Tolerance, Unsound, check, duties, execution, gaps, overpayment, payment_due, reminders,
    report_due, schedule, share_out, withdrawal,
};

fn euros(cents: i64) -> String {
    format!("{},{:02} €", cents / 100, cents % 100)
}

fn chart() -> Chart {
    Chart::of(ChartVersion::Anc2018)
}

fn holds(facts: Facts) -> Vec<(Duty, Option<bool>)> {
    duties(facts, Thresholds::default()).into_iter().map(|told| (told.duty, told.holds)).collect()
}

#[test]
fn rules_by_amount_say_whether_they_hold_and_why() {
    let small = Facts { from_funder: 2_300_000, ..Facts::default() };
    assert_eq!(
        holds(small),
        [
            (Duty::Agreement, Some(false)),
            (Duty::Objectives, None),
            (Duty::Accounts, None),
            (Duty::Deposit, None),
            (Duty::Annex, Some(false))
        ]
    );
    let large = Facts {
        from_funder: 2_300_001,
        from_all: Some(15_300_000),
        over_three_years: Some(50_000_001),
        products: Some(4_000_000),
    };
    assert_eq!(
        holds(large),
        [
            (Duty::Agreement, Some(true)),
            (Duty::Objectives, Some(true)),
            (Duty::Accounts, Some(true)),
            (Duty::Deposit, Some(false)),
            (Duty::Annex, Some(true)),
        ]
    );
    let told: Vec<String> = duties(large, Thresholds::default()).iter().map(|told| told.sentence(euros)).collect();
    assert_eq!(
        told[0],
        "Une convention écrite est obligatoire\u{a0}: 23000,01 € de ce financeur dans l’année dépassent 23000,00 €."
    );
    assert!(told[2].contains("atteignent 153000,00 €"), "{told:#?}");
    assert!(told[4].contains("font 57,5\u{a0}% de ses produits, plus de la moitié"), "{told:#?}");
    let unknown: Vec<String> = duties(small, Thresholds::default()).iter().map(|told| told.sentence(euros)).collect();
    assert!(unknown[1].contains("trois exercices n’est pas connu"), "{unknown:#?}");
    assert!(unknown[4].contains("ne figure pas"));
}

#[test]
fn a_schedule_adds_up_or_says_what_is_missing() {
    let part = |size, condition| Part { size, condition };
    let signed = Condition::Signature;
    let report = Condition::ReportAccepted(2026);
    assert_eq!(
        schedule(1_450_001, &[part(Size::Share(8_000), signed), part(Size::Rest, report)]),
        Ok(vec![Instalment { cents: 1_160_001, condition: signed }, Instalment { cents: 290_000, condition: report }])
    );
    let thirds = [3_333, 3_333, 3_334].map(|share| part(Size::Share(share), signed));
    let cents: Vec<i64> = schedule(10_000, &thirds).expect("sound").iter().map(|one| one.cents).collect();
    assert_eq!((cents.iter().sum::<i64>(), cents), (10_000, vec![3_333, 3_333, 3_334]));
    let days = [Size::Cents(5_000), Size::Cents(4_000)].map(|size| part(size, Condition::On(date(2026, 6, 15))));
    let told = schedule(10_000, &days).expect_err("unsound");
    assert_eq!(told, Unsound::DoesNotAddUp { total: 10_000, sum: 9_000 });
    assert_eq!(
        told.sentence(euros),
        "Les versements font 90,00 € pour une convention de 100,00 €\u{a0}: il manque 10,00 €."
    );
    for (parts, unsound) in [
        (vec![], Unsound::Empty),
        (vec![part(Size::Rest, signed), part(Size::Rest, report)], Unsound::TwoRests),
        (vec![part(Size::Share(10_000), signed), part(Size::Rest, report)], Unsound::NothingLeft),
        (
            vec![part(Size::Share(6_000), signed), part(Size::Share(6_000), report)],
            Unsound::DoesNotAddUp { total: 10_000, sum: 12_000 },
        ),
        (vec![part(Size::Cents(0), signed), part(Size::Cents(10_000), report)], Unsound::Nothing(0)),
        (vec![part(Size::Cents(-1), signed), part(Size::Rest, report)], Unsound::Nothing(0)),
        (
            vec![part(Size::Cents(i64::MAX), signed), part(Size::Cents(i64::MAX), signed), part(Size::Rest, report)],
            Unsound::DoesNotAddUp { total: 10_000, sum: i64::MAX },
        ),
    ] {
        assert_eq!(schedule(10_000, &parts), Err(unsound));
        assert!(unsound.sentence(euros).ends_with('.'));
    }
    assert_eq!(schedule(0, &[part(Size::Rest, signed)]), Err(Unsound::Total));
    assert_eq!(schedule(i64::MAX, &[part(Size::Rest, signed)]), Err(Unsound::Total));
    assert_eq!(share_out(10_000, &[1, 1, 1]), [3_334, 3_333, 3_333]);
    assert_eq!(share_out(-10_000, &[1, 1, 1]), [-3_334, -3_333, -3_333]);
    assert_eq!(share_out(5, &[0, 0]), Vec::<i64>::new());
}

#[test]
fn a_report_asks_why_beyond_twenty_percent() {
    let planned =
        [Line::new("601", "", 100_000), Line::new("641", "", 500_000), Line::of_funder("74epci", "Agglo", 600_000)];
    let done = [
        Line::new("601", "", 120_000),
        Line::new("641", "", 399_999),
        Line::new("625", "", 1),
        Line::of_funder("74epci", "Agglo", 520_000),
    ];
    let asked: Vec<_> = gaps(&chart(), &planned, &done)
        .into_iter()
        .filter(|gap| gap.asks_why(Tolerance::default()))
        .map(|gap| (gap.account, gap.rate()))
        .collect();
    assert_eq!(
        asked,
        [("625", None), ("641", Some(8_000))],
        "120 % is within twenty percent, a cent below 80 % is not"
    );
    assert_eq!(execution(&chart(), &planned, &done), Some(8_667));
    let found = check(&chart(), &planned, (&planned, &done), &["641"], Tolerance::default());
    let told: Vec<String> = found.iter().map(|finding| finding.sentence(euros)).collect();
    assert_eq!(found.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("Expliquez l’écart du compte 625"), "{told:#?}");
    assert!(told[0].ends_with("0,01 € réalisés pour 0,00 € prévus, alors que rien n’était prévu."), "{told:#?}");
    let tolerant = Tolerance { floor_cents: 1, ..Tolerance::default() };
    assert_eq!(check(&chart(), &planned, (&planned, &done), &["641"], tolerant), []);
    let other =
        [Line::new("601", "", 90_000), Line::new("641", "", 500_000), Line::of_funder("74epci", "Agglo", 600_000)];
    let found = check(&chart(), &planned, (&other, &done), &["601", "625", "641"], Tolerance::default());
    assert!(
        matches!(found.as_slice(), [Finding::OtherForecast { account: "601", agreed: 100_000, told: 90_000, .. }]),
        "{found:?}"
    );
    let nothing = check(&chart(), &planned, (&planned, &[]), &[], Tolerance::default());
    assert_eq!(nothing, [Finding::NothingDone]);
}

#[test]
fn what_was_paid_too_much_follows_the_formula_of_the_agreement() {
    let figures =
        Figures { granted: 500_000, planned_charges: 1_200_000, done_charges: 900_000, other_products: 550_000 };
    let told = overpayment(Formula::Unneeded, figures, 0, euros);
    assert_eq!(told.cents, 150_000);
    assert_eq!(
        told.reason,
        "Charges réalisées 9000,00 € moins autres produits 5500,00 €\u{a0}: l’action a eu besoin de 3500,00 € sur 5000,00 € accordés. \
         Trop-perçu\u{a0}: 1500,00 €."
    );
    let told = overpayment(Formula::Proportional, figures, 0, euros);
    assert_eq!(told.cents, 125_000);
    assert!(told.reason.contains("75\u{a0}% de l’action"), "{}", told.reason);
    let told = overpayment(Formula::Proportional, figures, 125_000, euros);
    assert_eq!((told.cents, told.counted), (0, 125_000));
    assert!(told.reason.contains("ne dépasse pas la tolérance"));
    let whole = Figures { done_charges: 1_300_000, other_products: 0, ..figures };
    for formula in Formula::ALL {
        assert_eq!(Formula::of_code(formula.code()), Some(formula));
        assert_eq!(overpayment(formula, whole, 0, euros).cents, 0);
    }
    let period = (date(2026, 1, 1), date(2026, 12, 31));
    assert_eq!(withdrawal(600_000, period, date(2026, 10, 1)), 151_233);
    assert_eq!(withdrawal(600_000, period, date(2025, 3, 1)), 600_000);
    assert_eq!(withdrawal(600_000, period, date(2027, 1, 1)), 0);
    assert_eq!(withdrawal(600_000, (period.1, period.0), date(2026, 3, 1)), 0);
}

#[test]
fn days_are_due_as_texts_say() {
    let due = report_due(date(2026, 12, 31), 6, Zone::Mainland);
    assert_eq!((due.on, due.until), (date(2027, 6, 30), date(2027, 6, 30)));
    assert_eq!(report_due(date(2026, 6, 30), 6, Zone::Mainland).on, date(2026, 12, 31));
    let due = report_due(date(2027, 8, 31), 6, Zone::Mainland);
    assert_eq!((due.on, due.until), (date(2028, 2, 29), date(2028, 2, 29)));
    let due = report_due(date(2026, 10, 31), 6, Zone::Mainland);
    assert_eq!((due.on, due.until), (date(2027, 4, 30), date(2027, 4, 30)));
    let due = report_due(date(2026, 7, 14), 6, Zone::Mainland);
    assert_eq!((due.on, due.until), (date(2027, 1, 14), date(2027, 1, 14)));
    // A Sunday: the Monday after.
    let due = report_due(date(2026, 8, 28), 6, Zone::Mainland);
    assert_eq!((due.on, due.until), (date(2027, 2, 28), date(2027, 3, 1)));
    assert_eq!(payment_due(date(2026, 5, 18), 60), date(2026, 7, 17));
    let due = report_due(date(2026, 12, 31), 6, Zone::Mainland);
    let days = reminders(due, &[20, 5, 1], date(2027, 6, 10), Zone::Mainland);
    assert_eq!(days, [date(2027, 6, 23), date(2027, 6, 29)], "what is past is not sent again");
}

#[test]
fn half_of_agreements_last_several_years() {
    let gauge = Gauge::of((0..20).map(|rank| if rank < 9 { (62_000, true) } else { (31_091, false) }));
    assert_eq!((gauge.share(Measure::Number), gauge.share(Measure::Amount)), (Some(4_500), Some(6_200)));
    assert!(!gauge.reaches(Measure::Number, 5_000) && gauge.reaches(Measure::Amount, 5_000));
    assert_eq!(gauge.missing(5_000), 1);
    assert_eq!(
        gauge.sentence(5_000),
        "9 conventions sur 20 sont pluriannuelles\u{a0}: 45\u{a0}% du nombre, 62\u{a0}% des montants. Il en manque 1 pour atteindre \
         50\u{a0}%."
    );
    assert!(Gauge::default().sentence(5_000).contains("Aucune convention"));
    assert!(Gauge::of([(1, true), (1, false)]).sentence(5_000).contains("est atteint"));
}

#[test]
fn a_refused_move_says_how_much_could_be() {
    let ledger = Ledger::replay([Move::Vote(10_000), Move::Commit(8_000), Move::Pay(5_000), Move::AskBack(1_000)])
        .expect("sound");
    assert_eq!((ledger.to_pay(), ledger.kept(), ledger.to_repay()), (3_000, 5_000, 1_000));
    for (tried, words) in [
        (Move::Commit(2_001), "il reste 20,00 € de voté"),
        (Move::Lower(2_001), "20,00 € au plus ne sont pas encore engagés"),
        (Move::Release(3_001), "30,00 € au plus sont engagés sans être payés"),
        (Move::Pay(3_001), "il reste 30,00 € à payer"),
        (Move::AskBack(4_001), "40,00 € au plus ont été payés"),
        (Move::Repay(1_001), "il reste 10,00 € à reverser"),
        (Move::Waive(1_001), "il reste 10,00 € à reverser"),
        (Move::Vote(MOST_CENTS), "trop grand"),
        (Move::Pay(0), "positif"),
        (Move::Repay(-5), "positif"),
        (Move::Lower(i64::MIN), "positif"),
    ] {
        let refused = ledger.after(tried).expect_err("refused");
        assert!(refused.sentence(euros).contains(words), "{}", refused.sentence(euros));
    }
    assert_eq!(
        Ledger::replay([Move::Vote(5), Move::Commit(5), Move::Pay(5), Move::Repay(6)]).expect_err("refused").0,
        3
    );
}

fn any_move() -> impl Strategy<Value = Move> {
    let cents = prop_oneof![1..50_i64, -3..3_i64, Just(i64::MAX), Just(i64::MIN), Just(MOST_CENTS)];
    (0..8_u8, cents).prop_map(|(kind, cents)| match kind {
        0 => Move::Vote(cents),
        1 => Move::Lower(cents),
        2 => Move::Commit(cents),
        3 => Move::Release(cents),
        4 => Move::Pay(cents),
        5 => Move::AskBack(cents),
        6 => Move::Waive(cents),
        _ => Move::Repay(cents),
    })
}

fn any_part() -> impl Strategy<Value = Part> {
    let size =
        prop_oneof![(0..=10_000_u16).prop_map(Size::Share), (-5..5_000_i64).prop_map(Size::Cents), Just(Size::Rest)];
    size.prop_map(|size| Part { size, condition: Condition::Signature })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the acts and their order: voted ≥ committed ≥ paid − repaid, and what was accepted can be told again.
    #[test]
    fn whatever_the_acts_the_invariant_holds(moves in proptest::collection::vec(any_move(), 0..200)) {
        let (mut ledger, mut accepted) = (Ledger::default(), Vec::new());
        for one in moves {
            match ledger.after(one) {
                Ok(after) => {
                    ledger = after;
                    accepted.push(one);
                }
                Err(refused) => {
                    prop_assert!(refused.sentence(euros).ends_with('.'));
                    // The most it says is accepted, one cent more is not.
                    let _ = refused.most;
                }
            }
            prop_assert!(ledger.voted() >= ledger.committed());
            prop_assert!(ledger.committed() >= ledger.paid() - ledger.repaid());
            prop_assert!(ledger.paid() >= ledger.asked_back() && ledger.asked_back() >= ledger.repaid() && ledger.repaid() >= 0);
            prop_assert!(ledger.kept() >= 0 && ledger.to_pay() >= 0 && ledger.to_repay() >= 0);
        }
        let sum = |pick: fn(Move) -> i64| accepted.iter().map(|one| pick(*one)).sum::<i64>();
        prop_assert_eq!(ledger.voted(), sum(|one| match one { Move::Vote(cents) => cents, Move::Lower(cents) => -cents, _ => 0 }));
        prop_assert_eq!(ledger.paid(), sum(|one| if let Move::Pay(cents) = one { cents } else { 0 }));
        prop_assert_eq!(Ledger::replay(accepted), Ok(ledger));
    }

    #[test]
    fn parts_add_up_to_the_cent(total in -MOST_CENTS..=MOST_CENTS, weights in proptest::collection::vec(any::<u32>(), 0..20)) {
        let parts = share_out(total, &weights);
        let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        prop_assert_eq!(parts.is_empty(), sum == 0);
        if sum > 0 {
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = i128::from(total) * i128::from(*weight);
                prop_assert!((i128::from(*part) * sum - exact).abs() < sum, "less than a cent from its exact share");
            }
        }
    }

    #[test]
    fn a_schedule_that_stands_adds_up(total in 0..20_000_i64, parts in proptest::collection::vec(any_part(), 0..6)) {
        match schedule(total, &parts) {
            Ok(instalments) => {
                prop_assert_eq!(instalments.iter().map(|one| one.cents).sum::<i64>(), total);
                prop_assert!(instalments.iter().all(|one| one.cents > 0));
                prop_assert_eq!(instalments.len(), parts.len());
            }
            Err(unsound) => prop_assert!(unsound.sentence(euros).ends_with('.')),
        }
    }

    #[test]
    fn what_is_given_back_is_within_the_grant(
        granted in 0..MOST_CENTS, planned in 0..MOST_CENTS, done in 0..MOST_CENTS, other in 0..MOST_CENTS, tolerance in 0..100_000_i64,
    ) {
        let figures = Figures { granted, planned_charges: planned, done_charges: done, other_products: other };
        for formula in Formula::ALL {
            let told = overpayment(formula, figures, tolerance, euros);
            prop_assert!((0..=granted).contains(&told.cents) && told.cents <= told.counted);
            prop_assert!(told.cents == 0 || told.cents > tolerance);
            let more = overpayment(formula, Figures { done_charges: done.saturating_add(100), ..figures }, tolerance, euros);
            prop_assert!(more.counted <= told.counted, "the more is done, the less is given back");
        }
        let days = (date(2026, 1, 1), date(2028, 12, 31));
        let on = Date::saturating_add(days.0, jiff::Span::new().days(granted % 1_500));
        prop_assert!((0..=granted).contains(&withdrawal(granted, days, on)));
    }
}
