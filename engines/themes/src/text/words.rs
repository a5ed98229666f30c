//! Words as they are compared: without case, accents or elisions.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Longest word kept, in bytes; what is longer is cut there (somebody leaned on a key).
const LONGEST: usize = 48;

/// What is left of an apostrophe and stands for a word of its own: `l’école`, `jusqu’au`.
const ELIDED: [&str; 14] =
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "parcequ"];

/// A sign as compared, added to `word`.
fn fold_sign(sign: char, word: &mut String) {
    match sign {
        'a'..='z' | '0'..='9' => word.push(sign),
        'A'..='Z' => word.push(sign.to_ascii_lowercase()),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => word.push('e'),
        'à' | 'â' | 'ä' | 'á' | 'À' | 'Â' | 'Ä' => word.push('a'),
        'î' | 'ï' | 'Î' | 'Ï' => word.push('i'),
        'ô' | 'ö' | 'Ô' | 'Ö' => word.push('o'),
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => word.push('u'),
        'ç' | 'Ç' => word.push('c'),
        'œ' | 'Œ' => word.push_str("oe"),
        'æ' | 'Æ' => word.push_str("ae"),
        'ß' => word.push_str("ss"),
        other => {
            let lower = other.to_lowercase().flat_map(|sign| std::iter::once(sign).nfkd());
            word.extend(lower.filter(|sign| sign.is_alphanumeric()));
        }
    }
}

/// A text without case nor accents, signs other than letters and digits left as they are.
pub fn folded(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_alphanumeric() {
            fold_sign(sign, &mut made);
        } else if !is_mark(sign) {
            made.push(if sign == '’' { '\'' } else { sign });
        }
    }
    made
}

/// Accents written apart, joiners, variants of emojis: they add nothing to a comparison.
fn is_mark(sign: char) -> bool {
    matches!(u32::from(sign), 0x300..=0x36F | 0x200B..=0x200D | 0xFE00..=0xFE0F | 0xAD | 0x1F3FB..=0x1F3FF)
}

/// Pictures that people write instead of words.
fn is_emoji(sign: char) -> bool {
    matches!(u32::from(sign), 0x1F300..=0x1FAFF | 0x2600..=0x27BF | 0x2B50 | 0x2B55)
}

/// Calls `each` with every word of a text, folded, and where it stands. An emoji is a word; an elision is left out.
pub fn each_word(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut word = String::with_capacity(LONGEST);
    let mut start = 0;
    let mut signs = text.char_indices().peekable();
    let mut is_open = false;
    while let Some((at, sign)) = signs.next() {
        if sign.is_ascii_alphanumeric() || sign.is_alphanumeric() {
            if !is_open {
                start = at;
                is_open = true;
            }
            if word.len() < LONGEST {
                fold_sign(sign, &mut word);
            }
            continue;
        }
        if is_mark(sign) {
            continue;
        }
        let is_apostrophe = matches!(sign, '\'' | '’' | 'ʼ' | '´' | '`');
        if is_open && is_apostrophe && signs.peek().is_some_and(|(_, next)| next.is_alphabetic()) {
            if ELIDED.contains(&word.as_str()) {
                word.clear();
                is_open = false;
            }
            continue;
        }
        if is_open {
            if !word.is_empty() {
                each(&word, start..at);
            }
            word.clear();
            is_open = false;
        }
        if is_emoji(sign) {
            let mut buffer = [0; 4];
            each(sign.encode_utf8(&mut buffer), at..at + sign.len_utf8());
        }
    }
    if is_open && !word.is_empty() {
        each(&word, start..text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(text, |word, _| found.push(word.to_owned()));
        found
    }

    #[test]
    fn elisions_accents_and_case_are_set_aside() {
        assert_eq!(words("L’ÉCOLE d'Aujourd’hui, jusqu'à 20h"), ["ecole", "aujourdhui", "a", "20h"]);
        assert_eq!(words("cœur – habitant·e·s e\u{301}te\u{301}"), ["coeur", "habitant", "e", "s", "ete"]);
        assert_eq!(words("Top 👍🏽 !!"), ["top", "👍"]);
        assert_eq!(words("...''' ’"), Vec::<String>::new());
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "Été, l’école";
        let mut found = Vec::new();
        each_word(text, |word, place| found.push((word.to_owned(), text[place].to_owned())));
        assert_eq!(found, [("ete".to_owned(), "Été".to_owned()), ("ecole".to_owned(), "école".to_owned())]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert!(words(&"é".repeat(10_000)).iter().all(|word| word.len() <= LONGEST));
    }
}
