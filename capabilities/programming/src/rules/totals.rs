//! What is asked, proposed and voted, added up by funder, by project and by neighbourhood: three ways to the same cent.

use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;

use kernel::Uuid;

use super::{Decision, shared};

/// What one project asks of one funder for one year, and what is said of it. Amounts in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Identifier of the funding.
    pub funding: Uuid,
    /// Its project.
    pub project: Uuid,
    /// The funder, as the call knows it.
    pub funder: Uuid,
    /// The year.
    pub year: i64,
    /// Asked.
    pub asked: i64,
    /// Proposed; none while nobody proposed.
    pub proposed: Option<i64>,
    /// Decided; none while nothing is.
    pub decision: Option<Decision>,
    /// Voted; 0 when the decision gives nothing.
    pub voted: i64,
    /// The envelope the vote is charged on.
    pub envelope: Option<Uuid>,
}

/// Three amounts, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Asked.
    pub asked: i64,
    /// Proposed.
    pub proposed: i64,
    /// Voted.
    pub voted: i64,
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, other: Self) {
        self.asked += other.asked;
        self.proposed += other.proposed;
        self.voted += other.voted;
    }
}

impl Line {
    /// Its three amounts.
    pub fn amounts(&self) -> Amounts {
        Amounts { asked: self.asked, proposed: self.proposed.unwrap_or(0), voted: self.voted }
    }
}

/// Where projects take place: neighbourhoods and their weight in the cost.
pub type Places = HashMap<Uuid, Vec<(Uuid, i64)>>;

/// Amounts of many lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// All of them.
    pub whole: Amounts,
    /// By funder.
    pub by_funder: BTreeMap<Uuid, Amounts>,
    /// By project.
    pub by_project: BTreeMap<Uuid, Amounts>,
    /// By neighbourhood; none for projects that name none.
    pub by_area: BTreeMap<Option<Uuid>, Amounts>,
}

/// Adds lines up. What a project of several neighbourhoods receives is shared between them by their weights, line by
/// line, so that every way of adding gives the same cent.
pub fn totals<'a>(lines: impl IntoIterator<Item = &'a Line>, places: &Places) -> Totals {
    let mut all = Totals::default();
    for line in lines {
        let amounts = line.amounts();
        all.whole += amounts;
        *all.by_funder.entry(line.funder).or_default() += amounts;
        *all.by_project.entry(line.project).or_default() += amounts;
        for (area, part) in parts(amounts, places.get(&line.project).map_or(&[][..], Vec::as_slice)) {
            *all.by_area.entry(area).or_default() += part;
        }
    }
    all
}

/// Amounts shared between the neighbourhoods of a project.
fn parts(amounts: Amounts, places: &[(Uuid, i64)]) -> Vec<(Option<Uuid>, Amounts)> {
    if places.is_empty() {
        return vec![(None, amounts)];
    }
    let weights: Vec<i64> = places.iter().map(|(_, weight)| *weight).collect();
    let asked = shared(amounts.asked, &weights);
    let (proposed, voted) = (shared(amounts.proposed, &weights), shared(amounts.voted, &weights));
    let part = |at: usize| Amounts { asked: asked[at], proposed: proposed[at], voted: voted[at] };
    places.iter().enumerate().map(|(at, (area, _))| (Some(*area), part(at))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Lines of a few projects and funders, and where projects take place, one of them nowhere.
    fn drawn() -> impl Strategy<Value = (Vec<Line>, Places)> {
        let id = Uuid::from_u128;
        let amount = || 0_i64..10_000_000_000;
        let line = (1_u128..6, 1_u128..5, amount(), proptest::option::of(amount()), amount());
        let line = line.prop_map(move |(project, funder, asked, proposed, voted)| Line {
            project: id(project),
            funder: id(funder),
            asked,
            proposed,
            voted,
            ..Line::default()
        });
        let place = proptest::collection::btree_map(1_u128..8, 1_i64..1000, 1..7);
        let place =
            place.prop_map(move |all| all.into_iter().map(|(area, weight)| (id(area), weight)).collect::<Vec<_>>());
        let places = proptest::collection::vec(place, 4);
        (proptest::collection::vec(line, 0..40), places)
            .prop_map(move |(lines, places)| (lines, (1..).map(id).zip(places).collect()))
    }

    proptest! {
        #[test]
        fn funders_projects_and_neighbourhoods_add_up_to_the_same_cent((lines, places) in drawn()) {
            let all = totals(&lines, &places);
            let sum = |parts: Vec<Amounts>| parts.into_iter().fold(Amounts::default(), |mut whole, part| {
                whole += part;
                whole
            });
            prop_assert_eq!(sum(all.by_funder.values().copied().collect()), all.whole);
            prop_assert_eq!(sum(all.by_project.values().copied().collect()), all.whole);
            prop_assert_eq!(sum(all.by_area.values().copied().collect()), all.whole);
            prop_assert_eq!(sum(lines.iter().map(Line::amounts).collect()), all.whole);
        }
    }

    #[test]
    fn a_cent_that_does_not_divide_goes_to_one_neighbourhood() {
        let id = Uuid::from_u128;
        let line = Line { project: id(1), funder: id(2), asked: 100, voted: 1, ..Line::default() };
        let places = Places::from([(id(1), vec![(id(7), 1), (id(8), 1), (id(9), 1)])]);
        let all = totals([&line], &places);
        let asked: Vec<i64> = all.by_area.values().map(|amounts| amounts.asked).collect();
        assert_eq!(asked, [34, 33, 33]);
        assert_eq!(all.by_area.values().map(|amounts| amounts.voted).collect::<Vec<_>>(), [1, 0, 0]);
        let nowhere = totals([&line], &Places::new());
        assert_eq!(nowhere.by_area.get(&None), Some(&nowhere.whole));
    }
}
