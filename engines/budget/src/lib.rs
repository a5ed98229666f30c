//! Budgets of associations and of their actions, in whole cents, on the standard chart of accounts of grant forms.
//!
//! A budget is a list of [`Line`]s; a [`Chart`] says which account stands under which post and on which side. Totals are
//! always counted from the lines. What does not hold is a [`Finding`], told in French; a budget that does not hold is
//! still a budget: whoever keeps it decides when it must hold. Pure.
//!
//! | to do | use |
//! |---|---|
//! | offer accounts | [`Chart::of`], [`Chart::posts`], [`Chart::account`] |
//! | count | [`totals`], [`by_funder`], [`share`] |
//! | know what does not hold | [`check`], [`check_declared`] |
//! | tell what is asked | [`sentence`] |
//! | set two budgets side by side | [`compare`] |
//! | bring last year's lines to this year's chart | [`Chart::renew`] |

mod chart;
mod checks;
mod compare;
mod data;
mod totals;

pub use chart::{Account, Chart, ChartVersion, Post, Side};
pub use checks::{Finding, check, check_declared};
pub use compare::{Change, compare};
pub use totals::{Totals, by_funder, sentence, share, totals};

/// Most cents a line holds: 100 thousand million euros. Sums of lines within it never overflow.
pub const MOST_CENTS: i64 = 10_000_000_000_000;

/// One line of a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Account of the chart: `613`, `74etat`.
    pub account: String,
    /// What it is, in the carrier's words; may be empty.
    pub label: String,
    /// Amount, in euro cents, of one year.
    pub cents: i64,
    /// Who pays, for accounts with one line a funder; none elsewhere.
    pub funder: Option<String>,
}

impl Line {
    /// A line without funder.
    pub fn new(account: impl Into<String>, label: impl Into<String>, cents: i64) -> Self {
        Self { account: account.into(), label: label.into(), cents, funder: None }
    }

    /// A line of money asked from or given by a funder.
    pub fn of_funder(account: impl Into<String>, funder: impl Into<String>, cents: i64) -> Self {
        Self { account: account.into(), label: String::new(), cents, funder: Some(funder.into()) }
    }
}
