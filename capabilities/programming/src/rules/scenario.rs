//! Scenarios: what could be proposed of every line, drawn by a simple rule, then set side by side.

use std::collections::{BTreeMap, HashMap};

use kernel::{Uuid, vocabulary};

use super::ceilings::part;
use super::{Line, Places, shared, totals};

vocabulary! {
    /// How a scenario begins.
    Recipe {
        /// What is proposed today.
        Copy => "copy", "Reprendre les propositions du moment";
        /// Everything that is asked.
        Asked => "asked", "Donner tout ce qui est demandé";
        /// The same share of what is asked, for everybody.
        Share => "share", "Donner à toutes les actions la même part du demandé";
        /// What each funder has, in proportion of what it is asked.
        Prorata => "prorata", "Répartir ce qu’a chaque financeur au prorata du demandé";
    }
}

/// Cents for each funding.
pub type Drawn = HashMap<Uuid, i64>;

/// Draws a scenario. `permille` is the share of [`Recipe::Share`]; `free` is what each funder has, in cents, for
/// [`Recipe::Prorata`]: nobody receives more than is asked.
pub fn drawn(recipe: Recipe, permille: i64, lines: &[Line], free: &HashMap<Uuid, i64>) -> Drawn {
    match recipe {
        Recipe::Copy => lines.iter().map(|line| (line.funding, line.proposed.unwrap_or(0))).collect(),
        Recipe::Asked => lines.iter().map(|line| (line.funding, line.asked)).collect(),
        Recipe::Share => {
            let permille = permille.clamp(0, 1000);
            // Whole euros: nobody proposes cents.
            lines.iter().map(|line| (line.funding, part(line.asked, permille) / 100 * 100)).collect()
        }
        Recipe::Prorata => {
            let mut all = Drawn::new();
            let mut by_funder: BTreeMap<Uuid, Vec<&Line>> = BTreeMap::new();
            for line in lines {
                by_funder.entry(line.funder).or_default().push(line);
            }
            for (funder, own) in by_funder {
                let asked: Vec<i64> = own.iter().map(|line| line.asked).collect();
                let amount = free.get(&funder).copied().unwrap_or(0).clamp(0, asked.iter().sum());
                all.extend(own.iter().map(|line| line.funding).zip(shared(amount, &asked)));
            }
            all
        }
    }
}

/// What a scenario gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Cents of all.
    pub whole: i64,
    /// Cents by funder.
    pub by_funder: BTreeMap<Uuid, i64>,
    /// Cents by neighbourhood; none for projects that name none.
    pub by_area: BTreeMap<Option<Uuid>, i64>,
    /// Projects that receive something.
    pub helped: usize,
    /// Projects that receive nothing.
    pub left_out: usize,
}

/// Adds up what a scenario gives, with the same sharing as [`totals`].
pub fn given(lines: &[Line], drawn: &Drawn, places: &Places) -> Given {
    let as_drawn: Vec<Line> = lines
        .iter()
        .map(|line| Line { proposed: Some(drawn.get(&line.funding).copied().unwrap_or(0)), ..line.clone() })
        .collect();
    let all = totals(&as_drawn, places);
    let helped = all.by_project.values().filter(|amounts| amounts.proposed > 0).count();
    Given {
        whole: all.whole.proposed,
        by_funder: all.by_funder.iter().map(|(funder, amounts)| (*funder, amounts.proposed)).collect(),
        by_area: all.by_area.iter().map(|(area, amounts)| (*area, amounts.proposed)).collect(),
        helped,
        left_out: all.by_project.len() - helped,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(asked: &[i64]) -> Vec<Line> {
        let id = |n: usize| Uuid::from_u128(n as u128);
        let one = |(at, asked): (usize, &i64)| Line {
            funding: id(1_000 + at),
            project: id(at / 2),
            funder: id(500 + at % 2),
            asked: *asked,
            proposed: (at % 3 == 0).then_some(asked / 2),
            ..Line::default()
        };
        asked.iter().enumerate().map(one).collect()
    }

    proptest! {
        #[test]
        fn a_scenario_gives_what_funders_have_and_no_more_than_is_asked(
            asked in prop::collection::vec(0_i64..10_000_000, 1..40),
            free in 0_i64..50_000_000,
            permille in 0_i64..1200,
        ) {
            let lines = lines(&asked);
            let free: HashMap<Uuid, i64> = (500..502).map(|n| (Uuid::from_u128(n), free)).collect();
            for recipe in Recipe::ALL {
                let drawn = drawn(*recipe, permille, &lines, &free);
                for line in &lines {
                    let cents = drawn.get(&line.funding).copied().unwrap_or(-1);
                    prop_assert!((0..=line.asked).contains(&cents), "{recipe:?} {line:?} {cents}");
                }
                let all = given(&lines, &drawn, &Places::new());
                prop_assert_eq!(all.whole, all.by_funder.values().sum::<i64>());
                prop_assert_eq!(all.whole, all.by_area.values().sum::<i64>());
                if *recipe == Recipe::Prorata {
                    for (funder, cents) in &all.by_funder {
                        let most: i64 = lines.iter().filter(|line| line.funder == *funder).map(|line| line.asked).sum();
                        prop_assert_eq!(*cents, most.min(free[funder]));
                    }
                }
            }
        }
    }

    #[test]
    fn scenarios_are_compared_by_whom_they_leave_out() {
        let lines = lines(&[10_000, 0, 10_000, 20_000]);
        let none = HashMap::new();
        let all = given(&lines, &drawn(Recipe::Share, 255, &lines, &none), &Places::new());
        assert_eq!((all.whole, all.helped, all.left_out), (2_500 + 2_500 + 5_100, 2, 0));
        assert_eq!(given(&lines, &drawn(Recipe::Prorata, 0, &lines, &none), &Places::new()).left_out, 2);
    }
}
