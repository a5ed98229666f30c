//! What in an answer would say who somebody is: names, ways to reach them, where they live, numbers that are theirs.
//!
//! Written rules, so that anybody can say why a word was masked: no rule sees everything, and a person reads an answer
//! before it is published. How much is found is measured by `tests/all/privacy.rs` on sentences labelled by hand.

mod first_names;
mod names;
mod numbers;
mod places;

use std::ops::Range;

/// Sorts of what names somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// First name, family name, with its title.
    Name,
    /// Telephone.
    Phone,
    /// Electronic address.
    Email,
    /// Postal address, or the street somebody says to live in.
    Address,
    /// Building, flat, door.
    Dwelling,
    /// Registration plate.
    Plate,
    /// Social security number.
    SocialSecurity,
    /// Bank account or card.
    Bank,
    /// Date of birth.
    Birth,
    /// Account on a network, web address.
    Account,
}

impl Kind {
    /// What is written instead.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Name => "[nom]",
            Self::Phone => "[téléphone]",
            Self::Email => "[courriel]",
            Self::Address => "[adresse]",
            Self::Dwelling => "[logement]",
            Self::Plate => "[immatriculation]",
            Self::SocialSecurity => "[numéro de sécurité sociale]",
            Self::Bank => "[coordonnées bancaires]",
            Self::Birth => "[date de naissance]",
            Self::Account => "[compte en ligne]",
        }
    }
}

/// A piece of a text that names somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands, in bytes.
    pub place: Range<usize>,
    /// Its sort.
    pub kind: Kind,
}

/// What names somebody in a text, in order, without overlap.
pub fn find(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    numbers::find(text, &mut found);
    places::find(text, &mut found);
    names::find(text, &mut found);
    // Of two that overlap, the one met first in the text, then the longer.
    found.sort_by(|a: &Span, b: &Span| {
        a.place.start.cmp(&b.place.start).then(b.place.end.cmp(&a.place.end)).then(a.kind.cmp(&b.kind))
    });
    let mut end = 0;
    found.retain(|span| {
        let is_clear = span.place.start >= end;
        if is_clear {
            end = span.place.end;
        }
        is_clear
    });
    found
}

/// Whether a piece is a name given with its title: « Mme Durand », « M. Ben Ali ». A name without title may be that of an
/// association or of a place.
pub fn has_title(text: &str, span: &Span) -> bool {
    span.kind == Kind::Name && text.get(span.place.clone()).is_some_and(names::begins_with_title)
}

/// The text with neutral words instead of what names somebody.
pub fn mask(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for span in find(text) {
        made.push_str(&text[from..span.place.start]);
        made.push_str(span.kind.placeholder());
        from = span.place.end;
    }
    made.push_str(&text[from..]);
    made
}

/// Whether a piece stands alone: no letter or digit touches it.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let touches = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    !touches(text[..place.start].chars().next_back()) && !touches(text[place.end..].chars().next())
}
