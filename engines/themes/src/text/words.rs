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

/// Whether a sign is part of a word: what most texts are made of is known without a table.
fn is_of_a_word(sign: char) -> bool {
    match sign {
        '\0'..='\x7F' => sign.is_ascii_alphanumeric(),
        'À'..='ÿ' => !matches!(sign, '×' | '÷'),
        _ => sign.is_alphanumeric(),
    }
}

/// Where the word ends that begins at `start`, when it is of ASCII letters and digits, not too long, and what comes next
/// can only end it.
fn end_of_plain_word(text: &[u8], start: usize) -> Option<usize> {
    let rest = &text[start..];
    let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let is_ended = rest.get(length).is_none_or(|next| next.is_ascii() && !matches!(next, b'\'' | b'`'));
    (is_ended && (1..=LONGEST).contains(&length)).then_some(start + length)
}

/// Calls `each` with every word of a text, folded, and where it stands. An emoji is a word; an elision is left out.
pub fn each_word(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut word = String::with_capacity(LONGEST);
    let (mut at, mut start, mut is_open) = (0, 0, false);
    while let Some(byte) = text.as_bytes().get(at) {
        if !is_open && byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            // Most words: handed on as they stand, or with their capitals brought down.
            if let Some(end) = end_of_plain_word(text.as_bytes(), at) {
                let plain = &text[at..end];
                if plain.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    word.push_str(plain);
                    word.make_ascii_lowercase();
                    each(&word, at..end);
                    word.clear();
                } else {
                    each(plain, at..end);
                }
                at = end;
                continue;
            }
        }
        let mut signs = text[at..].chars();
        let Some(sign) = signs.next() else { break };
        let here = at;
        at += sign.len_utf8();
        if is_of_a_word(sign) {
            if !is_open {
                start = here;
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
        if is_open && is_apostrophe && signs.next().is_some_and(char::is_alphabetic) {
            if ELIDED.contains(&word.as_str()) {
                word.clear();
                is_open = false;
            }
            continue;
        }
        if is_open {
            if !word.is_empty() {
                each(&word, start..here);
            }
            word.clear();
            is_open = false;
        }
        if is_emoji(sign) {
            let mut buffer = [0; 4];
            each(sign.encode_utf8(&mut buffer), here..at);
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
    fn a_word_is_the_same_by_the_short_way_and_by_the_long_one() {
        for word in ["Ecole", "bus", "RER", "20h", "aujourdhui", "A", &"b".repeat(48), &"b".repeat(60)] {
            // An accent that adds nothing, after the word, makes it be read sign by sign.
            assert_eq!(words(word), words(&format!("{word}\u{301}")), "{word}");
            assert_eq!(words(&format!("{word}, x")), words(&format!("{word}\u{301}, x")), "{word}");
        }
        assert_eq!(words("l'Ecole d`art d'ici' 'ici"), ["ecole", "art", "ici", "ici"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert!(words(&"é".repeat(10_000)).iter().all(|word| word.len() <= LONGEST));
    }
}
