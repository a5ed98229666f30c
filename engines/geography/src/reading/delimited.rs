//! CSV with a geometry column, whatever its separator and encoding.

use super::{Limits, ReadError, Row, Source, table};
use crate::rings::GeometryProblem;
use letters::Decoded;

/// Counts lines as an editor does: the `csv` crate is one behind after `\r\n`.
struct LineCounter<'a> {
    text: &'a [u8],
    seen: usize,
    line: u64,
}

impl LineCounter<'_> {
    /// Line of the record that begins at or after a byte; bytes must come in order.
    fn at(&mut self, byte: u64) -> u64 {
        let mut end = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.seen, self.text.len());
        while matches!(self.text.get(end), Some(b'\r' | b'\n')) {
            end += 1;
        }
        let passed = self.text.get(self.seen..end).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.seen = end;
        self.line
    }
}

pub(super) fn open(decoded: &Decoded<'_>, limits: &Limits) -> Result<Source, ReadError> {
    let (text, encoding) = (decoded.text.as_ref(), decoded.encoding);
    if text.contains('\0') {
        return Err(ReadError::UnknownFormat);
    }
    let delimiter = table::delimiter(text.as_bytes());
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let headers: Vec<String> =
        reader.headers().map_err(|_| ReadError::UnknownFormat)?.iter().map(|header| header.trim().to_owned()).collect();
    // One column and no separator: a text or a binary file rather than a table.
    if headers.len() < 2 {
        return Err(ReadError::UnknownFormat);
    }
    let mut rows = Vec::new();
    let mut lines = LineCounter { text: text.as_bytes(), seen: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|_| ReadError::UnknownFormat)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == limits.rows {
            return Err(ReadError::TooManyRows(limits.rows));
        }
        rows.push(Row {
            line: lines.at(record.position().map_or(0, csv::Position::byte)),
            cells: record.iter().map(str::to_owned).collect(),
            geometry: Err(GeometryProblem::Empty),
            projection: None,
        });
    }
    Ok(Source { format: "CSV", encoding, headers, rows, is_geometry_in_a_column: true, remarks: Vec::new() })
}
