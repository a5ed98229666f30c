//! Actions of a landlord in a neighbourhood for a year, and their sums.

use crate::axis::{Axis, Family};
use crate::ratio;

/// One action. Amounts in cents; what is done is none until the year's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it is for.
    pub axis: Axis,
    /// What it is.
    pub title: String,
    /// Spending planned.
    pub planned: i64,
    /// Of which paid by the landlord.
    pub by_landlord: i64,
    /// Of which paid by others.
    pub by_others: i64,
    /// Spending done.
    pub done: Option<i64>,
    /// Part of the spending that the landlord would have made anyway, at the level of its other dwellings.
    pub common_law: i64,
    /// Part of the spending that urban renewal pays for.
    pub by_renewal: i64,
    /// Spending valued in return of the abatement.
    pub valued: i64,
}

impl Action {
    /// Spending done, or planned when the year has no report yet.
    pub fn spent(&self) -> i64 {
        self.done.unwrap_or(self.planned)
    }

    /// Valued spending over spending, in ten-thousandths; none when nothing is spent.
    pub fn rate(&self) -> Option<i64> {
        ratio(self.valued, self.spent())
    }

    /// Most that may be valued: what is spent, less what others or urban renewal pay, less the usual level on axis 1.
    pub fn most_valued(&self) -> i64 {
        let usual = if self.axis == Axis::Presence { self.common_law } else { 0 };
        self.spent().saturating_sub(self.by_others).saturating_sub(self.by_renewal).saturating_sub(usual).max(0)
    }
}

/// Sums of actions, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Spending planned.
    pub planned: i64,
    /// Spending done, for actions that have some.
    pub done: i64,
    /// Spending valued.
    pub valued: i64,
}

impl Sums {
    fn add(self, action: &Action) -> Self {
        Self {
            planned: self.planned.saturating_add(action.planned),
            done: self.done.saturating_add(action.done.unwrap_or(0)),
            valued: self.valued.saturating_add(action.valued),
        }
    }

    /// Of all actions.
    pub fn of(actions: &[Action]) -> Self {
        actions.iter().fold(Self::default(), Self::add)
    }

    /// Of a family.
    pub fn of_family(actions: &[Action], family: Family) -> Self {
        actions.iter().filter(|action| action.axis.family() == family).fold(Self::default(), Self::add)
    }
}

/// Sums of each axis, in the order of the framework, those without action included.
pub fn sums(actions: &[Action]) -> [(Axis, Sums); 8] {
    Axis::ALL.map(|axis| (axis, actions.iter().filter(|action| action.axis == axis).fold(Sums::default(), Sums::add)))
}
