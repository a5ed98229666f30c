//! Files of rows cut into cells, read one row at a time within bounded memory: whatever the separator, with or without
//! a byte order mark, whatever the encoding. A quote nobody closes is told instead of swallowing the rest of the file,
//! and an empty line is a row: what people count in a spreadsheet is what is counted here. Pure: reads what it is given.
//!
//! Rows are cut as RFC 4180 says, with `,`, `;`, a tabulation or `|` between cells, and any end of line.

mod cutting;

use std::io::{self, BufRead, BufReader, Read};

use cutting::{Cutter, Ended};

/// Most bytes of one row. A row beyond is a quote nobody closed, or no table at all.
pub const LONGEST_ROW: usize = 1 << 20;

/// Bytes read at once; the first line is looked for in the first ones.
const AT_ONCE: usize = 1 << 16;

/// What separates cells, the most usual first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Why no row can be read further.
#[derive(Debug)]
pub enum Unreadable {
    /// Two bytes a letter: a spreadsheet saved « Texte Unicode ».
    Utf16,
    /// Not text: a workbook, an archive, a picture.
    NotText,
    /// A row has no end within [`LONGEST_ROW`]; the number of that row.
    Endless(u64),
    /// The file itself.
    Input(io::Error),
}

impl Unreadable {
    /// What is wrong and what to do, in French, without a final full stop.
    pub fn sentence(&self) -> String {
        match self {
            Self::Utf16 => {
                "Le fichier est écrit en UTF-16 (« Texte Unicode ») : enregistrez-le en « CSV UTF-8 »".to_owned()
            }
            Self::NotText => {
                "Ce fichier n’est pas un CSV : ouvrez-le dans un tableur et enregistrez-le en « CSV UTF-8 »".to_owned()
            }
            Self::Endless(row) => format!(
                "La ligne {row} ne se termine pas : un guillemet y est ouvert sans être fermé ; doublez les guillemets qui font \
                 partie du texte"
            ),
            Self::Input(error) => format!("Le fichier n’a pas pu être lu jusqu’au bout : {error}"),
        }
    }
}

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its number, the first row of the file being 1: what a spreadsheet shows when no cell holds an end of line.
    pub number: u64,
    /// Its cells.
    pub cells: &'a [String],
    /// Whether its bytes were UTF-8; if not they were read as Windows-1252.
    pub is_utf8: bool,
}

/// Reads rows.
pub struct Rows<R> {
    source: BufReader<R>,
    cutter: Cutter,
    cells: Vec<String>,
    number: u64,
    has_mark: bool,
}

impl<R: Read> Rows<R> {
    /// Looks at the head of a file: its mark, what separates its cells.
    ///
    /// # Errors
    /// [`Unreadable`] when it is not text in one byte a letter or UTF-8.
    pub fn new(source: R) -> Result<Self, Unreadable> {
        let mut source = BufReader::with_capacity(AT_ONCE, source);
        let head = source.fill_buf().map_err(Unreadable::Input)?;
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
            return Err(Unreadable::Utf16);
        }
        if head.contains(&0) {
            let zeros = head.iter().take(512).filter(|byte| **byte == 0).count();
            let is_text = !head.starts_with(b"PK") && zeros * 3 > head.len().min(512);
            return Err(if is_text { Unreadable::Utf16 } else { Unreadable::NotText });
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"%PDF") || head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(Unreadable::NotText);
        }
        let has_mark = head.starts_with(b"\xEF\xBB\xBF");
        let separator = separator_of(head.get(if has_mark { 3 } else { 0 }..).unwrap_or_default());
        if has_mark {
            source.consume(3);
        }
        Ok(Self { source, cutter: Cutter::new(separator), cells: Vec::new(), number: 0, has_mark })
    }

    /// What separates cells.
    pub fn separator(&self) -> char {
        char::from(self.cutter.separator())
    }

    /// Whether the file begins with the byte order mark of UTF-8.
    pub fn has_mark(&self) -> bool {
        self.has_mark
    }

    /// The next row; none after the last one. An empty line is a row of one empty cell.
    ///
    /// # Errors
    /// [`Unreadable`]: nothing can be read further.
    pub fn read(&mut self) -> Result<Option<Row<'_>>, Unreadable> {
        self.cutter.start();
        loop {
            let bytes = match self.source.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Unreadable::Input(error)),
            };
            let is_end = bytes.is_empty();
            let (used, ended) = if is_end { (0, self.cutter.finish()) } else { self.cutter.feed(bytes) };
            self.source.consume(used);
            match ended {
                Ended::Nothing => return Ok(None),
                Ended::NotYet if self.cutter.len() > LONGEST_ROW => return Err(Unreadable::Endless(self.number + 1)),
                Ended::NotYet => {}
                Ended::Unclosed => return Err(Unreadable::Endless(self.number + 1)),
                Ended::Row => break,
            }
        }
        self.number += 1;
        let is_utf8 = self.cutter.cells_into(&mut self.cells);
        Ok(Some(Row { number: self.number, cells: &self.cells, is_utf8 }))
    }
}

/// The separator met most often, outside quotes, in the first line.
fn separator_of(head: &[u8]) -> u8 {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in head {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            byte => {
                for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
                    *count += usize::from(*byte == separator);
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    SEPARATORS.into_iter().zip(counts).find(|(_, count)| *count == most).map_or(b',', |(separator, _)| separator)
}
