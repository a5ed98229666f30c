//! Two budgets side by side: last year's and this year's, asked and revised, planned and done.

use crate::{Chart, Line, totals};

/// One post in two budgets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Code of the post.
    pub post: &'static str,
    /// Its name, in French.
    pub label: &'static str,
    /// In the first budget, in cents.
    pub before: i64,
    /// In the second one, in cents.
    pub after: i64,
}

impl Change {
    /// How much more the second one has, in cents; below zero when it has less.
    pub fn difference(&self) -> i64 {
        self.after.saturating_sub(self.before)
    }

    /// The second as a part of the first, in thousandths, rounded to the nearest: 1 100 € after 1 000 € is 1 100.
    /// None when the first is nought.
    pub fn permille(&self) -> Option<i64> {
        if self.before <= 0 || self.after < 0 {
            return None;
        }
        let (before, after) = (i128::from(self.before), i128::from(self.after));
        i64::try_from((after * 2_000 + before) / (before * 2)).ok()
    }
}

/// Every post that one of the two budgets uses, in the order of the chart. Lines of another version of the chart are
/// brought to this one first.
pub fn compare(chart: &Chart, before: &[Line], after: &[Line]) -> Vec<Change> {
    let brought = |lines: &[Line]| lines.iter().map(|line| chart.renew(line)).collect::<Vec<_>>();
    let (before, after) = (totals(chart, &brought(before)), totals(chart, &brought(after)));
    chart
        .posts()
        .iter()
        .map(|post| Change {
            post: post.code,
            label: post.label,
            before: before.post(post.code),
            after: after.post(post.code),
        })
        .filter(|change| change.before != 0 || change.after != 0)
        .collect()
}
