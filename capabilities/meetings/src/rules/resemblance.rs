//! Notes that say nearly the same: proposed, never merged by themselves.

use std::collections::{BTreeSet, HashMap};

use kernel::text::search_key;

/// From this likeness, in hundredths, two notes are proposed together.
const ALIKE: usize = 62;
/// A short note found whole in a longer one is proposed when it has this many words.
const WORDS_WHOLE: usize = 5;

/// Whether two notes say the same words, accents, case and signs apart.
pub fn same_words(a: &str, b: &str) -> bool {
    search_key(a) == search_key(b)
}

/// A note and those like it, by their ranks in the list given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The first written.
    pub first: usize,
    /// The others with their likeness, 100 for the same words.
    pub others: Vec<(usize, usize)>,
}

/// Pieces of three letters of each word, its ends marked.
fn pieces(key: &str) -> Vec<[char; 3]> {
    let mut all = BTreeSet::new();
    for word in key.split(' ') {
        let marked: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        all.extend(marked.windows(3).map(|three| [three[0], three[1], three[2]]));
    }
    all.into_iter().collect()
}

/// Likeness of two notes in hundredths: Dice on pieces of three letters, or how much of the shorter is in the longer
/// when the shorter is a sentence.
fn likeness(shared: usize, a: (usize, usize), b: (usize, usize)) -> usize {
    let ((pieces_a, words_a), (pieces_b, words_b)) = (a, b);
    let dice = 200 * shared / (pieces_a + pieces_b).max(1);
    let (shorter, words) = if pieces_a <= pieces_b { (pieces_a, words_a) } else { (pieces_b, words_b) };
    let whole = if words >= WORDS_WHOLE { 95 * shared / shorter.max(1) } else { 0 };
    let is_whole = whole >= 86;
    dice.max(if is_whole { whole } else { 0 })
}

/// Notes like one another, in the order they were written: each stands in one set at most, with the first of it.
pub fn alike(notes: &[&str]) -> Vec<Alike> {
    let keys: Vec<String> = notes.iter().map(|note| search_key(note)).collect();
    let cut: Vec<Vec<[char; 3]>> = keys.iter().map(|key| pieces(key)).collect();
    let size = |rank: usize| (cut[rank].len(), keys[rank].split(' ').filter(|word| !word.is_empty()).count());
    let mut holders: HashMap<[char; 3], Vec<usize>> = HashMap::new();
    for (rank, own) in cut.iter().enumerate() {
        for piece in own {
            holders.entry(*piece).or_default().push(rank);
        }
    }
    let mut is_placed = vec![false; notes.len()];
    let mut shared = vec![0_usize; notes.len()];
    let mut sets = Vec::new();
    for first in 0..notes.len() {
        if is_placed[first] || keys[first].is_empty() {
            continue;
        }
        let mut met = Vec::new();
        for piece in &cut[first] {
            let later = &holders[piece];
            for rank in &later[later.partition_point(|rank| *rank <= first)..] {
                if shared[*rank] == 0 {
                    met.push(*rank);
                }
                shared[*rank] += 1;
            }
        }
        let mut others = Vec::new();
        for rank in met {
            let likeness =
                if keys[rank] == keys[first] { 100 } else { likeness(shared[rank], size(first), size(rank)) };
            shared[rank] = 0;
            if likeness >= ALIKE && !is_placed[rank] {
                is_placed[rank] = true;
                others.push((rank, likeness));
            }
        }
        if !others.is_empty() {
            is_placed[first] = true;
            others.sort_by_key(|(rank, likeness)| (std::cmp::Reverse(*likeness), *rank));
            sets.push(Alike { first, others });
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(notes: &[&str]) -> Vec<Vec<usize>> {
        alike(notes)
            .into_iter()
            .map(|set| {
                let mut all: Vec<usize> = set.others.into_iter().map(|(rank, _)| rank).chain([set.first]).collect();
                all.sort_unstable();
                all
            })
            .collect()
    }

    #[test]
    fn the_same_said_in_nearly_the_same_words_is_found() {
        let notes = [
            "Garantir la pérennité à des actions identifiées comme structurantes",
            "Plus de bancs à l’ombre",
            "GARANTIR LA PERENNITE A DES ACTIONS",
            "Un médecin dans le quartier",
            "plus de banc à l'ombre !",
            "Garantir la pérennité des actions",
            "Il manque un médecin dans le quartier",
            "Des pistes cyclables",
        ];
        assert_eq!(sets(&notes), [vec![0, 2, 5], vec![1, 4], vec![3, 6]]);
        assert!(same_words("Plus de bancs !", "plus de bancs"));
    }

    #[test]
    fn different_subjects_are_left_apart() {
        let notes = [
            "Plus de présence policière en soirée",
            "Plus de transports en soirée",
            "Des jeux pour enfants",
            "Des aides pour le permis",
            "La propreté des espaces communs",
            "La propreté des rues",
            "",
            "…",
        ];
        assert_eq!(sets(&notes), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn the_same_words_are_wholly_alike() {
        let found = alike(&["Des bancs", "des  bancs."]);
        assert_eq!(found, [Alike { first: 0, others: vec![(1, 100)] }]);
    }
}
