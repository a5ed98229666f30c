//! Whatever the number, one digit changed is refused.

use identifiers::{read_iban, read_rna, read_siren, read_siret, rib_key, shown_iban, shown_siret};
use proptest::prelude::*;

/// The number with the digit that makes Luhn’s check say yes.
fn luhn(number: &str) -> String {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(rank, b)| {
            let digit = u32::from(b - b'0');
            if rank % 2 == 1 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
        })
        .sum();
    format!("{number}{}", (10 - sum % 10) % 10)
}

/// An IBAN of France around an account.
fn french(bank: u32, branch: u32, account: u64) -> String {
    let (bank, branch, account) = (format!("{bank:05}"), format!("{branch:05}"), format!("{account:011}"));
    let key = rib_key(&bank, &branch, &account).expect("digits");
    let bban = format!("{bank}{branch}{account}{key:02}");
    let rest = format!("{bban}152700").bytes().fold(0_u32, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97);
    format!("FR{:02}{bban}", 98 - rest)
}

/// The same with the digit at `at` changed by `by`, from 1 to 9.
fn changed(number: &str, at: usize, by: u8) -> String {
    let mut bytes = number.as_bytes().to_vec();
    bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
    String::from_utf8(bytes).expect("digits")
}

proptest! {
    #[test]
    fn a_siren_with_one_digit_changed_is_refused(body in 0..100_000_000_u32, at in 0..9_usize, by in 1..10_u8) {
        let siren = luhn(&format!("{body:08}"));
        prop_assert_eq!(read_siren(&siren), Ok(siren.clone()));
        prop_assert!(read_siren(&changed(&siren, at, by)).is_err());
    }

    #[test]
    fn a_siret_with_one_digit_changed_is_refused(
        body in 0..100_000_000_u32, establishment in 0..10_000_u32, at in 0..14_usize, by in 1..10_u8
    ) {
        prop_assume!(body != 35_600_000);
        let siret = luhn(&format!("{}{establishment:04}", luhn(&format!("{body:08}"))));
        prop_assert_eq!(read_siret(&siret), Ok(siret.clone()));
        prop_assert_eq!(read_siret(&shown_siret(&siret)), Ok(siret.clone()));
        prop_assert!(read_siret(&changed(&siret, at, by)).is_err());
    }

    #[test]
    fn an_iban_with_one_digit_changed_is_refused(
        bank in 0..100_000_u32, branch in 0..100_000_u32, account in 0..100_000_000_000_u64, at in 2..27_usize, by in 1..10_u8
    ) {
        let iban = french(bank, branch, account);
        prop_assert_eq!(read_iban(&iban), Ok(iban.clone()));
        prop_assert_eq!(read_iban(&shown_iban(&iban)), Ok(iban.clone()));
        prop_assert!(read_iban(&changed(&iban, at, by)).is_err());
    }

    #[test]
    fn two_digits_that_change_places_in_an_iban_are_seen(
        bank in 0..100_000_u32, branch in 0..100_000_u32, account in 0..100_000_000_000_u64, at in 4..26_usize
    ) {
        let iban = french(bank, branch, account);
        let mut bytes = iban.clone().into_bytes();
        prop_assume!(bytes[at] != bytes[at + 1]);
        bytes.swap(at, at + 1);
        prop_assert!(read_iban(&String::from_utf8(bytes).expect("ascii")).is_err());
    }

    #[test]
    fn nothing_typed_makes_a_reader_stumble(typed in "\\PC{0,40}") {
        for read in [read_siren, read_siret, read_rna, read_iban, identifiers::read_bic, identifiers::read_phone,
            identifiers::read_commune, identifiers::read_postal_code] {
            if let Ok(number) = read(&typed) {
                prop_assert!(number.is_ascii() && !number.is_empty());
            }
        }
        identifiers::shown_phone(&typed);
        identifiers::shown_iban(&typed);
        identifiers::mask_iban(&typed);
        let _ = identifiers::department(&typed);
    }
}
