//! What was decided, gathered into agreements: one for each carrier and funder, whatever the number of actions and years.

use std::collections::BTreeMap;

/// What a funder decided for one action and one year. Names are whatever tells things apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted<K> {
    /// Who acts.
    pub carrier: K,
    /// Who pays.
    pub funder: K,
    /// What for.
    pub action: K,
    /// Which year.
    pub year: i16,
    /// How much, in cents.
    pub cents: i64,
}

/// An agreement to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<K> {
    /// Who acts.
    pub carrier: K,
    /// Who pays.
    pub funder: K,
    /// Each action with what it comes to over all years, in cents.
    pub actions: Vec<(K, i64)>,
    /// Each year with what it comes to over all actions, in cents.
    pub years: Vec<(i16, i64)>,
    /// What the agreement comes to, in cents.
    pub cents: i64,
}

impl<K> Draft<K> {
    /// Whether it lasts several years.
    pub fn is_multi_year(&self) -> bool {
        self.years.len() > 1
    }

    /// Most of what a year comes to: what the threshold of agreements is compared with.
    pub fn largest_year(&self) -> i64 {
        self.years.iter().map(|(_, cents)| *cents).max().unwrap_or(0)
    }
}

/// Agreements to write, in the order of carriers and funders. Decisions of nought or below bind nobody. The order of decisions
/// changes nothing.
pub fn drafts<K: Ord + Clone>(granted: &[Granted<K>]) -> Vec<Draft<K>> {
    type Parts<K> = (BTreeMap<K, i64>, BTreeMap<i16, i64>);
    let mut gathered: BTreeMap<(K, K), Parts<K>> = BTreeMap::new();
    for one in granted.iter().filter(|one| one.cents > 0) {
        let (actions, years) = gathered.entry((one.carrier.clone(), one.funder.clone())).or_default();
        for sum in [actions.entry(one.action.clone()).or_default(), years.entry(one.year).or_default()] {
            *sum = sum.saturating_add(one.cents);
        }
    }
    gathered
        .into_iter()
        .map(|((carrier, funder), (actions, years))| Draft {
            carrier,
            funder,
            cents: years.values().fold(0, |sum: i64, cents| sum.saturating_add(*cents)),
            actions: actions.into_iter().collect(),
            years: years.into_iter().collect(),
        })
        .collect()
}
