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

/// Inflates every part that will be read, keeping none, and refuses what would fill the memory.
pub fn check(bytes: &[u8]) -> Result<(), Problem> {
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
    let mut sum = 0;
    for place in 0..archive.len() {
        let Ok(part) = archive.by_index(place) else { continue };
        let name = part.name().map_err(|_| super::broken())?.to_ascii_lowercase();
        let is_scanned = name.ends_with(".xml") || name.ends_with(".rels");
        let is_sheet = name.contains("worksheets/");
        let limit = if is_sheet { LARGEST_SHEET } else { LARGEST_PART };
        let mut scan = Scan::default();
        let mut piece = [0; 64 << 10];
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
    }
    if sum > (1 << 20) && sum / MOST_TIMES > bytes.len() as u64 {
        return Err(swells());
    }
    Ok(())
}

/// Follows a part of XML and knows the longest run without a tag, and the longest text of one cell.
#[derive(Default)]
struct Scan {
    run: usize,
    text: usize,
    longest: usize,
    is_tag: bool,
    name: Vec<u8>,
    is_naming: bool,
    is_odd: bool,
    /// The attributes of the table of texts, which say how many there are.
    head: Option<Vec<u8>>,
}

/// Most texts a table may announce: room is made for them before they are read.
const MOST_TEXTS: usize = 1_000_000;

impl Scan {
    fn read(&mut self, piece: &[u8]) {
        let mut rest = piece;
        // Runs without a tag are jumped over: only what follows « < » is looked at sign by sign.
        while !rest.is_empty() {
            if self.is_naming {
                let (sign, after) = (rest[0], &rest[1..]);
                if matches!(sign, b' ' | b'>' | b'/' | b'\n' | b'\r' | b'\t') && !self.name.is_empty()
                    || self.name.len() > 24
                {
                    self.named();
                } else if self.name.is_empty() && sign == b'/' {
                    self.name.push(b'/');
                } else {
                    self.name.push(sign);
                }
                if sign == b'>' {
                    self.is_tag = false;
                }
                self.run += 1;
                rest = after;
                continue;
            }
            let mark = if self.is_tag { b'>' } else { b'<' };
            match rest.iter().position(|sign| *sign == mark) {
                None => {
                    self.gone(rest);
                    rest = &[];
                }
                Some(place) => {
                    self.gone(&rest[..place]);
                    if let Some(head) = self.head.take_if(|_| self.is_tag) {
                        self.is_odd |= announced(&head) > MOST_TEXTS;
                    }
                    if !self.is_tag {
                        (self.run, self.is_naming) = (0, true);
                        self.name.clear();
                    }
                    self.is_tag = !self.is_tag;
                    rest = &rest[place + 1..];
                }
            }
        }
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
        let name = self.name.strip_prefix(b"/").unwrap_or(&self.name);
        // Comments and raw blocks can hide anything; no spreadsheet writes them.
        self.is_odd |= name.starts_with(b"!");
        let local = name.rsplit(|sign| *sign == b':').next().unwrap_or(name);
        if local == b"sst" {
            self.head = Some(Vec::new());
        }
        let goes_on: &[&[u8]] = &[
            b"t", b"r", b"is", b"v", b"f", b"rPr", b"rPh", b"b", b"i", b"u", b"sz", b"color", b"rFont", b"family",
            b"scheme", b"charset",
        ];
        if !goes_on.contains(&local) {
            self.text = 0;
        }
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
        assert!(odd("<sheetData><!-- x --></sheetData>"));
        assert!(odd(&format!("<c><v>{}</v></c>", "1".repeat(LONGEST_RUN + 1))));
        assert!(odd(&format!("<si>{}</si>", "<r><t>aaaaaaaaaaaaaaa</t></r>".repeat(20_000))));
        assert!(!odd(&"<si><t>aaaaaaaaaaaaaaa</t></si>".repeat(20_000)));
    }
}
