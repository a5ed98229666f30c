//! Reading files: tables, fractions, hashes.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::Files;

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks a file against the hash it holds of itself: that of its text with zeros in its place.
pub fn self_hash(name: &str, bytes: &[u8]) -> Result<(), String> {
    let fault = || format!("« {name} » a été modifié : il ne correspond plus à l’empreinte qu’il porte.");
    let text = std::str::from_utf8(bytes).map_err(|_| fault())?;
    let mark = "\"sha256\": \"";
    let at = text.rfind(mark).ok_or_else(fault)? + mark.len();
    let kept = text.get(at..at + 64).ok_or_else(fault)?;
    let blank = format!("{}{}{}", &text[..at], "0".repeat(64), text.get(at + 64..).unwrap_or_default());
    if hash(blank.as_bytes()) == kept { Ok(()) } else { Err(fault()) }
}

/// A file of JSON.
pub fn json(files: &Files, name: &str) -> Result<Value, String> {
    let bytes = files.get(name).ok_or_else(|| format!("Il manque le fichier « {name} »."))?;
    serde_json::from_slice(bytes).map_err(|_| format!("« {name} » n’est pas lisible."))
}

/// A text field.
pub fn field<'a>(value: &'a Value, name: &str) -> Result<&'a str, String> {
    value[name].as_str().ok_or_else(|| format!("Il manque « {name} » dans le dossier."))
}

/// A list.
pub fn list<'a>(value: &'a Value, name: &str) -> Result<&'a [Value], String> {
    value[name].as_array().map(Vec::as_slice).ok_or_else(|| format!("Il manque « {name} » dans le dossier."))
}

/// A whole number.
pub fn number(value: &Value) -> Result<i128, String> {
    let told = || format!("« {value} » n’est pas un nombre entier.");
    let read = match value {
        Value::String(text) => text.parse::<i128>().map_err(|_| told())?,
        _ => i128::from(value.as_i64().ok_or_else(told)?),
    };
    // Far above what a draw writes, and low enough for sums of products to be counted without overflow.
    if read.unsigned_abs() > 1 << 70 { Err(told()) } else { Ok(read) }
}

/// A whole number of rules: seats, bounds, coefficients.
pub fn count(value: &Value) -> Result<i128, String> {
    let read = number(value)?;
    if read.unsigned_abs() > 1 << 31 { Err(format!("« {value} » est trop grand.")) } else { Ok(read) }
}

/// A whole number as a fraction.
pub fn whole(number: i128) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

/// A fraction of two whole numbers.
pub fn fraction(top: i128, bottom: i128) -> BigRational {
    BigRational::new(BigInt::from(top), BigInt::from(bottom))
}

/// « 11/256 » as a fraction.
pub fn exact(text: &str) -> Result<BigRational, String> {
    let told = || format!("« {text} » n’est pas une fraction.");
    let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
    let (top, bottom): (BigInt, BigInt) = (top.parse().map_err(|_| told())?, bottom.parse().map_err(|_| told())?);
    if bottom.is_zero() { Err(told()) } else { Ok(BigRational::new(top, bottom)) }
}

/// « 0.0429 » as a fraction.
pub fn decimal(text: &str) -> Result<BigRational, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{part}").parse().map_err(|_| format!("« {text} » n’est pas un nombre."))?;
    Ok(BigRational::new(digits, BigInt::from(10).pow(part.len() as u32)))
}

/// The nearest floating point number.
pub fn float(value: &BigRational) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// Whether a figure is that fraction, as far as it is written.
pub fn close(figure: f64, value: &BigRational) -> bool {
    (figure - float(value)).abs() < 1e-12
}

/// A table: cells of each line, quotes taken away.
pub fn table(files: &Files, name: &str) -> Result<Vec<Vec<String>>, String> {
    let bytes = files.get(name).ok_or_else(|| format!("Il manque le fichier « {name} »."))?;
    let text = std::str::from_utf8(bytes).map_err(|_| format!("« {name} » n’est pas lisible."))?;
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut is_quoted, mut is_started) = (false, false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if is_quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => line.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
                is_started = false;
                continue;
            }
            '\r' if !is_quoted => {}
            _ => cell.push(sign),
        }
        is_started = true;
    }
    if is_started {
        line.push(cell);
        lines.push(line);
    }
    Ok(lines)
}
