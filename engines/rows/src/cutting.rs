//! Bytes cut into cells.

use letters::WINDOWS;

/// Where reading stands after some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// No byte was left: there is no such row.
    Nothing,
    /// More bytes are needed.
    NotYet,
    /// The row is whole.
    Row,
    /// The file ended inside quotes.
    Unclosed,
}

/// What the last byte was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing of the row was met.
    Fresh,
    /// At the beginning of a cell.
    CellStart,
    /// In a cell without quotes, or after the closing one.
    Plain,
    /// Between quotes.
    Quoted,
    /// On a quote that closes, or is the first of two.
    Closing,
}

/// Cuts the rows of a file, one after the other; holds the bytes of one row.
pub(crate) struct Cutter {
    separator: u8,
    state: State,
    /// Whether the last row ended with a carriage return, whose line feed is still to come.
    is_after_return: bool,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Cutter {
    pub(crate) const fn new(separator: u8) -> Self {
        Self { separator, state: State::Fresh, is_after_return: false, bytes: Vec::new(), ends: Vec::new() }
    }

    pub(crate) const fn separator(&self) -> u8 {
        self.separator
    }

    /// What the row holds so far: its bytes and its separators.
    pub(crate) const fn len(&self) -> usize {
        self.bytes.len() + self.ends.len()
    }

    /// Begins a row.
    pub(crate) fn start(&mut self) {
        self.state = State::Fresh;
        self.bytes.clear();
        self.ends.clear();
    }

    /// Takes bytes until the row is whole; how many were taken.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> (usize, Ended) {
        for (rank, byte) in bytes.iter().copied().enumerate() {
            if std::mem::take(&mut self.is_after_return) && byte == b'\n' {
                continue;
            }
            let is_end_of_line = matches!(byte, b'\n' | b'\r');
            self.state = match (self.state, byte) {
                (State::Quoted, b'"') => State::Closing,
                (State::Quoted, _) => {
                    self.bytes.push(byte);
                    State::Quoted
                }
                (State::Fresh | State::CellStart, b'"') => State::Quoted,
                (State::Closing, b'"') => {
                    self.bytes.push(byte);
                    State::Quoted
                }
                (_, byte) if byte == self.separator => {
                    self.ends.push(self.bytes.len());
                    State::CellStart
                }
                _ if is_end_of_line => {
                    self.ends.push(self.bytes.len());
                    self.is_after_return = byte == b'\r';
                    return (rank + 1, Ended::Row);
                }
                _ => {
                    self.bytes.push(byte);
                    State::Plain
                }
            };
        }
        (bytes.len(), Ended::NotYet)
    }

    /// The file is at its end.
    pub(crate) fn finish(&mut self) -> Ended {
        match self.state {
            State::Fresh => Ended::Nothing,
            State::Quoted => Ended::Unclosed,
            State::CellStart | State::Plain | State::Closing => {
                self.ends.push(self.bytes.len());
                Ended::Row
            }
        }
    }

    /// Writes the cells of the row over those of the one before; whether all were UTF-8.
    pub(crate) fn cells_into(&self, cells: &mut Vec<String>) -> bool {
        let (mut from, mut is_utf8) = (0, true);
        cells.resize_with(self.ends.len(), String::new);
        for (cell, end) in cells.iter_mut().zip(&self.ends) {
            let bytes = self.bytes.get(from..*end).unwrap_or_default();
            from = *end;
            cell.clear();
            match std::str::from_utf8(bytes) {
                Ok(text) => cell.push_str(text),
                Err(_) => {
                    is_utf8 = false;
                    cell.push_str(&WINDOWS.read(bytes));
                }
            }
        }
        is_utf8
    }
}
