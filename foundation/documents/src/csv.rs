//! Tables as text files: one flavour to open in a French spreadsheet, one to publish as open data.

use crate::french;
use crate::table::{Absence, Cell, Column, Kind, Table, TableError};

/// Words that stand for « no value » in the open-data flavour, to be declared next to the file
/// (`missingValues` of a Table Schema). The source's own blank stays a blank.
pub const OPEN_DATA_MISSING_VALUES: [&str; 3] = ["", "pas demandé", "non diffusé"];

/// Who will read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// French spreadsheets: UTF-8 with byte order mark, `;`, decimal comma, CRLF, French headers,
    /// totals included, texts that a spreadsheet would take for a formula preceded by `'`.
    Excel,
    /// Machines: RFC 4180 with line feeds, UTF-8 without mark, `,`, decimal point, ISO dates,
    /// `true`/`false`, column keys as headers, no row of totals, nothing altered.
    OpenData,
}

/// Writes a table in the given flavour.
///
/// # Errors
///
/// [`TableError`] when a row has not as many cells as there are columns.
pub fn write(table: &Table, flavour: Flavour) -> Result<Vec<u8>, TableError> {
    table.check()?;
    let mut builder = ::csv::WriterBuilder::new();
    let buffer = match flavour {
        Flavour::Excel => {
            builder.delimiter(b';').terminator(::csv::Terminator::CRLF);
            "\u{feff}".as_bytes().to_vec()
        }
        Flavour::OpenData => {
            builder.terminator(::csv::Terminator::Any(b'\n'));
            Vec::new()
        }
    };
    let mut writer = builder.from_writer(buffer);
    let headers = table.columns.iter().map(|column| match flavour {
        Flavour::Excel => neutral(&column.title()),
        Flavour::OpenData => column.key.clone(),
    });
    let unwritable = |_| TableError::Unwritable { table: table.name.clone() };
    writer.write_record(headers).map_err(unwritable)?;
    let totals = table.totals.iter().filter(|_| flavour == Flavour::Excel);
    for row in table.rows.iter().chain(totals) {
        let fields = table.columns.iter().zip(row).map(|(column, cell)| match flavour {
            Flavour::Excel => for_excel(cell, column),
            Flavour::OpenData => for_machines(cell, column),
        });
        writer.write_record(fields).map_err(unwritable)?;
    }
    writer.into_inner().map_err(|_| TableError::Unwritable { table: table.name.clone() })
}

fn for_excel(cell: &Cell, column: &Column) -> String {
    if let Some(absence) = cell.absence() {
        return absence.words().to_owned();
    }
    match cell {
        Cell::Date(date) => french::date(*date),
        Cell::DateTime(moment) => french::date_time(*moment),
        Cell::YesNo(answer) => if *answer { "oui" } else { "non" }.to_owned(),
        Cell::Text(text) => neutral(text),
        Cell::Link { text, address } => neutral(link_words(text, address, column.kind)),
        _ => plain_number(cell, column.kind).replace('.', ","),
    }
}

fn for_machines(cell: &Cell, column: &Column) -> String {
    match cell.absence() {
        Some(Absence::Missing) => return String::new(),
        Some(absence) => return absence.words().to_owned(),
        None => {}
    }
    match cell {
        Cell::Date(date) => date.to_string(),
        Cell::DateTime(moment) => moment.to_string(),
        Cell::YesNo(answer) => answer.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Link { text, address } => link_words(text, address, column.kind).to_owned(),
        _ => plain_number(cell, column.kind),
    }
}

/// A column of addresses gives the address; elsewhere the words matter and the link is an extra.
fn link_words<'a>(text: &'a str, address: &'a str, kind: Kind) -> &'a str {
    if kind == Kind::Url || text.is_empty() { address } else { text }
}

/// A number with a decimal point, without groups of digits; empty for what is not a number.
fn plain_number(cell: &Cell, kind: Kind) -> String {
    match cell {
        Cell::Integer(number) => number.to_string(),
        Cell::Decimal(number) | Cell::Percent(number) => match kind {
            Kind::Decimal(decimals) | Kind::Percent(decimals) => {
                let written = format!("{number:.*}", usize::from(decimals.min(9)));
                // A small negative number that rounds to nought has no sign.
                let is_nought = !written.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
                if is_nought { written.trim_start_matches('-').to_owned() } else { written }
            }
            _ => number.to_string(),
        },
        Cell::Euros(cents) => {
            let sign = if *cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
        }
        _ => String::new(),
    }
}

/// A text that a spreadsheet would run as a formula gets an apostrophe in front; a text that is
/// only a signed number is left alone. Source of the list: OWASP, « CSV injection ».
fn neutral(text: &str) -> String {
    let is_dangerous =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_signed_number(text);
    if is_dangerous { format!("'{text}") } else { text.to_owned() }
}

fn is_signed_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(['-', '+']) else { return false };
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_negative_numbers_are_not() {
        for text in ["=1+1", "+33 6", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "-", "-1,2,3"] {
            assert_eq!(neutral(text), format!("'{text}"));
        }
        for text in ["-12", "-12,5", "+3.2", "douze", "", "a=b", "'=1"] {
            assert_eq!(neutral(text), text);
        }
    }

    #[test]
    fn amounts_keep_their_cents() {
        for (cents, written) in
            [(0, "0.00"), (-5, "-0.05"), (1_250_050, "12500.50"), (i64::MIN, "-92233720368547758.08")]
        {
            assert_eq!(plain_number(&Cell::Euros(cents), Kind::Euros), written);
        }
        assert_eq!(plain_number(&Cell::Percent(-0.04), Kind::Percent(1)), "0.0");
        assert_eq!(plain_number(&Cell::Decimal(2.5), Kind::Text), "2.5");
    }
}
