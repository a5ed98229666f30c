//! What a page carries in its corner so that a scan of it finds its document again: `PV7K3MQ9TX2F003K8`. It names a printed
//! document and a page of it, and says nothing else to whoever has no register of these documents.

use std::fmt;

/// Letters and figures nobody takes one for the other: no I, L, O or U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Signs of a check, by value.
const CHECKS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What every mark begins with.
const START: &str = "PV";

/// Signs that name a document.
const LENGTH: usize = 10;

/// Pages a document may have.
const MOST_PAGES: u16 = 999;

/// A mark read from a page, or to be printed on one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageMark {
    code: String,
    page: u16,
}

impl PageMark {
    /// The mark of a page of the document that a code names.
    ///
    /// # Errors
    /// What is wrong with the code or the page, as a sentence.
    pub fn new(code: &str, page: u16) -> Result<Self, String> {
        if code.len() != LENGTH || !code.bytes().all(|sign| SIGNS.contains(&sign)) {
            return Err("La référence du document a dix signes, chiffres ou lettres".to_owned());
        }
        if !(1..=MOST_PAGES).contains(&page) {
            return Err(format!("Le numéro de page va de 1 à {MOST_PAGES}"));
        }
        Ok(Self { code: code.to_owned(), page })
    }

    /// A mark as it was photographed, or typed with spaces, hyphens and small letters.
    ///
    /// # Errors
    /// What is wrong, as a sentence: it is no mark, or its check does not hold.
    pub fn read(typed: &str) -> Result<Self, String> {
        let text = super::squeezed(typed);
        let wrong = || "Ce n’est pas la référence d’une page : elle commence par PV et compte 17 signes".to_owned();
        let rest = text.strip_prefix(START).filter(|rest| rest.is_ascii() && rest.len() == LENGTH + 5);
        let (named, check) = rest.ok_or_else(wrong)?.split_at(LENGTH + 3);
        let likely = |sign: char| match sign {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let named: String = named.chars().map(likely).collect();
        let (code, page) = named.split_at(LENGTH);
        let page = page.parse().map_err(|_| wrong())?;
        let mark = Self::new(code, page)?;
        if check_of(&mark.named()) == check {
            return Ok(mark);
        }
        Err("La clé de cette référence ne correspond pas : un signe est mal lu".to_owned())
    }

    /// A code for a document, out of unpredictable bytes.
    pub fn code_of(chance: [u8; LENGTH]) -> String {
        chance.iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
    }

    /// What names the document.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The page, from 1.
    pub const fn page(&self) -> u16 {
        self.page
    }

    fn named(&self) -> String {
        format!("{}{:03}", self.code, self.page)
    }

    /// The mark for people, in groups: « PV 7K3MQ 9TX2F 003 K8 ».
    pub fn shown(&self) -> String {
        let text = self.to_string();
        super::grouped(&text, &[2, 5, 5, 3, 2])
    }
}

impl fmt::Display for PageMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = self.named();
        write!(f, "{START}{named}{}", check_of(&named))
    }
}

/// The two check signs of ISO/IEC 7064 MOD 1271-36: any single sign changed and nearly all pairs exchanged are noticed.
fn check_of(text: &str) -> String {
    let value = |sign: u8| CHECKS.iter().position(|known| *known == sign).unwrap_or_default();
    let sum = text.bytes().fold(0, |sum, sign| (sum + value(sign)) * 36 % 1271);
    let check = (1272 - sum * 36 % 1271) % 1271;
    [check / 36, check % 36].iter().map(|value| char::from(CHECKS[*value])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_is_the_one_of_the_standard() {
        // The example of ISO/IEC 7064 for MOD 1271-36.
        assert_eq!(check_of("ISO79"), "3W");
    }

    #[test]
    fn a_mark_is_read_however_it_is_typed() {
        let mark = PageMark::new("7K3MQ9TX2F", 3).expect("a mark");
        let text = mark.to_string();
        assert_eq!(text.len(), 17, "fits the smallest square: {text}");
        assert!(text.bytes().all(|sign| sign.is_ascii_digit() || sign.is_ascii_uppercase()), "{text}");
        assert_eq!(PageMark::read(&text), Ok(mark.clone()));
        assert_eq!(PageMark::read(&mark.shown().to_lowercase()), Ok(mark.clone()));
        assert!(mark.shown().starts_with("PV\u{a0}7K3MQ\u{a0}9TX2F\u{a0}003"), "{}", mark.shown());
        assert_eq!((mark.code(), mark.page()), ("7K3MQ9TX2F", 3));
        // What somebody takes for a letter.
        let nought = PageMark::new("70001ABCDE", 10).expect("a mark").to_string();
        let read = PageMark::read(&format!("PV7OOO{}{}", "I", &nought[7..])).expect("read");
        assert_eq!(read.to_string(), nought);
    }

    #[test]
    fn what_is_no_mark_is_told() {
        let told = |text: &str| PageMark::read(text).expect_err(text);
        for text in [
            "",
            "PV",
            "https://exemple.fr",
            "7K3MQ9TX2F003K8",
            "PV7K3MQ9TX2F003K8X",
            "PVÉK3MQ9TX2F003K8",
            "PV7K3MQ9TX2FABCK8",
        ] {
            assert!(told(text).contains("commence par PV"), "{text}: {}", told(text));
        }
        let mark = PageMark::new("7K3MQ9TX2F", 3).expect("a mark").to_string();
        assert!(told(&mark.replace("9TX", "9XT")).contains("mal lu"));
        assert!(PageMark::new("7K3MQ9TX2F", 0).is_err() && PageMark::new("7K3MQ9TX2F", 1000).is_err());
        assert!(PageMark::new("7K3MQ9TX2U", 1).is_err() && PageMark::new("7K3", 1).is_err());
    }

    proptest! {
        #[test]
        fn any_sign_changed_is_noticed(chance in any::<[u8; 10]>(), page in 1..=999u16, at in 2..17usize, other in 0..32usize) {
            let mark = PageMark::new(&PageMark::code_of(chance), page).expect("a mark");
            let mut text = mark.to_string().into_bytes();
            let before = text[at];
            text[at] = SIGNS[other];
            let read = PageMark::read(&String::from_utf8(text.clone()).expect("ASCII"));
            if text[at] == before {
                prop_assert_eq!(read, Ok(mark));
            } else {
                prop_assert!(read.is_err(), "{:?}", read);
            }
        }

        #[test]
        fn whatever_is_typed_is_answered(text in ".{0,40}") {
            let _ = PageMark::read(&text);
        }
    }
}
