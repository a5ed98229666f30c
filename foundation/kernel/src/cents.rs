//! Money as whole cents; never a float.

use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An amount in euro cents. Negative amounts exist (corrections).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

/// Why a typed amount could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("le montant doit être un nombre, par exemple 12 500 ou 12 500,50")]
pub struct NotAnAmount;

impl Cents {
    /// Reads what people type: `12 500,00 €`, `12500.5`, narrow and no-break spaces allowed.
    ///
    /// # Errors
    /// [`NotAnAmount`] when it is not a number with at most two decimals or is beyond 10¹³ euros.
    pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€' && *c != '\u{202f}').collect();
        let (sign, digits) = match bare.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, bare.as_str()),
        };
        let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
        let plain = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || whole.len() > 13 || decimals.len() > 2 || !plain(whole) || !plain(decimals) {
            return Err(NotAnAmount);
        }
        let euros: i64 = whole.parse().map_err(|_| NotAnAmount)?;
        let cents: i64 = format!("{decimals:0<2}").parse().map_err(|_| NotAnAmount)?;
        Ok(Self(sign * (euros * 100 + cents)))
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        for (text, cents) in [("12 500,00 €", 1_250_000), ("12\u{202f}500", 1_250_000), ("0,5", 50), ("-3.20", -320)]
        {
            assert_eq!(Cents::parse(text), Ok(Cents(cents)), "{text}");
        }
        for text in ["", "douze", "1,234", "1.2.3", "€", "99999999999999"] {
            assert_eq!(Cents::parse(text), Err(NotAnAmount), "{text}");
        }
    }
}
