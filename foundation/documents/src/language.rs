//! Languages of printed words: their tag, their direction, and the fixed words of a page.

use jiff::civil::Date;

/// Language of a document, or of some words in it: sets their tag, their direction and their hyphenation.
/// Legends under tables stay in French, as the figures are written the French way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// French of France.
    #[default]
    French,
    /// English of the United Kingdom.
    English,
    /// Arabic.
    Arabic,
    /// Another one: the fixed words of its pages are in French, and marked so.
    Other(Tag),
}

/// The two or three letters of a language (« tr », « kab »).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    letters: [u8; 3],
    length: usize,
}

impl Tag {
    fn new(code: &str) -> Option<Tag> {
        let bytes = code.as_bytes();
        if !(2..=3).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_lowercase) {
            return None;
        }
        let mut letters = [0; 3];
        letters[..bytes.len()].copy_from_slice(bytes);
        Some(Tag { letters, length: bytes.len() })
    }

    fn code(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.length]).unwrap_or("und")
    }
}

/// The fixed words of a page.
pub(crate) struct Fixed {
    /// The language they are in.
    pub(crate) language: Language,
    /// Before the number of a page.
    pub(crate) page: &'static str,
    /// Above the table of contents.
    pub(crate) contents: &'static str,
}

impl Language {
    /// The language of two or three small letters; French when they are none.
    pub fn of(code: &str) -> Language {
        match code {
            "fr" => Language::French,
            "en" => Language::English,
            "ar" => Language::Arabic,
            _ => Tag::new(code).map_or(Language::French, Language::Other),
        }
    }

    /// Its letters.
    pub fn code(&self) -> &str {
        match self {
            Language::French => "fr",
            Language::English => "en",
            Language::Arabic => "ar",
            Language::Other(tag) => tag.code(),
        }
    }

    /// The country whose way of writing it is followed, where one is.
    pub(crate) fn region(&self) -> Option<&'static str> {
        match self {
            Language::French => Some("FR"),
            Language::English => Some("GB"),
            Language::Arabic | Language::Other(_) => None,
        }
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&self.code())
    }

    pub(crate) fn fixed(&self) -> Fixed {
        let (language, page, contents) = match self {
            Language::English => (*self, "page", "Contents"),
            Language::Arabic => (*self, "صفحة", "الفهرس"),
            Language::French | Language::Other(_) => (Language::French, "page", "Sommaire"),
        };
        Fixed { language, page, contents }
    }

    /// A day, as people write it. In Arabic with digits only: names of months change with the country.
    pub fn date(&self, day: Date) -> String {
        match self {
            Language::English => day.strftime("%-d %B %Y").to_string(),
            Language::Arabic => day.strftime("%d/%m/%Y").to_string(),
            Language::French | Language::Other(_) => kernel::french::date(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_letters() {
        for (code, is_right_to_left) in [("fr", false), ("ar", true), ("kab", false), ("ckb", true), ("tr", false)] {
            let language = Language::of(code);
            assert_eq!((language.code(), language.is_right_to_left()), (code, is_right_to_left));
        }
        for wrong in ["", "x", "FR", "français", "12"] {
            assert_eq!(Language::of(wrong), Language::French, "{wrong}");
        }
        assert_eq!(Language::of("tr").fixed().language, Language::French);
    }
}
