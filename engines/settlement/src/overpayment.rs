//! What was paid too much, by the rule the agreement names.

use deadlines::days_between;
use jiff::civil::Date;

use crate::{percent, ratio};

/// The rule an agreement names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Formula {
    /// What the action did not need: the grant less what charges exceed other products.
    Unneeded,
    /// In proportion of what was not done.
    Proportional,
}

impl Formula {
    /// Every rule.
    pub const ALL: [Self; 2] = [Self::Unneeded, Self::Proportional];

    /// Stable code, kept with an agreement.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unneeded => "unneeded",
            Self::Proportional => "proportional",
        }
    }

    /// The rule of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|formula| formula.code() == code)
    }

    /// Its name, in French.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Unneeded => "Ce que l’action n’a pas consommé",
            Self::Proportional => "En proportion de ce qui n’a pas été réalisé",
        }
    }
}

/// What a report says, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The grant.
    pub granted: i64,
    /// Charges planned.
    pub planned_charges: i64,
    /// Charges done.
    pub done_charges: i64,
    /// Products received, this grant left out.
    pub other_products: i64,
}

/// What was paid too much, and how it was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overpayment {
    /// In cents, from nought to the grant.
    pub cents: i64,
    /// What the formula gave, tolerance apart.
    pub counted: i64,
    /// The sum, as a sentence in French.
    pub reason: String,
}

/// What was paid too much. A sum within the tolerance is not asked back. `euros` writes an amount of cents for people to read.
pub fn overpayment(
    formula: Formula,
    figures: Figures,
    tolerance_cents: i64,
    euros: impl Fn(i64) -> String,
) -> Overpayment {
    let Figures { granted, planned_charges, done_charges, other_products } = figures;
    let granted = granted.max(0);
    let (counted, reason) = match formula {
        Formula::Unneeded => {
            let needed = done_charges.saturating_sub(other_products).max(0);
            let counted = granted.saturating_sub(needed).max(0);
            let told = format!(
                "Charges réalisées {} moins autres produits {}\u{a0}: l’action a eu besoin de {} sur {} accordés",
                euros(done_charges),
                euros(other_products),
                euros(needed),
                euros(granted)
            );
            (counted, told)
        }
        Formula::Proportional => {
            let done = done_charges.max(0);
            let counted = match planned_charges {
                planned if planned <= 0 || done >= planned => 0,
                planned => part(granted, planned - done, planned),
            };
            let rate = ratio(done, planned_charges).unwrap_or(10_000).min(10_000);
            let told = format!(
                "Charges réalisées {} pour {} prévues\u{a0}: {} de l’action, sur {} accordés",
                euros(done_charges),
                euros(planned_charges),
                percent(rate),
                euros(granted)
            );
            (counted, told)
        }
    };
    let cents = if counted <= tolerance_cents { 0 } else { counted };
    let reason = match (counted, cents) {
        (0, _) => format!("{reason}. Rien n’est à reverser."),
        (_, 0) => format!(
            "{reason}. Le trop-perçu de {} ne dépasse pas la tolérance de {}\u{a0}: rien n’est à reverser.",
            euros(counted),
            euros(tolerance_cents)
        ),
        _ => format!("{reason}. Trop-perçu\u{a0}: {}.", euros(cents)),
    };
    Overpayment { cents, counted, reason }
}

/// `whole × over / under`, to the nearest cent, halves up.
fn part(whole: i64, over: i64, under: i64) -> i64 {
    let (whole, over, under) = (i128::from(whole), i128::from(over), i128::from(under));
    i64::try_from((whole * over * 2 + under) / (under * 2)).unwrap_or(i64::MAX)
}

/// What is taken back of a grant when the seven commitments are broken: its part of the days left, the day of the breach
/// included (décret n° 2021-1947, article 5). Nought when the breach comes after the period.
pub fn withdrawal(granted: i64, (from, until): (Date, Date), breach_on: Date) -> i64 {
    let days = days_between(from, until) + 1;
    let left = days_between(breach_on.max(from), until) + 1;
    if days <= 0 || left <= 0 {
        return 0;
    }
    part(granted.max(0), left, days)
}
