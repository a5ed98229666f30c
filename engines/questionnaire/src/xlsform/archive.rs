//! What a workbook swells to, counted before anything of it is read.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::Problem;

/// Largest file read.
pub const LARGEST_FILE: usize = 16 << 20;
/// Most parts in it.
const MOST_PARTS: usize = 2_000;
/// Largest part kept in memory, once inflated.
const LARGEST_PART: u64 = 16 << 20;
/// Largest sheet, which is read cell by cell.
const LARGEST_SHEET: u64 = 64 << 20;
/// Largest sum of what is read.
const LARGEST_SUM: u64 = 128 << 20;
/// How many times larger than the file the sum may be; an empty row repeated swells a hundred times.
const MOST_TIMES: u64 = 400;
/// Longest piece of a part without a tag, and longest text of a cell.
const LONGEST_RUN: usize = 256 << 10;

/// Inflates every part that will be read, keeping none, and refuses what would fill the memory. Says whether cells are
/// merged somewhere.
pub fn check(bytes: &[u8]) -> Result<bool, Problem> {
    let refused = |told: &str| Problem::of_file(told);
    let swells = || {
        refused(
            "Ce classeur gonfle démesurément une fois ouvert : il est refusé sans être lu. Recopiez ses feuilles dans un classeur neuf.",
        )
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| super::broken())?;
    if archive.len() > MOST_PARTS {
        return Err(swells());
    }
    let (mut sum, mut has_merged) = (0, false);
    let mut piece = vec![0; 32 << 10];
    for place in 0..archive.len() {
        let Ok(part) = archive.by_index(place) else { continue };
        let name = part.name().map_err(|_| super::broken())?.to_ascii_lowercase();
        let is_scanned = name.ends_with(".xml") || name.ends_with(".rels");
        let is_sheet = name.contains("worksheets/");
        let limit = if is_sheet { LARGEST_SHEET } else { LARGEST_PART };
        let mut scan = Scan::default();
        let mut size = 0;
        let mut part = part.take(limit + 1);
        loop {
            let read = part.read(&mut piece).map_err(|_| super::broken())?;
            if read == 0 {
                break;
            }
            size += read as u64;
            if is_scanned {
                scan.read(&piece[..read]);
            }
            if size > limit || sum + size > LARGEST_SUM || scan.is_too_long() {
                return Err(swells());
            }
        }
        sum += size;
        has_merged |= scan.has_merged;
    }
    if sum > (1 << 20) && sum / MOST_TIMES > bytes.len() as u64 {
        return Err(swells());
    }
    Ok(has_merged)
}

/// Follows a part of XML and knows the longest run without a tag, and the longest text of one cell.
#[derive(Default)]
struct Scan {
    run: usize,
    text: usize,
    longest: usize,
    is_tag: bool,
    is_naming: bool,
    name: [u8; LONGEST_NAME],
    length: usize,
    is_odd: bool,
    has_merged: bool,
    /// The attributes of the table of texts, which say how many there are.
    head: Option<Vec<u8>>,
}

/// Longest name of a tag looked at.
const LONGEST_NAME: usize = 24;
/// Most texts a table may announce: room is made for them before they are read.
const MOST_TEXTS: usize = 1_000_000;

impl Scan {
    fn read(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while !rest.is_empty() {
            if self.is_naming {
                rest = self.naming(rest);
                continue;
            }
            let mark = if self.is_tag { b'>' } else { b'<' };
            let Some(place) = rest.iter().position(|sign| *sign == mark) else {
                self.gone(rest);
                return;
            };
            self.gone(&rest[..place]);
            if self.is_tag {
                if let Some(head) = self.head.take() {
                    self.is_odd |= announced(&head) > MOST_TEXTS;
                }
            } else {
                (self.run, self.is_naming, self.length) = (0, true, 0);
            }
            self.is_tag = !self.is_tag;
            rest = &rest[place + 1..];
        }
    }

    /// Takes the name of a tag, which may come in two pieces; what follows it is left.
    fn naming<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        for (place, sign) in rest.iter().enumerate() {
            let is_end = matches!(sign, b' ' | b'>' | b'\n' | b'\r' | b'\t') || (*sign == b'/' && self.length > 0);
            if is_end || self.length == LONGEST_NAME {
                self.run += place;
                self.named();
                return &rest[place..];
            }
            self.name[self.length] = *sign;
            self.length += 1;
        }
        self.run += rest.len();
        &[]
    }

    fn gone(&mut self, piece: &[u8]) {
        self.run += piece.len();
        if !self.is_tag {
            self.text += piece.len();
        } else if let Some(head) = self.head.as_mut() {
            head.extend_from_slice(&piece[..piece.len().min(4096)]);
            self.is_odd |= head.len() > 4096;
        }
        self.longest = self.longest.max(self.run).max(self.text);
    }

    fn named(&mut self) {
        self.is_naming = false;
        let name = &self.name[..self.length];
        let name = name.strip_prefix(b"/").unwrap_or(name);
        // Comments and raw blocks can hide anything; no spreadsheet writes them.
        self.is_odd |= name.starts_with(b"!");
        let local = name.iter().position(|sign| *sign == b':').map_or(name, |place| &name[place + 1..]);
        match local {
            // Parts of the text of one cell.
            b"t" | b"r" | b"is" | b"v" | b"f" | b"rPr" | b"rPh" | b"b" | b"i" | b"u" | b"sz" | b"color" | b"rFont"
            | b"family" | b"scheme" | b"charset" => return,
            b"sst" => self.head = Some(Vec::new()),
            b"mergeCell" => self.has_merged = true,
            _ => {}
        }
        self.text = 0;
    }

    /// Whether it is longer than what a spreadsheet writes, or made of something else.
    fn is_too_long(&self) -> bool {
        self.longest > LONGEST_RUN || self.is_odd
    }
}

/// The number after `uniqueCount`.
fn announced(head: &[u8]) -> usize {
    let text = String::from_utf8_lossy(head);
    let Some((_, after)) = text.split_once("uniqueCount") else { return 0 };
    let digits: String =
        after.chars().skip_while(|sign| !sign.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_never_writes_is_seen() {
        let odd = |text: &str| {
            let mut scan = Scan::default();
            // Cut anywhere: pieces come as they are inflated.
            for piece in text.as_bytes().chunks(7) {
                scan.read(piece);
            }
            scan.is_too_long()
        };
        assert!(!odd(r#"<sst uniqueCount="12"><si><t>a</t></si></sst>"#));
        assert!(odd(r#"<x:sst count="1" uniqueCount="99999999999"><si/></x:sst>"#));
        assert!(odd(r#"<sst uniqueCount="99999999999999999999999999"/>"#));
        assert!(odd("<sheetData><!-- x --></sheetData>") && odd("<c><!--a:t--></c>"));
        assert!(odd(&format!("<c><v>{}</v></c>", "1".repeat(LONGEST_RUN + 1))));
        assert!(odd(&format!("<si>{}</si>", "<r><t>aaaaaaaaaaaaaaa</t></r>".repeat(20_000))));
        assert!(!odd(&"<si><t>aaaaaaaaaaaaaaa</t></si>".repeat(20_000)));
    }
}
