//! The same question by each channel, side by side.
//!
//! Channels do not reach the same people: a difference may come from who was reached. Raw shares stand beside shares
//! standardised on common strata (age × sex); when a stratum has nobody in one channel, nothing can correct for it and
//! the comparison says « non comparable ». No pooled share is computed here.

use super::{FlatTable, Request, TableError, flat};
use crate::bases::Slot;
use crate::model::{DataSet, Rows};
use crate::special::normal_tail;

/// One question by each channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelComparison {
    /// The table of each channel, in the order of its categories.
    pub channels: Vec<FlatTable>,
    /// Lines, as in the tables.
    pub slots: Vec<Slot>,
    /// Standardised share of each line in each channel; none when the channels are not comparable.
    pub standardised: Option<Vec<Vec<f64>>>,
    /// Strata of those reached by one channel and by nobody in another: categories of the controls, and the channel.
    pub missing: Vec<MissingStratum>,
    /// Variance of the standardised shares, same shape.
    variances: Vec<Vec<f64>>,
}

/// People reached by some channel, and by nobody in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingStratum {
    /// Category of each control.
    pub categories: Vec<usize>,
    /// The channel that reached none of them.
    pub channel: usize,
}

/// A difference between two channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Share in the first less share in the second.
    pub difference: f64,
    /// Its standard error, √(p(1−p)/n_eff) of both.
    pub standard_error: f64,
    /// Two-sided p-value; correct several of them with [`crate::association::holm`].
    pub p_value: f64,
}

impl Difference {
    fn new(difference: f64, variance: f64) -> Option<Self> {
        let standard_error = variance.sqrt();
        let p_value = 2.0 * normal_tail((difference / standard_error).abs());
        (standard_error > 0.0).then_some(Self { difference, standard_error, p_value })
    }
}

impl ChannelComparison {
    /// Whether every stratum was reached by every channel.
    pub fn is_comparable(&self) -> bool {
        self.missing.is_empty()
    }

    /// Raw difference of a line between two channels. None without respondents or without variance.
    ///
    /// # Panics
    /// When a line or a channel is not there, as an index does.
    pub fn raw_difference(&self, line: usize, one: usize, two: usize) -> Option<Difference> {
        let side = |channel: usize| {
            let table = &self.channels[channel];
            let share = table.share_of_respondents(&table.rows[line])?;
            Some((share, share * (1.0 - share) / table.base.effective.effective_size()))
        };
        let ((one, one_variance), (two, two_variance)) = (side(one)?, side(two)?);
        Difference::new(one - two, one_variance + two_variance)
    }

    /// Standardised difference of a line between two channels. None when they are not comparable.
    ///
    /// # Panics
    /// When a line or a channel is not there, as an index does.
    pub fn standardised_difference(&self, line: usize, one: usize, two: usize) -> Option<Difference> {
        let shares = self.standardised.as_ref()?;
        let variance = self.variances[one][line] + self.variances[two][line];
        Difference::new(shares[one][line] - shares[two][line], variance)
    }
}

/// Compares the answers to `variable` between the categories of `channel`, standardised on the crossing of `controls`
/// (single choices; none: raw shares only are comparable, and standardised ones equal them).
///
/// Respondents without answer to a control are left out of the standardised shares, not of the raw ones.
///
/// # Errors
/// A variable that is not there or has no categories, weights or a filter of another length.
pub fn compare_channels(
    data: &DataSet,
    variable: usize,
    channel: usize,
    controls: &[usize],
    request: &Request<'_>,
) -> Result<ChannelComparison, TableError> {
    for needed in [variable, channel].iter().chain(controls) {
        let found = data.variables().get(*needed).ok_or(TableError::NoVariable)?;
        if !found.is_categorical() {
            return Err(TableError::NotCategorical { variable: found.name.clone() });
        }
    }
    let rows = request.rows_of(data)?;
    let count = data.variables()[channel].categories.len();
    let tables_in = |within: &Rows| -> Result<Vec<FlatTable>, TableError> {
        let of_channel = |category: usize| {
            let inside = within.and(&data.rows_where(channel, category));
            flat(data, variable, &Request { rows: Some(&inside), ..*request })
        };
        (0..count).map(of_channel).collect()
    };
    let channels = tables_in(&rows)?;
    let slots: Vec<Slot> =
        channels.first().map(|table| table.rows.iter().map(|row| row.slot).collect()).unwrap_or_default();
    // Channels nobody used compare with nothing: they are not asked to be comparable.
    let used: Vec<bool> = channels.iter().map(|table| table.base.effective.count > 0).collect();

    let mut comparison = ChannelComparison {
        standardised: None,
        missing: Vec::new(),
        variances: vec![vec![0.0; slots.len()]; count],
        channels,
        slots,
    };
    let mut shares = vec![vec![0.0; comparison.slots.len()]; count];
    let mut weight_of_strata = 0.0;
    for categories in combinations(data, controls) {
        let within = controls.iter().zip(&categories).fold(rows.clone().into_owned(), |rows, (control, category)| {
            rows.and(&data.rows_where(*control, *category))
        });
        let tables = tables_in(&within)?;
        let size: f64 = tables.iter().map(|table| table.base.effective.weight).sum();
        if size <= 0.0 {
            continue;
        }
        weight_of_strata += size;
        for (position, table) in tables.iter().enumerate().filter(|(position, _)| used[*position]) {
            if table.base.effective.weight <= 0.0 {
                comparison.missing.push(MissingStratum { categories: categories.clone(), channel: position });
                continue;
            }
            for (line, row) in table.rows.iter().enumerate() {
                let share = table.share_of_respondents(row).unwrap_or(0.0);
                shares[position][line] += size * share;
                comparison.variances[position][line] +=
                    size * size * share * (1.0 - share) / table.base.effective.effective_size();
            }
        }
    }
    if comparison.missing.is_empty() && weight_of_strata > 0.0 {
        shares.iter_mut().flatten().for_each(|share| *share /= weight_of_strata);
        let variances = comparison.variances.iter_mut().flatten();
        variances.for_each(|variance| *variance /= weight_of_strata * weight_of_strata);
        comparison.standardised = Some(shares);
    }
    Ok(comparison)
}

/// Every combination of categories of the controls.
fn combinations(data: &DataSet, controls: &[usize]) -> Vec<Vec<usize>> {
    controls.iter().fold(vec![Vec::new()], |before, control| {
        let categories = data.variables()[*control].categories.len();
        let extend = |known: Vec<usize>| (0..categories).map(move |category| [known.clone(), vec![category]].concat());
        before.into_iter().flat_map(extend).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Answer, Variable};

    fn survey(rows: &[(usize, usize, usize, usize)]) -> DataSet {
        let pair = [("1", "un"), ("2", "deux")];
        let variables = ["mode", "age", "oui"].map(|name| Variable::single(name, name, &pair));
        let mut data = DataSet::new(variables.to_vec()).expect("form");
        for (mode, age, yes, times) in rows {
            for _ in 0..*times {
                data.append(&[Answer::One(*mode), Answer::One(*age), Answer::One(*yes)]).expect("fits");
            }
        }
        data
    }

    #[test]
    fn a_difference_due_to_age_alone_vanishes_once_standardised() {
        // In each age both channels say yes (category 0) equally; the ages differ.
        let data = survey(&[
            (0, 0, 0, 80),
            (0, 0, 1, 20),
            (0, 1, 0, 4),
            (0, 1, 1, 16),
            (1, 0, 0, 8),
            (1, 0, 1, 2),
            (1, 1, 0, 20),
            (1, 1, 1, 80),
        ]);
        let told = compare_channels(&data, 2, 0, &[1], &Request::default()).expect("a comparison");
        let raw = told.raw_difference(0, 0, 1).expect("a difference");
        assert!((raw.difference - (84.0 / 120.0 - 28.0 / 110.0)).abs() < 1e-12 && raw.p_value < 1e-6);
        let standardised = told.standardised_difference(0, 0, 1).expect("a difference");
        assert!(standardised.difference.abs() < 1e-12 && standardised.p_value > 0.99);
        assert!(told.is_comparable());
    }

    #[test]
    fn a_channel_that_never_met_the_young_is_not_comparable() {
        let data = survey(&[(0, 0, 0, 30), (0, 1, 1, 30), (1, 1, 0, 40)]);
        let told = compare_channels(&data, 2, 0, &[1], &Request::default()).expect("a comparison");
        assert_eq!(told.missing, [MissingStratum { categories: vec![0], channel: 1 }]);
        assert!(!told.is_comparable() && told.standardised_difference(0, 0, 1).is_none());
        let raw = compare_channels(&data, 2, 0, &[], &Request::default()).expect("a comparison");
        assert_eq!(raw.standardised.map(|shares| shares[1][0]), Some(1.0));
    }
}
