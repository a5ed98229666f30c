//! French telephone numbers, of the mainland and overseas.

use crate::is_blank;

/// Prefixes of nine-digit numbers overseas and the country code they are called with.
const OVERSEAS: [(&str, &str); 14] = [
    ("590", "590"),
    ("690", "590"),
    ("691", "590"),
    ("594", "594"),
    ("694", "594"),
    ("596", "596"),
    ("696", "596"),
    ("697", "596"),
    ("262", "262"),
    ("263", "262"),
    ("269", "262"),
    ("639", "262"),
    ("692", "262"),
    ("693", "262"),
];
/// Countries of the Republic with their own numbering, and how many digits it has: Saint-Pierre-et-Miquelon, New Caledonia,
/// Wallis and Futuna, French Polynesia.
const APART: [(&str, usize); 4] = [("508", 6), ("687", 6), ("681", 6), ("689", 8)];

/// Reads a French telephone number; gives it as networks write it (E.164): `+33123456789`.
///
/// # Errors
/// A sentence saying what is wrong.
pub fn read_phone(typed: &str) -> Result<String, String> {
    let bare: String = typed.replace("(0)", "").chars().filter(|c| !is_blank(*c) && !"./-()_".contains(*c)).collect();
    if bare.is_empty() {
        return Err("Le numéro de téléphone est vide".to_owned());
    }
    let (is_abroad, digits) = match (bare.strip_prefix('+'), bare.strip_prefix("00")) {
        (Some(rest), _) | (None, Some(rest)) => (true, rest),
        (None, None) => (false, bare.as_str()),
    };
    if let Some(other) = digits.chars().find(|c| !c.is_ascii_digit()) {
        return Err(format!("Un numéro de téléphone ne contient que des chiffres : « {other} » n’en est pas un"));
    }
    if is_abroad { international(digits) } else { national(digits) }
}

fn national(digits: &str) -> Result<String, String> {
    let example = "par exemple 04 68 00 00 00";
    let Some(rest) = digits.strip_prefix('0') else {
        let lost = digits.len() == 9 && !digits.starts_with('0');
        let why = if lost { " ; un tableur a peut-être effacé le zéro du début" } else { "" };
        return Err(format!("Un numéro français commence par 0, {example}{why}"));
    };
    if let Some((country, _)) = APART.iter().find(|(country, length)| {
        rest.strip_prefix(country).is_some_and(|number| number.len() == *length) && rest.len() == 9
    }) {
        return Ok(format!("+{country}{}", rest.strip_prefix(country).unwrap_or_default()));
    }
    if digits.len() != 10 {
        return Err(format!("Un numéro de téléphone compte 10 chiffres : celui-ci en compte {}", digits.len()));
    }
    if rest.starts_with('0') {
        return Err(format!(
            "Aucun numéro français ne commence par 00 suivi d’un numéro national : écrivez-le {example}"
        ));
    }
    let country = OVERSEAS.iter().find(|(prefix, _)| rest.starts_with(prefix)).map_or("33", |(_, country)| country);
    Ok(format!("+{country}{rest}"))
}

fn international(digits: &str) -> Result<String, String> {
    if let Some(rest) = digits.strip_prefix("33") {
        return national(&format!("0{}", rest.trim_start_matches('0')));
    }
    if let Some((country, length)) = APART.iter().find(|(country, _)| digits.starts_with(country)) {
        let found = digits.len() - country.len();
        return match found == *length {
            true => Ok(format!("+{digits}")),
            false => Err(format!("Après +{country}, un numéro compte {length} chiffres : celui-ci en compte {found}")),
        };
    }
    let known = OVERSEAS.iter().find_map(|(_, country)| digits.strip_prefix(country).map(|rest| (*country, rest)));
    let Some((country, rest)) = known else {
        return Err("Indiquez un numéro français, de l’Hexagone ou d’outre-mer".to_owned());
    };
    let read = national(&format!("0{}", rest.trim_start_matches('0')))?;
    match read.strip_prefix('+').is_some_and(|number| number.starts_with(country)) {
        true => Ok(read),
        false => Err(format!("Ce numéro n’est pas de ceux que l’on appelle par +{country}")),
    }
}

/// A number as people write it: « 01 23 45 67 89 », « 0690 12 34 56 », « +687 12 34 56 ».
pub fn shown_phone(number: &str) -> String {
    let pairs = |digits: &str| crate::grouped(digits, &[2; 8]);
    if let Some(rest) = number.strip_prefix("+33") {
        return pairs(&format!("0{rest}"));
    }
    let overseas = OVERSEAS.iter().find_map(|(_, country)| number.strip_prefix('+')?.strip_prefix(country));
    if let Some((prefix, rest)) = overseas.and_then(|rest| rest.split_at_checked(3)) {
        return format!("0{prefix}\u{a0}{}", pairs(rest));
    }
    match number.split_at_checked(4) {
        Some((country, rest)) if country.starts_with('+') => format!("{country}\u{a0}{}", pairs(rest)),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_whole_republic_are_read() {
        for (typed, read, shown) in [
            ("04.68.00.12.34", "+33468001234", "04 68 00 12 34"),
            ("+33 (0)4 68 00 12 34", "+33468001234", "04 68 00 12 34"),
            ("0033468001234", "+33468001234", "04 68 00 12 34"),
            ("06/12/34/56/78", "+33612345678", "06 12 34 56 78"),
            ("0690 12 34 56", "+590690123456", "0690 12 34 56"),
            ("+596 596 12 34 56", "+596596123456", "0596 12 34 56"),
            ("0262 12 34 56", "+262262123456", "0262 12 34 56"),
            ("0508 41 23 45", "+508412345", "+508 41 23 45"),
            ("+687 12 34 56", "+687123456", "+687 12 34 56"),
            ("+689 40 12 34 56", "+68940123456", "+689 40 12 34 56"),
        ] {
            assert_eq!(read_phone(typed).as_deref(), Ok(read), "{typed}");
            assert_eq!(shown_phone(read).replace('\u{a0}', " "), shown);
            assert_eq!(read_phone(&shown_phone(read)).as_deref(), Ok(read), "read back");
        }
    }

    #[test]
    fn what_is_wrong_with_a_number_is_said() {
        for (typed, word) in [
            ("468001234", "zéro du début"),
            ("04680012", "en compte 8"),
            ("0468001234a", "« a »"),
            ("+44 20 7946 0000", "français"),
            ("+590 596 12 34 56", "+590"),
            ("+687 12 34", "6 chiffres"),
            ("00 468001234", "français"),
            ("", "vide"),
        ] {
            let told = read_phone(typed).expect_err(typed);
            assert!(told.contains(word), "{typed}: {told}");
        }
    }
}
