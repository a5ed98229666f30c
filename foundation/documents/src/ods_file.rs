//! Tables as an OpenDocument spreadsheet, for LibreOffice and its like. Words are words: nothing there is a formula.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::table::{Cell, Table, TableError};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>\
<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\"><office:body><office:spreadsheet>";

/// Writes tables, one a sheet: titles of columns first, totals last.
///
/// # Errors
/// [`TableError`] when a row has not as many cells as there are columns, or the file cannot be put together.
pub fn write(tables: &[Table]) -> Result<Vec<u8>, TableError> {
    let mut content = HEAD.to_owned();
    for table in tables {
        table.check()?;
        content.push_str(&format!("<table:table table:name=\"{}\">", escaped(&table.name)));
        content.push_str("<table:table-row>");
        for column in &table.columns {
            content.push_str(&text(&column.title()));
        }
        content.push_str("</table:table-row>");
        for row in table.rows.iter().chain(&table.totals) {
            content.push_str("<table:table-row>");
            for (column, one) in table.columns.iter().zip(row) {
                content.push_str(&cell(one, column.kind));
            }
            content.push_str("</table:table-row>");
        }
        content.push_str("</table:table>");
    }
    content.push_str("</office:spreadsheet></office:body></office:document-content>");
    let name = tables.first().map(|table| table.name.clone()).unwrap_or_default();
    packed(&content).map_err(|_| TableError::Unwritable { table: name })
}

fn packed(content: &str) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The kind of the file comes first and as it is, so that it is recognised without opening the archive.
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file("mimetype", plain)?;
    archive.write_all(MIME.as_bytes())?;
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in [("META-INF/manifest.xml", MANIFEST), ("content.xml", content)] {
        archive.start_file(name, packed)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn text(words: &str) -> String {
    if words.is_empty() {
        return "<table:table-cell/>".to_owned();
    }
    let lines: Vec<String> = words.lines().map(|line| format!("<text:p>{}</text:p>", escaped(line))).collect();
    format!("<table:table-cell office:value-type=\"string\">{}</table:table-cell>", lines.concat())
}

fn cell(cell: &Cell, kind: crate::Kind) -> String {
    if let Some(absence) = cell.absence() {
        return text(absence.words());
    }
    let shown = escaped(&cell.display(kind));
    let typed = |kind: &str, attribute: &str, value: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{attribute}=\"{value}\"><text:p>{shown}</text:p></table:table-cell>"
        )
    };
    match cell {
        Cell::Integer(number) => typed("float", "value", &number.to_string()),
        Cell::Decimal(number) => typed("float", "value", &number.to_string()),
        Cell::Percent(number) => typed("percentage", "value", &(number / 100.0).to_string()),
        Cell::Euros(cents) => {
            let sign = if *cents < 0 { "-" } else { "" };
            typed("float", "value", &format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100))
        }
        Cell::Date(day) => typed("date", "date-value", &day.to_string()),
        Cell::DateTime(moment) => typed("date", "date-value", &moment.to_string()),
        Cell::YesNo(answer) => typed("boolean", "boolean-value", &answer.to_string()),
        Cell::Text(words) => text(words),
        Cell::Link { .. } | Cell::Absent(_) => text(&cell.display(kind)),
    }
}

/// A text with the signs of XML escaped; those XML has no way to write are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            sign if (sign < ' ' && sign != '\t') || matches!(sign, '\u{fffe}' | '\u{ffff}') => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, Kind};

    #[test]
    fn what_is_written_is_read_back_and_no_word_is_a_formula() {
        let columns = vec![Column::new("a", "Action", Kind::Text), Column::new("b", "Voté", Kind::Euros)];
        let mut table = Table::new("comite", "Comité", columns);
        table.rows.push(vec![Cell::text("=1+1 & <b>\u{1}"), Cell::Euros(-1_250_050)]);
        table.rows.push(vec![Cell::text("Fête"), Cell::NOT_ASKED]);
        let bytes = write(&[table]).expect("written");
        let read = crate::sheet::open(&bytes).expect("read back");
        assert_eq!(read.headers, ["Action", "Voté (€)"]);
        assert_eq!(read.rows[0].1, ["=1+1 & <b>", "-12500.50"]);
        assert_eq!(read.rows[1].1, ["Fête", "pas demandé"]);
        assert!(!String::from_utf8_lossy(&bytes).contains("table:formula"));
    }
}
