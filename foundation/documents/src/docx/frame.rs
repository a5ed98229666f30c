//! What stands around the text of every page.

use super::body::fixed_language;
use super::words::{Kind, Look, Words, field, run_in};
use crate::document::{Document, LONGEST_RUNNING_TITLE, shortened};

/// From one side of the page to the other.
const ACROSS: &str = "<w:r><w:tab/></w:r>";

/// The head of a page: in whose name, and what; the first page has the title under it already.
pub(super) fn header(document: &Document, is_first: bool) -> String {
    let language = document.title_language;
    let on_one = |words: &str| words.replace('\n', " ");
    let mut inside = run_in(language, &on_one(&document.town), Look { is_strong: true, ..Look::default() });
    if !is_first {
        inside.push_str(ACROSS);
        let title = shortened(&on_one(&document.title), LONGEST_RUNNING_TITLE);
        inside.push_str(&run_in(language, &title, Look::default()));
    }
    words(document).paragraph(Kind::styled("Header"), &inside)
}

/// The foot of a page: reference, day, number.
pub(super) fn footer(document: &Document) -> String {
    let language = fixed_language(document);
    let reference = document.reference.as_deref().map(|words| words.replace('\n', " "));
    let reference = reference.filter(|words| !words.trim().is_empty());
    let parts: Vec<String> =
        reference.into_iter().chain(std::iter::once(document.language.date(document.date))).collect();
    let plain = |words: &str| run_in(language, words, Look::default());
    let inside = [
        plain(&parts.join(" · ")),
        ACROSS.to_owned(),
        plain(&format!("{} ", document.language.fixed().page)),
        field("PAGE", language, &plain("1")),
        plain("/"),
        field("NUMPAGES", language, &plain("1")),
    ];
    words(document).paragraph(Kind::styled("Footer"), &inside.concat())
}

fn words(document: &Document) -> Words {
    Words::new(document.language, 1)
}
