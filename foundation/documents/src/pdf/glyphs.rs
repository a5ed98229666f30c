//! Makes any text printable: archive formats refuse a character that no embedded face can draw.

use unicode_normalization::UnicodeNormalization;

use super::world::can_draw;

/// Stands for a character that cannot be drawn.
pub(super) const REPLACEMENT: char = '□';

/// Longest stretch without a space that is left whole; longer ones may break anywhere after it.
const LONGEST_WORD: usize = 60;

/// Cleans texts one after the other and counts what it had to replace.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    /// Number of characters replaced so far.
    pub(super) replaced: usize,
}

impl Glyphs {
    /// The same text, composed (`e` + accent becomes `é`), without control characters, with `□` where
    /// the font has nothing, and with places to break very long words.
    pub(super) fn clean(&mut self, text: &str) -> String {
        let mut cleaned = String::with_capacity(text.len());
        let mut word_length = 0;
        for character in text.nfc() {
            let printed = match character {
                '\n' => '\n',
                '\t' => ' ',
                // They part or tie two letters of a script whose letters are joined: Persian is not spelled without them.
                '\u{200c}' | '\u{200d}' if cleaned.chars().next_back().is_some_and(is_joined) => character,
                '\u{2028}' | '\u{2029}' => '\n',
                _ if is_invisible(character) => continue,
                _ if is_private(character) || !can_draw(character) => {
                    self.replaced += 1;
                    REPLACEMENT
                }
                _ => character,
            };
            word_length = if printed.is_whitespace() { 0 } else { word_length + 1 };
            if word_length > LONGEST_WORD {
                cleaned.push('\u{200b}');
                word_length = 1;
            }
            cleaned.push(printed);
        }
        cleaned
    }
}

/// Control characters, marks of direction, joiners and selectors: nothing is lost by leaving them
/// out, and some would reorder the text around them.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Letters of the Arabic script.
fn is_joined(character: char) -> bool {
    matches!(character, '\u{620}'..='\u{6ff}' | '\u{750}'..='\u{77f}')
}

/// Private characters mean nothing outside the font that holds them; archives refuse them.
fn is_private(character: char) -> bool {
    matches!(
        character,
        '\u{e000}'..='\u{f8ff}' | '\u{fffe}' | '\u{ffff}' | '\u{f0000}'..='\u{10ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_and_stripped_of_what_cannot_be_seen() {
        let mut glyphs = Glyphs::default();
        assert_eq!(glyphs.clean("e\u{301}te\u{301}\u{0}\u{202e}\r\nfin\tici"), "été\nfin ici");
        assert_eq!(glyphs.replaced, 0);
    }

    #[test]
    fn what_the_font_lacks_is_replaced_and_counted() {
        let mut glyphs = Glyphs::default();
        assert_eq!(glyphs.clean("merci 🙏\u{fe0f} שלום \u{e123}"), "merci □ □□□□ □");
        assert_eq!(glyphs.replaced, 6);
    }

    #[test]
    fn letters_that_are_joined_keep_what_parts_them() {
        let mut glyphs = Glyphs::default();
        assert_eq!(glyphs.clean("می\u{200c}خواهم a\u{200c}b \u{202e}سلام"), "می\u{200c}خواهم ab سلام");
        assert_eq!(glyphs.replaced, 0);
    }

    #[test]
    fn a_very_long_word_may_break() {
        let cleaned = Glyphs::default().clean(&"a".repeat(130));
        assert_eq!(cleaned.matches('\u{200b}').count(), 2);
        assert_eq!(cleaned.replace('\u{200b}', ""), "a".repeat(130));
    }
}
