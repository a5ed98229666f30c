//! For whom actions are: the gender marker, ages along life, and what is missing where.

use std::collections::BTreeMap;

use kernel::{Uuid, vocabulary};

vocabulary! {
    /// How far an action aims at equality of women and men: the marker of the OECD’s development assistance committee.
    Marker {
        /// Its main objective.
        Principal => "principal", "2 : l’égalité femmes-hommes est son objectif principal";
        /// One of its objectives, thought of from the start.
        Significant => "significant", "1 : l’égalité est un de ses objectifs";
        /// Looked at, and not aimed at.
        NotTargeted => "none", "0 : examinée, l’égalité n’est pas visée";
    }
}

vocabulary! {
    /// Ages along life.
    Age {
        /// Before school, and its beginning.
        Early => "0-5", "Petite enfance (0 à 5 ans)";
        /// Primary school.
        Child => "6-10", "Enfance (6 à 10 ans)";
        /// Secondary school.
        Teen => "11-17", "Adolescence (11 à 17 ans)";
        /// Young adults.
        Young => "18-25", "Jeunes adultes (18 à 25 ans)";
        /// Adults.
        Adult => "26-64", "Adultes (26 à 64 ans)";
        /// Elders.
        Elder => "65", "Aînés (65 ans et plus)";
    }
}

/// For whom an action is, as somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Public {
    /// Which row.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// The sheet.
    pub sheet: Uuid,
    /// How far it aims at equality; none: nobody looked.
    pub marker: Option<Marker>,
    /// Ages it addresses; empty: nobody said.
    pub ages: Vec<Age>,
    /// How many times it changed.
    pub revision: i64,
}

/// An action as it is counted: its neighbourhoods, the money planned, for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Neighbourhoods it is deployed in.
    pub areas: Vec<Uuid>,
    /// Cents planned; none: no line says it.
    pub cents: Option<i64>,
    /// How far it aims at equality.
    pub marker: Option<Marker>,
    /// Ages it addresses.
    pub ages: Vec<Age>,
}

/// Actions and cents of one marker; actions whose money nobody says are counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many actions.
    pub actions: i64,
    /// Cents of those that say it.
    pub cents: i64,
    /// How many say no amount.
    pub without_amount: i64,
}

/// Actions by marker, those nobody looked at last.
pub fn by_marker(all: &[Counted]) -> Vec<(Option<Marker>, Share)> {
    let markers = Marker::ALL.iter().copied().map(Some).chain([None]);
    let share = |marker: Option<Marker>| {
        let own = all.iter().filter(|one| one.marker == marker);
        own.fold(Share::default(), |sum, one| Share {
            actions: sum.actions + 1,
            cents: sum.cents.saturating_add(one.cents.unwrap_or(0)),
            without_amount: sum.without_amount + i64::from(one.cents.is_none()),
        })
    };
    markers.map(|marker| (marker, share(marker))).collect()
}

/// How many actions address each age in each neighbourhood, and how many are there whose ages nobody said. Nothing is said of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Continuity {
    /// By neighbourhood and age; an absent cell is a hole.
    pub cells: BTreeMap<(Uuid, Age), i64>,
    /// By neighbourhood, actions whose ages nobody said.
    pub unsaid: BTreeMap<Uuid, i64>,
}

/// Counts actions along ages, neighbourhood by neighbourhood.
pub fn continuity(all: &[Counted]) -> Continuity {
    let mut told = Continuity::default();
    for one in all {
        for area in &one.areas {
            if one.ages.is_empty() {
                *told.unsaid.entry(*area).or_default() += 1;
            }
            for age in &one.ages {
                *told.cells.entry((*area, *age)).or_default() += 1;
            }
        }
    }
    told
}

/// Ages read from their codes, in order, each once; a code nobody knows is left out.
pub fn read_ages<'a>(codes: impl IntoIterator<Item = &'a str>) -> Vec<Age> {
    let mut all: Vec<Age> = codes.into_iter().filter_map(Age::from_code).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(area: u128, cents: Option<i64>, marker: Option<Marker>, ages: &[Age]) -> Counted {
        Counted { areas: vec![Uuid::from_u128(area)], cents, marker, ages: ages.to_vec() }
    }

    #[test]
    fn a_hole_is_not_an_age_nobody_said() {
        let told = continuity(&[one(1, None, None, &[Age::Teen]), one(1, None, None, &[]), one(2, None, None, &[])]);
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(told.cells.get(&(first, Age::Teen)), Some(&1));
        assert_eq!(told.cells.get(&(first, Age::Elder)), None);
        assert_eq!((told.unsaid.get(&first), told.unsaid.get(&second)), (Some(&1), Some(&1)));
    }

    #[test]
    fn shares_tell_amounts_nobody_says_apart() {
        let all = [
            one(1, Some(1_000), Some(Marker::Principal), &[]),
            one(1, None, Some(Marker::Principal), &[]),
            one(1, Some(0), None, &[]),
        ];
        let told = by_marker(&all);
        assert_eq!(told[0], (Some(Marker::Principal), Share { actions: 2, cents: 1_000, without_amount: 1 }));
        assert_eq!(told[3], (None, Share { actions: 1, cents: 0, without_amount: 0 }));
        assert_eq!(told.iter().map(|(_, share)| share.actions).sum::<i64>(), 3);
    }

    #[test]
    fn ages_come_in_their_order() {
        assert_eq!(read_ages(["65", "0-5", "65", "x"]), [Age::Early, Age::Elder]);
    }
}
