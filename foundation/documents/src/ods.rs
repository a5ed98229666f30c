//! The first table of an OpenDocument spreadsheet that holds something. Repeated rows and cells are written with a count: those
//! that hold nothing take no room, and those that do are bounded like others.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::workbook::Line;

/// Bytes the contents may hold once decompressed.
const MOST_BYTES: u64 = 300_000_000;
/// Columns read of a table.
const MOST_COLUMNS: usize = 2_000;
/// Characters all the cells of a table may hold.
const MOST_CHARACTERS: usize = 200_000_000;

/// What was read of a spreadsheet.
pub(crate) struct Spreadsheet {
    /// Name of the table.
    pub name: String,
    /// How many tables there are.
    pub tables: usize,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Whether an archive is an OpenDocument spreadsheet.
pub(crate) fn is_one(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut kind = String::new();
    let Ok(part) = archive.by_name("mimetype") else { return false };
    part.take(80).read_to_string(&mut kind).is_ok() && kind.contains("opendocument.spreadsheet")
}

fn broken() -> String {
    "Ce classeur .ods ne peut pas être ouvert : il est abîmé. Enregistrez-le de nouveau, ou au format .xlsx.".to_owned()
}

fn swells() -> String {
    "Ce classeur tient en peu de place mais contient trop de données une fois ouvert. Enregistrez-en le tableau seul, au \
     format CSV."
        .to_owned()
}

/// Reads the first table that holds something; no lines when there is none.
///
/// # Errors
/// A French sentence saying what is wrong and what to do; `None` when there are more than `most` lines.
pub(crate) fn read(bytes: &[u8], most: usize) -> Result<Option<Spreadsheet>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let part = archive.by_name("content.xml").map_err(|_| broken())?;
    let mut content = String::new();
    part.take(MOST_BYTES + 1).read_to_string(&mut content).map_err(|_| broken())?;
    if content.len() as u64 > MOST_BYTES {
        return Err(swells());
    }
    let mut reader = Reader::from_str(&content);
    let mut table = Table::default();
    let mut tables = 0;
    let mut found: Option<(String, Vec<Line>)> = None;
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Eof => break,
            Event::Start(tag) if tag.name().0 == "table:table" => {
                tables += 1;
                table = Table { name: attribute(&tag, "table:name"), ..Table::default() };
            }
            Event::End(tag) if tag.name().0 == "table:table" && found.is_none() && !table.lines.is_empty() => {
                found = Some((std::mem::take(&mut table.name), std::mem::take(&mut table.lines)));
            }
            _ if found.is_some() => {}
            Event::Start(tag) => table.begin(&tag)?,
            Event::Empty(tag) => {
                table.begin(&tag)?;
                table.end(tag.name().0)?;
            }
            Event::End(tag) => table.end(tag.name().0)?,
            Event::Text(text) => table.write(&text.xml10_content()),
            Event::GeneralRef(entity) => match resolve_xml_entity(entity.as_ref()) {
                Some(sign) => table.write(sign),
                None => {
                    let sign = entity.resolve_char_ref().map_err(|_| broken())?;
                    table.write(&sign.map(String::from).unwrap_or_default());
                }
            },
            _ => {}
        }
        if table.lines.len() > most {
            return Ok(None);
        }
    }
    let (name, lines) = found.unwrap_or_default();
    Ok(Some(Spreadsheet { name, tables, lines }))
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.attributes().flatten().find(|one| one.key.0 == name);
    found.and_then(|one| unescape(&one.value).ok().map(|text| text.into_owned())).unwrap_or_default()
}

fn times(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name).parse().unwrap_or(1).max(1)
}

/// A table on its way.
#[derive(Default)]
struct Table {
    name: String,
    lines: Vec<Line>,
    /// Rows before the one being read.
    row: u64,
    row_times: usize,
    cells: Vec<String>,
    /// Empty cells not written yet.
    empty: usize,
    cell_times: usize,
    /// The value a cell declares, which its words only show.
    declared: Option<String>,
    text: String,
    paragraphs: usize,
    is_in_cell: bool,
    /// How deep in a remark, which is no part of the cell.
    remark: usize,
    characters: usize,
}

impl Table {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        match tag.name().0 {
            "table:table-row" => {
                self.row_times = times(tag, "table:number-rows-repeated");
                self.cells.clear();
                self.empty = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                if times(tag, "table:number-columns-spanned") > 1 || times(tag, "table:number-rows-spanned") > 1 {
                    return Err(format!(
                        "Dans la feuille « {} », des cellules sont fusionnées à la ligne {}. Annulez la fusion, écrivez une \
                         valeur dans chaque cellule, puis enregistrez le classeur.",
                        self.name,
                        self.row + 1
                    ));
                }
                self.cell_times = times(tag, "table:number-columns-repeated");
                self.declared = declared(tag);
                self.text.clear();
                self.paragraphs = 0;
                self.is_in_cell = true;
            }
            "office:annotation" => self.remark += 1,
            "text:p" if self.is_in_cell => {
                if self.paragraphs > 0 {
                    self.write("\n");
                }
                self.paragraphs += 1;
            }
            "text:s" => self.write(&" ".repeat(times(tag, "text:c").min(100))),
            "text:tab" | "text:line-break" => self.write(" "),
            _ => {}
        }
        Ok(())
    }

    fn write(&mut self, text: &str) {
        if self.is_in_cell && self.remark == 0 {
            self.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        match name {
            "office:annotation" => self.remark = self.remark.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => {
                self.is_in_cell = false;
                let value = self.declared.take().unwrap_or_else(|| self.text.trim().to_owned());
                if value.is_empty() {
                    self.empty = self.empty.saturating_add(self.cell_times);
                    return Ok(());
                }
                let wide = self.cells.len().saturating_add(self.empty).saturating_add(self.cell_times);
                if wide > MOST_COLUMNS {
                    return Err(format!(
                        "Dans la feuille « {} », la ligne {} va au-delà de la {MOST_COLUMNS}ᵉ colonne. Effacez ce qui est hors \
                         du tableau, puis enregistrez le classeur.",
                        self.name,
                        self.row + 1
                    ));
                }
                self.characters += value.len() * self.cell_times;
                if self.characters > MOST_CHARACTERS {
                    return Err(swells());
                }
                self.cells.resize(self.cells.len() + self.empty, String::new());
                self.empty = 0;
                self.cells.resize(self.cells.len() + self.cell_times, value);
            }
            "table:table-row" => {
                if !self.cells.is_empty() {
                    // A row that says something a million times is a mistake of a selection: once too many is enough to tell.
                    let count = self.row_times.min(100_002);
                    let size: usize = self.cells.iter().map(String::len).sum();
                    self.characters += size * count;
                    if self.characters > MOST_CHARACTERS {
                        return Err(swells());
                    }
                    for rank in 0..count {
                        self.lines.push((self.row + 1 + rank as u64, self.cells.clone()));
                    }
                }
                self.row = self.row.saturating_add(self.row_times as u64);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The value a cell declares: numbers and days are read there, since their words depend on how they are shown.
fn declared(tag: &BytesStart<'_>) -> Option<String> {
    let name = match attribute(tag, "office:value-type").as_str() {
        "float" | "percentage" | "currency" => "office:value",
        "date" => "office:date-value",
        "time" => "office:time-value",
        "boolean" => "office:boolean-value",
        _ => return None,
    };
    Some(attribute(tag, name)).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn book(content: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)] {
            archive.start_file(name, options).expect("started");
            archive.write_all(text.as_bytes()).expect("written");
        }
        archive.finish().expect("finished").into_inner()
    }

    const TABLE: &str = r#"<office:document-content><office:body><office:spreadsheet>
<table:table table:name="Vide"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
<table:table table:name="Réponses"><table:table-column/>
<table:table-row><table:table-cell office:value-type="string"><text:p>quartier</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><text:p>âge</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>remarque</text:p></office:annotation><text:p>L&apos;eau &amp; <text:span>l’air</text:span><text:s text:c="2"/>!</text:p><text:p>ici</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="41"><text:p>41,0</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-04"><text:p>4 mars</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"#;

    #[test]
    fn lines_are_read_with_their_number_and_their_values() {
        let bytes = book(TABLE);
        assert!(is_one(&bytes) && !is_one(b"PK"));
        let found = read(&bytes, 10).expect("read").expect("few lines");
        assert_eq!((found.name.as_str(), found.tables), ("Réponses", 2));
        let told: Vec<(u64, String)> = found.lines.into_iter().map(|(line, cells)| (line, cells.join("|"))).collect();
        assert_eq!(told, [(1, "quartier|||âge".into()), (5, "L'eau & l’air  !\nici|41|2026-03-04".into())]);
    }

    #[test]
    fn what_swells_or_is_merged_is_told() {
        let repeated = TABLE.replace(r#"table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/>"#, r#"table:number-rows-repeated="1048576"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>"#);
        assert!(read(&book(&repeated), 10).expect("read").is_none());
        let wide = TABLE.replace(
            r#"office:value-type="float""#,
            r#"table:number-columns-repeated="16384" office:value-type="float""#,
        );
        assert!(read(&book(&wide), 10).err().expect("refused").contains("2000ᵉ colonne"));
        let merged = TABLE
            .replace(r#"office:value-type="float""#, r#"table:number-columns-spanned="2" office:value-type="float""#);
        assert!(read(&book(&merged), 10).err().expect("refused").contains("fusionnées à la ligne 5"));
        assert!(read(&book("<a><b></a>"), 10).is_err());
    }
}
