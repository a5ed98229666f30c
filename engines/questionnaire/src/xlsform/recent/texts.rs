//! The table of texts that cells refer to.

use super::Fault;
use super::markup::{self, Markup, Piece, Tag};

/// Most texts a table may have.
const MOST_TEXTS: usize = 1_000_000;

/// Texts, one after the other.
#[derive(Debug, Default)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Reads the table.
    pub fn read(part: &mut Markup<'_>) -> Result<Self, Fault> {
        let mut texts = Self::default();
        let mut words = Words::default();
        while let Some(piece) = part.next()? {
            match piece {
                Piece::Open(tag) if tag.name == b"si" => {
                    words.clear();
                    if tag.is_empty {
                        texts.push("")?;
                    }
                }
                Piece::Close(b"si") => texts.push(words.told())?,
                Piece::Close(b"sst") => break,
                piece => words.take(piece)?,
            }
        }
        Ok(texts)
    }

    fn push(&mut self, text: &str) -> Result<(), Fault> {
        if self.ends.len() >= MOST_TEXTS {
            return Err(Fault::Swells);
        }
        self.all.push_str(text);
        self.ends.push(u32::try_from(self.all.len()).map_err(|_| Fault::Swells)?);
        Ok(())
    }

    /// A text by its place.
    pub fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)? as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.all.get(start..end)
    }
}

/// The text of one cell, in one piece or in several of different looks.
#[derive(Debug, Default)]
pub struct Words {
    told: String,
    piece: String,
    is_text: bool,
    keeps_spaces: bool,
    is_reading_aid: bool,
}

impl Words {
    /// Forgets what was read.
    pub fn clear(&mut self) {
        self.told.clear();
        self.is_text = false;
        self.is_reading_aid = false;
    }

    /// What was read.
    pub fn told(&self) -> &str {
        &self.told
    }

    /// Takes what stands inside the cell. The reading aid of Japanese is left out.
    pub fn take(&mut self, piece: Piece<'_>) -> Result<(), Fault> {
        match piece {
            Piece::Open(Tag { name: b"t", is_empty: false, .. }) if !self.is_reading_aid => {
                let Piece::Open(tag) = piece else { return Ok(()) };
                self.keeps_spaces = tag.attribute(b"xml:space") == Some(b"preserve");
                self.is_text = true;
                self.piece.clear();
            }
            Piece::Open(Tag { name: b"rPh", is_empty: false, .. }) => self.is_reading_aid = true,
            Piece::Close(b"rPh") => self.is_reading_aid = false,
            Piece::Text(written) if self.is_text => markup::add(written, &mut self.piece)?,
            Piece::Close(b"t") if self.is_text => {
                self.is_text = false;
                let piece = match self.keeps_spaces {
                    true => self.piece.as_str(),
                    false => self.piece.trim_matches([' ', '\t', '\r', '\n']),
                };
                spelled(piece, &mut self.told);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Adds a text in which signs are spelled `_x000D_`, by their code in UTF-16.
pub fn spelled(written: &str, text: &mut String) {
    let mut rest = written;
    while let Some(at) = rest.find("_x") {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(first) = unit(rest) else {
            text.push('_');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[7..];
        let pair = match (first, unit(rest)) {
            (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) => {
                rest = &rest[7..];
                vec![first, second]
            }
            _ => vec![first],
        };
        text.push_str(&String::from_utf16_lossy(&pair));
    }
    text.push_str(rest);
}

/// The code of `_xHHHH_` at the start.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str) -> Result<Texts, Fault> {
        Texts::read(&mut Markup::new(&mut table.as_bytes(), 1 << 30))
    }

    #[test]
    fn texts_are_read_whatever_their_looks() {
        let table = "<sst uniqueCount=\"9\"><si><t> a </t></si><si><t xml:space=\"preserve\"> b </t></si><si/><si></si>\
            <si><r><rPr><b/></rPr><t>c</t></r><r><t xml:space=\"preserve\"> d</t></r><rPh><t>e</t></rPh></si>\
            <si><t>f_x000D_g_x0_h_xD83D__xDE00_</t></si><si><t/></si></sst>";
        let texts = read(table).expect("read");
        let all: Vec<&str> = (0..7).filter_map(|place| texts.get(place)).collect();
        assert_eq!(all, ["a", " b ", "", "", "c d", "f\rg_x0_h😀", ""]);
        assert_eq!(texts.get(7), None);
    }

    #[test]
    fn more_texts_than_any_form_has_are_refused() {
        assert!(matches!(read(&"<si/>".repeat(MOST_TEXTS + 1)), Err(Fault::Swells)));
    }
}
