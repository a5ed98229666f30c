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

/// The stems of a text, in order, with repeats.
pub fn stems(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::French);
    let mut found = Vec::new();
    // An apostrophe separates the elided word: "l’école" is "l" and "école".
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        let lower = word.to_lowercase();
        let folded = search_key(&lower);
        if folded.is_empty() || SMALL_WORDS.contains(&folded.as_str()) {
            continue;
        }
        // A word typed without accents must find the accented one: both are reduced to the same stem
        // by stemming, folding, and stemming once more what folding has uncovered.
        let stem = search_key(&stemmer.stem(&lower));
        let stem = search_key(&stemmer.stem(&stem));
        found.push(stem);
    }
    found
}

/// The distinct stems of what somebody looks for; at most twelve.
pub fn query_stems(text: &str) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for stem in stems(text) {
        if !distinct.contains(&stem) && distinct.len() < 12 {
            distinct.push(stem);
        }
    }
    distinct
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
}
