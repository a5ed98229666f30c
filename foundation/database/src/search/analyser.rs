//! French text → stems: elisions opened, small words dropped, Snowball stems, then accents folded.
//! Stems come before folding because Snowball's French rules read the accents.

use kernel::text::search_key;
use rust_stemmers::{Algorithm, Stemmer};

/// Words too common to help; after folding.
const SMALL_WORDS: &[&str] = &[
    "a", "au", "aux", "avec", "ce", "ces", "cette", "d", "dans", "de", "des", "du", "elle", "en", "est", "et", "eu",
    "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "leurs", "m", "ma", "mais", "me", "mes", "mon", "n", "ne",
    "nos", "notre", "nous", "on", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son",
    "sont", "sur", "t", "ta", "te", "tes", "ton", "tu", "un", "une", "vos", "votre", "vous", "y",
];

/// Stems looked for at once.
const MOST_WANTED: usize = 12;
/// Letters of a word that are kept.
const LONGEST: usize = 60;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What is compared.
    pub stem: String,
    /// As it was written, in small letters.
    pub written: String,
}

/// The words of a text that can be looked for, in order, with repeats.
pub fn words(text: &str) -> Vec<Word> {
    let stemmer = Stemmer::create(Algorithm::French);
    let mut found = Vec::new();
    // An apostrophe separates the elided word: "l’école" is "l" and "école".
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        let lower: String = word.to_lowercase().chars().take(LONGEST).collect();
        let folded = search_key(&lower);
        if folded.is_empty() || SMALL_WORDS.contains(&folded.as_str()) {
            continue;
        }
        // A word typed without accents must find the accented one: both are reduced to the same stem
        // by stemming, folding, and stemming once more what folding has uncovered.
        let stem = search_key(&stemmer.stem(&lower));
        let stem = search_key(&stemmer.stem(&stem));
        found.push(Word { stem, written: lower });
    }
    found
}

/// The stems of a text, in order, with repeats.
pub fn stems(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.stem).collect()
}

/// The words somebody looks for, one for each stem; at most twelve.
pub fn wanted(text: &str) -> Vec<Word> {
    let mut distinct: Vec<Word> = Vec::new();
    for word in words(text) {
        if distinct.len() < MOST_WANTED && !distinct.iter().any(|known| known.stem == word.stem) {
            distinct.push(word);
        }
    }
    distinct
}

/// The distinct stems of what somebody looks for; at most twelve.
pub fn query_stems(text: &str) -> Vec<String> {
    wanted(text).into_iter().map(|word| word.stem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_plurals_and_elisions_do_not_count() {
        for (one, other) in [
            ("L’école", "écoles"),
            ("Sécurité", "SECURITE"),
            ("les espaces verts", "espace vert"),
            ("d’insécurité", "insécurités"),
            ("Œuvres", "oeuvre"),
            ("mobilité", "mobilites"),
        ] {
            assert_eq!(stems(one), stems(other), "{one} / {other}");
        }
    }

    #[test]
    fn small_words_are_dropped() {
        assert_eq!(stems("de la à l’"), Vec::<String>::new());
        assert_eq!(query_stems("vert verte vert").len(), 1);
    }

    #[test]
    fn a_word_is_kept_as_it_was_written() {
        let found = words("L’ÉCOLE");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].stem.as_str(), found[0].written.as_str()), ("ecol", "école"));
    }
}
