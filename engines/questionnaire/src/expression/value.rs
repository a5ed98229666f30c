//! What an expression can be worth.

use super::dates::days_of;
use super::evaluate::Node;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number; not a number is `NaN`.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// Places found by a path.
    Nodes(Vec<Node>),
}

/// A text as a number: digits, or a date as days since 1970 so that dates compare and subtract.
pub fn to_number(text: &str) -> f64 {
    let clean = text.trim();
    let is_number = clean.chars().any(|sign| sign.is_ascii_digit())
        && clean.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-' | '+' | 'e' | 'E'));
    if is_number && let Ok(number) = clean.parse() {
        return number;
    }
    days_of(clean).unwrap_or(f64::NAN)
}

/// A number as XPath writes it: whole numbers without a dot.
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        for (text, number) in [("12", 12.0), (" -1.5 ", -1.5), ("1e3", 1000.0), ("1970-01-02", 1.0)] {
            assert_eq!(to_number(text), number, "{text}");
        }
        for text in ["", "a", "inf", "nan", "-", "1 2", "e"] {
            assert!(to_number(text).is_nan(), "{text}");
        }
        assert_eq!([3.0, -0.0, 0.5, f64::NAN].map(number_text), ["3", "0", "0.5", "NaN"]);
    }
}
