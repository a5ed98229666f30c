//! First names given in France, whatever their origin: our own list of the common ones.

use std::collections::HashSet;
use std::sync::LazyLock;

/// One name a word, folded and sorted.
const NAMES: &str = include_str!("../../data/first_names.txt");

/// Names that are also words, towns or months: without a title or a family name, they prove nothing.
const AMBIGUOUS: [&str; 45] = [
    "adele",
    "ange",
    "aya",
    "camille",
    "capucine",
    "celeste",
    "charlie",
    "claire",
    "clement",
    "colette",
    "constance",
    "dan",
    "dominique",
    "elie",
    "fanny",
    "felix",
    "guy",
    "iris",
    "jade",
    "jason",
    "jean",
    "jordan",
    "jules",
    "justin",
    "lou",
    "luc",
    "marc",
    "marin",
    "marine",
    "martin",
    "max",
    "may",
    "mina",
    "noe",
    "nour",
    "pascal",
    "pierre",
    "rene",
    "robin",
    "said",
    "sam",
    "sasha",
    "sira",
    "tom",
    "tony",
];

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());

/// Whether a folded word is a first name.
pub fn is_known(word: &str) -> bool {
    KNOWN.contains(word)
}

/// Whether a folded word is a first name and nothing else.
pub fn is_only_a_name(word: &str) -> bool {
    is_known(word) && AMBIGUOUS.binary_search(&word).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_ambiguous_names_are_names() {
        let names: Vec<&str> = NAMES.split_whitespace().collect();
        assert!(names.is_sorted() && names.len() > 600);
        assert!(AMBIGUOUS.is_sorted());
        assert!(AMBIGUOUS.iter().all(|name| is_known(name)));
    }
}
