//! A long answer cut into what it says.

use std::ops::Range;

/// Where the sentences of a text stand; lists and lines are sentences too. Pieces shorter than three signs are left out.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next_is_space = signs.peek().is_none_or(|(_, next)| next.is_whitespace());
        let ends = matches!(sign, '\n' | '\r' | ';' | '•' | '…') || (matches!(sign, '.' | '!' | '?') && next_is_space);
        if ends {
            push(text, start..at + sign.len_utf8(), &mut found);
            start = at + sign.len_utf8();
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, place: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[place.clone()];
    let left = piece.len() - piece.trim_start_matches(|sign: char| sign.is_whitespace() || "-–*•".contains(sign)).len();
    let trimmed = piece[left..].trim_end();
    if trimmed.chars().filter(|sign| sign.is_alphanumeric()).count() >= 3 {
        found.push(place.start + left..place.start + left + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_sentences_are_cut() {
        let text = "- Plus de bus.\n• des bancs ; 3.5 km de pistes ! Ok";
        let pieces: Vec<&str> = sentences(text).into_iter().map(|place| &text[place]).collect();
        assert_eq!(pieces, ["Plus de bus.", "des bancs ;", "3.5 km de pistes !"]);
    }
}
