//! Answers that say the same thing in nearly the same words: coded in one gesture, counted each.

use std::collections::HashMap;

use crate::text::{each_word, hashed, is_stop_word};

/// Hashes kept of each answer: bands of rows.
const BANDS: usize = 16;
const ROWS: usize = 4;

/// Answers of one bucket compared to their first ones only, so that a common sentence does not cost its square.
const MOST_COMPARED: usize = 8;

/// Answers alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The answer shown for all: the first.
    pub shown: usize,
    /// All the answers, the one shown included, in order.
    pub answers: Vec<usize>,
}

/// Puts together answers whose words are alike from `alike` on (Jaccard's index of their words, 0 to 1; 1 for the same
/// words). Every answer is in one batch and one only; batches are in the order of their first answer. Nearly linear:
/// candidates are found by MinHash bands (Broder 1997), then compared for good.
pub fn batches<T: AsRef<str>>(answers: &[T], alike: f64) -> Vec<Batch> {
    let words: Vec<Vec<u64>> = answers.iter().map(|answer| words_of(answer.as_ref())).collect();
    let mut groups = Groups((0..answers.len()).collect());
    let mut same: HashMap<&[u64], usize> = HashMap::new();
    let mut distinct = Vec::new();
    for (answer, of) in words.iter().enumerate() {
        if of.is_empty() {
            continue;
        }
        match same.get(of.as_slice()) {
            Some(first) => groups.join(*first, answer),
            None => {
                same.insert(of, answer);
                distinct.push(answer);
            }
        }
    }
    if alike < 1.0 {
        let mut buckets: HashMap<(usize, u64), Vec<usize>> = HashMap::new();
        for answer in distinct {
            for (band, key) in bands(&words[answer]).into_iter().enumerate() {
                let bucket = buckets.entry((band, key)).or_default();
                for other in bucket.iter().take(MOST_COMPARED) {
                    if groups.root(*other) != groups.root(answer) && jaccard(&words[*other], &words[answer]) >= alike {
                        groups.join(*other, answer);
                    }
                }
                bucket.push(answer);
            }
        }
    }
    let mut made: Vec<Batch> = Vec::new();
    let mut place: HashMap<usize, usize> = HashMap::new();
    for answer in 0..answers.len() {
        let root = groups.root(answer);
        let at = *place.entry(root).or_insert_with(|| {
            made.push(Batch { shown: answer, answers: Vec::new() });
            made.len() - 1
        });
        made[at].answers.push(answer);
    }
    made
}

/// Two texts alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Position of the first.
    pub one: usize,
    /// Position of the second, after the first.
    pub other: usize,
    /// Jaccard's index of their runs of words, 0 to 1.
    pub alike: f64,
}

/// Pairs of texts whose runs of `together` words are alike from `alike` on (shingles, Broder 1997), in order. A text shorter
/// than a run is one run. Exact: every pair that shares a run is compared; a run that most texts share costs their square.
pub fn pairs<T: AsRef<str>>(texts: &[T], together: usize, alike: f64) -> Vec<Pair> {
    let runs: Vec<Vec<u64>> = texts.iter().map(|text| runs_of(text.as_ref(), together.max(1))).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (text, own) in runs.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for run in own {
            let known = holders.entry(*run).or_default();
            known.iter().for_each(|other| *shared.entry(*other).or_default() += 1);
            known.push(text);
        }
        for (other, both) in shared {
            let share = both as f64 / (own.len() + runs[other].len() - both) as f64;
            if share >= alike {
                found.push(Pair { one: other, other: text, alike: share });
            }
        }
    }
    found.sort_by_key(|pair| (pair.one, pair.other));
    found
}

/// Runs of words of a text as numbers, in order and without repetition.
fn runs_of(text: &str, together: usize) -> Vec<u64> {
    let mut words = Vec::new();
    each_word(text, |word, _| words.push(hashed(word.as_bytes())));
    let whole = |run: &[u64]| run.iter().fold(0, |made, word| mixed(made ^ word));
    let mut runs: Vec<u64> = match words.len() {
        0 => Vec::new(),
        count if count < together => vec![whole(&words)],
        _ => words.windows(together).map(whole).collect(),
    };
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Words of an answer as numbers, in order and without repetition; words of grammar only when there are no others.
fn words_of(answer: &str) -> Vec<u64> {
    let mut telling = Vec::new();
    let mut all = Vec::new();
    each_word(answer, |word, _| {
        let hash = hashed(word.as_bytes());
        all.push(hash);
        if !is_stop_word(word) {
            telling.push(hash);
        }
    });
    let mut kept = if telling.is_empty() { all } else { telling };
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn bands(words: &[u64]) -> [u64; BANDS] {
    let mut made = [0; BANDS];
    for (band, key) in made.iter_mut().enumerate() {
        for row in 0..ROWS {
            let salt = ((band * ROWS + row) as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let least = words.iter().map(|word| mixed(word ^ salt)).min().unwrap_or(0);
            *key = mixed(*key ^ least);
        }
    }
    made
}

const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut at, mut both) = (0, 0);
    for value in a {
        while at < b.len() && b[at] < *value {
            at += 1;
        }
        both += usize::from(b.get(at) == Some(value));
    }
    both as f64 / (a.len() + b.len() - both) as f64
}

/// Which answers were put together (union by smaller number, paths halved).
struct Groups(Vec<usize>);

impl Groups {
    fn root(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sticky_notes_that_repeat_are_put_together_and_counted() {
        let notes = [
            "Garantir la pérennité à des actions identifiées comme structurantes",
            "Un groupe Facebook privé ?",
            "garantir la perennite à des actions identifiées comme structurantes.",
            "Garantir la pérennité à des actions",
            "",
            "",
        ];
        let same: Vec<Vec<usize>> = batches(&notes, 1.0).into_iter().map(|batch| batch.answers).collect();
        assert_eq!(same, [vec![0, 2], vec![1], vec![3], vec![4], vec![5]]);
        let near: Vec<Vec<usize>> = batches(&notes, 0.5).into_iter().map(|batch| batch.answers).collect();
        assert_eq!(near[0], [0, 2, 3]);
        let counted: usize = near.iter().map(Vec::len).sum();
        assert_eq!(counted, notes.len());
    }

    #[test]
    fn texts_are_alike_by_their_runs_of_words() {
        let texts = [
            "Un jardin au pied des immeubles, ouvert à tous",
            "un JARDIN au pied des immeubles ouvert à toutes",
            "Ouvert à tous, au pied des immeubles : un jardin",
            "Jardin",
            "jardin !",
            "",
            "",
        ];
        let found = pairs(&texts, 3, 0.25);
        let ends: Vec<(usize, usize)> = found.iter().map(|pair| (pair.one, pair.other)).collect();
        assert_eq!(ends, [(0, 1), (0, 2), (3, 4)]);
        // Seven runs each, six of them in common: 6 / 8.
        assert_eq!((found[0].alike, found[2].alike), (0.75, 1.0));
        assert!(found[1].alike < found[0].alike);
    }

    #[test]
    fn comparison_is_exact() {
        assert_eq!(jaccard(&[1, 2, 3], &[2, 3, 4]), 0.5);
        assert_eq!(jaccard(&[1], &[2]), 0.0);
    }
}
