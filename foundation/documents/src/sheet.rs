//! A table sent by somebody: CSV of any separator and encoding, or a spreadsheet. What cannot be read is told in
//! French, with what to do.

use kernel::text::search_key;
use letters::Decoded;

use crate::{ods, workbook};

/// What a table may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Rows it may hold.
    pub most_rows: usize,
    /// Columns it must have.
    pub least_columns: usize,
}

impl Default for Shape {
    /// A hundred thousand rows of two columns or more: with only one, the separator was not recognised.
    fn default() -> Self {
        Self { most_rows: 100_000, least_columns: 2 }
    }
}

/// Remarks of one sort told one by one.
const MOST_TOLD: usize = 5;

/// A table opened: headers, and lines with their number in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Headers as written.
    pub headers: Vec<String>,
    /// Line number (from 1, header included) and cells.
    pub rows: Vec<(u64, Vec<String>)>,
    /// What was noticed on the whole file.
    pub remarks: Vec<String>,
    /// « CSV, séparateur « ; », Windows-1252 ».
    pub format: String,
}

impl Sheet {
    /// The column of a header, without regard to case, accents and signs.
    pub fn column(&self, name: &str) -> Option<usize> {
        let wanted = search_key(&name.replace('_', " "));
        self.headers.iter().position(|header| search_key(&header.replace('_', " ")) == wanted)
    }

    /// The first of these columns that is there.
    pub fn column_among(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.column(name))
    }
}

/// Opens a table, recognised by its content.
///
/// # Errors
/// A French sentence saying what is wrong and what to do.
pub fn open(bytes: &[u8]) -> Result<Sheet, String> {
    open_as(bytes, &Shape::default())
}

/// Opens a table of another shape.
///
/// # Errors
/// A French sentence saying what is wrong and what to do.
pub fn open_as(bytes: &[u8], shape: &Shape) -> Result<Sheet, String> {
    let sheet = match bytes {
        [] => return Err("Le fichier est vide. Vérifiez l’export, puis envoyez-le de nouveau.".to_owned()),
        [b'P', b'K', 3 | 5, ..] if ods::is_one(bytes) => open_document(bytes, shape)?,
        [b'P', b'K', 3 | 5, ..] => spreadsheet(bytes, shape)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            return Err("Ce classeur est à l’ancien format .xls. Enregistrez-le au format .xlsx ou CSV.".to_owned());
        }
        [b'%', b'P', b'D', b'F', ..] => {
            return Err("Ce fichier est un PDF. Envoyez le tableau au format CSV ou .xlsx.".to_owned());
        }
        _ => text(bytes, shape)?,
    };
    if sheet.rows.is_empty() {
        return Err(
            "Le tableau n’a aucune ligne sous ses en-têtes. Vérifiez que l’export n’était pas filtré.".to_owned()
        );
    }
    Ok(sheet)
}

fn text(bytes: &[u8], shape: &Shape) -> Result<Sheet, String> {
    let Decoded { text: content, encoding } = letters::decode(bytes);
    let content = content.as_ref();
    if content.contains('\0') {
        return Err("Ce fichier n’est pas un tableau. Envoyez un CSV ou un classeur .xlsx.".to_owned());
    }
    if content.trim_start().starts_with('<') {
        return Err(
            "Ce fichier est une page web, pas un tableau. Ouvrez le lien, puis enregistrez le fichier qu’il propose."
                .to_owned(),
        );
    }
    let separator = separator(content);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator as u8)
        .has_headers(false)
        .flexible(true)
        .from_reader(content.as_bytes());
    let mut lines = Vec::new();
    let (mut line, mut seen) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            format!("La ligne {line} ne peut pas être lue : vérifiez les guillemets autour des textes.")
        })?;
        // Lines are counted as a text editor does; the reader's own count lags behind on Windows line ends.
        let start = record.position().map_or(seen, |position| usize::try_from(position.byte()).unwrap_or(seen));
        let start = start + content[start..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += content[seen..start].bytes().filter(|byte| *byte == b'\n').count() as u64;
        seen = start;
        lines.push((line, record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()));
        if lines.len() > shape.most_rows + 1 {
            return Err(too_long(shape));
        }
    }
    let name = if separator == '\t' { "tabulation".to_owned() } else { format!("« {separator} »") };
    let sheet = table(lines, format!("CSV, séparateur {name}, {encoding}"))?;
    if sheet.headers.len() < shape.least_columns {
        return Err("Une seule colonne a été trouvée. Séparez les colonnes par « ; » ou « , ».".to_owned());
    }
    Ok(sheet)
}

/// The sign that cuts the header most often, quotes left aside.
fn separator(content: &str) -> char {
    let header = content.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: char| {
        let mut is_quoted = false;
        header
            .chars()
            .filter(|c| {
                is_quoted ^= *c == '"';
                *c == sign && !is_quoted
            })
            .count()
    };
    [';', ',', '\t'].into_iter().max_by_key(|sign| count(*sign)).filter(|sign| count(*sign) > 0).unwrap_or(';')
}

fn too_long(shape: &Shape) -> String {
    format!(
        "Le tableau a plus de {} lignes. Découpez-le avant de l’importer.",
        kernel::french::integer(shape.most_rows as i64)
    )
}

fn spreadsheet(bytes: &[u8], shape: &Shape) -> Result<Sheet, String> {
    let mut book = workbook::Workbook::open(bytes)?;
    let names = book.sheet_names();
    let mut found = None;
    for name in &names {
        let lines = book.rows(name, shape.most_rows + 1)?.ok_or_else(|| too_long(shape))?;
        if !lines.is_empty() {
            found = Some((name, lines));
            break;
        }
    }
    let Some((name, lines)) = found else {
        return Err("Le classeur est vide. Vérifiez que le tableau est dans la première feuille.".to_owned());
    };
    if let Some((start, end)) = book.merged(name)? {
        return Err(format!(
            "Dans la feuille « {name} », des cellules sont fusionnées ({start} à {end}). Annulez la fusion, écrivez une \
             valeur dans chaque cellule, puis enregistrez le classeur."
        ));
    }
    let mut sheet = table(lines, format!("classeur .xlsx, feuille « {name} »"))?;
    if names.len() > 1 {
        sheet.remarks.push(format!("Le classeur a {} feuilles : seule « {name} » est lue.", names.len()));
    }
    Ok(sheet)
}

fn open_document(bytes: &[u8], shape: &Shape) -> Result<Sheet, String> {
    let found = ods::read(bytes, shape.most_rows + 1)?.ok_or_else(|| too_long(shape))?;
    if found.lines.is_empty() {
        return Err("Le classeur est vide. Vérifiez que le tableau est dans la première feuille.".to_owned());
    }
    let mut sheet = table(found.lines, format!("classeur .ods, feuille « {} »", found.name))?;
    if found.tables > 1 {
        sheet.remarks.push(format!("Le classeur a {} feuilles : seule « {} » est lue.", found.tables, found.name));
    }
    Ok(sheet)
}

fn table(lines: Vec<(u64, Vec<String>)>, format: String) -> Result<Sheet, String> {
    let mut lines = lines.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    let Some((_, headers)) = lines.next() else {
        return Err("Le tableau est vide. Vérifiez l’export, puis envoyez-le de nouveau.".to_owned());
    };
    let count = headers.len();
    let mut remarks: Vec<String> =
        headers.iter().filter_map(|header| letters::doubt("un nom de colonne", header)).collect();
    let (mut long, mut doubted) = (Vec::new(), Vec::new());
    let rows: Vec<(u64, Vec<String>)> = lines
        .map(|(line, mut cells)| {
            if cells.len() > count && cells[count..].iter().any(|cell| !cell.is_empty()) {
                long.push(format!("La ligne {line} a plus de cellules que d’en-têtes : la fin est laissée de côté."));
            }
            cells.resize(count, String::new());
            for (header, cell) in headers.iter().zip(&cells).filter(|(_, cell)| !cell.is_ascii()) {
                let told = letters::doubt(&format!("la colonne « {header} »"), cell);
                doubted.extend(told.map(|told| format!("Ligne {line}. {told}")));
            }
            (line, cells)
        })
        .collect();
    for mut told in [long, doubted] {
        let more = told.len().saturating_sub(MOST_TOLD);
        told.truncate(MOST_TOLD);
        remarks.append(&mut told);
        if more > 0 {
            remarks.push(format!("La même remarque vaut {more} fois encore plus loin dans le fichier."));
        }
    }
    Ok(Sheet { headers, rows, remarks, format })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_encodings_are_recognised() {
        let latin1 = b"code;libell\xe9\r\nA;\xe9t\xe9\r\n".as_slice();
        let sheet = open(latin1).expect("read");
        assert_eq!(sheet.headers, ["code", "libellé"]);
        assert_eq!(sheet.rows, vec![(2, vec!["A".to_owned(), "été".to_owned()])]);
        assert!(sheet.format.contains("Windows-1252"), "{}", sheet.format);
        let marked = "\u{feff}a,\"b;c\"\n1,2\n";
        assert_eq!(open(marked.as_bytes()).expect("read").headers, ["a", "b;c"]);
        assert_eq!(open(b"a\tb\n1\t2\n").expect("read").rows.len(), 1);
    }

    #[test]
    fn letters_are_kept_in_utf16_and_told_when_they_are_lost() {
        let text = "code;nom\r\nA;L’Haÿ-les-Roses\r\nB;Œuvre\r\n";
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let sheet = open(&utf16).expect("read");
        assert_eq!((sheet.rows[0].1[1].as_str(), sheet.rows[1].1[1].as_str()), ("L’Haÿ-les-Roses", "Œuvre"));
        assert!(sheet.format.contains("UTF-16") && sheet.remarks.is_empty(), "{sheet:?}");
        let sheet = open(b"code;nom\nA;Saint-\xc9tienne, Orl\xc3\xa9ans, Cit\xc3\xa9\nB;Fleming\n").expect("read");
        assert_eq!(sheet.rows[0].1[1], "Saint-\u{fffd}tienne, Orléans, Cité");
        assert!(sheet.remarks[0].starts_with("Ligne 2. Dans la colonne « nom », des lettres"), "{sheet:?}");
        let lost = format!("code;nom\n{}", "A;Cit\u{fffd}\n".repeat(8));
        let sheet = open(lost.as_bytes()).expect("read");
        assert_eq!(sheet.remarks.len(), MOST_TOLD + 1);
        assert!(sheet.remarks[MOST_TOLD].contains("3 fois encore"), "{sheet:?}");
    }

    #[test]
    fn what_is_no_table_is_told() {
        for (bytes, word) in [
            (b"".as_slice(), "vide"),
            (b"<html></html>", "page web"),
            (b"%PDF-1.7", "PDF"),
            (b"code\nA\n", "Une seule colonne"),
            (b"a;b\n", "aucune ligne"),
            (b"PK\x03\x04rien", "classeur"),
            (b"\xff\xfea\0", "Une seule colonne"),
            (b"a;b\n\0;1\n", "n’est pas un tableau"),
        ] {
            let problem = open(bytes).expect_err("refused");
            assert!(problem.contains(word), "{problem}");
        }
    }
}
