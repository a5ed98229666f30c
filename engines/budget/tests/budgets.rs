//! Budgets counted and checked: real figures, and any lines at all.

use budget::{
    Chart, ChartVersion, Finding, Line, MOST_CENTS, Side, by_funder, check, check_declared, compare, sentence, share,
    totals,
};
use proptest::prelude::*;

fn chart() -> Chart {
    Chart::of(ChartVersion::Anc2018)
}

fn euros(cents: i64) -> String {
    format!("{},{:02} €", cents / 100, cents % 100)
}

/// A budget met on the State's portal: 141 112 € and 116 000 € in kind.
fn real() -> Vec<Line> {
    let charges = [("601", 9_174), ("613", 7_010), ("622", 15_714), ("641", 105_444), ("65x", 3_687), ("66x", 83)];
    let mut lines: Vec<Line> = charges.map(|(account, euros)| Line::new(account, "", euros * 100)).into();
    lines.push(Line::new("864", "Bénévoles", 11_600_000));
    lines.push(Line::of_funder("74agenceserv", "Agence de services et de paiement", 850_000));
    lines.push(Line::of_funder("74etat", "État", 6_693_500));
    for (account, funder, euros) in
        [("74dep", "Département", 23_000), ("74epci", "Agglomération", 9_000), ("74com", "Ville", 9_100)]
    {
        lines.push(Line::of_funder(account, funder, euros * 100));
    }
    lines.push(Line::of_funder("74orgasoc", "Caisse d’allocations familiales", 189_000));
    lines.push(Line::new("ownx", "", 2_268_700));
    lines.push(Line::new("870", "Bénévoles", 11_600_000));
    lines
}

#[test]
fn a_real_budget_holds_to_the_cent() {
    let totals = totals(&chart(), &real());
    assert_eq!((totals.charges, totals.products), (14_111_200, 14_111_200));
    assert_eq!((totals.charges_in_all(), totals.products_in_all()), (25_711_200, 25_711_200));
    assert_eq!((totals.post("74"), totals.post("own"), totals.post("87")), (11_842_500, 2_268_700, 11_600_000));
    assert!(totals.is_balanced());
    assert_eq!(check(&chart(), &real()), []);
    assert_eq!(by_funder(&real())[1], ("État", 6_693_500));
    let declared = [("74".to_owned(), 11_842_500), ("60".to_owned(), 917_400)];
    assert_eq!(check_declared(&chart(), &real(), &declared), []);
}

#[test]
fn the_sentence_of_the_form_says_the_share_of_products() {
    assert_eq!(share(850_000, 11_842_500), Some(718));
    assert_eq!(share(6_693_500, 14_111_200), Some(4743));
    assert_eq!(share(1, 0), None);
    assert_eq!(share(1, 3), Some(3333));
    assert_eq!(share(1, 20_000), Some(1), "half a hundredth of a percent is rounded up");
    let told = sentence(500_000, 2_000_000, euros).expect("a share");
    assert_eq!(
        told,
        "La subvention sollicitée de 5000,00 €, objet de la présente demande, représente 25\u{a0}% du total des produits \
         du projet (20000,00 €)."
    );
    assert!(sentence(850_000, 11_842_500, euros).expect("a share").contains(" 7,18\u{a0}%"));
    assert_eq!(sentence(1, 0, euros), None);
}

#[test]
fn each_thing_that_does_not_hold_has_its_sentence() {
    let mut lines = real();
    lines[0].cents += 100;
    lines.push(Line::new("999", "Divers", 10));
    lines.push(Line::new("613", "Salle", -5));
    lines.push(Line::new("601", "", MOST_CENTS + 1));
    lines.push(Line::new("74etat", "", 100));
    lines.push(Line::new("864", "", 1));
    let found = check(&chart(), &lines);
    let told: Vec<String> = found.iter().map(|finding| finding.sentence(euros)).collect();
    assert!(told[0].contains("«\u{a0}999\u{a0}» n’est pas dans le plan comptable"), "{told:#?}");
    assert!(told[1].contains("«\u{a0}Salle\u{a0}» est négatif"));
    assert!(told[2].contains("«\u{a0}Achats de matières et de fournitures\u{a0}» est trop grand"));
    assert!(told[3].contains("sans dire qui le verse"));
    assert!(told[4].contains("dépassent les produits"));
    assert!(told[5].contains("compte 86"));
    assert_eq!(found.iter().filter(|finding| finding.refuses_line()).count(), 3);
    assert_eq!(found[1].line(), Some(lines.len() - 4));
    assert_eq!(check(&chart(), &[])[0], Finding::Empty);
    let wrong = check_declared(&chart(), &real(), &[("60".to_owned(), 1), ("99".to_owned(), 0)]);
    assert!(wrong[0].sentence(euros).contains("poste 60 (Achats) est écrit 0,01 €, ses lignes font 9174,00 €"));
    assert!(wrong[1].sentence(euros).contains("poste inconnu"));
}

#[test]
fn products_above_charges_are_told_the_other_way() {
    let told = check(&chart(), &[Line::new("613", "", 100), Line::new("756", "", 300)]);
    assert_eq!(told, [Finding::Unbalanced { charges: 100, products: 300 }]);
    assert!(told[0].sentence(euros).contains("dépassent les charges (1,00 €) de 2,00 €"));
}

#[test]
fn charts_are_sound_and_follow_one_another() {
    for version in ChartVersion::ALL {
        let chart = Chart::of(version);
        assert_eq!(ChartVersion::of_code(version.code()), Some(version));
        assert!(!version.label().is_empty());
        let mut codes: Vec<&str> =
            chart.posts().iter().flat_map(|post| post.accounts.iter().map(|account| account.code)).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count, "an account stands twice in {}", version.code());
        for side in [Side::Charge, Side::IndirectCharge, Side::Product, Side::OwnResource] {
            assert!(chart.posts().iter().any(|post| post.side == side && !side.is_voluntary()));
        }
    }
    let (old, new) = (chart(), Chart::of(ChartVersion::Anc2022));
    assert!(old.account("79x").is_some() && new.account("79x").is_none());
    assert_eq!(new.renew(&Line::new("79x", "Remboursement", 5)).account, "75x");
    assert_eq!(old.renew(&new.renew(&Line::new("777", "", 5))).account, "777");
    assert_eq!(new.renew(&Line::new("613", "", 5)).account, "613");
    assert_eq!(new.renew(&Line::new("zzz", "", 5)).account, "zzz");
    for post in old.posts() {
        for account in post.accounts {
            assert!(new.account(&new.renew(&Line::new(account.code, "", 1)).account).is_some(), "{}", account.code);
        }
    }
}

#[test]
fn two_budgets_stand_side_by_side() {
    let before = [Line::new("613", "", 100_000), Line::new("79x", "", 100_000)];
    let after = [Line::new("613", "", 110_000), Line::new("641", "", 5), Line::new("75x", "", 110_005)];
    let changes = compare(&Chart::of(ChartVersion::Anc2022), &before, &after);
    let told: Vec<_> = changes.iter().map(|change| (change.post, change.difference(), change.permille())).collect();
    assert_eq!(told, [("61", 10_000, Some(1_100)), ("64", 5, None), ("75", 10_005, Some(1_100))]);
}

fn any_line() -> impl Strategy<Value = Line> {
    let accounts: Vec<&'static str> =
        chart().posts().iter().flat_map(|post| post.accounts.iter().map(|account| account.code)).collect();
    (proptest::sample::select(accounts), 0..=MOST_CENTS, "[a-zé]{1,8}").prop_map(|(account, cents, name)| {
        let is_by_funder = chart().account(account).is_some_and(|(_, account)| account.is_by_funder);
        if is_by_funder { Line::of_funder(account, name, cents) } else { Line::new(account, name, cents) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Posts sum to sides, sides to the whole, funders to the lines that name one, in any order of the lines.
    #[test]
    fn whatever_the_lines_sums_agree(lines in proptest::collection::vec(any_line(), 0..40)) {
        let counted = totals(&chart(), &lines);
        let all: i64 = lines.iter().map(|line| line.cents).sum();
        prop_assert_eq!(counted.by_post.iter().map(|(_, cents)| cents).sum::<i64>(), all);
        prop_assert_eq!(counted.charges_in_all() + counted.products_in_all(), all);
        let of_side = |is_charge: bool| {
            let posts = chart().posts().iter().filter(|post| post.side.is_charge() == is_charge);
            posts.map(|post| counted.post(post.code)).sum::<i64>()
        };
        prop_assert_eq!(of_side(true), counted.charges_in_all());
        prop_assert_eq!(of_side(false), counted.products_in_all());
        let funded: i64 = lines.iter().filter(|line| line.funder.is_some()).map(|line| line.cents).sum();
        prop_assert_eq!(by_funder(&lines).iter().map(|(_, cents)| cents).sum::<i64>(), funded);
        let mut reversed = lines.clone();
        reversed.reverse();
        prop_assert_eq!(totals(&chart(), &reversed), counted);
    }

    /// A budget whose missing side is completed holds; one cent more and it does not.
    #[test]
    fn a_completed_budget_holds(lines in proptest::collection::vec(any_line(), 1..40), more in 1_i64..1_000) {
        let mut lines = lines;
        lines.push(Line::new("601", "", 1));
        let before = totals(&chart(), &lines);
        let complete = |account: &str, gap: i64, lines: &mut Vec<Line>| {
            let mut left = gap;
            while left > 0 {
                lines.push(Line::new(account, "", left.min(MOST_CENTS)));
                left -= MOST_CENTS;
            }
        };
        complete("601", before.products - before.charges, &mut lines);
        complete("ownx", before.charges - before.products, &mut lines);
        complete("864", before.voluntary_products - before.voluntary_charges, &mut lines);
        complete("870", before.voluntary_charges - before.voluntary_products, &mut lines);
        prop_assert!(totals(&chart(), &lines).is_balanced());
        prop_assert_eq!(check(&chart(), &lines), vec![]);
        lines.push(Line::new("613", "", more));
        let after = totals(&chart(), &lines);
        prop_assert_eq!(after.charges - after.products, more);
        let found = check(&chart(), &lines);
        prop_assert_eq!(found, vec![Finding::Unbalanced { charges: after.charges, products: after.products }]);
    }

    /// A share is never more than the whole, grows with what is asked, and its sentence has one percent sign.
    #[test]
    fn shares_stay_within_the_whole(products in 1_i64..=MOST_CENTS, part in 0_i64..=MOST_CENTS) {
        let asked = part.min(products);
        let told = share(asked, products).expect("a share");
        prop_assert!((0..=10_000).contains(&told));
        prop_assert!(share(asked / 2, products).expect("a share") <= told);
        prop_assert_eq!(sentence(asked, products, euros).expect("a sentence").matches('%').count(), 1);
    }

    /// A budget compared to itself has no difference; compared to nothing it is all difference.
    #[test]
    fn comparison_is_fair(lines in proptest::collection::vec(any_line(), 0..40)) {
        for change in compare(&chart(), &lines, &lines) {
            prop_assert_eq!((change.difference(), change.permille()), (0, Some(1_000)));
        }
        let all: i64 = lines.iter().map(|line| line.cents).sum();
        let gained: i64 = compare(&chart(), &[], &lines).iter().map(budget::Change::difference).sum();
        prop_assert_eq!(gained, all);
    }
}
