//! A spreadsheet sent by somebody, read without trusting what it says of itself: neither the size its archive
//! declares, nor the corner its last cell pretends to stand in.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};

use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use zip::ZipArchive;

/// Bytes all the parts of a workbook may hold once decompressed.
const MOST_BYTES: u64 = 300_000_000;

/// Columns read of a sheet: no table has more, a mistaken selection does.
const MOST_COLUMNS: u32 = 2_000;

/// Characters all the cells of a sheet may hold: a shared text counts each time it is used.
const MOST_CHARACTERS: usize = 200_000_000;

/// Texts a workbook may announce: its reader makes room for them before it reads one.
const MOST_TEXTS: usize = 1_000_000;

/// A workbook opened.
pub struct Workbook<'a> {
    book: Xlsx<Cursor<&'a [u8]>>,
}

/// A line: its number in the file, from 1, and its cells.
pub type Line = (u64, Vec<String>);

fn broken(_: XlsxError) -> String {
    "Ce classeur ne peut pas être ouvert : il est abîmé ou n’est pas au format .xlsx. Enregistrez-le de nouveau."
        .to_owned()
}

fn swells() -> String {
    "Ce classeur tient en peu de place mais contient trop de données une fois ouvert. Enregistrez-en le tableau seul, au \
     format CSV."
        .to_owned()
}

/// Looks at the beginning of a part go by, where a table of texts says how many it holds.
#[derive(Default)]
struct Announced {
    head: Vec<u8>,
}

impl Announced {
    /// Bytes the first tag of a part stands in; a part that puts it further announces what cannot be known.
    const HEAD: usize = 1 << 16;

    /// How many texts are announced; none when the part is something else.
    fn texts(&self) -> usize {
        let text = String::from_utf8_lossy(&self.head);
        let Some((_, after)) = text.split_once("uniqueCount") else { return 0 };
        let value = after.trim_start_matches(|sign: char| sign.is_whitespace() || "=\"'".contains(sign));
        let end = value.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(value.len());
        value[..end].parse().unwrap_or(usize::MAX)
    }
}

impl Write for Announced {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let room = Self::HEAD.saturating_sub(self.head.len());
        self.head.extend_from_slice(&piece[..piece.len().min(room)]);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> Workbook<'a> {
    /// Opens a workbook once its parts have been seen to hold in memory.
    ///
    /// # Errors
    /// A French sentence saying what is wrong and what to do.
    pub fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let unreadable = || broken(XlsxError::Unexpected("archive"));
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
        let mut left = MOST_BYTES;
        for index in 0..archive.len() {
            let part = archive.by_index(index).map_err(|_| unreadable())?;
            let mut announced = Announced::default();
            let read = io::copy(&mut part.take(left + 1), &mut announced).map_err(|_| unreadable())?;
            left = left.checked_sub(read).ok_or_else(swells)?;
            if announced.texts() > MOST_TEXTS {
                return Err(swells());
            }
        }
        Ok(Self { book: open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)? })
    }

    /// Names of the sheets, in order.
    pub fn sheet_names(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    /// The lines of a sheet that hold something, their cells from the first column on; `None` when they are more than
    /// `most`. Only cells that are there take room.
    ///
    /// # Errors
    /// A French sentence saying what is wrong and what to do.
    pub fn rows(&mut self, sheet: &str, most: usize) -> Result<Option<Vec<Line>>, String> {
        let mut cells = self.book.worksheet_cells_reader(sheet).map_err(broken)?;
        let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let mut characters = 0;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let text = cell_text(cell.get_value());
            if text.is_empty() {
                continue;
            }
            let (row, column) = cell.get_position();
            if column >= MOST_COLUMNS {
                return Err(format!(
                    "Dans la feuille « {sheet} », la cellule {} est au-delà de la {MOST_COLUMNS}ᵉ colonne. Effacez ce qui \
                     est hors du tableau, puis enregistrez le classeur.",
                    cell_name((row, column))
                ));
            }
            characters += text.len();
            if characters > MOST_CHARACTERS {
                return Err(swells());
            }
            let line = lines.entry(row).or_default();
            let at = column as usize;
            if line.len() <= at {
                line.resize(at + 1, String::new());
            }
            line[at] = text;
            if lines.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(lines.into_iter().map(|(row, line)| (u64::from(row) + 1, line)).collect()))
    }

    /// The first merged cells of a sheet: its corners, as a spreadsheet names them.
    ///
    /// # Errors
    /// A French sentence saying what is wrong and what to do.
    pub fn merged(&mut self, sheet: &str) -> Result<Option<(String, String)>, String> {
        let merged = self.book.merge_cells_by_sheet_name(sheet).map_err(broken)?;
        Ok(merged.first().map(|cells| (cell_name(cells.start), cell_name(cells.end))))
    }
}

/// `A1` of a row and a column counted from 0.
fn cell_name((row, column): (u32, u32)) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

fn cell_text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Error(_) | DataRef::Empty => String::new(),
        other => calamine::Data::from(other.clone()).to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        fill(book.add_worksheet());
        book.save_to_buffer().expect("a workbook")
    }

    #[test]
    fn cells_have_their_spreadsheet_name() {
        assert_eq!(cell_name((0, 0)), "A1");
        assert_eq!(cell_name((9, 26)), "AA10");
    }

    #[test]
    fn lines_keep_their_number_and_their_holes() {
        let bytes = book(|sheet| {
            sheet.write(1, 0, "code").expect("written").write(1, 2, "nom").expect("written");
            sheet
                .write(4, 2, 12.0)
                .expect("written")
                .write(6, 0, 1.5)
                .expect("written")
                .write(7, 1, true)
                .expect("written");
        });
        let lines = Workbook::open(&bytes).expect("opens").rows("Sheet1", 10).expect("read").expect("few lines");
        let told: Vec<(u64, String)> = lines.into_iter().map(|(number, cells)| (number, cells.join("|"))).collect();
        let expected = [(2, "code||nom"), (5, "||12"), (7, "1.5"), (8, "|true")];
        assert_eq!(told, expected.map(|(number, cells)| (number, cells.to_owned())));
    }

    #[test]
    fn a_cell_at_the_far_corner_takes_no_room() {
        let low = book(|sheet| {
            sheet.write(0, 0, "a").expect("written").write(1_048_575, 0, "z").expect("written");
        });
        let lines = Workbook::open(&low).expect("opens").rows("Sheet1", 10).expect("read").expect("few lines");
        assert_eq!(lines.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 1_048_576]);
        let far = book(|sheet| {
            sheet.write(0, 0, "a").expect("written").write(1_048_575, 16_383, "z").expect("written");
        });
        let told = Workbook::open(&far).expect("opens").rows("Sheet1", 10).expect_err("refused");
        assert!(told.contains("XFD1048576"), "{told}");
    }

    #[test]
    fn more_lines_than_wanted_are_not_read_on() {
        let bytes = book(|sheet| {
            for row in 0..30 {
                sheet.write(row, 0, row).expect("written");
            }
        });
        assert_eq!(Workbook::open(&bytes).expect("opens").rows("Sheet1", 29).expect("read"), None);
        assert!(Workbook::open(&bytes).expect("opens").rows("Sheet1", 30).expect("read").is_some());
    }

    #[test]
    fn a_workbook_that_swells_is_refused_before_it_is_opened() {
        use std::io::Write;
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).expect("started");
        let block = vec![b' '; 1 << 20];
        for _ in 0..=(MOST_BYTES >> 20) {
            archive.write_all(&block).expect("written");
        }
        let bytes = archive.finish().expect("finished").into_inner();
        assert!(bytes.len() < 2_000_000, "the archive itself is small: {}", bytes.len());
        let told = Workbook::open(&bytes).err().expect("refused");
        assert!(told.contains("trop de données"), "{told}");
    }

    #[test]
    fn a_workbook_that_announces_more_texts_than_it_could_hold_is_refused_before_room_is_made() {
        let texts = |announced: &str| {
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).expect("started");
            let head =
                "<?xml version=\"1.0\"?>\n<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            write!(archive, "{head} count=\"1\" uniqueCount={announced}><si><t>a</t></si></sst>").expect("written");
            archive.finish().expect("finished").into_inner()
        };
        for announced in ["\"99999999999\"", "'99999999999999999999999999'", "\"-5\"", " = \"1000001\""] {
            let told = Workbook::open(&texts(announced)).err().expect("refused");
            assert!(told.contains("trop de données"), "{announced}: {told}");
        }
        let told = Workbook::open(&texts("\"1\"")).err().expect("the rest of a workbook is missing");
        assert!(told.contains("abîmé"), "{told}");
        let bytes = book(|sheet| {
            sheet.write(0, 0, "un texte").expect("written");
        });
        assert!(Workbook::open(&bytes).is_ok());
    }
}
