//! Workbooks of the old format `.xls`: the bounds of their sheets are known before they are opened.

use std::io::{Cursor, Read, Write};

use super::workbook::{MOST_CELLS, MOST_ROWS};

/// Largest file read: it stands whole in memory, three times.
const LARGEST: usize = 4 << 20;

/// Records that hold a cell or several.
const CELLS: &[u16] =
    &[0x0006, 0x00BD, 0x00BE, 0x00FD, 0x00D6, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0002, 0x0003, 0x0004, 0x0005];
const BOUND_SHEET: u16 = 0x0085;
const END: u16 = 0x000A;

/// A clean container with the workbook alone, when its sheets can be opened without filling the memory.
pub fn check(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() > LARGEST {
        return None;
    }
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"].into_iter().find(|name| container.is_stream(name))?;
    let mut book = Vec::new();
    container.open_stream(name).ok()?.take(LARGEST as u64).read_to_end(&mut book).ok()?;
    let mut starts = Vec::new();
    for (kind, at, length) in (Records { bytes: &book, at: 0 }) {
        if kind == END {
            break;
        }
        if kind == BOUND_SHEET && length >= 4 {
            starts.push(u32::from_le_bytes([book[at], book[at + 1], book[at + 2], book[at + 3]]) as usize);
        }
    }
    let mut sum = 0;
    for start in &starts {
        let (cells, unused) = area(&book, *start)?;
        sum += cells;
        if starts.len() > 200 || sum > MOST_CELLS * 2 {
            return None;
        }
        // Announced bounds and merged cells are not needed, and can lie.
        for at in unused {
            book[at..at + 2].copy_from_slice(&[0xFF, 0xEF]);
        }
    }
    let mut clean = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).ok()?;
    clean.create_stream("/Workbook").ok()?.write_all(&book).ok()?;
    clean.flush().ok()?;
    Some(clean.into_inner().into_inner())
}

/// Cells in the rectangle around those of a sheet, and where records stand that are not needed; nothing when there
/// are too many.
fn area(book: &[u8], start: usize) -> Option<(usize, Vec<usize>)> {
    let (mut rows, mut columns) = (0, 0);
    let (mut depth, mut unused) = (0, Vec::new());
    book.get(start..)?;
    for (kind, at, length) in (Records { bytes: book, at: start }) {
        match kind {
            0x0809 | 0x0409 | 0x0209 | 0x0009 => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            0x0200 | 0x00E5 => unused.push(at - 4),
            _ => {}
        }
        if !CELLS.contains(&kind) {
            continue;
        }
        if length < 6 {
            return None;
        }
        let number = |at: usize| usize::from(u16::from_le_bytes([book[at], book[at + 1]]));
        // Several cells in one record end with their last column.
        let last = if matches!(kind, 0x00BD | 0x00BE) { number(at + length - 2) } else { 0 };
        rows = rows.max(number(at) + 1);
        columns = columns.max(number(at + 2).max(last) + 1);
    }
    (rows <= MOST_ROWS && rows * columns <= MOST_CELLS).then_some((rows * columns, unused))
}

struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Records<'_> {
    /// Its sort, where its body starts, and its length.
    type Item = (u16, usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let head = self.bytes.get(self.at..self.at.checked_add(4)?)?;
        let (kind, length) =
            (u16::from_le_bytes([head[0], head[1]]), usize::from(u16::from_le_bytes([head[2], head[3]])));
        let body = self.at + 4;
        self.bytes.get(body..body + length)?;
        self.at = body + length;
        Some((kind, body, length))
    }
}
