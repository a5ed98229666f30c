//! What a cell of a grid or of a file says: a number, nothing, or a word that stands for an absence. Nought is a number.

use super::figures::{Absence, Reading};

/// First and last years figures may be of.
pub const YEARS: std::ops::RangeInclusive<i64> = 1968..=2100;

/// A number as people write it: comma or point, spaces of any width between thousands, a unit at the end.
pub fn number(text: &str) -> Option<f64> {
    let bare: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')).collect();
    let bare = bare.trim_end_matches(['%', '€']).replace('−', "-").replace(',', ".");
    // « inf », « 1e400 » and « nan » are numbers for machines only.
    let is_written =
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | 'e' | 'E' | '+'));
    bare.parse::<f64>().ok().filter(|value| is_written && value.is_finite())
}

/// What a cell says. An empty one is missing.
///
/// # Errors
/// A French sentence when it is neither a number nor the word of an absence.
pub fn read(text: &str) -> Result<Reading, String> {
    let word: String = text.trim().chars().filter(|c| !c.is_whitespace() && *c != '.' && *c != '/').collect();
    match word.to_lowercase().as_str() {
        "" | "na" | "nd" | "nr" | "manquant" => return Ok(Reading::Absent(Absence::Missing)),
        "s" | "c" | "ns" | "secret" => return Ok(Reading::Absent(Absence::NotDisclosed)),
        "-" | "–" | "nondemandé" | "pasdemandé" | "nonmesuré" => return Ok(Reading::Absent(Absence::NotAsked)),
        _ => {}
    }
    number(text).map(Reading::Known).ok_or_else(|| {
        format!(
            "« {} » n’est pas un nombre. Écrivez « s » pour secret, « nd » si la valeur manque",
            shortened(text.trim())
        )
    })
}

/// What a reading is in a field, so that it reads the same again.
pub fn spelt(reading: &Reading) -> String {
    match reading {
        Reading::Known(value) | Reading::Doubtful { written: value, .. } => value.to_string().replace('.', ","),
        Reading::Absent(Absence::Missing) => "nd".to_owned(),
        Reading::Absent(Absence::NotDisclosed) => "s".to_owned(),
        Reading::Absent(Absence::NotAsked) => "–".to_owned(),
    }
}

/// A year of figures.
///
/// # Errors
/// A French sentence when it is none, or out of range.
pub fn year(text: &str) -> Result<i64, String> {
    let told = || format!("L’année est un nombre de {} à {}", YEARS.start(), YEARS.end());
    text.trim().parse().ok().filter(|year| YEARS.contains(year)).ok_or_else(told)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_number_or_an_absence_and_nought_is_a_number() {
        for (text, value) in [
            ("0", 0.0),
            ("12 500,5 €", 12_500.5),
            ("1\u{202f}084", 1084.0),
            ("61,2\u{a0}%", 61.2),
            ("−3,5", -3.5),
            ("1.5e3", 1500.0),
        ] {
            assert_eq!(read(text), Ok(Reading::Known(value)), "{text}");
        }
        for (text, absence) in [
            (" ", Absence::Missing),
            ("nd", Absence::Missing),
            ("n.d.", Absence::Missing),
            ("s", Absence::NotDisclosed),
            ("Secret", Absence::NotDisclosed),
            ("–", Absence::NotAsked),
        ] {
            assert_eq!(read(text), Ok(Reading::Absent(absence)), "{text}");
        }
        for text in ["beaucoup", "inf", "nan", "12,5,3", "1e999"] {
            assert!(read(text).is_err(), "{text}");
        }
        for reading in [Reading::Known(12.5), Reading::Absent(Absence::NotAsked), Reading::Absent(Absence::Missing)] {
            assert_eq!(read(&spelt(&reading)), Ok(reading));
        }
        assert!(year("1967").is_err() && year("2101").is_err() && year("deux mille").is_err());
        assert_eq!(year(" 2021 "), Ok(2021));
    }
}
