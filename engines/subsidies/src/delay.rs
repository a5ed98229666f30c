//! The three months a signed agreement has to be published (décret n° 2017-779, article 2; arrêté du 17 novembre 2017).

use deadlines::{days_between, end_of_months};
use jiff::civil::Date;

/// Which agreements must be published, and within how long. Settings: a text may change them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// An agreement of more than so many cents.
    pub above_cents: i64,
    /// Months from its signature.
    pub months: u16,
    /// Whether the giver has the duty at all: municipalities of fewer than 3 500 inhabitants do not.
    pub holds: bool,
}

impl Default for Duty {
    fn default() -> Self {
        Self { above_cents: 2_300_000, months: 3, holds: true }
    }
}

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody must publish it; it may be.
    Free,
    /// To publish, and until when.
    Due {
        /// The last day.
        until: Date,
        /// Days left, nought on the last one.
        days: i64,
    },
    /// The last day is past and it is not published.
    Late {
        /// The last day.
        until: Date,
        /// Days since.
        days: i64,
    },
    /// Published in time.
    Published(Date),
    /// Published after the last day.
    PublishedLate {
        /// When.
        on: Date,
        /// Days after the last one.
        days: i64,
    },
}

/// The last day to publish an agreement signed that day.
pub fn publish_by(signed_on: Date, duty: Duty) -> Date {
    end_of_months(signed_on, duty.months)
}

/// Where an agreement of so many cents stands today.
pub fn standing(cents: i64, signed_on: Date, published_on: Option<Date>, today: Date, duty: Duty) -> Standing {
    let until = publish_by(signed_on, duty);
    match published_on {
        _ if !duty.holds || cents <= duty.above_cents => Standing::Free,
        Some(on) if on <= until => Standing::Published(on),
        Some(on) => Standing::PublishedLate { on, days: days_between(until, on) },
        None if today <= until => Standing::Due { until, days: days_between(today, until) },
        None => Standing::Late { until, days: days_between(until, today) },
    }
}
