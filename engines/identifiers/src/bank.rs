//! Bank accounts: IBAN (ISO 13616), the key of French account numbers, BIC (ISO 9362).
//!
//! The lengths and structures of every country come from the crate `iban_validate`, generated from the registry of SWIFT; the
//! key of a French account is ours.

use iban::{Iban, IbanLike, ParseBaseIbanError, ParseIbanError};

use crate::{grouped, squeezed};

/// Signs of an IBAN of France, Monaco and overseas.
const FRENCH_LENGTH: usize = 27;

/// Reads an IBAN, without spaces and in capitals. A French one is checked twice: by its own digits and by the key of its account.
///
/// # Errors
/// A sentence saying what is wrong. It repeats nothing of the number: sentences are shown again, numbers of accounts are not.
pub fn read_iban(typed: &str) -> Result<String, String> {
    let text = squeezed(typed);
    let text = text.strip_prefix("IBAN").map_or(text.as_str(), |rest| rest.trim_start_matches(':'));
    if text.is_empty() {
        return Err("L’IBAN est vide".to_owned());
    }
    if !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err("L’IBAN ne contient que des lettres sans accent et des chiffres".to_owned());
    }
    let has_country = text.bytes().take(2).all(|b| b.is_ascii_alphabetic());
    if !has_country {
        let rib = if text.len() == 23 { " ; vous avez peut-être saisi le RIB, écrit juste à côté" } else { "" };
        return Err(format!("L’IBAN commence par deux lettres de pays, FR pour la France{rib}"));
    }
    let is_french = text.starts_with("FR") || text.starts_with("MC");
    if is_french && text.len() != FRENCH_LENGTH {
        return Err(format!("Un IBAN français compte {FRENCH_LENGTH} signes : celui-ci en compte {}", text.len()));
    }
    let read = text.parse::<Iban>().map_err(|error| told(&error).to_owned())?;
    if is_french && !has_french_key(read.bban()) {
        return Err("La clé RIB, les deux derniers chiffres, ne va pas avec le reste : vérifiez l’IBAN".to_owned());
    }
    Ok(read.electronic_str().to_owned())
}

const fn told(error: &ParseIbanError) -> &'static str {
    match error {
        ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidFormat } => {
            "L’IBAN n’a pas la bonne forme : deux lettres de pays, deux chiffres, puis le numéro du compte"
        }
        ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum } => {
            "Un signe de l’IBAN ne va pas avec les autres : recopiez-le depuis le RIB"
        }
        ParseIbanError::InvalidBban(_) => "Le numéro du compte n’a pas la longueur ou la forme de ceux de ce pays",
        ParseIbanError::UnknownCountry(_) => {
            "Les deux premières lettres de l’IBAN ne sont celles d’aucun pays qui en donne"
        }
    }
}

/// Whether the last two digits of a French account are its key.
fn has_french_key(bban: &str) -> bool {
    let part = |from: usize, to: usize| bban.get(from..to).unwrap_or_default();
    rib_key(part(0, 5), part(5, 10), part(10, 21)).is_some_and(|key| part(21, 23).parse() == Ok(key))
}

/// The key of a French account: 97 − (89 × bank + 15 × branch + 3 × account) modulo 97, letters of the account read as digits
/// (A, J = 1; B, K, S = 2; … I, R, Z = 9). None when a part is not made of digits (and letters, for the account) or is too long.
pub fn rib_key(bank: &str, branch: &str, account: &str) -> Option<u8> {
    let number = |text: &str, most: usize| {
        let is_whole = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
        is_whole.then(|| text.parse::<u64>().ok()).flatten()
    };
    let digits: Option<String> = account.chars().map(digit_of).collect();
    let sum = 89 * number(bank, 5)? + 15 * number(branch, 5)? + 3 * number(&digits?, 11)?;
    u8::try_from(97 - sum % 97).ok()
}

/// What a sign of an account counts for.
fn digit_of(sign: char) -> Option<char> {
    let rank = match sign.to_ascii_uppercase() {
        digit @ '0'..='9' => return Some(digit),
        letter @ 'A'..='I' => u32::from(letter) - u32::from('A') + 1,
        letter @ 'J'..='R' => u32::from(letter) - u32::from('J') + 1,
        letter @ 'S'..='Z' => u32::from(letter) - u32::from('S') + 2,
        _ => return None,
    };
    char::from_digit(rank, 10)
}

/// An IBAN as papers write it: groups of four.
pub fn shown_iban(iban: &str) -> String {
    grouped(iban, &[4; 9])
}

/// What screens show of an IBAN: « FR76 •••• •••• 189 ».
pub fn mask_iban(iban: &str) -> String {
    let (head, tail) =
        (iban.get(..4).unwrap_or_default(), iban.get(iban.len().saturating_sub(3)..).unwrap_or_default());
    masked(head, tail)
}

/// The same from the two ends kept beside a sealed number.
pub fn masked(head: &str, tail: &str) -> String {
    format!("{head}\u{a0}••••\u{a0}••••\u{a0}{tail}")
}

/// Reads a BIC: four letters of the bank, two of the country, two signs of the place, three of the branch or none.
///
/// # Errors
/// A sentence saying what is wrong.
pub fn read_bic(typed: &str) -> Result<String, String> {
    let bic = squeezed(typed);
    let length = bic.chars().count();
    if length != 8 && length != 11 {
        return Err(format!("Le BIC compte 8 ou 11 signes : celui-ci en compte {length}"));
    }
    let is_sound =
        bic.bytes().take(6).all(|b| b.is_ascii_uppercase()) && bic.bytes().all(|b| b.is_ascii_alphanumeric());
    match is_sound {
        true => Ok(bic),
        false => Err("Le BIC commence par six lettres : quatre pour la banque, deux pour le pays".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_read_however_they_are_typed() {
        for typed in [
            "FR7630006000011234567890189",
            "fr76 3000 6000 0112 3456 7890 189",
            "IBAN : FR76-3000-6000-0112-3456-7890-189",
            "FR76\u{a0}3000\u{202f}6000 01 12345678901 89",
        ] {
            assert_eq!(read_iban(typed).as_deref(), Ok("FR7630006000011234567890189"), "{typed}");
        }
        assert!(read_iban("FR14 2004 1010 0505 0001 3M02 606").is_ok(), "letters in the account");
        assert!(read_iban("DE44 5001 0517 5407 3249 31").is_ok(), "another country");
    }

    #[test]
    fn what_is_wrong_with_an_iban_is_said_without_repeating_it() {
        for (typed, word) in [
            ("FR7630006000011234567890188", "ne va pas avec les autres"),
            ("FR763000600001123456789018", "26"),
            ("30006000011234567890189", "RIB"),
            ("FR76 3000 6000 0112 3456 7890 18é", "sans accent"),
            ("", "vide"),
        ] {
            let told = read_iban(typed).expect_err(typed);
            assert!(told.contains(word), "{typed}: {told}");
            assert!(!told.contains("3000"), "{told}");
        }
        let of = |country: &str, bban: &str| read_iban(&format!("{country}{}{bban}", check_digits(country, bban)));
        assert!(of("XX", "30006000011234567890189").is_err_and(|told| told.contains("aucun pays")));
        assert!(of("DE", "5001051754073249").is_err_and(|told| told.contains("longueur")));
    }

    #[test]
    fn a_key_is_that_of_its_account() {
        assert_eq!(rib_key("30006", "00001", "12345678901"), Some(89));
        assert_eq!(rib_key("20041", "01005", "0500013M026"), Some(6));
        assert_eq!(rib_key("3000A", "00001", "12345678901"), None);
        // Its own check digits say yes, the key of the account says no.
        let wrong = "30006000011234567890190";
        let iban = format!("FR{}{wrong}", check_digits("FR", wrong));
        assert!(read_iban(&iban).is_err_and(|told| told.contains("clé RIB")), "{iban}");
    }

    /// The digits that make an IBAN say yes.
    fn check_digits(country: &str, bban: &str) -> String {
        let rest = format!("{bban}{country}00").chars().fold(0_u32, |rest, sign| {
            let value = sign.to_digit(36).unwrap_or_default();
            if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 }
        });
        format!("{:02}", 98 - rest)
    }

    #[test]
    fn screens_show_two_ends() {
        assert_eq!(mask_iban("FR7630006000011234567890189"), "FR76\u{a0}••••\u{a0}••••\u{a0}189");
        assert_eq!(shown_iban("FR7630006"), "FR76\u{a0}3000\u{a0}6");
    }

    #[test]
    fn banks_are_named_by_eight_or_eleven_signs() {
        assert_eq!(read_bic(" agri frpp xxx ").as_deref(), Ok("AGRIFRPPXXX"));
        assert_eq!(read_bic("CCBPFRPP").as_deref(), Ok("CCBPFRPP"));
        assert!(read_bic("CCBPFRP").is_err_and(|told| told.contains('7')));
        assert!(read_bic("CCB1FRPP").is_err_and(|told| told.contains("six lettres")));
    }
}
