//! Fields of meaning: words that speak of the same thing without sharing a stem (« école », « collège », « élève »).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::{Stems, each_word};

/// One field a line: its name, a colon, its words.
const TEXT: &str = include_str!("../../data/fields.txt");

/// The fields that come with the engine: our own list, on what residents and citizens of France speak of.
pub struct Fields {
    by_stem: HashMap<String, Vec<u32>>,
    names: Vec<String>,
}

impl Fields {
    /// The shipped list, read once.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Fields> = LazyLock::new(|| Fields::read(TEXT));
        &SHIPPED
    }

    fn read(text: &str) -> Self {
        let stems = Stems::default();
        let mut by_stem: HashMap<String, Vec<u32>> = HashMap::new();
        let mut names = Vec::new();
        for (name, words) in text.lines().filter_map(|line| line.split_once(':')) {
            let field = names.len() as u32;
            names.push(name.trim().to_owned());
            each_word(words, |word, _| {
                let of = by_stem.entry(stems.of(word)).or_default();
                if of.last() != Some(&field) {
                    of.push(field);
                }
            });
        }
        Self { by_stem, names }
    }

    /// How many fields.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The fields of a text, each with the root of how often it is met.
    pub fn of(&self, text: &str) -> Vec<(u32, f64)> {
        thread_local! {
            static STEMS: Stems = Stems::default();
        }
        let mut counts: Vec<(u32, f64)> = Vec::new();
        STEMS.with(|stems| {
            each_word(text, |word, _| {
                for field in self.by_stem.get(&stems.of(word)).into_iter().flatten() {
                    match counts.iter_mut().find(|(known, _)| known == field) {
                        Some((_, count)) => *count += 1.0,
                        None => counts.push((*field, 1.0)),
                    }
                }
            });
        });
        counts.sort_by_key(|(field, _)| *field);
        counts.iter_mut().for_each(|(_, count)| *count = count.sqrt());
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_field_meet() {
        let fields = Fields::shipped();
        let of = |text| {
            fields.of(text).into_iter().map(|(field, _)| fields.names[field as usize].as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of("Plus de policiers"), of("Des gendarmes !"));
        assert!(of("les collèges").contains(&"école") && of("zzz").is_empty());
        let mut names = fields.names.clone();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), fields.len());
    }
}
