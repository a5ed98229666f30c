//! What an agreement binds to, and what becomes of its money until it is settled: rules by amount with their reasons,
//! schedules of payments that add up to the cent, reports of what was planned and done, what was paid too much, what is
//! given back, days things are due, and the share of agreements over several years. Whole cents, no clock. Pure.
//!
//! Sources: loi n° 2000-321, articles 10 and 10-1; décret n° 2001-495; code de commerce, articles L612-4 and D612-5; code
//! général des collectivités territoriales, article L2313-1; form CERFA 15059*02; circulaire of 31 August 2023 on
//! contrats de ville (half of agreements over several years). Thresholds are settings: texts change them.
//!
//! | to do | use |
//! |---|---|
//! | gather decisions into agreements | [`drafts`] |
//! | know what an amount binds to | [`duties`] |
//! | share an amount out, to the cent | [`share_out`], [`schedule`] |
//! | set what was planned beside what was done | [`gaps`], [`execution`] |
//! | know what was paid too much | [`overpayment`], [`withdrawal`] |
//! | follow an amount from vote to settlement | [`Ledger`] |
//! | know when a report is due | [`report_due`], [`reminders`] |
//! | know the share over several years | [`Gauge`] |
//! | keep a fund of small projects | [`Purse`] |

mod drafts;
mod dues;
mod gauge;
mod ledger;
mod overpayment;
mod purse;
mod report;
mod schedule;
mod thresholds;

pub use drafts::{Draft, Granted, drafts};
pub use dues::{Due, payment_due, reminders, report_due};
pub use gauge::{Gauge, Measure};
pub use ledger::{Ledger, Move, Refused};
pub use overpayment::{Figures, Formula, Overpayment, overpayment, withdrawal};
pub use purse::{MOST_SMALL, MovementKind, ProjectMoney, Purse, Shortfall, advance, one_more};
pub use report::{Finding, Gap, Tolerance, check, execution, gaps};
pub use schedule::{Condition, Instalment, Part, Size, Unsound, schedule, share_out};
pub use thresholds::{Duty, Facts, Thresholds, Told, duties};

/// Most cents an amount holds, as in a budget: sums of many never overflow.
pub const MOST_CENTS: i64 = budget::MOST_CENTS;

/// `part / whole` in ten-thousandths, to the nearest, halves up. None when there is nothing to divide by.
pub(crate) fn ratio(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 || part < 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((part * 20_000 + whole) / (whole * 2)).ok()
}

/// A ratio in ten-thousandths for people to read: « 66,7 % », « 45 % ».
pub(crate) fn percent(ten_thousandths: i64) -> String {
    let tenths = (ten_thousandths + 5) / 10;
    match tenths % 10 {
        0 => format!("{}\u{a0}%", tenths / 10),
        rest => format!("{},{rest}\u{a0}%", tenths / 10),
    }
}
