//! Words in several languages.

/// A language of a form, named as its author did: « Français (fr) », « english ».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// As written in the headers.
    pub name: String,
    /// Two or three letters, where they are known.
    pub code: Option<String>,
}

impl Language {
    /// Reads « Français (fr) », « fr », « French ».
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), code: code_of(name) }
    }

    /// Whether it goes by this name or this code.
    pub fn is(&self, wanted: &str) -> bool {
        self.name == wanted || code_of(wanted).is_some_and(|code| self.code.as_ref() == Some(&code))
    }
}

/// The code in parentheses, the name itself when it is a code, or that of a name in common use.
fn code_of(name: &str) -> Option<String> {
    let is_code = |text: &str| (2..=3).contains(&text.len()) && text.chars().all(|sign| sign.is_ascii_alphabetic());
    let lower = name.trim().to_lowercase();
    if let Some((_, inside)) = lower.rsplit_once('(')
        && let Some(code) = inside.strip_suffix(')').map(str::trim)
        && let Some(code) = code.split(['-', '_']).next().filter(|code| is_code(code))
    {
        return Some(code.to_owned());
    }
    let known = match lower.as_str() {
        "français" | "francais" | "french" => "fr",
        "english" | "anglais" => "en",
        "arabic" | "arabe" | "العربية" => "ar",
        "spanish" | "espagnol" | "español" => "es",
        "german" | "allemand" | "deutsch" => "de",
        "turkish" | "turc" | "türkçe" => "tr",
        "portuguese" | "portugais" | "português" => "pt",
        other => return is_code(other).then(|| other.to_owned()),
    };
    Some(known.to_owned())
}

/// Words, by language. The empty language is that of columns that name none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Told>);

/// Words of one language; languages are in order, and few.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    language: Box<str>,
    words: Box<str>,
}

impl Text {
    /// Words without a language.
    pub fn plain(words: impl Into<String>) -> Self {
        let mut text = Self::default();
        text.set("", words);
        text
    }

    /// Whether nothing is said in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts the words of a language; blank words take it out.
    pub fn set(&mut self, language: &str, words: impl Into<String>) {
        let words = words.into();
        let place = self.0.binary_search_by(|told| (*told.language).cmp(language));
        match (place, words.trim().is_empty()) {
            (Ok(place), true) => drop(self.0.remove(place)),
            (Ok(place), false) => self.0[place].words = words.into(),
            (Err(_), true) => {}
            (Err(place), false) => {
                self.0.reserve_exact(1);
                self.0.insert(place, Told { language: language.into(), words: words.into() });
            }
        }
    }

    /// The words of exactly this language.
    pub fn exactly(&self, language: &str) -> Option<&str> {
        self.0.iter().find(|told| *told.language == *language).map(|told| &*told.words)
    }

    /// The words in a language (name or code), else in the default one, else those without a language, else the
    /// first there are. Empty when there are none.
    pub fn told(&self, language: &str, default: &str) -> &str {
        let among = |wanted: &str| {
            self.exactly(wanted).or_else(|| {
                let found = self.iter().find(|(name, _)| !wanted.is_empty() && Language::new(name).is(wanted));
                found.map(|(_, words)| words)
            })
        };
        [language, default, ""]
            .into_iter()
            .find_map(among)
            .or_else(|| self.iter().next().map(|(_, words)| words))
            .unwrap_or("")
    }

    /// Whether this language (name or code) has words of its own.
    pub fn speaks(&self, language: &str) -> bool {
        self.iter().any(|(name, _)| name == language || Language::new(name).is(language))
    }

    /// Languages and their words.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|told| (&*told.language, &*told.words))
    }
}

impl<A: Into<String>, B: Into<String>> FromIterator<(A, B)> for Text {
    fn from_iter<I: IntoIterator<Item = (A, B)>>(pairs: I) -> Self {
        let mut text = Self::default();
        for (language, words) in pairs {
            text.set(&language.into(), words);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fall_back_to_a_language_that_has_them() {
        let text: Text = [("Français (fr)", "Oui"), ("English (en)", "Yes")].into_iter().collect();
        assert_eq!(text.told("fr", ""), "Oui");
        assert_eq!(text.told("en", "fr"), "Yes");
        assert_eq!(text.told("ar", "Français (fr)"), "Oui");
        assert_eq!(text.told("ar", "en"), "Yes");
        assert_eq!(Text::plain("Seul").told("ar", "fr"), "Seul");
        assert_eq!(Text::default().told("fr", "fr"), "");
    }

    #[test]
    fn codes_are_found_in_names() {
        for (name, code) in [
            ("Français (fr)", Some("fr")),
            ("French(fr)", Some("fr")),
            ("english", Some("en")),
            ("ar", Some("ar")),
            ("chinese", None),
            ("x (fr-CA)", Some("fr")),
        ] {
            assert_eq!(Language::new(name).code.as_deref(), code, "{name}");
        }
    }
}
