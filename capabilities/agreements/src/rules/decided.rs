//! What funders decided, and what an amount binds to.

use std::collections::HashMap;

use kernel::Uuid;
use settlement::{Facts, Thresholds};

/// What one funder gave one action for one year, told to its carrier: it changes no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The funding.
    pub funding: Uuid,
    /// Its funder, of the call.
    pub call_funder: Uuid,
    /// Who acts.
    pub carrier: Uuid,
    /// Its application.
    pub application: Uuid,
    /// The action.
    pub project: Uuid,
    /// Title of the action.
    pub title: String,
    /// The year.
    pub year: i64,
    /// How much, in cents.
    pub cents: i64,
    /// Days of the action.
    pub period: (Option<jiff::civil::Date>, Option<jiff::civil::Date>),
}

/// What every funder known here gives each carrier each year, in cents.
pub type Aids = HashMap<(Uuid, i64), i64>;

/// What is known of a grant. What all public funders give is known for sure only when what is seen here passes a threshold
/// already: below it, others may give more elsewhere.
pub fn facts(carrier: Uuid, years: &[(i64, i64)], aids: &Aids, thresholds: Thresholds, products: Option<i64>) -> Facts {
    let of = |year: i64| aids.get(&(carrier, year)).copied().unwrap_or(0);
    let in_a_year = years.iter().map(|(year, cents)| of(*year).max(*cents)).max().unwrap_or(0);
    let first = years.first().map_or(0, |(year, _)| *year);
    let three: i64 = (first..first + 3).map(of).sum::<i64>().max(in_a_year);
    let least = thresholds.accounts.min(thresholds.deposit + 1);
    Facts {
        from_funder: years.iter().map(|(_, cents)| *cents).max().unwrap_or(0),
        from_all: Some(in_a_year).filter(|cents| *cents >= least),
        over_three_years: Some(three).filter(|cents| *cents > thresholds.objectives),
        products,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_threshold_here_is_not_known() {
        let carrier = Uuid::from_u128(1);
        let thresholds = Thresholds::default();
        let aids = Aids::from([((carrier, 2026), 15_300_000), ((carrier, 2027), 40_000_000)]);
        let told = facts(carrier, &[(2026, 2_000_000)], &aids, thresholds, None);
        assert_eq!((told.from_funder, told.from_all), (2_000_000, Some(15_300_000)));
        assert_eq!(told.over_three_years, Some(55_300_000));
        let told = facts(carrier, &[(2025, 2_000_000)], &Aids::new(), thresholds, Some(5));
        assert_eq!((told.from_all, told.over_three_years, told.products), (None, None, Some(5)));
    }
}
