//! Which words of a text were looked for.

/// A piece of a text, and whether it is a word looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// The piece, exactly as in the text.
    pub text: &'t str,
    /// Whether it was looked for.
    pub is_wanted: bool,
}

/// Cuts a text into words and what stands between them. Put end to end, the pieces give the text back.
pub fn pieces<'t>(text: &'t str, is_wanted: impl Fn(&str) -> bool) -> Vec<Piece<'t>> {
    let mut pieces: Vec<Piece<'t>> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != is_word).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        pieces.push(Piece { text: piece, is_wanted: is_word && is_wanted(piece) });
        rest = tail;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_apostrophes_and_nothing_is_lost() {
        let text = "« L’école », l'été <b>";
        let found = pieces(text, |word| word == "école" || word == "b");
        assert_eq!(found.iter().map(|piece| piece.text).collect::<String>(), text);
        let wanted: Vec<&str> = found.iter().filter(|piece| piece.is_wanted).map(|piece| piece.text).collect();
        assert_eq!(wanted, ["école", "b"]);
    }
}
