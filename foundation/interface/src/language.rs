//! Languages of the pages: French is the source, the other texts stand in catalogues keyed by the
//! French sentence. What has no translation is shown in French, marked as French, and the page says so.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::Html;
use crate::html::Escaped;

/// A language a page can be shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// French, the source of every text.
    #[default]
    French,
    /// Easy-to-read French (facile à lire et à comprendre, FALC).
    EasyFrench,
    /// English.
    English,
    /// Arabic, written from right to left.
    Arabic,
}

impl Language {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 4] = [Self::French, Self::EasyFrench, Self::English, Self::Arabic];

    /// Stable code: in addresses, cookies and catalogue names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::EasyFrench => "fr-facile",
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// The language of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Value of the `lang` attribute (BCP 47); easy French is French.
    pub const fn lang(self) -> &'static str {
        match self {
            Self::French | Self::EasyFrench => "fr",
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// Value of the `dir` attribute.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            _ => "ltr",
        }
    }

    /// Its own name, in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::French => "Français",
            Self::EasyFrench => "Français facile",
            Self::English => "English",
            Self::Arabic => "العربية",
        }
    }

    /// Attributes of an element whose text is only in French, in a page of this language.
    pub fn french_only(self) -> Html {
        Html::trusted(match (self.is_translated(), self.lang()) {
            (false, _) => "",
            (true, "fr") => " data-fallback",
            (true, _) => " data-fallback lang=\"fr\" dir=\"ltr\"",
        })
    }

    /// Whether texts come from a catalogue.
    pub const fn is_translated(self) -> bool {
        !matches!(self, Self::French)
    }
}

/// A text ready to print: escaped, and marked as French when it is a fallback in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translated {
    /// The text, not escaped; for `<title>` and attributes, where no mark is possible.
    pub text: String,
    /// Whether it is the French text for want of a translation.
    pub is_fallback: bool,
    /// Whether the fallback stands in a page whose language is French too (easy French).
    pub is_same_language: bool,
}

impl fmt::Display for Translated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.is_fallback, self.is_same_language) {
            (false, _) => write!(f, "{}", Escaped(&self.text)),
            (true, true) => write!(f, "<span data-fallback>{}</span>", Escaped(&self.text)),
            (true, false) => write!(f, "<span data-fallback lang=\"fr\" dir=\"ltr\">{}</span>", Escaped(&self.text)),
        }
    }
}
impl askama::filters::HtmlSafe for Translated {}

impl From<&Translated> for Html {
    fn from(text: &Translated) -> Self {
        Self::trusted(text.to_string())
    }
}

impl From<&str> for Translated {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}
impl From<String> for Translated {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

type Catalogue = HashMap<String, String>;

const SOURCES: [(Language, &str); 3] = [
    (Language::EasyFrench, include_str!("../locales/fr-facile.toml")),
    (Language::English, include_str!("../locales/en.toml")),
    (Language::Arabic, include_str!("../locales/ar.toml")),
];

static CATALOGUES: LazyLock<HashMap<Language, Catalogue>> = LazyLock::new(|| {
    let read = |(language, source): (Language, &str)| {
        // A catalogue that cannot be read would only mean French texts; `xtask/tests/all/catalogues.rs` reads them all.
        let sections: HashMap<String, Catalogue> = toml::from_str(source).unwrap_or_default();
        (language, sections.into_values().flatten().collect())
    };
    SOURCES.into_iter().map(read).collect()
});

/// The text in a language; French text with its no-break spaces otherwise.
pub fn t(language: Language, french: &str) -> Translated {
    t_with(language, french, [])
}

/// The text in a language with `{name}` replaced by values. Values are not translated.
pub fn t_with<'v>(language: Language, french: &str, values: impl AsRef<[(&'v str, &'v str)]>) -> Translated {
    let found = CATALOGUES.get(&language).and_then(|catalogue| catalogue.get(french));
    let mut text = found.map_or(french, String::as_str).to_owned();
    for (name, value) in values.as_ref() {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    if language.lang() == "fr" || found.is_none() {
        text = kernel::french::spaced(&text);
    }
    let is_fallback = language.is_translated() && found.is_none();
    Translated { text, is_fallback, is_same_language: language.lang() == "fr" }
}

/// Words that people wrote in French, in a page of this language: printed as they are, marked as French elsewhere.
pub fn in_french(language: Language, words: &str) -> Translated {
    let is_fallback = language.is_translated();
    Translated { text: kernel::french::spaced(words), is_fallback, is_same_language: language.lang() == "fr" }
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const ARABIC_MONTHS: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];

/// A day in a language: « 1er mai 2026 », “1 May 2026”.
pub fn day(language: Language, day: Date) -> String {
    let months = match language {
        Language::French | Language::EasyFrench => return kernel::french::date(day),
        Language::English => ENGLISH_MONTHS,
        Language::Arabic => ARABIC_MONTHS,
    };
    let month = months[usize::from(day.month().unsigned_abs()).saturating_sub(1).min(11)];
    format!("{}\u{a0}{month}\u{a0}{}", day.day(), day.year())
}

/// The singular or the plural text, with `{n}` replaced by the number. In French nought is singular,
/// elsewhere only one is; texts in Arabic are worded so that the number stands apart.
pub fn t_count(language: Language, number: i64, singular: &str, plural: &str) -> Translated {
    let is_singular = match language.lang() {
        "fr" => number.abs() < 2,
        _ => number.abs() == 1,
    };
    let shown = if language.lang() == "fr" { kernel::french::integer(number) } else { number.to_string() };
    t_with(language, if is_singular { singular } else { plural }, [("n", shown.as_str())])
}
