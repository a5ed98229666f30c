//! The share of agreements over several years (circulaire of 31 August 2023: half of them).

use crate::{percent, ratio};

/// How a share is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// In number of agreements: what the circulaire asks.
    Number,
    /// In amounts, beside it.
    Amount,
}

/// Agreements of a year, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gauge {
    /// Agreements.
    pub count: i64,
    /// Of which over several years.
    pub several: i64,
    /// What agreements come to, in cents.
    pub cents: i64,
    /// Of which those over several years.
    pub several_cents: i64,
}

impl Gauge {
    /// Counts agreements: their amount, and whether they last several years.
    pub fn of(agreements: impl IntoIterator<Item = (i64, bool)>) -> Self {
        agreements.into_iter().fold(Self::default(), |gauge, (cents, is_several)| Self {
            count: gauge.count + 1,
            several: gauge.several + i64::from(is_several),
            cents: gauge.cents.saturating_add(cents),
            several_cents: gauge.several_cents.saturating_add(if is_several { cents } else { 0 }),
        })
    }

    /// The share, in ten-thousandths; none without agreement.
    pub fn share(&self, measure: Measure) -> Option<i64> {
        match measure {
            Measure::Number => ratio(self.several, self.count),
            Measure::Amount => ratio(self.several_cents, self.cents),
        }
    }

    /// Whether the share reaches a target in ten-thousandths, counted without rounding. Nothing is missed without agreement.
    pub fn reaches(&self, measure: Measure, target: i64) -> bool {
        let (part, whole) = match measure {
            Measure::Number => (self.several, self.count),
            Measure::Amount => (self.several_cents, self.cents),
        };
        i128::from(part) * 10_000 >= i128::from(whole) * i128::from(target)
    }

    /// How many more agreements should last several years to reach a target.
    pub fn missing(&self, target: i64) -> i64 {
        let wanted = (i128::from(self.count) * i128::from(target) + 9_999) / 10_000;
        i64::try_from(wanted - i128::from(self.several)).unwrap_or(0).max(0)
    }

    /// Where the share stands beside a target, in French.
    pub fn sentence(&self, target: i64) -> String {
        let Some(share) = self.share(Measure::Number) else {
            return "Aucune convention n’est signée\u{a0}: la part pluriannuelle ne se calcule pas encore.".to_owned();
        };
        let amount =
            self.share(Measure::Amount).map(|share| format!(", {} des montants", percent(share))).unwrap_or_default();
        let base = format!(
            "{} conventions sur {} sont pluriannuelles\u{a0}: {} du nombre{amount}",
            self.several,
            self.count,
            percent(share)
        );
        match self.missing(target) {
            0 => format!("{base}. L’objectif de {} est atteint.", percent(target)),
            missing => format!("{base}. Il en manque {missing} pour atteindre {}.", percent(target)),
        }
    }
}
