//! The abatement of the property tax on built land (TFPB) in the neighbourhoods of a contract: what a landlord is spared,
//! what it does in return on the eight national axes, planned, done and valued, and what does not hold. Whole cents, no
//! clock. Pure.
//!
//! Sources: code général des impôts, article 1388 bis (30 % of the base of social dwellings, landlord bound by an agreement
//! annexed to the contract); national framework of 29 April 2015 between the State, landlords and towns (eight axes, table
//! of actions), its amendment of 2021; ministerial instruction of 13 February 2025 (control).

mod axis;
mod checks;
mod estimate;
mod programme;

pub use axis::{Axis, Family};
pub use checks::{Declared, Finding, check};
pub use estimate::{ABATEMENT, Estimate, Rate, estimate};
pub use programme::{Action, Sums, sums};

/// `part / whole` in ten-thousandths, to the nearest, halves up. None when there is nothing to divide by.
pub(crate) fn ratio(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 || part < 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((part * 20_000 + whole) / (whole * 2)).ok()
}
