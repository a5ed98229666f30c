//! A financial report: what was planned beside what was done, account by account (CERFA 15059*02, part 2).

use budget::{Chart, Line, totals};

use crate::{percent, ratio};

/// From which gap an explanation is asked. A setting of the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tolerance {
    /// Gaps above this part of what was planned, in ten-thousandths.
    pub part: u16,
    /// Gaps of so many cents or fewer are never asked about.
    pub floor_cents: i64,
}

impl Default for Tolerance {
    /// Twenty percent, whatever the amount.
    fn default() -> Self {
        Self { part: 2_000, floor_cents: 0 }
    }
}

/// One account, planned and done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Code of the account.
    pub account: &'static str,
    /// Its name, in French.
    pub label: &'static str,
    /// Planned, in cents.
    pub planned: i64,
    /// Done, in cents.
    pub done: i64,
}

impl Gap {
    /// What was done over what was planned, in ten-thousandths; none when nothing was planned.
    pub fn rate(&self) -> Option<i64> {
        ratio(self.done, self.planned)
    }

    /// Whether it must be explained: beyond the tolerance, either way; what was not planned at all always is.
    pub fn asks_why(&self, tolerance: Tolerance) -> bool {
        let gap = (i128::from(self.done) - i128::from(self.planned)).abs();
        gap > i128::from(tolerance.floor_cents) && gap * 10_000 > i128::from(self.planned) * i128::from(tolerance.part)
    }
}

/// Every account one of the two uses, in the order of the chart. Lines of another version of the chart are brought to this one.
pub fn gaps(chart: &Chart, planned: &[Line], done: &[Line]) -> Vec<Gap> {
    let sum = |lines: &[Line], account: &str| {
        let of_account = lines.iter().map(|line| chart.renew(line)).filter(|line| line.account == account);
        of_account.fold(0_i64, |sum, line| sum.saturating_add(line.cents))
    };
    let accounts = chart.posts().iter().flat_map(|post| post.accounts);
    accounts
        .map(|account| Gap {
            account: account.code,
            label: account.label,
            planned: sum(planned, account.code),
            done: sum(done, account.code),
        })
        .filter(|gap| gap.planned != 0 || gap.done != 0)
        .collect()
}

/// Charges done over charges planned, in ten-thousandths, contributions in kind left out.
pub fn execution(chart: &Chart, planned: &[Line], done: &[Line]) -> Option<i64> {
    ratio(totals(chart, done).charges, totals(chart, planned).charges)
}

/// What does not hold in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// What was planned is not the budget of the agreement, amendments included.
    OtherForecast {
        /// The account.
        account: &'static str,
        /// Its name.
        label: &'static str,
        /// In the agreement, in cents.
        agreed: i64,
        /// In the report, in cents.
        told: i64,
    },
    /// A gap nobody explained.
    Unexplained(Gap),
    /// Nothing was done at all.
    NothingDone,
    /// Something that does not hold in what was done.
    Budget(budget::Finding),
}

impl Finding {
    /// What is wrong and what to do, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(&self, euros: impl Fn(i64) -> String) -> String {
        match self {
            Self::OtherForecast { account, label, agreed, told } => format!(
                "La prévision du compte {account} ({label}) est de {} dans la convention et de {} dans ce compte rendu\u{a0}: \
                 reprenez celle de la convention.",
                euros(*agreed),
                euros(*told)
            ),
            Self::Unexplained(gap) => {
                let rate = match gap.rate() {
                    Some(rate) => format!("soit {}", percent(rate)),
                    None => "alors que rien n’était prévu".to_owned(),
                };
                format!(
                    "Expliquez l’écart du compte {} ({})\u{a0}: {} réalisés pour {} prévus, {rate}.",
                    gap.account,
                    gap.label,
                    euros(gap.done),
                    euros(gap.planned)
                )
            }
            Self::NothingDone => {
                "Rien n’est saisi dans les réalisations\u{a0}: saisissez ce qui a été dépensé et reçu.".to_owned()
            }
            Self::Budget(finding) => finding.sentence(euros),
        }
    }
}

/// Everything that does not hold. `agreed`: the budget of the agreement, amendments included; `explained`: accounts whose gap
/// has its explanation.
pub fn check(
    chart: &Chart,
    agreed: &[Line],
    (planned, done): (&[Line], &[Line]),
    explained: &[&str],
    tolerance: Tolerance,
) -> Vec<Finding> {
    let mut found: Vec<Finding> = gaps(chart, agreed, planned)
        .into_iter()
        .filter(|gap| gap.planned != gap.done)
        .map(|gap| Finding::OtherForecast {
            account: gap.account,
            label: gap.label,
            agreed: gap.planned,
            told: gap.done,
        })
        .collect();
    if done.iter().all(|line| line.cents == 0) {
        found.push(Finding::NothingDone);
        return found;
    }
    found.extend(budget::check(chart, done).into_iter().map(Finding::Budget));
    let asked = gaps(chart, planned, done).into_iter().filter(|gap| gap.asks_why(tolerance));
    found.extend(asked.filter(|gap| !explained.contains(&gap.account)).map(Finding::Unexplained));
    found
}
