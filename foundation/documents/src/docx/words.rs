//! Words, runs and paragraphs as the format writes them.

use std::fmt::Write as _;

use crate::document::{Run, is_followed};
use crate::language::Language;
use crate::office::{line, tag, text};

/// What a paragraph is: its style, and what is said of it beside.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kind<'k> {
    /// Identifier of its style; that of ordinary text when empty.
    pub style: &'k str,
    /// The list it is an item of, as the file numbers them.
    pub list: Option<usize>,
    /// Whether it stays on the page of the next one.
    pub is_tied: bool,
    /// Whether it stands at the end of the line, as numbers do.
    pub is_at_end: bool,
    /// Whether it stands in the middle.
    pub is_centred: bool,
}

impl<'k> Kind<'k> {
    pub fn styled(style: &'k str) -> Self {
        Self { style, ..Self::default() }
    }

    pub fn tied(mut self) -> Self {
        self.is_tied = true;
        self
    }
}

/// How words look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub is_strong: bool,
    pub is_slanted: bool,
    pub is_link: bool,
    /// Grey, for what is absent.
    pub is_soft: bool,
    /// Size in half points, when it is not that of the style.
    pub size: Option<usize>,
}

/// Writes words: knows the language around them, and keeps the addresses they lead to.
pub(super) struct Words {
    language: Language,
    /// Addresses, as the body refers to them.
    pub addresses: Vec<String>,
    /// Rank of the first address among what the body refers to.
    first: usize,
}

impl Words {
    pub fn new(language: Language, first: usize) -> Self {
        Self { language, addresses: Vec::new(), first }
    }

    /// Whether the page is turned over.
    pub fn is_turned(&self) -> bool {
        self.language.is_right_to_left()
    }

    /// A paragraph of what is inside, going the way of a language.
    pub fn paragraph_in(&self, language: Language, kind: Kind, inside: &str) -> String {
        let mut told = String::from("<w:p><w:pPr>");
        if !kind.style.is_empty() {
            let _ = write!(told, "<w:pStyle w:val=\"{}\"/>", kind.style);
        }
        if kind.is_tied {
            told.push_str("<w:keepNext/>");
        }
        if let Some(list) = kind.list {
            let _ = write!(told, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        }
        // Told on both ways: a style may say otherwise.
        told.push_str(if language.is_right_to_left() { "<w:bidi/>" } else { "<w:bidi w:val=\"0\"/>" });
        // « Right » is the end of the line, even where that is the left.
        if kind.is_at_end {
            told.push_str("<w:jc w:val=\"right\"/>");
        } else if kind.is_centred {
            told.push_str("<w:jc w:val=\"center\"/>");
        }
        let _ = write!(told, "</w:pPr>{inside}</w:p>");
        told
    }

    /// A paragraph of what is inside.
    pub fn paragraph(&self, kind: Kind, inside: &str) -> String {
        self.paragraph_in(self.language, kind, inside)
    }

    /// A paragraph of runs; one of nothing but another language goes the way that language does.
    pub fn paragraph_of(&mut self, kind: Kind, runs: &[Run]) -> String {
        let of = |run: &Run| match run {
            Run::Foreign { language, .. } => Some(*language),
            _ => None,
        };
        let first = runs.first().and_then(of);
        let language = first.filter(|one| runs.iter().all(|run| of(run) == Some(*one))).unwrap_or(self.language);
        let inside = self.runs(runs, Look::default());
        self.paragraph_in(language, kind, &inside)
    }

    /// Runs of a document, in a look.
    pub fn runs(&mut self, runs: &[Run], look: Look) -> String {
        let mut told = String::new();
        for run in runs {
            match run {
                Run::Plain(words) => told.push_str(&self.run(words, look)),
                Run::Strong(words) => told.push_str(&self.run(words, Look { is_strong: true, ..look })),
                Run::Emphasis(words) => told.push_str(&self.run(words, Look { is_slanted: true, ..look })),
                Run::Foreign { text, language } => told.push_str(&run_in(*language, text, look)),
                Run::Link { text, address } => told.push_str(&self.link(text, address, look)),
            }
        }
        told
    }

    /// Words in the language of the document.
    pub fn run(&self, words: &str, look: Look) -> String {
        run_in(self.language, words, look)
    }

    /// A link, when it can be followed; its words otherwise.
    pub fn link(&mut self, words: &str, address: &str, look: Look) -> String {
        let shown = if words.trim().is_empty() { address } else { words };
        if !is_followed(address) {
            return self.run(shown, look);
        }
        let place = self.addresses.iter().position(|known| known == address).unwrap_or_else(|| {
            self.addresses.push(address.to_owned());
            self.addresses.len() - 1
        });
        let inside = self.run(shown, Look { is_link: true, ..look });
        format!("<w:hyperlink r:id=\"rId{}\" w:history=\"1\">{inside}</w:hyperlink>", self.first + place)
    }
}

/// Words in a language; a line feed starts a new line.
pub(super) fn run_in(language: Language, words: &str, look: Look) -> String {
    let marks = marks(language, look);
    let pieces = words.split('\n').map(|piece| {
        format!("<w:r>{marks}<w:t xml:space=\"preserve\">{}</w:t></w:r>", text(&piece.replace('\t', " ")))
    });
    pieces.collect::<Vec<String>>().join("<w:r><w:br/></w:r>")
}

/// What is said of words, in the order the format wants.
fn marks(language: Language, look: Look) -> String {
    let mut told = String::from("<w:rPr>");
    if look.is_link {
        told.push_str("<w:rStyle w:val=\"Hyperlink\"/>");
    }
    if look.is_strong {
        told.push_str("<w:b/><w:bCs/>");
    }
    if look.is_slanted {
        told.push_str("<w:i/><w:iCs/>");
    }
    if look.is_soft {
        told.push_str("<w:color w:val=\"4A4A55\"/>");
    }
    if let Some(size) = look.size {
        let _ = write!(told, "<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
    }
    // What is written from right to left has an attribute of its own for its language.
    let side = if language.is_right_to_left() {
        told.push_str("<w:rtl/>");
        "bidi"
    } else {
        "val"
    };
    let _ = write!(told, "<w:lang w:{side}=\"{}\"/></w:rPr>", tag(language));
    told
}

/// A field the program that opens the file reckons again, with what it holds meanwhile.
pub(super) fn field(what: &str, language: Language, inside: &str) -> String {
    let marks = marks(language, Look::default());
    let mark = |kind: &str| format!("<w:r>{marks}<w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{}<w:r>{marks}<w:instrText xml:space=\"preserve\"> {} </w:instrText></w:r>{}{inside}{}",
        mark("begin"),
        line(what),
        mark("separate"),
        mark("end")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_their_language_and_the_way_they_go() {
        let french = run_in(Language::French, "un\ndeux", Look::default());
        assert_eq!(french.matches("w:val=\"fr-FR\"").count(), 2, "{french}");
        assert!(french.contains("<w:br/>"), "{french}");
        let arabic = run_in(Language::Arabic, "نعم", Look::default());
        assert!(arabic.contains("<w:rtl/><w:lang w:bidi=\"ar\"/>"), "{arabic}");
    }

    #[test]
    fn an_address_is_kept_once_and_followed_only_when_it_may_be() {
        let mut words = Words::new(Language::French, 4);
        let twice = [Run::link("a", "https://exemple.fr/"), Run::link("b", "https://exemple.fr/")];
        assert_eq!(words.runs(&twice, Look::default()).matches("rId4").count(), 2);
        assert!(!words.runs(&[Run::link("c", "javascript:alert(1)")], Look::default()).contains("hyperlink"));
        assert_eq!(words.addresses, ["https://exemple.fr/"]);
    }
}
