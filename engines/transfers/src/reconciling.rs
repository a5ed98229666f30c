//! What was paid beside what was asked. Nothing is guessed: what does not match exactly is listed.

use std::collections::BTreeMap;

use crate::payments::Paid;

/// A payment that was asked and not yet known as paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Its reference.
    pub reference: String,
    /// Amount, in euro cents.
    pub cents: i64,
}

/// A payment asked and paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The payment asked, from nought.
    pub awaited: usize,
    /// What was paid.
    pub paid: Paid,
}

/// What became of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Asked and paid, to the cent.
    pub matched: Vec<Matched>,
    /// The reference is known, the amount is another.
    pub other_amounts: Vec<Matched>,
    /// The reference is that of no payment awaited.
    pub unknown: Vec<Paid>,
    /// The reference was met before in the same list.
    pub repeated: Vec<Paid>,
    /// Asked and not in the list, from nought.
    pub missing: Vec<usize>,
}

/// Sets a list beside what is awaited. References compare without regard to capitals nor spaces.
pub fn reconcile(awaited: &[Awaited], paid: &[Paid]) -> Reconciled {
    let key = |reference: &str| -> String {
        reference.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_uppercase).collect()
    };
    let mut known: BTreeMap<String, usize> =
        awaited.iter().enumerate().map(|(rank, one)| (key(&one.reference), rank)).collect();
    let mut met = std::collections::BTreeSet::new();
    let mut told = Reconciled::default();
    for one in paid {
        let reference = key(&one.reference);
        match known.remove(&reference) {
            Some(rank) => {
                met.insert(reference);
                let is_same = awaited.get(rank).is_some_and(|asked| asked.cents == one.cents);
                let matched = Matched { awaited: rank, paid: one.clone() };
                match is_same {
                    true => told.matched.push(matched),
                    false => told.other_amounts.push(matched),
                }
            }
            None if met.contains(&reference) => told.repeated.push(one.clone()),
            None => told.unknown.push(one.clone()),
        }
    }
    told.missing = known.into_values().collect();
    told.missing.sort_unstable();
    told
}
