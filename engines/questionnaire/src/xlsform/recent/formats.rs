//! Which looks of numbers make a day or an hour of them.

use super::Fault;
use super::markup::{self, Markup, Piece};
use std::collections::HashMap;

/// Most looks a workbook may have.
const MOST_LOOKS: usize = 100_000;

/// For each look of cells, whether its numbers are moments.
#[derive(Debug, Default)]
pub struct Formats {
    is_moment: Vec<bool>,
}

impl Formats {
    /// Reads the looks, and stops behind those of cells.
    pub fn read(part: &mut Markup<'_>) -> Result<Self, Fault> {
        let mut own: HashMap<Vec<u8>, bool> = HashMap::new();
        let mut formats = Self::default();
        let mut is_of_cells = false;
        while let Some(piece) = part.next()? {
            match piece {
                Piece::Open(tag) if tag.name == b"numFmt" => {
                    if let (Some(number), Some(code)) = (tag.attribute(b"numFmtId"), tag.attribute(b"formatCode")) {
                        let mut written = String::new();
                        markup::add(code, &mut written)?;
                        own.insert(number.to_vec(), is_moment(&written));
                    }
                }
                Piece::Open(tag) if tag.name == b"cellXfs" => is_of_cells = !tag.is_empty,
                Piece::Open(tag) if tag.name == b"xf" && is_of_cells => {
                    let number = tag.attribute(b"numFmtId").unwrap_or_default();
                    let known = || std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
                    let is_moment = own.get(number).copied().unwrap_or_else(|| known().is_some_and(is_usual_moment));
                    formats.is_moment.push(is_moment);
                }
                Piece::Close(b"cellXfs") => break,
                _ => {}
            }
            if own.len() > MOST_LOOKS || formats.is_moment.len() > MOST_LOOKS {
                return Err(Fault::Swells);
            }
        }
        Ok(formats)
    }

    /// Whether numbers of this look are moments.
    pub fn is_moment(&self, look: usize) -> bool {
        self.is_moment.get(look).copied().unwrap_or(false)
    }
}

/// Numbers of the looks every spreadsheet has (ECMA-376, 18.8.30).
fn is_usual_moment(number: u32) -> bool {
    matches!(number, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a look is that of a day, an hour or a duration: `yyyy-mm-dd`, `[h]:mm`, and not `0 "jours"` nor `[Red]0`.
fn is_moment(code: &str) -> bool {
    // Only the first of its parts is for usual numbers.
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' | '_' | '*' => drop(signs.next()),
            '"' => drop(signs.by_ref().find(|sign| *sign == '"')),
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect::<String>().to_lowercase();
                let first = inside.chars().next().unwrap_or_default();
                if matches!(first, 'h' | 'm' | 's') && inside.chars().all(|sign| sign == first) {
                    return true;
                }
            }
            ';' => return false,
            // « General » has an E and an A, no letter of time.
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => return true,
            'a' | 'A' if signs.as_str().to_lowercase().starts_with(['m', '/']) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_of_days_and_hours_are_known() {
        for code in
            ["dd/mm/yy", "H:MM:SS;@", "[h]:mm:ss", "[$-40C]d mmmm yyyy", "[ss]", "m\"M\"d\"D\";@", "*-yyyy", "AM/PM"]
        {
            assert!(is_moment(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0*y",
            "\"jours\"0",
            "\\d0",
            "[Red]0",
            "0_d",
            "#,##0\\ [$€-40C]",
            "[>=100][Magenta]0",
            "0;d",
        ] {
            assert!(!is_moment(code), "{code}");
        }
    }

    #[test]
    fn looks_of_cells_are_read() {
        let part = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\"/><numFmt numFmtId=\"165\" formatCode=\"0&quot;d&quot;\"/>\
            </numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/>\
            <xf numFmtId=\"165\"/><xf numFmtId=\"14\"></xf></cellXfs><not read";
        let formats = Formats::read(&mut Markup::new(&mut part.as_bytes(), 1 << 20)).expect("read");
        let found: Vec<bool> = (0..5).map(|look| formats.is_moment(look)).collect();
        assert_eq!(found, [false, true, false, true, false]);
    }
}
