//! Records of a CSV as slices of bytes, so that lines can be copied untouched.

use std::io::{self, Read};
use std::ops::Range;

/// Bytes asked from the reader at once.
const CHUNK: usize = 256 * 1024;

/// Longest record in which a quote may stay open; beyond, the quote is taken as a plain character,
/// so that a stray one does not swallow the rest of the file.
const LONGEST_QUOTED: usize = 16 * 1024;

/// One record: positions in the buffer of [`Records`], valid until the next one is asked for.
#[derive(Debug)]
pub(super) struct Record {
    /// Line where it begins, from 1.
    pub(super) line: u64,
    /// Number of cells.
    pub(super) field_count: usize,
    /// The two cells asked for; empty when the record is too short.
    pub(super) wanted: [Range<usize>; 2],
    start: usize,
    content_end: usize,
    end: usize,
}

/// Why a record could not be delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The buffer ends before the record.
    NeedsBytes,
    /// A quote stays open for too long.
    OpenQuote,
}

/// Reads records one after the other.
pub(super) struct Records<R> {
    reader: R,
    buffer: Vec<u8>,
    position: usize,
    is_at_end: bool,
    delimiter: u8,
    is_utf8: bool,
    line: u64,
}

impl<R: Read> Records<R> {
    /// Reads the beginning of the file, from which separator and encoding are told.
    pub(super) fn open(reader: R) -> io::Result<Records<R>> {
        let mut records = Records {
            reader,
            buffer: Vec::new(),
            position: 0,
            is_at_end: false,
            delimiter: b',',
            is_utf8: true,
            line: 1,
        };
        records.refill()?;
        records.delimiter = crate::reading::delimiter(&records.buffer);
        records.is_utf8 = match std::str::from_utf8(&records.buffer) {
            Ok(_) => true,
            // A character cut by the end of the chunk is no fault.
            Err(error) => error.error_len().is_none(),
        };
        Ok(records)
    }

    /// The first bytes of the file.
    pub(super) fn head(&self) -> &[u8] {
        self.buffer.get(..self.buffer.len().min(1024)).unwrap_or_default()
    }

    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub(super) fn is_utf8(&self) -> bool {
        self.is_utf8
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &[u8] {
        self.buffer.get(range).unwrap_or_default()
    }

    /// The record without its line end.
    pub(super) fn content(&self, record: &Record) -> &[u8] {
        self.slice(record.start..record.content_end)
    }

    /// `\n`, `\r\n`, or nothing on the last line.
    pub(super) fn line_end(&self, record: &Record) -> &[u8] {
        self.slice(record.content_end..record.end)
    }

    /// The record with its line end.
    pub(super) fn raw(&self, record: &Record) -> &[u8] {
        self.slice(record.start..record.end)
    }

    /// The cells of a record as texts, without quotes (for the header).
    pub(super) fn texts(&self, record: &Record) -> Vec<String> {
        let content = self.content(record);
        let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
        let decoded =
            if self.is_utf8 { String::from_utf8_lossy(content) } else { encoding_rs::WINDOWS_1252.decode(content).0 };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(decoded.as_bytes());
        let first = reader.records().next().and_then(Result::ok);
        first.map(|cells| cells.iter().map(|cell| cell.trim().to_owned()).collect()).unwrap_or_default()
    }

    /// The next record, with the places of two of its cells; `None` at the end.
    pub(super) fn next_record(&mut self, wanted: [usize; 2]) -> io::Result<Option<Record>> {
        loop {
            let available = self.buffer.len() - self.position;
            if available == 0 && self.is_at_end {
                return Ok(None);
            }
            let record = match self.scan(wanted, true) {
                // At the end of the file, a quote still open is never closed.
                Err(Stop::NeedsBytes) if self.is_at_end => self.scan(wanted, false),
                Err(Stop::OpenQuote) => self.scan(wanted, false),
                other => other,
            };
            if let Ok(record) = record {
                let raw = self.slice(record.start..record.end);
                let lines = raw.iter().filter(|byte| **byte == b'\n').count() as u64;
                self.line += lines;
                self.position = record.end;
                return Ok(Some(record));
            }
            self.refill()?;
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.position);
        self.position = 0;
        let read = self.reader.by_ref().take(CHUNK as u64).read_to_end(&mut self.buffer)?;
        self.is_at_end = read == 0;
        Ok(())
    }

    /// Finds the end of the record and its cells.
    fn scan(&self, wanted: [usize; 2], are_quotes_heeded: bool) -> Result<Record, Stop> {
        let bytes = self.buffer.as_slice();
        let start = self.position;
        let mut at = start;
        let mut field_count = 0;
        let mut found: [Range<usize>; 2] = [0..0, 0..0];
        loop {
            let field_start = at;
            if are_quotes_heeded && bytes.get(at) == Some(&b'"') {
                at = closing_quote(bytes, at + 1)?;
            }
            let end = loop {
                match bytes.get(at) {
                    Some(byte) if *byte == self.delimiter || *byte == b'\n' => break Some(*byte),
                    Some(_) => at += 1,
                    None if self.is_at_end => break None,
                    None => return Err(Stop::NeedsBytes),
                }
            };
            for (slot, rank) in found.iter_mut().zip(wanted) {
                if rank == field_count {
                    *slot = field_start..at;
                }
            }
            field_count += 1;
            if end == Some(self.delimiter) {
                at += 1;
                continue;
            }
            let is_carriage_return = end.is_some() && at > start && bytes.get(at - 1) == Some(&b'\r');
            let content_end = at - usize::from(is_carriage_return);
            let end = if end.is_some() { at + 1 } else { at };
            return Ok(Record { line: self.line, field_count, wanted: found, start, content_end, end });
        }
    }
}

/// Position after the quote that closes a cell.
fn closing_quote(bytes: &[u8], from: usize) -> Result<usize, Stop> {
    let mut at = from;
    loop {
        if at - from > LONGEST_QUOTED {
            return Err(Stop::OpenQuote);
        }
        match bytes.get(at) {
            Some(b'"') if bytes.get(at + 1) == Some(&b'"') => at += 2,
            Some(b'"') => return Ok(at + 1),
            Some(_) => at += 1,
            None => return Err(Stop::NeedsBytes),
        }
    }
}
