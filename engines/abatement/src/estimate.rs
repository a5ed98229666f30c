//! What a landlord is spared: the base of its dwellings × 30 % × the rates that are voted.

/// The part of the base that is not taxed, in percent (code général des impôts, article 1388 bis).
pub const ABATEMENT: i64 = 30;

/// A rate voted by a body, in millionths: 47,32 % is 473 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Who votes it.
    pub name: String,
    /// In millionths.
    pub millionths: u32,
    /// The tax on household waste (TEOM), to which the abatement does not apply: told, never counted.
    pub is_waste: bool,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// In cents, to the nearest, halves up.
    pub cents: i64,
    /// Base of the dwellings, in cents.
    pub base_cents: i64,
    /// Sum of the rates that count, in millionths.
    pub millionths: u64,
    /// Dwellings counted.
    pub dwellings: u32,
}

impl Estimate {
    /// The formula with its figures, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(&self, euros: impl Fn(i64) -> String) -> String {
        let (whole, rest) = (self.millionths / 10_000, self.millionths % 10_000);
        let rest = format!("{rest:04}");
        let rest = rest.trim_end_matches('0');
        let rate = if rest.is_empty() { format!("{whole}") } else { format!("{whole},{rest}") };
        format!(
            "Base nette de {} pour {} logements × {ABATEMENT}\u{a0}% d’abattement × {rate}\u{a0}% de taux votés, taxe \
             d’enlèvement des ordures ménagères exclue\u{a0}: {}.",
            euros(self.base_cents),
            self.dwellings,
            euros(self.cents)
        )
    }
}

/// What is spared for dwellings, each with its net base in cents. None when a base is below nought or nothing fits.
pub fn estimate(bases: &[i64], rates: &[Rate]) -> Option<Estimate> {
    if bases.iter().any(|base| *base < 0) {
        return None;
    }
    let base: i128 = bases.iter().map(|base| i128::from(*base)).sum();
    let millionths: u64 = rates.iter().filter(|rate| !rate.is_waste).map(|rate| u64::from(rate.millionths)).sum();
    let under = 100_i128 * 1_000_000;
    let over = base.checked_mul(i128::from(ABATEMENT))?.checked_mul(i128::from(millionths))?;
    Some(Estimate {
        cents: i64::try_from((over.checked_mul(2)? + under) / (under * 2)).ok()?,
        base_cents: i64::try_from(base).ok()?,
        millionths,
        dwellings: u32::try_from(bases.len()).ok()?,
    })
}
