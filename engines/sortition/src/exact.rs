//! Whole numbers and fractions: what turns a result of floating point into a proof.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// A fraction of two whole numbers.
pub fn ratio(top: i128, bottom: i128) -> BigRational {
    BigRational::new(BigInt::from(top), BigInt::from(bottom))
}

/// The nearest floating point number.
pub fn float(value: &BigRational) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// A decimal number as typed, such as « 0.25 » or « 25 % », exactly.
pub fn decimal(text: &str) -> Option<BigRational> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        return Some(decimal(percent.trim_end_matches([' ', '\u{a0}', '\u{202f}']))? / BigInt::from(100));
    }
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_number = |text: &str| text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0 || !is_number(whole) || !is_number(part) {
        return None;
    }
    let digits: BigInt = format!("0{whole}{part}").parse().ok()?;
    Some(BigRational::new(digits, BigInt::from(10).pow(u32::try_from(part.len()).ok()?)))
}

/// A fraction written with so many decimals, rounded to the nearest.
pub fn written(value: &BigRational, decimals: u32) -> String {
    let scale = BigInt::from(10).pow(decimals);
    let scaled = (value.abs() * &scale).round().to_integer();
    let (whole, part) = (&scaled / &scale, &scaled % &scale);
    let sign = if value.is_negative() && !scaled.is_zero() { "-" } else { "" };
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{part:0>width$}", part = part.to_string(), width = decimals as usize)
}

/// Multipliers as whole numbers in nearly the same proportions: small ones when the proportions are those of small
/// fractions, so that the proof can be checked by hand.
pub fn proportions(values: &[f64]) -> Vec<Vec<i128>> {
    let most = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if most == 0.0 || !most.is_finite() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let small: Option<Vec<(i128, i128)>> = values.iter().map(|value| simple(value / most)).collect();
    if let Some(small) = small {
        let mut common: i128 = 1;
        for (_, bottom) in &small {
            common = common / gcd(common, *bottom) * bottom;
            if common > 1_000_000_000 {
                break;
            }
        }
        if common <= 1_000_000_000 {
            let whole: Vec<i128> = small.iter().map(|(top, bottom)| top * (common / bottom)).collect();
            let shared = whole.iter().fold(0, |shared, value| gcd(shared, *value)).max(1);
            found.push(whole.iter().map(|value| value / shared).collect());
        }
    }
    found.push(values.iter().map(|value| libm::round(value / most * 1e12) as i128).collect());
    found
}

/// The fraction of small denominator that a number is, if it is one.
fn simple(value: f64) -> Option<(i128, i128)> {
    if value.abs() < 1e-9 {
        return Some((0, 1));
    }
    let (mut before, mut top) = (1_i128, libm::floor(value) as i128);
    let (mut under, mut bottom) = (0_i128, 1_i128);
    let mut rest = value - libm::floor(value);
    for _ in 0..20 {
        if (value - top as f64 / bottom as f64).abs() < 1e-10 {
            return Some((top, bottom));
        }
        if rest < 1e-12 {
            return None;
        }
        let turned = 1.0 / rest;
        let digit = libm::floor(turned);
        if digit > 1e6 {
            return None;
        }
        rest = turned - digit;
        (before, top) = (top, digit as i128 * top + before);
        (under, bottom) = (bottom, digit as i128 * bottom + under);
        if bottom > 20_000 {
            return None;
        }
    }
    None
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
