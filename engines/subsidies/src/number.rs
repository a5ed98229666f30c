//! Numbers as the schema reads them: those of Python's `Decimal`, since its validator is written so. Digits are kept as
//! they are written; no float.

/// A number read, digit by digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    is_negative: bool,
    /// Digits before the decimal sign, without zeros at the head; empty for nought.
    whole: String,
    /// Digits after it, without zeros at the end.
    rest: String,
    /// Written with digits, a sign and a point only.
    pub(crate) is_plain: bool,
}

/// What a cell of numbers holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// A number.
    Number(Number),
    /// `NaN`, `Infinity`: numbers for the schema, for nobody else.
    NotFinite,
    /// No number.
    Nothing,
}

/// Largest exponent that is followed digit by digit.
const MOST_EXPONENT: i32 = 40;

/// Reads a cell.
pub(crate) fn read(cell: &str) -> Read {
    let bare: String = cell.trim().chars().filter(|sign| *sign != '_').collect();
    let (is_negative, digits) = match bare.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, bare.strip_prefix('+').unwrap_or(&bare)),
    };
    let lower = digits.to_ascii_lowercase();
    let is_not_a_number = ["nan", "snan"]
        .iter()
        .any(|word| lower.strip_prefix(word).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())));
    if is_not_a_number || lower == "inf" || lower == "infinity" {
        return Read::NotFinite;
    }
    let (mantissa, exponent) = match lower.split_once('e') {
        None => (lower.as_str(), 0),
        Some((mantissa, exponent)) => match exponent.parse::<i32>() {
            Ok(exponent) => (mantissa, exponent.clamp(-MOST_EXPONENT, MOST_EXPONENT)),
            Err(_) => return Read::Nothing,
        },
    };
    let (whole, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_sound =
        (!whole.is_empty() || !rest.is_empty()) && whole.bytes().chain(rest.bytes()).all(|byte| byte.is_ascii_digit());
    if !is_sound {
        return Read::Nothing;
    }
    let (whole, rest) = shifted(whole, rest, exponent);
    let is_plain = cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    Read::Number(Number {
        is_negative,
        whole: whole.trim_start_matches('0').to_owned(),
        rest: rest.trim_end_matches('0').to_owned(),
        is_plain,
    })
}

/// The digits on both sides of a point moved by an exponent.
fn shifted(whole: &str, rest: &str, exponent: i32) -> (String, String) {
    let by = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
    let all = format!("{whole}{rest}");
    if exponent >= 0 {
        let all = format!("{all}{}", "0".repeat(by.saturating_sub(rest.len())));
        let (whole, rest) = all.split_at((whole.len() + by).min(all.len()));
        (whole.to_owned(), rest.to_owned())
    } else {
        let all = format!("{}{all}", "0".repeat(by.saturating_sub(whole.len())));
        let at = all.len() - rest.len() - by;
        let (whole, rest) = all.split_at(at);
        (whole.to_owned(), rest.to_owned())
    }
}

impl Number {
    pub(crate) fn is_negative(&self) -> bool {
        self.is_negative && !self.is_zero()
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.rest.is_empty()
    }

    /// Too many digits for an amount, rather than too many decimals.
    pub(crate) fn is_beyond_cents(&self) -> bool {
        self.whole.len() > 15
    }

    /// At least a hundredth.
    pub(crate) fn is_a_hundredth(&self) -> bool {
        !self.is_negative() && (!self.whole.is_empty() || self.rest.chars().take(2).any(|digit| digit != '0'))
    }

    /// At most one.
    pub(crate) fn is_within_one(&self) -> bool {
        self.is_negative || self.whole.is_empty() || (self.whole == "1" && self.rest.is_empty())
    }

    /// The number in hundredths; none when it is finer or beyond 10¹⁵.
    pub(crate) fn hundredths(&self) -> Option<i64> {
        if self.rest.len() > 2 || self.whole.len() > 15 {
            return None;
        }
        let value: i64 = format!("{}{:0<2}", self.whole, self.rest).parse().ok()?;
        Some(if self.is_negative { -value } else { value })
    }

    /// The number in ten-thousandths, to the nearest, halves up, when it is between nought and one.
    pub(crate) fn ten_thousandths(&self) -> Option<u16> {
        if self.is_negative() || !self.is_within_one() {
            return None;
        }
        let digits: String = self.rest.chars().chain("00000".chars()).take(5).collect();
        let fine: u32 = digits.parse().ok()?;
        let whole = if self.whole.is_empty() { 0 } else { 10_000 };
        u16::try_from(whole + (fine + 5) / 10).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(cell: &str) -> Number {
        match read(cell) {
            Read::Number(number) => number,
            other => panic!("{cell}: {other:?}"),
        }
    }

    #[test]
    fn numbers_are_those_of_the_schema() {
        for (cell, hundredths) in [
            ("14500.00", Some(1_450_000)),
            ("1e3", Some(100_000)),
            ("1_000", Some(100_000)),
            (" 12 ", Some(1_200)),
            ("+5", Some(500)),
            (".5", Some(50)),
            ("5.", Some(500)),
            ("-3.20", Some(-320)),
            ("125e-2", Some(125)),
            ("1.5e2", Some(15_000)),
            ("5e-1", Some(50)),
            ("0", Some(0)),
            ("1.234", None),
            ("1234567890123456789", None),
            ("1e40", None),
            ("1e999999999", None),
        ] {
            assert_eq!(number(cell).hundredths(), hundredths, "{cell}");
        }
        for cell in ["", "1,5", "12 500", "12\u{a0}500", "x", ".", "1e", "e5", "--5", "1.2.3", "0x10"] {
            assert_eq!(read(cell), Read::Nothing, "{cell}");
        }
        for cell in ["NaN", "-nan", "sNaN12", "Infinity", "-inf"] {
            assert_eq!(read(cell), Read::NotFinite, "{cell}");
        }
        assert!(number("14500.00").is_plain && !number("1e3").is_plain && !number(" 1").is_plain);
    }

    #[test]
    fn shares_are_bounded() {
        for (cell, low, high, parts) in [
            ("1.00", true, true, Some(10_000)),
            ("0.01", true, true, Some(100)),
            ("0.009999", false, true, Some(100)),
            ("0.33333", true, true, Some(3_333)),
            ("0.66666", true, true, Some(6_667)),
            ("1.0000000000000000000001", true, false, None),
            ("100", true, false, None),
            ("-1", false, true, None),
            ("0", false, true, Some(0)),
        ] {
            let read = number(cell);
            assert_eq!((read.is_a_hundredth(), read.is_within_one()), (low, high), "{cell}");
            assert_eq!(read.ten_thousandths(), parts, "{cell}");
        }
    }
}
