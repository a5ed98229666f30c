//! The letters banks take (EPC217-08): `a-z A-Z 0-9 / - ? : ( ) . , ' +` and the space. Others are spelt with these.

use unicode_normalization::UnicodeNormalization as _;

/// A text as a bank reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelt {
    /// The text.
    pub text: String,
    /// Whether letters were replaced.
    pub is_respelt: bool,
    /// Whether its end was cut.
    pub is_cut: bool,
}

/// Signs that have a usual spelling.
const SPELLINGS: [(char, &str); 34] = [
    ('œ', "oe"),
    ('Œ', "OE"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('ß', "ss"),
    ('ø', "o"),
    ('Ø', "O"),
    ('ł', "l"),
    ('Ł', "L"),
    ('đ', "d"),
    ('Đ', "D"),
    ('ð', "d"),
    ('Ð', "D"),
    ('þ', "th"),
    ('Þ', "Th"),
    ('ı', "i"),
    ('&', "+"),
    ('@', "(a)"),
    ('€', "EUR"),
    ('«', "'"),
    ('»', "'"),
    ('“', "'"),
    ('”', "'"),
    ('"', "'"),
    ('’', "'"),
    ('‘', "'"),
    ('`', "'"),
    ('–', "-"),
    ('—', "-"),
    ('_', "-"),
    (';', ","),
    ('!', "."),
    ('·', "."),
    ('…', "."),
];

/// Whether banks take a letter.
fn is_taken(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(letter)
}

/// A text in the letters banks take, of so many at most. What has no spelling becomes a space; spaces do not double. A text
/// never begins with `/` nor holds `//`, which banks keep for themselves.
pub fn sepa(text: &str, most: usize) -> Spelt {
    // What stands between French quotes and the text goes with them.
    let bare = text.replace(['\u{a0}', '\u{202f}'], " ").replace("« ", "«").replace(" »", "»");
    let mut spelt = String::with_capacity(text.len());
    let mut push = |letter: char| {
        let is_double = (letter == ' ' || letter == '/') && (spelt.is_empty() || spelt.ends_with(letter));
        if !is_double {
            spelt.push(letter);
        }
    };
    for letter in bare.chars() {
        match SPELLINGS.iter().find(|(sign, _)| *sign == letter) {
            _ if is_taken(letter) => push(letter),
            Some((_, spelling)) => spelling.chars().for_each(&mut push),
            None => {
                let plain: String = std::iter::once(letter).nfkd().filter(|sign| is_taken(*sign)).collect();
                match plain.is_empty() {
                    // An accent that stands alone belongs to the letter before.
                    true if unicode_normalization::char::is_combining_mark(letter) => {}
                    true => push(' '),
                    false => plain.chars().for_each(&mut push),
                }
            }
        }
    }
    let whole = spelt.trim_end().to_owned();
    let kept: String = whole.chars().take(most).collect();
    let kept = kept.trim_end().to_owned();
    let is_cut = kept.len() < whole.len();
    Spelt { is_respelt: whole != text.trim(), is_cut, text: kept }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_spelt_as_banks_read_them() {
        for (text, read) in [
            ("Maison de l’Éducation & des Œuvres", "Maison de l'Education + des OEuvres"),
            ("Le « Café » d'à côté", "Le 'Cafe' d'a cote"),
            ("Łódź ß ﬁn e\u{301}té", "Lodz ss fin ete"),
            ("//Association//X", "Association/X"),
            ("日本 42 €", "42 EUR"),
            ("a\tb\nc\u{a0}d", "a b c d"),
            ("", ""),
        ] {
            let spelt = sepa(text, 70);
            assert_eq!(spelt.text, read, "{text}");
            assert_eq!(spelt.is_respelt, read != text);
        }
        let long = sepa(&"é".repeat(200), 70);
        assert_eq!((long.text.len(), long.is_cut, long.is_respelt), (70, true, true));
        assert!(!sepa("Association Exemple", 70).is_respelt);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_text_banks_take_it(text in ".{0,300}", most in 1..140_usize) {
            let spelt = sepa(&text, most);
            prop_assert!(spelt.text.chars().all(is_taken));
            prop_assert!(spelt.text.chars().count() <= most);
            prop_assert!(!spelt.text.starts_with('/') && !spelt.text.contains("//") && !spelt.text.contains("  "));
            prop_assert_eq!(sepa(&spelt.text, most).text, spelt.text.clone(), "spelt twice, spelt the same");
        }
    }
}
