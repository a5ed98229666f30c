//! The cells of a sheet, in the order they are written.

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::Fault;
use super::formats::Formats;
use super::markup::{self, Markup, Piece, Tag};
use super::texts::{Texts, Words, spelled};
use crate::xlsform::workbook::{Merged, moment_text, truth_text};

/// What cells refer to.
#[derive(Debug, Default)]
pub struct Context {
    /// The table of texts.
    pub texts: Texts,
    /// Looks of numbers.
    pub formats: Formats,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
}

/// What a cell is said to hold.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Number { is_said: bool },
    Shared,
    Text,
    Inline,
    Truth,
    Error,
}

/// Where the reading stands in a sheet.
struct Place {
    row: u32,
    column: u32,
    sort: Sort,
    look: usize,
    /// Inside the value of a cell.
    is_value: bool,
    /// Inside a text written in the cell itself.
    is_inline: bool,
}

/// Hands every cell that holds something to `push`, with its row and column from 0; says which cells are merged.
pub fn read(
    part: &mut Markup<'_>,
    context: &Context,
    mut push: impl FnMut((u32, u32), &str) -> Result<(), Fault>,
) -> Result<Merged, Fault> {
    let mut merged = Merged::default();
    let mut place = Place { row: 0, column: 0, sort: Sort::Error, look: 0, is_value: false, is_inline: false };
    let (mut value, mut words, mut text) = (String::new(), Words::default(), String::new());
    let (mut is_sheet, mut is_data) = (false, false);
    while let Some(piece) = part.next()? {
        match piece {
            Piece::Open(tag) if is_data => match tag.name {
                b"row" => {
                    let is_empty = tag.is_empty;
                    place.row(&tag)?;
                    if !is_empty && part.skip_hollow(b"row") {
                        place.next_row();
                    }
                }
                b"c" => {
                    place.cell(&tag)?;
                    (place.is_value, place.is_inline) = (false, false);
                    value.clear();
                    words.clear();
                    if tag.is_empty {
                        place.column = place.column.saturating_add(1);
                    }
                }
                b"v" => place.is_value = !tag.is_empty,
                b"is" => place.is_inline = !tag.is_empty,
                _ if place.is_inline => words.take(piece)?,
                _ => {}
            },
            Piece::Text(written) if place.is_value => markup::add(written, &mut value)?,
            Piece::Close(b"v") => place.is_value = false,
            Piece::Close(b"is") => place.is_inline = false,
            Piece::Close(b"c") if is_data => {
                let told = match place.sort {
                    Sort::Inline => words.told(),
                    _ => told(&place, &value, context, &mut text)?,
                };
                if !told.is_empty() {
                    push((place.row, place.column), told)?;
                }
                place.column = place.column.saturating_add(1);
            }
            Piece::Close(b"row") => place.next_row(),
            Piece::Close(b"sheetData") => is_data = false,
            Piece::Open(Tag { name: b"sheetData", is_empty, .. }) => (is_sheet, is_data) = (true, !is_empty),
            Piece::Open(tag) if tag.name == b"mergeCell" => {
                if let Some((first, last)) = tag.attribute(b"ref").and_then(area) {
                    merged.push(first, last);
                }
            }
            piece if place.is_inline => words.take(piece)?,
            _ => {}
        }
    }
    if is_sheet && !is_data { Ok(merged) } else { Err(Fault::Broken) }
}

impl Place {
    fn row(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        if let Some(said) = tag.attribute(b"r") {
            self.row = position(said).ok_or(Fault::Broken)?.0;
        }
        if tag.is_empty {
            self.next_row();
        }
        Ok(())
    }

    fn next_row(&mut self) {
        (self.row, self.column) = (self.row.saturating_add(1), 0);
    }

    fn cell(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        (self.sort, self.look) = (Sort::Number { is_said: false }, 0);
        for (name, said) in tag.attributes() {
            match name {
                b"r" => {
                    let (row, column) = position(said).ok_or(Fault::Broken)?;
                    (self.row, self.column) = (row, column.ok_or(Fault::Broken)?);
                }
                b"s" => self.look = number(said).unwrap_or(0),
                b"t" => {
                    self.sort = match said {
                        b"s" => Sort::Shared,
                        b"n" => Sort::Number { is_said: true },
                        b"str" | b"d" => Sort::Text,
                        b"inlineStr" | b"is" => Sort::Inline,
                        b"b" => Sort::Truth,
                        b"e" => Sort::Error,
                        _ => return Err(Fault::Broken),
                    };
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// What a value says, as people would read it.
fn told<'a>(place: &Place, value: &'a str, context: &'a Context, text: &'a mut String) -> Result<&'a str, Fault> {
    if value.is_empty() {
        return Ok("");
    }
    text.clear();
    match place.sort {
        Sort::Shared => {
            let found = number(value.as_bytes()).and_then(|place| context.texts.get(place));
            return found.ok_or(Fault::Broken);
        }
        Sort::Error | Sort::Inline => return Ok(""),
        Sort::Truth => match value.trim() {
            "0" | "false" => text.push_str(truth_text(false)),
            "1" | "true" => text.push_str(truth_text(true)),
            _ => return Err(Fault::Broken),
        },
        Sort::Text => spelled(value, text),
        Sort::Number { is_said } => match value.parse::<f64>() {
            Ok(number) if context.formats.is_moment(place.look) => {
                let moment = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, context.is_1904);
                text.push_str(&moment_text(&moment));
            }
            Ok(number) => text.push_str(&number.to_string()),
            // What is said to be nothing in particular is taken as it is.
            Err(_) if !is_said => text.push_str(value),
            Err(_) => return Err(Fault::Broken),
        },
    }
    Ok(text)
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// `B7` as row 6 and column 1; `7` as row 6 alone.
fn position(written: &[u8]) -> Option<(u32, Option<u32>)> {
    let (mut row, mut column) = (0u32, 0u32);
    for sign in written {
        match sign {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(sign.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(sign - b'0'))?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)))
}

/// `A1:B2`.
fn area(written: &[u8]) -> Option<((u32, u32), (u32, u32))> {
    let corner = |written: &[u8]| position(written).and_then(|(row, column)| Some((row, column?)));
    let mut corners = written.split(|sign| *sign == b':').map(corner);
    let first = corners.next()??;
    Some((first, corners.next().unwrap_or(Some(first))?))
}
