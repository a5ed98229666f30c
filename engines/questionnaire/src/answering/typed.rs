//! What people type, in the shape conditions read: « 1 234,5 » is 1234.5, « 6/7/2026 » a day.

use crate::model::Kind;

/// The value meant by what was typed; what is not understood is left as it is, to be told.
pub(super) fn normal(kind: &Kind, typed: &str) -> String {
    let clean = typed.trim();
    match kind {
        Kind::Integer | Kind::Decimal | Kind::Range => number(clean),
        Kind::Date => day(clean).unwrap_or_else(|| clean.to_owned()),
        Kind::Time => hour(clean).unwrap_or_else(|| clean.to_owned()),
        Kind::SelectMultiple(..) | Kind::Rank(_) => {
            let mut codes: Vec<&str> = Vec::new();
            for code in clean.split_whitespace() {
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
            codes.join(" ")
        }
        Kind::Acknowledge => if ["OK", "on", "true", "1", "oui"].contains(&clean) { "OK" } else { clean }.to_owned(),
        Kind::Text => typed.trim_end().to_owned(),
        _ => clean.to_owned(),
    }
}

fn number(text: &str) -> String {
    let written: String = text
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|sign| match sign {
            ',' => '.',
            '−' => '-',
            other => other,
        })
        .collect();
    // « 1 rue » is not the number 1: spaces go only between digits.
    let is_number = written.parse::<f64>().is_ok_and(f64::is_finite) && !written.contains(['e', 'E']);
    if is_number { written } else { text.to_owned() }
}

/// `6/7/2026` and `06.07.2026` as `2026-07-06`.
fn day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let (day, month, year): (u8, u8, u16) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    (year >= 1000).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `14h30` and `14 h` as `14:30:00`.
fn hour(text: &str) -> Option<String> {
    let clean: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let (hour, minute) = clean.split_once(['h', 'H'])?;
    let minute = if minute.is_empty() { 0 } else { minute.parse::<u8>().ok()? };
    Some(format!("{:02}:{minute:02}:00", hour.parse::<u8>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_understood() {
        assert_eq!(normal(&Kind::Decimal, " 1 234,5 "), "1234.5");
        assert_eq!(normal(&Kind::Integer, "douze"), "douze");
        assert_eq!(normal(&Kind::Decimal, "1e9"), "1e9");
        assert_eq!(normal(&Kind::Date, "6/7/2026"), "2026-07-06");
        assert_eq!(normal(&Kind::Date, "hier"), "hier");
        assert_eq!(normal(&Kind::Time, "14h30"), "14:30:00");
        assert_eq!(normal(&Kind::Acknowledge, "on"), "OK");
    }
}
