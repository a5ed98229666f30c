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
    fn shortens_on_characters() {
        assert_eq!(shorten("éàü", 2), "éà…");
        assert_eq!(shorten("éàü", 3), "éàü");
    }
}
