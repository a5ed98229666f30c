//! Text made comparable: the same key for `Élan`, `elan` and `ELAN`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, ligatures opened, every run of other signs made one space.
/// Both databases sort and compare on this key, computed here, because their own `lower` differ.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => key.push_str("oe"),
            'æ' => key.push_str("ae"),
            'ß' => key.push_str("ss"),
            c if c.is_alphanumeric() => key.push(c),
            _ if key.is_empty() || key.ends_with(' ') => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// An address or a code made of words, of at most `most` signs, cut between two words:
/// `Cadre de vie à la Conte` gives `cadre-de-vie-a-la-conte`. Empty when no word is written in Latin letters
/// or digits.
pub fn slug(words: &str, separator: char, most: usize) -> String {
    let mut slug = String::new();
    for word in search_key(words).split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let more = usize::from(!slug.is_empty()) + word.len();
        if slug.len() + more > most {
            break;
        }
        if !slug.is_empty() {
            slug.push(separator);
        }
        slug.push_str(word);
    }
    slug
}

/// The name `base`, with a number when another one holds it: `page`, `page-2`, `page-3`.
pub fn free_name(base: &str, separator: char, is_taken: impl Fn(&str) -> bool) -> String {
    let (mut name, mut rank) = (base.to_owned(), 2);
    while is_taken(&name) {
        name = format!("{base}{separator}{rank}");
        rank += 1;
    }
    name
}

/// Cuts at a character boundary, with an ellipsis when something was cut.
pub fn shorten(text: &str, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_signs_do_not_count() {
        assert_eq!(search_key("L'Élan  d’Œuvre — SÉCURITÉ !"), "l elan d oeuvre securite");
        assert_eq!(search_key("  "), "");
    }

    #[test]
    fn addresses_are_made_of_whole_words() {
        assert_eq!(slug("Cadre de vie à la Conte !", '-', 20), "cadre-de-vie-a-la");
        assert_eq!(slug("Formulaire à corriger", '_', usize::MAX), "formulaire_a_corriger");
        assert_eq!(slug("السكن", '-', 20), "");
        assert_eq!(free_name("page", '-', |name| name != "page-3"), "page-3");
        assert_eq!(free_name("page", '-', |_| false), "page");
    }

    #[test]
    fn shortens_on_characters() {
        assert_eq!(shorten("éàü", 2), "éà…");
        assert_eq!(shorten("éàü", 3), "éàü");
    }
}
