//! Budgets of an application: what is typed, what is asked of the funders of the call, what does not hold.

use budget::{Chart, ChartVersion, Finding, Line, Side};
use kernel::{Cents, Uuid};

use crate::rules::CallFunder;

/// One amount typed on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The account.
    pub account: String,
    /// What it is, or who pays.
    pub label: String,
    /// How much.
    pub amount: Cents,
}

/// What is asked of a funder of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Which.
    pub funder: Uuid,
    /// How much.
    pub amount: Cents,
}

/// The budget of one project, or of the organisation, for one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BudgetForm {
    /// Lines typed, those at nought left out.
    pub lines: Vec<Amount>,
    /// What is asked of the funders of the call; nothing for the budget of the organisation.
    pub asked: Vec<Asking>,
}

/// The name under which the answer of a budget is kept.
pub fn budget_key(year: i64) -> String {
    format!("budget-{year}")
}

/// The year of the name of a budget.
pub fn year_of(key: &str) -> Option<i64> {
    key.strip_prefix("budget-")?.parse().ok()
}

/// The chart of a call; one this version does not know is written on the chart of 2018.
pub fn chart(code: &str) -> Chart {
    Chart::of(ChartVersion::of_code(code).unwrap_or(ChartVersion::Anc2018))
}

/// How a side is kept.
pub fn side_code(side: Side) -> &'static str {
    match side {
        Side::Charge | Side::IndirectCharge => "charge",
        Side::Product | Side::OwnResource => "product",
        Side::VoluntaryCharge => "kind_charge",
        Side::VoluntaryProduct => "kind_product",
    }
}

/// Beginnings of words that tell which account of post 74 a funder is counted under; the first that fits counts.
const ACCOUNTS: [(&[&str], &str); 6] = [
    (&["prefecture", "etat", "drac", "dreets", "ddets", "anct"], "74etat"),
    (&["region"], "74region"),
    (&["departement"], "74dep"),
    (&["agglo", "metropole", "communaute", "intercommunal"], "74epci"),
    (&["ville", "commune", "mairie"], "74com"),
    (&["caf", "caisse", "msa", "cpam"], "74orgasoc"),
];

/// The account of post 74 a funder of the call is counted under, from its name.
pub fn funder_account(name: &str) -> &'static str {
    let key = kernel::text::search_key(name);
    let has = |words: &&[&str]| words.iter().any(|word| key.split(' ').any(|one| one.starts_with(word)));
    ACCOUNTS.iter().find(|(words, _)| has(words)).map_or("74x", |(_, account)| account)
}

/// The same budget as the engine counts it: lines typed, then one line for each funder of the call.
pub fn engine_lines(budget: &BudgetForm, funders: &[CallFunder]) -> Vec<Line> {
    let typed = budget.lines.iter().map(|one| Line::new(&one.account, &one.label, one.amount.0));
    let asked = budget.asked.iter().filter(|one| one.amount.0 != 0).map(|one| {
        let name = funders.iter().find(|funder| funder.id == one.funder).map_or("", |funder| funder.name.as_str());
        Line::of_funder(funder_account(name), name, one.amount.0)
    });
    typed.chain(asked).collect()
}

/// What does not hold: the budget itself, then what funders said of their part. Sentences as people read them; the
/// flag says whether an application cannot be filed with it.
pub fn findings(chart: &Chart, budget: &BudgetForm, funders: &[CallFunder]) -> Vec<(String, bool)> {
    let lines = engine_lines(budget, funders);
    let euros = |cents: i64| kernel::french::euros(Cents(cents));
    let found: Vec<Finding> = budget::check(chart, &lines);
    let mut told: Vec<(String, bool)> = found.iter().map(|finding| (finding.sentence(euros), true)).collect();
    let products = budget::totals(chart, &lines).products;
    for one in budget.asked.iter().filter(|one| one.amount.0 > 0) {
        let Some(funder) = funders.iter().find(|funder| funder.id == one.funder) else { continue };
        if let Some(floor) = funder.floor.filter(|floor| one.amount < *floor) {
            let (asked, floor) = (euros(one.amount.0), euros(floor.0));
            told.push((
                format!("{} n’aide pas une action pour moins de {floor} ; vous lui demandez {asked}.", funder.name),
                false,
            ));
        }
        let above = |permille: &i64| i128::from(one.amount.0) * 1000 > i128::from(products) * i128::from(*permille);
        if let Some(permille) = funder.ceiling_permille.filter(above) {
            let (asked, most) = (euros(one.amount.0), kernel::french::percent(permille as f64 / 10.0, 0));
            told.push((
                format!(
                    "{} paie au plus {most} du coût d’une action ; vous lui demandez {asked} sur {}.",
                    funder.name,
                    euros(products)
                ),
                false,
            ));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn funder(name: &str) -> CallFunder {
        CallFunder {
            id: Uuid::from_u128(1),
            call: Uuid::nil(),
            organisation: None,
            name: name.into(),
            programme: String::new(),
            looks_at: String::new(),
            ceiling_permille: Some(500),
            floor: Some(Cents(100_000)),
            position: 1,
        }
    }

    #[test]
    fn funders_find_their_account() {
        for (name, account) in [
            ("Préfecture de l’Aude", "74etat"),
            ("Région Occitanie", "74region"),
            ("Conseil départemental de l’Aude", "74dep"),
            ("Agglomération d’essai", "74epci"),
            ("Ville d’essai", "74com"),
            ("Caisse d’allocations familiales", "74orgasoc"),
            ("Bailleur d’essai", "74x"),
        ] {
            assert_eq!(funder_account(name), account, "{name}");
        }
    }

    #[test]
    fn what_funders_said_is_told_without_refusing() {
        let chart = chart("2018");
        let mut budget = BudgetForm {
            lines: vec![Amount { account: "604".into(), label: String::new(), amount: Cents(500_000) }],
            asked: vec![Asking { funder: Uuid::from_u128(1), amount: Cents(500_000) }],
        };
        let told = findings(&chart, &budget, &[funder("Ville d’essai")]);
        assert_eq!(told.len(), 1);
        assert!(told[0].0.contains("au plus 50") && !told[0].1, "{told:?}");
        budget.asked[0].amount = Cents(50_000);
        let told = findings(&chart, &budget, &[funder("Ville d’essai")]);
        assert!(told[0].1 && told[0].0.contains("dépassent les produits"));
        assert!(!told[1].1 && told[1].0.contains("moins de"), "{told:?}");
        assert_eq!(year_of(&budget_key(2026)), Some(2026));
        assert_eq!(year_of("dates"), None);
    }
}
