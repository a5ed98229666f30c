//! Numbers of the register of establishments (SIREN, SIRET) and of the register of associations (RNA).

use crate::{digits, grouped, squeezed};

/// The number of La Poste, whose establishments have their own check.
const POST: &str = "356000000";
/// Its head office, checked as everybody’s.
const POST_HEAD: &str = "35600000000048";

/// Luhn’s check: every second digit from the right doubled, the sum of all digits a multiple of ten (ISO/IEC 7812-1, annex B).
fn is_luhn(number: &str) -> bool {
    let values = number.bytes().rev().map(|b| u32::from(b - b'0'));
    let sum: u32 = values
        .enumerate()
        .map(|(rank, digit)| match rank % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Reads a SIREN: nine digits, Luhn’s check.
///
/// # Errors
/// A sentence saying what is wrong.
pub fn read_siren(typed: &str) -> Result<String, String> {
    let number = digits(typed, "Le numéro SIREN", 9)?;
    match is_luhn(&number) {
        true => Ok(number),
        false => Err("Un chiffre du numéro SIREN ne va pas avec les autres : vérifiez-le".to_owned()),
    }
}

/// Reads a SIRET: fourteen digits of which the first nine are a SIREN, Luhn’s check on all; for establishments of La Poste other
/// than its head office, a sum of digits that is a multiple of five.
///
/// # Errors
/// A sentence saying what is wrong, and in which part of the number.
pub fn read_siret(typed: &str) -> Result<String, String> {
    let number = digits(typed, "Le numéro SIRET", 14)?;
    let (siren, nic) = number.split_at(9);
    if !is_luhn(siren) {
        return Err(format!(
            "Un chiffre du numéro SIRET ne va pas avec les autres : vérifiez les neuf premiers, « {} »",
            grouped(siren, &[3, 3])
        ));
    }
    let is_sound = match siren == POST && number != POST_HEAD {
        true => number.bytes().map(|b| u32::from(b - b'0')).sum::<u32>().is_multiple_of(5),
        false => is_luhn(&number),
    };
    match is_sound {
        true => Ok(number),
        false => {
            Err(format!("Un chiffre du numéro SIRET ne va pas avec les autres : vérifiez les cinq derniers, « {nic} »"))
        }
    }
}

/// A SIRET as papers write it: « 732 829 320 00074 ».
pub fn shown_siret(siret: &str) -> String {
    grouped(siret, &[3, 3, 3])
}

/// Reads the number of the national register of associations: W, a digit, a digit or a letter (Corsica and overseas), seven
/// digits. The prefecture’s receipts of before the register, and the registers of Alsace-Moselle, have no such number.
///
/// # Errors
/// A sentence saying what is wrong.
pub fn read_rna(typed: &str) -> Result<String, String> {
    let number = squeezed(typed);
    if number.is_empty() {
        return Err("Le numéro RNA est vide".to_owned());
    }
    if !number.starts_with('W') {
        let other = if number.len() == 14 { " ; celui-ci ressemble à un numéro SIRET" } else { "" };
        return Err(format!("Le numéro RNA commence par la lettre W{other}"));
    }
    let length = number.chars().count();
    if length != 10 {
        return Err(format!("Le numéro RNA compte 10 signes, W compris : il en compte {length}"));
    }
    let mut signs = number.chars().skip(1);
    let is_sound = signs.next().is_some_and(|c| c.is_ascii_digit())
        && signs.next().is_some_and(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && signs.all(|c| c.is_ascii_digit());
    match is_sound {
        true => Ok(number),
        false => Err(
            "Après la lettre W, le numéro RNA n’a que des chiffres, par exemple W111000123 ; seul le troisième signe peut être \
             une lettre, en Corse et outre-mer"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sirets_of_the_register_are_read() {
        for (typed, read) in [
            ("732 829 320 00074", "73282932000074"),
            ("21060004500392", "21060004500392"),
            ("233 500 016 000 40", "23350001600040"),
            ("73282932000074.0", "73282932000074"),
            ("356.000.000.09075", "35600000009075"),
            ("35600000000048", "35600000000048"),
            ("35600000049837", "35600000049837"),
        ] {
            assert_eq!(read_siret(typed).as_deref(), Ok(read), "{typed}");
        }
        assert_eq!(read_siren("200 035 715").as_deref(), Ok("200035715"));
        assert_eq!(shown_siret("73282932000074"), "732\u{a0}829\u{a0}320\u{a0}00074");
    }

    #[test]
    fn what_is_wrong_with_a_siret_is_said() {
        for (typed, word) in [
            ("73282932000079", "cinq derniers"),
            ("12345678900012", "neuf premiers"),
            ("21860194600000", "cinq derniers"),
            ("35600000012345", "cinq derniers"),
            ("7328293200007", "13"),
            ("732829320000744", "15"),
            ("7328293200007A", "« A »"),
            ("", "vide"),
        ] {
            let told = read_siret(typed).expect_err(typed);
            assert!(told.contains(word), "{typed}: {told}");
        }
        assert!(read_siren("200035716").is_err_and(|told| told.contains("SIREN")));
    }

    #[test]
    fn numbers_of_associations_are_read_everywhere() {
        for (typed, read) in
            [("w111 000 123", "W111000123"), ("W2A1000123", "W2A1000123"), ("W9R1004567", "W9R1004567")]
        {
            assert_eq!(read_rna(typed).as_deref(), Ok(read), "{typed}");
        }
        for (typed, word) in [
            ("111000123", "lettre W"),
            ("73282932000074", "SIRET"),
            ("W11100012", "il en compte 9"),
            ("WA11000123", "troisième"),
            ("W11100012É", "troisième"),
            (" ", "vide"),
        ] {
            let told = read_rna(typed).expect_err(typed);
            assert!(told.contains(word), "{typed}: {told}");
        }
    }
}
