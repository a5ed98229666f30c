//! Small-cell secrecy: what a table must not tell, and what must be hidden with it so that it cannot be worked out.
//!
//! A cell of 1 to 4 respondents is hidden; then other cells, until no hidden cell can be computed from the totals nor
//! known too closely. Totals are cells like the others: a total of three people is hidden too.

mod bounds;
mod bridges;
mod linked;
mod protect;

pub use linked::{LinkError, Register};
pub use protect::{SecrecyError, Suppression, protect, protect_choices};

use crate::tables::BASE_LOW;

/// What must not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecrecyRule {
    /// Counts from 1 to this, excluded, are hidden.
    pub threshold: u64,
    /// Least width of the interval in which anybody can place a hidden count, knowing all that is published.
    pub protection: u64,
    /// In a line or a column of fewer than this, a cell that holds everybody is hidden: it says something of each.
    pub group: u64,
    /// Whether totals may be hidden to protect cells, when cells do not suffice.
    pub hides_totals: bool,
}

impl SecrecyRule {
    /// Surveys of a neighbourhood: 1 to 4 respondents.
    pub const SURVEY: Self = Self { threshold: 5, protection: 3, group: BASE_LOW, hides_totals: true };
    /// Fiscal sources: 1 to 10 households.
    pub const FISCAL: Self = Self { threshold: 11, protection: 5, group: BASE_LOW, hides_totals: true };

    /// Whether a count is too small to be told.
    pub const fn is_small(&self, count: u64) -> bool {
        count > 0 && count < self.threshold
    }
}

impl Default for SecrecyRule {
    fn default() -> Self {
        Self::SURVEY
    }
}

/// Why a cell is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// Too few respondents.
    Small,
    /// It would say something of each member of a small group.
    Group,
    /// It would let a hidden cell be computed.
    Secondary,
}

impl Hidden {
    /// What is printed in its place; the reason is the same for all, so that it tells nothing.
    pub const SIGN: &'static str = "s";
}

/// A table with its totals: one more line and one more column than the cells.
pub(crate) struct Extended {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) values: Vec<u64>,
}

impl Extended {
    pub(crate) fn new(counts: &[Vec<u64>]) -> Option<Self> {
        let (rows, columns) = (counts.len() + 1, counts.first()?.len() + 1);
        if counts.iter().any(|row| row.len() + 1 != columns) || columns < 2 {
            return None;
        }
        let mut values = vec![0; rows * columns];
        for (row, line) in counts.iter().enumerate() {
            for (column, count) in line.iter().enumerate() {
                for row in [row, rows - 1] {
                    for column in [column, columns - 1] {
                        values[row * columns + column] += count;
                    }
                }
            }
        }
        Some(Self { rows, columns, values })
    }

    pub(crate) fn is_total(&self, cell: usize) -> bool {
        cell / self.columns == self.rows - 1 || cell % self.columns == self.columns - 1
    }

    /// How far a cell may go down and up for whoever knows only that counts are not negative, in the signs where
    /// every line and every column sums to zero: a total of one direction counts negatively, the grand total
    /// positively.
    pub(crate) fn room(&self, cell: usize) -> (u64, u64) {
        let is_last_row = cell / self.columns == self.rows - 1;
        let is_last_column = cell % self.columns == self.columns - 1;
        if is_last_row == is_last_column { (self.values[cell], FREE) } else { (FREE, self.values[cell]) }
    }
}

/// No limit: more than any count.
pub(crate) const FREE: u64 = u64::MAX / 4;
