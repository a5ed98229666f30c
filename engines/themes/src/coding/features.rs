//! An answer as numbers a linear model can weigh.

use std::collections::HashMap;

use super::fields::Fields;
use crate::text::{Stems, each_word, hashed, is_stop_word};

/// Words of an answer that are looked at: beyond, nothing new is learnt of its subject.
const MOST_WORDS: usize = 2_000;

/// Weights of the blocks: stems and pairs of stems, pieces of words, fields of meaning.
const BLOCKS: [f64; 3] = [1.0, 1.0, 1.0];

/// A row: numbers of features in growing order, and their values. Of norm 1, or empty.
pub type Row = Vec<(u32, f32)>;

/// Answers as rows of a sparse matrix.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// One row per answer.
    pub rows: Vec<Row>,
    /// How many features.
    pub width: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Stem(u32),
    Pair(u32, u32),
    Piece(u64),
}

#[derive(Default)]
struct Vocabulary {
    stems: Stems,
    words: HashMap<Box<str>, (u32, bool)>,
    by_stem: HashMap<Box<str>, u32>,
    keys: HashMap<Key, u32>,
    /// Answers each feature is in, and its block.
    counts: Vec<(u32, u8)>,
}

impl Vocabulary {
    fn word(&mut self, word: &str) -> (u32, bool) {
        if let Some(known) = self.words.get(word) {
            return *known;
        }
        let stem = self.stems.of(word).into_boxed_str();
        let next = self.by_stem.len() as u32;
        let number = *self.by_stem.entry(stem).or_insert(next);
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let known = (number, !is_stop_word(word) && !has_digit && word.len() > 1);
        self.words.insert(word.into(), known);
        known
    }

    fn feature(&mut self, key: Key, block: u8) -> u32 {
        let next = self.counts.len() as u32;
        let number = *self.keys.entry(key).or_insert(next);
        if number == next {
            self.counts.push((0, block));
        }
        number
    }

    /// Features of a text with how often each is met.
    fn read(&mut self, text: &str) -> Vec<(u32, u32)> {
        let mut met = Vec::new();
        let mut last = None;
        let mut left = MOST_WORDS;
        each_word(text, |word, _| {
            if left == 0 {
                return;
            }
            left -= 1;
            let (stem, says_something) = self.word(word);
            if !says_something {
                return;
            }
            met.push(self.feature(Key::Stem(stem), 0));
            if let Some(before) = last {
                met.push(self.feature(Key::Pair(before, stem), 0));
            }
            last = Some(stem);
            pieces(word, |piece| met.push(self.feature(Key::Piece(piece), 1)));
        });
        met.sort_unstable();
        let mut counted: Vec<(u32, u32)> = Vec::with_capacity(met.len());
        for feature in met {
            match counted.last_mut() {
                Some((number, times)) if *number == feature => *times += 1,
                _ => counted.push((feature, 1)),
            }
        }
        for (feature, _) in &counted {
            self.counts[*feature as usize].0 += 1;
        }
        counted
    }
}

/// Pieces of three to five letters of a word, its ends marked, as numbers (FNV-1a).
fn pieces(word: &str, mut each: impl FnMut(u64)) {
    let mut padded = Vec::with_capacity(word.len() + 2);
    padded.push(b'<');
    padded.extend_from_slice(word.as_bytes());
    padded.push(b'>');
    for length in 3..=5 {
        for piece in padded.windows(length) {
            each(hashed(piece));
        }
    }
}

/// Reads answers. Features met in one answer only are left out: they link it to no other.
pub fn read<T: AsRef<str>>(answers: &[T]) -> Features {
    let mut vocabulary = Vocabulary::default();
    let fields = Fields::shipped();
    let met: Vec<Vec<(u32, u32)>> = answers.iter().map(|answer| vocabulary.read(answer.as_ref())).collect();
    let mut numbers = vec![u32::MAX; vocabulary.counts.len()];
    let mut rarity = Vec::new();
    let mut blocks = Vec::new();
    let total = answers.len() as f64;
    for (slot, (count, block)) in numbers.iter_mut().zip(&vocabulary.counts) {
        if *count >= 2 {
            *slot = rarity.len() as u32;
            rarity.push(libm::log((1.0 + total) / (1.0 + f64::from(*count))) + 1.0);
            blocks.push(usize::from(*block));
        }
    }
    let lexical = rarity.len() as u32;
    let mut rows = Vec::with_capacity(answers.len());
    for (answer, met) in answers.iter().zip(met) {
        let mut row: Vec<(u32, f64, usize)> = met
            .into_iter()
            .filter_map(|(feature, times)| {
                let number = numbers[feature as usize];
                (number != u32::MAX).then(|| {
                    let weight = (1.0 + libm::log(f64::from(times))) * rarity[number as usize];
                    (number, weight, blocks[number as usize])
                })
            })
            .collect();
        row.extend(fields.of(answer.as_ref()).into_iter().map(|(field, weight)| (lexical + field, weight, 2)));
        let mut made = balanced(row);
        made.sort_by_key(|(number, _)| *number);
        rows.push(made);
    }
    Features { rows, width: lexical as usize + fields.len() }
}

/// Each block brought to its weight.
fn balanced(row: Vec<(u32, f64, usize)>) -> Row {
    let mut norms = [0.0f64; 3];
    for (_, value, block) in &row {
        norms[*block] += value * value;
    }
    let scales: Vec<f64> =
        norms.iter().zip(BLOCKS).map(|(norm, weight)| if *norm > 0.0 { weight / norm.sqrt() } else { 0.0 }).collect();
    row.into_iter().map(|(number, value, block)| (number, (value * scales[block]) as f32)).collect()
}
