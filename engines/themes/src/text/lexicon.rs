//! Terms numbered in the order they are met.

use std::collections::HashMap;

use super::hash::ByWord;
use super::{Stems, each_word, is_stop_word};

/// Number of a term in a [`Lexicon`].
pub type TermId = u32;

/// Terms of a set of texts, each with the form it is most often written in.
#[derive(Default)]
pub struct Lexicon {
    stems: Stems,
    /// Folded word to its term, or to nothing for a word that is left out.
    known: HashMap<Box<str>, Option<usize>, ByWord>,
    /// Forms: term, times met, folded word.
    forms: Vec<(TermId, u32, Box<str>)>,
    by_stem: HashMap<Box<str>, TermId>,
    terms: Vec<Box<str>>,
}

impl Lexicon {
    /// Calls `each` with the terms of a text, in order.
    pub fn read(&mut self, text: &str, mut each: impl FnMut(TermId)) {
        each_word(text, |word, _| {
            let known = match self.known.get(word) {
                Some(known) => *known,
                None => self.meet(word),
            };
            if let Some(form) = known {
                self.forms[form].1 += 1;
                each(self.forms[form].0);
            }
        });
    }

    /// The terms of a text, in order.
    pub fn terms_of(&mut self, text: &str) -> Vec<TermId> {
        let mut found = Vec::new();
        self.read(text, |term| found.push(term));
        found
    }

    fn meet(&mut self, word: &str) -> Option<usize> {
        let says_something = !is_stop_word(word) && !word.bytes().any(|byte| byte.is_ascii_digit());
        let is_long_enough = word.len() > 1;
        let form = (says_something && is_long_enough).then(|| {
            let stem: Box<str> = self.stems.of(word).into();
            let next = self.terms.len() as TermId;
            let term = *self.by_stem.entry(stem.clone()).or_insert(next);
            if term == next {
                self.terms.push(stem);
            }
            self.forms.push((term, 0, word.into()));
            self.forms.len() - 1
        });
        self.known.insert(word.into(), form);
        form
    }

    /// How many terms were met.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether no term was met.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The stem of a term.
    pub fn stem(&self, term: TermId) -> &str {
        &self.terms[term as usize]
    }

    /// The term of a stem, if it was met.
    pub fn term(&self, stem: &str) -> Option<TermId> {
        self.by_stem.get(stem).copied()
    }

    /// The form each term is most often written in (the first in the alphabet of equals).
    pub fn usual_forms(&self) -> Vec<String> {
        let mut best: Vec<Option<(u32, &str)>> = vec![None; self.terms.len()];
        for (term, times, form) in &self.forms {
            let slot = &mut best[*term as usize];
            if slot.is_none_or(|(most, word)| *times > most || (*times == most && **form < *word)) {
                *slot = Some((*times, form));
            }
        }
        best.into_iter().map(|slot| slot.map_or_else(String::new, |(_, word)| word.to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_numbered_as_met_and_shown_as_written() {
        let mut lexicon = Lexicon::default();
        assert_eq!(lexicon.terms_of("Les écoles, l’école et le vélo"), [0, 0, 1]);
        assert_eq!(lexicon.terms_of("ECOLES 20e"), [0]);
        assert_eq!(lexicon.usual_forms(), ["ecoles", "velo"]);
        assert_eq!((lexicon.len(), lexicon.stem(1), lexicon.term("velo")), (2, "velo", Some(1)));
    }
}
