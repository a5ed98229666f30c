//! A codebook: themes, sub-themes, and the words that speak of them.

use std::collections::HashMap;

use crate::text::{Stems, each_word, is_stop_word};

/// A codebook as people keep it: one line per sub-theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// Which state of it: « contrat-de-ville 1 ».
    pub version: String,
    /// The themes, in order.
    pub themes: Vec<Theme>,
}

/// A theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What is written in the column of codes.
    pub code: String,
    /// Its name.
    pub label: String,
    /// What it is made of.
    pub parts: Vec<SubTheme>,
}

/// A sub-theme with its rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubTheme {
    /// Its name.
    pub label: String,
    /// Words and phrases that speak of it.
    pub words: Vec<String>,
    /// Words and phrases that tell that something else is meant.
    pub except: Vec<String>,
}

impl Codebook {
    /// The number of the theme with a code or a name, without regard to case and accents.
    pub fn theme(&self, name: &str) -> Option<usize> {
        let wanted = crate::text::folded(name.trim());
        let is = |text: &str| crate::text::folded(text.trim()) == wanted;
        self.themes
            .iter()
            .position(|theme| is(&theme.code))
            .or_else(|| self.themes.iter().position(|theme| is(&theme.label)))
    }
}

/// A word or phrase, as stems.
struct Pattern {
    /// Stems after the first.
    rest: Vec<u32>,
    /// Which sub-theme, and whether it cancels it.
    part: usize,
    cancels: bool,
}

/// The rules of a codebook, ready to read answers.
pub struct Rules {
    stems: Stems,
    numbers: HashMap<String, u32>,
    by_first: HashMap<u32, Vec<Pattern>>,
    /// Theme of each sub-theme.
    theme_of: Vec<usize>,
    themes: usize,
}

/// What rules found in an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Sub-themes met: theme, place of the sub-theme within the codebook, and how many different words of it.
    pub parts: Vec<(usize, usize, f64)>,
}

impl Found {
    /// The weight of each theme.
    pub fn by_theme(&self, themes: usize) -> Vec<f64> {
        let mut made = vec![0.0; themes];
        for (theme, _, weight) in &self.parts {
            made[*theme] += weight;
        }
        made
    }
}

impl Rules {
    /// Prepares the rules of a codebook.
    pub fn of(codebook: &Codebook) -> Self {
        let mut made = Self {
            stems: Stems::default(),
            numbers: HashMap::new(),
            by_first: HashMap::new(),
            theme_of: Vec::new(),
            themes: codebook.themes.len(),
        };
        for (theme, of) in codebook.themes.iter().enumerate() {
            for part in &of.parts {
                let number = made.theme_of.len();
                made.theme_of.push(theme);
                part.words.iter().for_each(|words| made.add(words, number, false));
                part.except.iter().for_each(|words| made.add(words, number, true));
            }
        }
        made
    }

    fn add(&mut self, words: &str, part: usize, cancels: bool) {
        let mut stems = Vec::new();
        each_word(words, |word, _| {
            if !is_stop_word(word) {
                stems.push(self.stems.of(word));
            }
        });
        let mut numbers = stems.into_iter().map(|stem| {
            let next = self.numbers.len() as u32;
            *self.numbers.entry(stem).or_insert(next)
        });
        let Some(first) = numbers.next() else { return };
        let rest = numbers.collect();
        self.by_first.entry(first).or_default().push(Pattern { rest, part, cancels });
    }

    /// How many themes the codebook has.
    pub const fn themes(&self) -> usize {
        self.themes
    }

    /// What an answer says of each sub-theme. A phrase counts for more than a word.
    pub fn read(&self, answer: &str) -> Found {
        let mut stems: Vec<Option<u32>> = Vec::new();
        each_word(answer, |word, _| {
            if !is_stop_word(word) {
                stems.push(self.numbers.get(&self.stems.of(word)).copied());
            }
        });
        let mut met: Vec<(usize, bool, u32, usize)> = Vec::new();
        for (at, stem) in stems.iter().enumerate() {
            let Some(stem) = stem else { continue };
            for (rule, pattern) in self.by_first.get(stem).into_iter().flatten().enumerate() {
                let follows = stems.get(at + 1..at + 1 + pattern.rest.len());
                if follows
                    .is_some_and(|follows| follows.iter().zip(&pattern.rest).all(|(is, wanted)| *is == Some(*wanted)))
                {
                    met.push((pattern.part, pattern.cancels, *stem, rule));
                }
            }
        }
        met.sort_unstable();
        met.dedup();
        let mut found = Found::default();
        for group in met.chunk_by(|a, b| a.0 == b.0) {
            let part = group[0].0;
            if group.iter().any(|(_, cancels, ..)| *cancels) {
                continue;
            }
            let weight = group
                .iter()
                .map(|(_, _, first, rule)| if self.by_first[first][*rule].rest.is_empty() { 1.0 } else { 1.5 });
            found.parts.push((self.theme_of[part], part, weight.sum()));
        }
        found
    }
}
