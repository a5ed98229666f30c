//! Where a year stands: what is owed, planned, done and valued, and what does not hold.

use abatement::{Action, Axis, Declared, Estimate, Sums, check, sums};
use kernel::{Cents, french};

use super::{LandlordAction, YearTerms};

/// A year, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// What is spared, with its formula.
    pub estimate: Option<Estimate>,
    /// Abatement and what was carried over, in cents.
    pub owed: i64,
    /// Sums of all actions.
    pub sums: Sums,
    /// Sums of each axis.
    pub by_axis: [(Axis, Sums); 8],
    /// Axes that have actions, of none of which is said what was spent.
    silent: Vec<Axis>,
    /// What does not hold, each a sentence.
    pub findings: Vec<String>,
}

impl Standing {
    /// Counts a year.
    pub fn of(terms: &YearTerms, actions: &[LandlordAction]) -> Self {
        let counted: Vec<Action> = actions.iter().map(|one| one.terms.counted.clone()).collect();
        let estimate = terms.estimate();
        let spared = estimate.as_ref().map_or(0, |one| one.cents);
        let declared = Declared {
            abatement: spared,
            carried: terms.carried,
            reason: &terms.reason,
            has_common_law: terms.staff_usual.is_some(),
        };
        let found = check(&counted, declared);
        let mut findings: Vec<String> = found.iter().map(|one| one.sentence(&counted, euros)).collect();
        if let (Some(usual), Some(here)) = (terms.staff_usual, terms.staff_here) {
            let valued: i64 = counted.iter().filter(|one| one.axis == Axis::Presence).map(|one| one.valued).sum();
            if valued > 0 && here <= usual {
                findings.push(
                    "Du personnel est valorisé sur l’axe 1, alors que le quartier n’en a pas plus qu’ailleurs pour 1 000 \
                     logements : corrigez les effectifs ou ne valorisez rien."
                        .to_owned(),
                );
            }
        }
        Self {
            estimate,
            owed: spared.saturating_add(terms.carried),
            sums: Sums::of(&counted),
            by_axis: sums(&counted),
            silent: Axis::ALL
                .into_iter()
                .filter(|axis| {
                    let mut own = counted.iter().filter(|one| one.axis == *axis).peekable();
                    own.peek().is_some() && own.all(|one| one.done.is_none())
                })
                .collect(),
            findings: findings.iter().map(|sentence| french::spaced(sentence)).collect(),
        }
    }

    /// Spending done on an axis, in cents; none: nobody said what was spent on its actions.
    pub fn done(&self, axis: Axis) -> Option<i64> {
        let (_, sums) = self.by_axis.iter().find(|(one, _)| *one == axis)?;
        (!self.silent.contains(&axis)).then_some(sums.done)
    }

    /// Spending done in all, in cents; none: nobody said what was spent on any action.
    pub fn done_in_all(&self) -> Option<i64> {
        (self.silent.is_empty() || self.sums.done > 0).then_some(self.sums.done)
    }

    /// What is spared, in cents.
    pub fn spared(&self) -> i64 {
        self.estimate.as_ref().map_or(0, |one| one.cents)
    }

    /// The formula with its figures.
    pub fn formula(&self) -> String {
        self.estimate.as_ref().map(|one| french::spaced(&one.sentence(euros))).unwrap_or_default()
    }

    /// Valued over what is owed, in percent; none when nothing is owed.
    pub fn coverage(&self) -> Option<f64> {
        (self.owed > 0).then(|| self.sums.valued as f64 * 100.0 / self.owed as f64)
    }
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{ActionTerms, Tenants};
    use jiff::civil::date;
    use kernel::Uuid;

    fn year() -> YearTerms {
        YearTerms {
            dwellings: 2,
            base: 312_550,
            rates: [473_200, 12_300, 0, 110_000],
            source: "Avis d’imposition".into(),
            counted_on: date(2026, 1, 1),
            carried: 0,
            reason: String::new(),
            staff_usual: None,
            staff_here: None,
            tenants: Tenants::default(),
            effects: String::new(),
        }
    }

    fn action(axis: Axis, valued: i64) -> LandlordAction {
        let counted = Action {
            axis,
            title: "Gardien de plus".into(),
            planned: 100_000,
            by_landlord: 100_000,
            by_others: 0,
            done: None,
            common_law: 0,
            by_renewal: 0,
            valued,
        };
        let terms = ActionTerms { counted, place: String::new(), calendar: String::new(), effects: String::new() };
        LandlordAction { id: Uuid::nil(), year: Uuid::nil(), terms, revision: 1 }
    }

    #[test]
    fn a_year_is_counted_by_the_engine_and_told_in_french() {
        // 3 125,50 € × 30 % × 48,55 % = 455,23 €, the waste tax left out.
        let standing = Standing::of(&year(), &[action(Axis::Upkeep, 45_522)]);
        assert_eq!((standing.spared(), standing.sums.valued), (45_523, 45_522));
        assert!(standing.findings[0].contains("inférieures à l’abattement"), "{:?}", standing.findings);
        let explained = YearTerms { reason: "Report sur 2027".into(), ..year() };
        assert_eq!(Standing::of(&explained, &[action(Axis::Upkeep, 45_522)]).findings, Vec::<String>::new());
        assert!(standing.formula().contains("pour 2 logements"));
    }

    #[test]
    fn what_nobody_told_is_not_zero() {
        let silent = Standing::of(&year(), &[action(Axis::Upkeep, 45_522)]);
        assert_eq!(
            (silent.done(Axis::Upkeep), silent.done(Axis::Presence), silent.done_in_all()),
            (None, Some(0), None)
        );
        let mut told = action(Axis::Upkeep, 45_522);
        told.terms.counted.done = Some(12_000);
        let half = Standing::of(&year(), &[told, action(Axis::Presence, 0)]);
        assert_eq!(
            (half.done(Axis::Upkeep), half.done(Axis::Presence), half.done_in_all()),
            (Some(12_000), None, Some(12_000))
        );
    }

    #[test]
    fn staff_counts_beyond_the_usual_level_only() {
        let unknown = Standing::of(&year(), &[action(Axis::Presence, 50_000)]);
        assert!(unknown.findings[0].contains("niveau de droit commun"), "{:?}", unknown.findings);
        let equal = YearTerms { staff_usual: Some(800), staff_here: Some(800), ..year() };
        let found = Standing::of(&equal, &[action(Axis::Presence, 50_000)]).findings;
        assert!(found.len() == 1 && found[0].contains("pas plus qu’ailleurs"), "{found:?}");
        let more = YearTerms { staff_usual: Some(800), staff_here: Some(1_000), ..year() };
        assert_eq!(Standing::of(&more, &[action(Axis::Presence, 50_000)]).findings, Vec::<String>::new());
    }
}
