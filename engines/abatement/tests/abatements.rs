//! Estimates, programmes and reports of abatement: figures of the field, and what holds whatever they are.

use abatement::{Action, Axis, Declared, Family, Finding, Rate, Sums, check, estimate, sums};
use proptest::prelude::*;

fn euros(cents: i64) -> String {
    format!("{},{:02} €", cents / 100, cents % 100)
}

fn action(axis: Axis, planned: i64, valued: i64) -> Action {
    Action {
        axis,
        title: "Nettoyage renforcé des halls".to_owned(),
        planned,
        by_landlord: planned,
        by_others: 0,
        done: None,
        common_law: 0,
        by_renewal: 0,
        valued,
    }
}

fn told(actions: &[Action], declared: Declared<'_>) -> Vec<String> {
    check(actions, declared).iter().map(|finding| finding.sentence(actions, euros)).collect()
}

fn owing(abatement: i64) -> Declared<'static> {
    Declared { abatement, ..Declared::default() }
}

#[test]
fn an_abatement_is_thirty_percent_of_the_base_at_the_voted_rates() {
    let rate = |name: &str, millionths, is_waste| Rate { name: name.to_owned(), millionths, is_waste };
    let rates = [
        rate("Commune", 473_200, false),
        rate("Intercommunalité", 12_300, false),
        rate("Ordures ménagères", 110_000, true),
    ];
    let counted = estimate(&[150_000, 162_550], &rates).expect("an estimate");
    // 3 125,50 € × 30 % × 48,55 % = 455,229… €
    assert_eq!(
        (counted.cents, counted.base_cents, counted.millionths, counted.dwellings),
        (45_523, 312_550, 485_500, 2)
    );
    assert_eq!(
        counted.sentence(euros),
        "Base nette de 3125,50 € pour 2 logements × 30\u{a0}% d’abattement × 48,55\u{a0}% de taux votés, taxe d’enlèvement des ordures \
         ménagères exclue\u{a0}: 455,23 €."
    );
    assert_eq!(estimate(&[], &rates).map(|one| one.cents), Some(0));
    assert_eq!(estimate(&[-1], &rates), None);
    assert_eq!(estimate(&[i64::MAX, i64::MAX], &rates), None, "beyond what an amount holds");
}

#[test]
fn the_eight_axes_are_those_of_the_framework() {
    for (rank, axis) in Axis::ALL.into_iter().enumerate() {
        assert_eq!(usize::from(axis.number()), rank + 1);
        assert_eq!(Axis::of_number(axis.number()), Some(axis));
        assert_eq!(axis.family(), if rank < 4 { Family::Reinforced } else { Family::Specific });
        assert!(!axis.french().is_empty() && !axis.family().french().is_empty());
    }
    assert_eq!((Axis::of_number(0), Axis::of_number(9)), (None, None));
}

#[test]
fn the_row_of_the_national_table_is_counted_as_it_is() {
    let row = action(Axis::Upkeep, 1_800_000, 1_200_000);
    assert_eq!(row.rate(), Some(6_667), "66,7 %");
    assert_eq!(told(std::slice::from_ref(&row), owing(1_200_000)), Vec::<String>::new());
    let less = told(std::slice::from_ref(&row), owing(1_200_001));
    assert!(less[0].contains("inférieures à l’abattement (12000,01 €) de 0,01 €"), "{less:?}");
    let carried = Declared { abatement: 1_000_000, carried: 300_000, ..Declared::default() };
    assert_eq!(check(std::slice::from_ref(&row), carried), [Finding::NotEnough { valued: 1_200_000, owed: 1_300_000 }]);
    assert_eq!(check(std::slice::from_ref(&row), Declared { reason: "Report sur 2027", ..carried }), []);
}

#[test]
fn what_may_not_be_valued_is_told() {
    let staff = Action { common_law: 600_000, ..action(Axis::Presence, 1_000_000, 400_000) };
    let given = Declared { has_common_law: true, ..owing(0) };
    assert_eq!(check(std::slice::from_ref(&staff), owing(0)), [Finding::NoCommonLaw(0)]);
    assert_eq!(check(std::slice::from_ref(&staff), given), []);
    let above = Action { valued: 400_001, ..staff };
    assert!(
        told(std::slice::from_ref(&above), given)[0].contains("une fois le droit commun déduit, 4000,00 € au plus")
    );
    let renewal = Action { by_renewal: 900_000, ..action(Axis::SmallWorks, 1_000_000, 100_001) };
    assert!(
        told(std::slice::from_ref(&renewal), owing(0))[0].contains("ne se compte pas deux fois, 1000,00 € au plus")
    );
    let mut helped = action(Axis::Tenants, 1_000_000, 700_000);
    helped.by_landlord = 600_000;
    helped.by_others = 400_000;
    assert!(
        told(std::slice::from_ref(&helped), owing(0))[0].contains("plus que ce que le bailleur dépense (6000,00 €)")
    );
    let less_done = Action { done: Some(500_000), ..action(Axis::Waste, 1_000_000, 600_000) };
    assert_eq!(
        check(std::slice::from_ref(&less_done), owing(0)),
        [Finding::TooMuch { action: 0, valued: 600_000, most: 500_000 }]
    );
    let unfunded = Action { by_landlord: 1, ..action(Axis::Quiet, 5, 0) };
    assert!(told(&[unfunded], owing(0))[0].contains("doivent être égaux"));
    assert!(told(&[Action { valued: -1, ..action(Axis::Quiet, 5, 0) }], owing(0))[0].contains("négatif"));
    assert!(told(&[], owing(5))[0].contains("vide"));
}

fn any_action() -> impl Strategy<Value = Action> {
    let cents = || 0..1_000_000_i64;
    (0..8_usize, cents(), cents(), proptest::option::of(cents()), cents(), cents(), cents()).prop_map(
        |(axis, by_landlord, by_others, done, common_law, by_renewal, valued)| Action {
            axis: Axis::ALL[axis],
            title: "Action".to_owned(),
            planned: by_landlord + by_others,
            by_landlord,
            by_others,
            done,
            common_law,
            by_renewal,
            valued,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Sums of axes are those of families and of all; what is valued within its bound is never refused, a cent above always is.
    #[test]
    fn sums_agree_and_bounds_are_exact(actions in proptest::collection::vec(any_action(), 1..20)) {
        let whole = Sums::of(&actions);
        let by_axis = sums(&actions);
        prop_assert_eq!(by_axis.iter().map(|(_, sums)| sums.valued).sum::<i64>(), whole.valued);
        prop_assert_eq!(by_axis.iter().map(|(_, sums)| sums.planned).sum::<i64>(), whole.planned);
        let families = [Family::Reinforced, Family::Specific].map(|family| Sums::of_family(&actions, family).done);
        prop_assert_eq!(families.iter().sum::<i64>(), whole.done);
        let declared = Declared { has_common_law: true, ..Declared::default() };
        for action in &actions {
            let within = Action { valued: action.most_valued(), ..action.clone() };
            prop_assert_eq!(check(std::slice::from_ref(&within), declared), vec![]);
            let above = Action { valued: action.most_valued() + 1, ..action.clone() };
            let found = check(std::slice::from_ref(&above), declared);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].action(), Some(0));
            prop_assert!(found[0].sentence(std::slice::from_ref(&above), euros).ends_with('.'));
        }
    }

    #[test]
    fn estimates_grow_with_bases_and_rates(base in 0..1_000_000_000_i64, more in 1..1_000_i64, millionths in 0..1_000_000_u32) {
        let rates = [Rate { name: String::new(), millionths, is_waste: false }];
        let of = |base: i64| estimate(&[base], &rates).expect("an estimate").cents;
        prop_assert!(of(base) <= of(base + more));
        prop_assert!(of(base) <= base * 30 / 100 + 1);
    }
}
