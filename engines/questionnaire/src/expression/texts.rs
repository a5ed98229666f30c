//! Functions on words.

use super::evaluate::Scope;
use super::value::Value;
use super::{Expression, Function};

impl Scope<'_> {
    pub(super) fn words(&self, function: Function, given: &[Expression]) -> Option<Value> {
        use Function as F;
        let text = |place: usize| match given.get(place) {
            Some(argument) => self.text(argument),
            None => Some(self.ground.text(&self.here)),
        };
        Some(match function {
            F::Selected => {
                let wanted = text(1)?;
                Value::Boolean(text(0)?.split_whitespace().any(|code| code == wanted.trim()))
            }
            F::SelectedAt => {
                let place = self.number(&given[1])?;
                let codes = text(0)?;
                let found = (0.0..1e6).contains(&place).then(|| codes.split_whitespace().nth(place as usize));
                Value::Text(found.flatten().unwrap_or_default().to_owned())
            }
            F::CountSelected => Value::Number(text(0)?.split_whitespace().count() as f64),
            F::Concat | F::Join => self.joined(function, given)?,
            F::StringLength => Value::Number(text(0)?.chars().count() as f64),
            F::NormalizeSpace => Value::Text(text(0)?.split_whitespace().collect::<Vec<&str>>().join(" ")),
            // `substr` counts from 0 to an end; `substring` counts from 1 for a length.
            F::Substr => {
                let end = match given.get(2) {
                    Some(end) => self.number(end)?,
                    None => f64::INFINITY,
                };
                Value::Text(slice(&text(0)?, self.number(&given[1])?, end))
            }
            F::Substring => {
                let start = (self.number(&given[1])? + 0.5).floor() - 1.0;
                let end = match given.get(2) {
                    Some(length) => start + (self.number(length)? + 0.5).floor(),
                    None => f64::INFINITY,
                };
                Value::Text(slice(&text(0)?, start.max(0.0), end.max(0.0)))
            }
            F::SubstringBefore => {
                let (whole, mark) = (text(0)?, text(1)?);
                Value::Text(whole.split_once(&mark).map(|(before, _)| before).unwrap_or_default().to_owned())
            }
            F::SubstringAfter => {
                let (whole, mark) = (text(0)?, text(1)?);
                Value::Text(whole.split_once(&mark).map(|(_, after)| after).unwrap_or_default().to_owned())
            }
            F::Contains => Value::Boolean(text(0)?.contains(&text(1)?)),
            F::StartsWith => Value::Boolean(text(0)?.starts_with(&text(1)?)),
            F::EndsWith => Value::Boolean(text(0)?.ends_with(&text(1)?)),
            F::Translate => {
                let (from, to): (Vec<char>, Vec<char>) = (text(1)?.chars().collect(), text(2)?.chars().collect());
                let whole = text(0)?;
                self.pay(whole.len().saturating_mul(from.len()) / 64)?;
                let changed = whole.chars().filter_map(|sign| match from.iter().position(|known| *known == sign) {
                    None => Some(sign),
                    Some(place) => to.get(place).copied(),
                });
                Value::Text(changed.collect())
            }
            F::UpperCase => Value::Text(text(0)?.to_uppercase()),
            F::LowerCase => Value::Text(text(0)?.to_lowercase()),
            _ => Value::Text(text(0)?),
        })
    }

    fn joined(&self, function: Function, given: &[Expression]) -> Option<Value> {
        let (separator, parts) = match (function, given.split_first()) {
            (Function::Join, Some((separator, parts))) => (self.text(separator)?, parts),
            _ => (String::new(), given),
        };
        let mut written = Vec::new();
        for part in parts {
            match self.value(part)? {
                Value::Nodes(nodes) => {
                    self.pay(nodes.len())?;
                    written.extend(nodes.iter().map(|node| self.ground.text(node)));
                }
                other => written.push(other.text(self.ground)),
            }
        }
        let length: usize = written.iter().map(|part| part.len() + separator.len()).sum();
        self.pay(length / 64)?;
        Some(Value::Text(written.join(&separator)))
    }
}

/// The signs from one place to another, counted from 0; negative places are counted from the end.
fn slice(text: &str, start: f64, end: f64) -> String {
    let length = text.chars().count();
    let place = |wanted: f64| {
        let from_start = if wanted < 0.0 { length as f64 + wanted } else { wanted };
        if from_start.is_nan() { 0 } else { from_start.clamp(0.0, length as f64) as usize }
    };
    let (start, end) = (place(start), place(end));
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// An identifier of version 4 made of a number drawn.
pub(super) fn uuid(drawn: u64) -> String {
    let other = drawn.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29) ^ drawn;
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        drawn >> 32,
        (drawn >> 16) & 0xFFFF,
        drawn & 0x0FFF,
        0x8000 | ((other >> 48) & 0x3FFF),
        other & 0xFFFF_FFFF_FFFF
    )
}
