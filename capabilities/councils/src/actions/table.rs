//! The table a file holds, read a part at a time: a roll of two hundred thousand lines is never held whole as cells. A text is
//! cut as it is read; a workbook, which cannot be, is opened whole.

use std::borrow::Cow;

use documents::sheet::{self, Shape, Sheet};
use kernel::french;

/// Most lines of a file.
pub const MOST_LINES: usize = 250_000;
/// Lines of a part.
const PART: usize = 500;
/// Bytes looked at to know what a text is.
const HEAD: usize = 64 * 1_024;
/// Remarks on the whole file that are told.
const MOST_TOLD: usize = 10;

/// A line: its number in the file, and its cells.
pub(crate) type Line = (u64, Vec<String>);

/// A table that is read a part at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// Columns, as the file names them.
    pub headers: Vec<String>,
    /// What it is, in French.
    pub format: String,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// Opened whole, with what was noticed.
    Whole(Vec<Line>, Vec<String>),
    /// Cut as it is read.
    Text { text: String, headers_end: usize, parts: Vec<Part> },
}

/// Where a part of a text begins and ends, and how many ends of line come before it under the headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    from: usize,
    to: usize,
    ends_before: usize,
}

/// A part read: its lines, and what was noticed of them.
pub(crate) type Read<'a> = (Cow<'a, [Line]>, Vec<String>);

const fn shape() -> Shape {
    Shape { most_rows: MOST_LINES, least_columns: 2 }
}

impl Table {
    /// Opens what a file holds.
    ///
    /// # Errors
    /// A French sentence saying what is wrong and what to do.
    pub fn open(bytes: Vec<u8>) -> Result<Self, String> {
        // What cannot be cut is opened whole, and whole is what says why it cannot be opened.
        let Some((head, separator)) = head(&bytes) else { return Ok(sheet::open_as(&bytes, &shape())?.into()) };
        let (text, encoding) = decoded(bytes);
        let (headers_end, parts) = cut(&text, separator)?;
        let kind = head.format.rsplit_once(", ").map_or(head.format.as_str(), |(kind, _)| kind);
        let format = format!("{kind}, {encoding}");
        Ok(Self { headers: head.headers, format, content: Content::Text { text, headers_end, parts } })
    }

    /// How many lines it has under its headers, once all of them are read: a fault anywhere is told.
    ///
    /// # Errors
    /// A French sentence saying what is wrong and what to do.
    pub fn count(&self) -> Result<usize, String> {
        match &self.content {
            Content::Whole(lines, _) => Ok(lines.len()),
            Content::Text { parts, .. } => {
                let count = |count: usize, part: usize| Ok::<_, String>(count + self.part(part)?.0.len());
                match (0..parts.len()).try_fold(0, count)? {
                    0 => {
                        Err("Le tableau n’a aucune ligne sous ses en-têtes. Vérifiez que l’export n’était pas filtré."
                            .to_owned())
                    }
                    count => Ok(count),
                }
            }
        }
    }

    /// How many parts it has.
    pub fn parts(&self) -> usize {
        match &self.content {
            Content::Whole(lines, _) => lines.len().div_ceil(PART),
            Content::Text { parts, .. } => parts.len(),
        }
    }

    /// Reads a part.
    ///
    /// # Errors
    /// A French sentence saying what is wrong and what to do.
    pub fn part(&self, rank: usize) -> Result<Read<'_>, String> {
        match &self.content {
            Content::Whole(lines, remarks) => {
                let lines = lines.chunks(PART).nth(rank).unwrap_or_default();
                Ok((Cow::Borrowed(lines), if rank == 0 { remarks.clone() } else { Vec::new() }))
            }
            Content::Text { text, headers_end, parts } => {
                let Some(part) = parts.get(rank) else { return Ok((Cow::Borrowed(&[]), Vec::new())) };
                // Headers, then as many empty lines as there were before: lines keep their number in the file.
                let before = "\n".repeat(part.ends_before);
                let alone = [&text[..*headers_end], &before, &text[part.from..part.to]].concat();
                match sheet::open_as(alone.as_bytes(), &shape()) {
                    Ok(sheet) => Ok((Cow::Owned(sheet.rows), sheet.remarks)),
                    // A part may hold empty lines alone; a file may not, and its head said it does not.
                    Err(_) if is_empty(&text[part.from..part.to]) => Ok((Cow::Owned(Vec::new()), Vec::new())),
                    Err(told) => Err(told),
                }
            }
        }
    }
}

impl From<Sheet> for Table {
    fn from(sheet: Sheet) -> Self {
        Self { headers: sheet.headers, format: sheet.format, content: Content::Whole(sheet.rows, sheet.remarks) }
    }
}

/// Adds what was noticed of a part to what was noticed of those before: a few are told, the others are said to be there.
pub(crate) fn noticed(all: &mut Vec<String>, of_part: Vec<String>) {
    const MORE: &str = "D’autres remarques semblables valent plus loin dans le fichier.";
    for told in of_part {
        if all.contains(&told) || all.iter().any(|known| known == MORE) {
            continue;
        }
        all.push(if all.len() < MOST_TOLD { told } else { MORE.to_owned() });
    }
}

/// Whether a text has no cell: separators and blanks alone.
fn is_empty(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || [';', ',', '"'].contains(&sign))
}

/// What the head of a text is as a table, and what separates its cells; nothing when it is no text, or when its head does not
/// say it.
fn head(bytes: &[u8]) -> Option<(Sheet, u8)> {
    let is_other =
        bytes.starts_with(b"PK") || bytes.starts_with(b"%PDF") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    if is_other || bytes.len() <= HEAD {
        return None;
    }
    let end = bytes[..HEAD].iter().rposition(|byte| *byte == b'\n')?;
    // In two bytes a letter, the end of line is followed by a zero.
    let end = end + 1 + usize::from(bytes.get(end + 1) == Some(&0));
    let head = sheet::open_as(&bytes[..end], &shape()).ok()?;
    let text = letters::decode(&bytes[..end]).text;
    let is_it = |separator: &u8| {
        let first = reader(&text, *separator).records().find_map(Result::ok);
        first.is_some_and(|first| first.iter().map(str::trim).eq(head.headers.iter().map(String::as_str)))
    };
    let separator = [b';', b',', b'\t'].into_iter().find(is_it)?;
    Some((head, separator))
}

/// The whole text, without a second copy when it is in UTF-8.
fn decoded(bytes: Vec<u8>) -> (String, &'static str) {
    let decoded = letters::decode(&bytes);
    let (encoding, skipped) = (decoded.encoding, bytes.len().saturating_sub(decoded.text.len()));
    if let Cow::Owned(text) = decoded.text {
        return (text, encoding);
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            // Borrowed, it is what follows the mark.
            text.drain(..skipped);
            (text, encoding)
        }
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), encoding),
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Where the headers of a text end, and where each of its parts begins and ends.
fn cut(text: &str, separator: u8) -> Result<(usize, Vec<Part>), String> {
    let unreadable = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        format!("La ligne {line} ne peut pas être lue : vérifiez les guillemets autour des textes.")
    };
    let at =
        |reader: &csv::Reader<&[u8]>| usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
    let ends = |from: usize, to: usize| text.as_bytes()[from..to].iter().filter(|byte| **byte == b'\n').count();
    let (mut reader, mut record) = (reader(text, separator), csv::ByteRecord::new());
    let has = |record: &csv::ByteRecord| record.iter().any(|cell| !cell.trim_ascii().is_empty());
    let mut headers_end = 0;
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        headers_end = at(&reader);
        if has(&record) {
            break;
        }
    }
    let (mut parts, mut lines, mut all) = (Vec::new(), 0, 0);
    let mut part = Part { from: headers_end, to: headers_end, ends_before: 0 };
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        (part.to, lines, all) = (at(&reader), lines + 1, all + 1);
        if all > MOST_LINES {
            return Err(format!(
                "Le tableau a plus de {} lignes. Découpez-le avant de l’importer.",
                french::integer(MOST_LINES as i64)
            ));
        }
        if lines == PART {
            let ends_before = part.ends_before + ends(part.from, part.to);
            parts.push(part);
            (part, lines) = (Part { from: part.to, to: part.to, ends_before }, 0);
        }
    }
    if lines > 0 {
        parts.push(part);
    }
    Ok((headers_end, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines, some of whose cells hold ends of line, quotes and signs that another separator would cut.
    fn long(end: &str) -> String {
        let mut text = format!("nom;prénom;adresse{end}");
        for rank in 0..4_000 {
            let address = match rank % 7 {
                0 => format!("\"{rank} rue A{end}bâtiment B\""),
                1 => format!("\"{rank}, allée \"\"C\"\"; D\""),
                _ => format!("{rank} rue É"),
            };
            text.push_str(&format!("Nom{rank};Prénom;{address}{end}"));
            if rank % 100 == 0 {
                text.push_str(end);
            }
            if rank == 1_500 {
                text.push_str(&format!(";;{end}").repeat(1_200));
            }
        }
        text
    }

    #[test]
    fn a_long_text_read_by_parts_is_what_it_is_read_whole() {
        for end in ["\n", "\r\n"] {
            let text = long(end);
            let latin: Vec<u8> = text.chars().map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1")).collect();
            let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
            let utf16: Vec<u8> =
                std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            for bytes in [text.clone().into_bytes(), latin, marked, utf16] {
                let whole = sheet::open_as(&bytes, &shape()).expect("whole");
                let table = Table::open(bytes).expect("by parts");
                assert!(matches!(table.content, Content::Text { .. }), "{}", whole.format);
                assert_eq!((&table.headers, &table.format), (&whole.headers, &whole.format));
                let mut rows = Vec::new();
                for part in 0..table.parts() {
                    let (lines, remarks) = table.part(part).expect("a part");
                    assert!(remarks.is_empty(), "{remarks:?}");
                    rows.extend(lines.into_owned());
                }
                assert_eq!(table.count().expect("counted"), whole.rows.len());
                assert!(rows == whole.rows, "{}", whole.format);
            }
        }
    }

    #[test]
    fn what_is_noticed_far_in_a_text_is_told_with_its_line() {
        let mut text = long("\n").into_bytes();
        let lines = text.iter().filter(|byte| **byte == b'\n').count();
        for _ in 0..30 {
            text.extend_from_slice("Saint-Ã‰tienne;Anne;1 rue A;de trop\n".as_bytes());
        }
        let table = Table::open(text.clone()).expect("read");
        let mut all = Vec::new();
        for part in 0..table.parts() {
            noticed(&mut all, table.part(part).expect("a part").1);
        }
        assert!(all[0].starts_with(&format!("La ligne {} a plus de cellules", lines + 1)), "{all:?}");
        assert!(all.len() <= MOST_TOLD + 1, "{all:?}");
        text.push(0);
        let told = Table::open(text).expect("opened").count().expect_err("refused");
        assert!(told.contains("n’est pas un tableau"), "{told}");
    }

    #[test]
    fn what_is_short_or_no_text_is_opened_whole() {
        let table = Table::open(b"nom;age\nA;1\nB;2\n".to_vec()).expect("read");
        assert!(matches!(table.content, Content::Whole(..)));
        assert_eq!((table.count().expect("counted"), table.parts(), table.part(0).expect("a part").0.len()), (2, 1, 2));
        for (head, word) in [("%PDF-1.7\n", "PDF"), ("<html>\n", "page web"), ("nom\n", "Une seule colonne")] {
            let bytes = [head.as_bytes(), &b"essai\n".repeat(20_000)].concat();
            assert!(Table::open(bytes).expect_err("refused").contains(word), "{head}");
        }
        let many = [b"nom;age\n".as_slice(), &b"A;1\n".repeat(MOST_LINES + 1)].concat();
        assert!(Table::open(many).expect_err("refused").contains("250"), "too long");
    }
}
