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

/// What is wrong with an amount typed in a budget, told so that it can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongAmount {
    /// Not a number with at most two decimals.
    #[error("Saisissez un montant en euros, par exemple 12 500 ou 12 500,50")]
    NotANumber,
    /// Beyond what any budget holds.
    #[error("Ce montant est trop grand : vérifiez le nombre de chiffres (100 milliards d’euros au plus)")]
    TooLarge,
    /// Below zero.
    #[error("Saisissez un montant positif : une diminution se saisit en baissant la ligne concernée")]
    Negative,
}

/// Most euros [`Cents::read_positive`] reads.
const MOST_EUROS: i64 = 100_000_000_000;

impl Cents {
    /// Reads what people type: `12 500,00 €`, `12500.5`, `12.500` and `12.500,00` (points between thousands), narrow
    /// and no-break spaces allowed. A point followed by exactly three digits stands between thousands; a comma is
    /// always before the cents.
    ///
    /// # Errors
    /// [`NotAnAmount`] when it is not a number with at most two decimals or is beyond 10¹³ euros.
    pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
        let (sign, digits) = match bare.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1, rest),
            None => (1, bare.as_str()),
        };
        let (whole, decimals) = parts(digits).ok_or(NotAnAmount)?;
        if whole.len() > 13 {
            return Err(NotAnAmount);
        }
        let euros: i64 = whole.parse().map_err(|_| NotAnAmount)?;
        let cents: i64 = format!("{decimals:0<2}").parse().map_err(|_| NotAnAmount)?;
        Ok(Self(sign * (euros * 100 + cents)))
    }

    /// The same for an amount of a budget, which is never below zero, with what is wrong said as it is.
    ///
    /// # Errors
    /// [`WrongAmount`]: not a number, below zero, or above 100 thousand million euros.
    pub fn read_positive(text: &str) -> Result<Self, WrongAmount> {
        match Self::parse(text) {
            Ok(amount) if amount.0 < 0 => Err(WrongAmount::Negative),
            Ok(amount) if amount.0 > MOST_EUROS * 100 => Err(WrongAmount::TooLarge),
            Ok(amount) => Ok(amount),
            Err(NotAnAmount) => {
                let is_many_digits = text.chars().filter(char::is_ascii_digit).count() > 13
                    && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ".,€-\u{2212}".contains(c));
                Err(if is_many_digits { WrongAmount::TooLarge } else { WrongAmount::NotANumber })
            }
        }
    }

    /// What a field shows again, to be corrected: `12500,50`, without spaces, cents only when there are some.
    pub fn typed(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (euros, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        if cents == 0 { format!("{sign}{euros}") } else { format!("{sign}{euros},{cents:02}") }
    }
}

/// The digits before and after the decimal sign; none when it is no amount.
fn parts(digits: &str) -> Option<(String, &str)> {
    let plain = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    let (whole, decimals) = match digits.split_once(',') {
        Some((whole, decimals)) => (whole, decimals),
        None => match digits.rsplit_once('.') {
            Some((_, last)) if last.len() == 3 => (digits, ""),
            Some((whole, decimals)) => (whole, decimals),
            None => (digits, ""),
        },
    };
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let is_grouped = groups.clone().count() > 0;
    let is_sound = !first.is_empty()
        && plain(first)
        && (!is_grouped || first.len() <= 3)
        && groups.all(|group| group.len() == 3 && plain(group));
    (is_sound && decimals.len() <= 2 && plain(decimals)).then(|| (whole.replace('.', ""), decimals))
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

    #[test]
    fn points_between_thousands_are_read_as_people_mean_them() {
        for (text, euros) in [("12.500", 12_500), ("12.500,00 €", 12_500), ("1.234.567", 1_234_567), ("0.500", 500)] {
            assert_eq!(Cents::parse(text), Ok(Cents(euros * 100)), "{text}");
        }
        for (text, cents) in [("12.50", 1_250), ("1.234,5", 123_450), ("\u{2212}12.500,01", -1_250_001)] {
            assert_eq!(Cents::parse(text), Ok(Cents(cents)), "{text}");
        }
        for text in ["12.5000", "12.50.000", ".500", "1.23,00", "12,500.00", "1,2,3", "--5", "1234.567"] {
            assert_eq!(Cents::parse(text), Err(NotAnAmount), "{text}");
        }
    }

    #[test]
    fn an_amount_of_a_budget_says_what_is_wrong_with_it() {
        assert_eq!(Cents::read_positive("12 500,00 €"), Ok(Cents(1_250_000)));
        assert_eq!(Cents::read_positive("-3"), Err(WrongAmount::Negative));
        for text in ["1234567890123456789", "100 000 000 000,01", "1.234.567.890.123.456.789,00 €"] {
            assert_eq!(Cents::read_positive(text), Err(WrongAmount::TooLarge), "{text}");
        }
        for text in ["", "douze", "1,234", "12345678901234 et plus"] {
            assert_eq!(Cents::read_positive(text), Err(WrongAmount::NotANumber), "{text}");
        }
        assert!(WrongAmount::TooLarge.to_string().contains("trop grand"));
    }

    #[test]
    fn what_a_field_shows_again_reads_the_same() {
        for (cents, text) in [(1_250_000, "12500"), (1_250_050, "12500,50"), (5, "0,05"), (-320, "-3,20")] {
            assert_eq!(Cents(cents).typed(), text);
            assert_eq!(Cents::parse(text), Ok(Cents(cents)));
        }
    }
}
