//! The cells of the sheets of a form, and nothing else of the workbook.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, Xls};

use super::{broken, legacy, recent};
use crate::Problem;

/// Largest file read.
pub const LARGEST_FILE: usize = 16 << 20;
/// Most rows a sheet may have.
pub const MOST_ROWS: usize = 40_000;
/// Most cells the sheets may have together: a list of every commune of France fits.
pub const MOST_CELLS: usize = 160_000;
/// Most columns read.
const MOST_COLUMNS: u32 = 512;
/// Longest cell, in characters: what a spreadsheet allows.
const LONGEST_CELL: usize = 32_767;
/// Most bytes of text in all cells.
const MOST_TEXT: usize = 8 << 20;
/// Sheets a form is made of.
const SHEETS: &[&str] = &["survey", "choices", "settings", "external_choices"];

/// A row: its number in the spreadsheet, and its cells by column from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub row: u32,
    /// Columns and what they hold; blank cells are left out.
    pub cells: Vec<(u32, String)>,
}

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name in lower case.
    pub name: String,
    /// Its rows that hold something.
    pub lines: Vec<Line>,
}

/// Most merged places looked at.
const MOST_MERGED: usize = 10_000;

/// Cells merged in a sheet.
#[derive(Debug, Default)]
pub struct Merged {
    /// The first places, by their corners.
    first: Vec<((u32, u32), (u32, u32))>,
    count: usize,
}

impl Merged {
    /// Adds a place.
    pub fn push(&mut self, start: (u32, u32), end: (u32, u32)) {
        self.count += 1;
        if self.first.len() < MOST_MERGED {
            self.first.push((start, end));
        }
    }
}

/// The sheets of a form.
#[derive(Debug, Default)]
pub struct Book {
    /// Those that were read.
    pub sheets: Vec<Sheet>,
    /// Every sheet there is.
    pub names: Vec<String>,
    /// What was noticed.
    pub problems: Vec<Problem>,
    cells: usize,
    text: usize,
}

impl Book {
    /// A workbook with sheets of these names.
    pub(super) fn new(names: Vec<String>) -> Self {
        Self { names, ..Self::default() }
    }

    /// A sheet by its name, taken out.
    pub fn take(&mut self, name: &str) -> Option<Sheet> {
        let place = self.sheets.iter().position(|sheet| sheet.name == name)?;
        Some(self.sheets.remove(place))
    }

    pub(super) fn push(&mut self, sheet: &mut Sheet, (row, column): (u32, u32), text: &str) -> Result<(), Problem> {
        if text.trim().is_empty() || column >= MOST_COLUMNS {
            return Ok(());
        }
        let row = row.saturating_add(1);
        if text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL {
            let told = format!("une cellule a plus de {LONGEST_CELL} signes : raccourcissez son texte.");
            return Err(Problem::refusal(&sheet.name, row, "", told));
        }
        self.cells += 1;
        self.text += text.len();
        if sheet.lines.last().is_none_or(|line| line.row != row) {
            sheet.lines.push(Line { row, cells: Vec::new() });
        }
        if self.cells > MOST_CELLS || self.text > MOST_TEXT || sheet.lines.len() > MOST_ROWS {
            let told = format!(
                "cette feuille est trop grande : un formulaire a au plus {MOST_ROWS} lignes par feuille et {MOST_CELLS} cellules."
            );
            return Err(Problem::refusal(&sheet.name, row, "", told));
        }
        if let Some(line) = sheet.lines.last_mut() {
            line.cells.push((column, text.to_owned()));
        }
        Ok(())
    }

    pub(super) fn keep(&mut self, mut sheet: Sheet, merged: &Merged) {
        // Cells and rows come in order in all but odd files.
        sheet.lines.sort_by_key(|line| line.row);
        sheet.lines.dedup_by(|later, kept| {
            let is_same = later.row == kept.row;
            if is_same {
                kept.cells.append(&mut later.cells);
            }
            is_same
        });
        for line in &mut sheet.lines {
            line.cells.sort_by_key(|(column, _)| *column);
            line.cells.dedup_by_key(|(column, _)| *column);
        }
        let holds = |row: u32| sheet.lines.binary_search_by_key(&row.saturating_add(1), |line| line.row).is_ok();
        if let Some((start, end)) = merged.first.iter().find(|(start, _)| holds(start.0)) {
            let told = format!(
                "des cellules sont fusionnées ({} endroit(s), d’abord {} à {}) : seule la première porte la valeur. Annulez la fusion et écrivez une valeur dans chaque cellule.",
                merged.count,
                cell_name(*start),
                cell_name(*end)
            );
            self.problems.push(Problem::warning(&sheet.name, start.0.saturating_add(1), "", told));
        }
        self.sheets.push(sheet);
    }
}

/// Which sheets are read: those of a form, or the only one there is.
pub(super) fn wanted(names: &[String]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for name in names {
        let known = name.to_lowercase();
        // Of two sheets of one name, the first.
        if SHEETS.contains(&known.as_str()) && !found.iter().any(|(_, other)| *other == known) {
            found.push((name.clone(), known));
        }
    }
    match names {
        [only] if found.is_empty() => vec![(only.clone(), "survey".to_owned())],
        _ => found,
    }
}

/// Opens a workbook.
pub fn open(bytes: &[u8]) -> Result<Book, Problem> {
    if bytes.len() > LARGEST_FILE {
        let told = format!("Ce fichier dépasse {} Mo : un formulaire est plus petit.", LARGEST_FILE >> 20);
        return Err(Problem::of_file(told));
    }
    match bytes {
        [] => Err(Problem::of_file("Le fichier est vide. Enregistrez le formulaire, puis donnez-le de nouveau.")),
        [b'P', b'K', ..] => recent::read(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => old(bytes),
        _ => Err(Problem::of_file("Ce fichier n’est pas un classeur : donnez un formulaire XLSForm au format .xlsx.")),
    }
}

fn old(bytes: &[u8]) -> Result<Book, Problem> {
    let clean = legacy::check(bytes).ok_or_else(|| {
        Problem::of_file(
            "Ce classeur à l’ancien format .xls est abîmé ou trop grand. Enregistrez-le au format .xlsx, puis donnez-le de nouveau.",
        )
    })?;
    // The reader of the old format trusts what it reads; a broken file must not end the program.
    let opened = std::panic::catch_unwind(|| Xls::new(Cursor::new(clean)));
    let mut workbook: Xls<_> = opened.map_err(|_| broken())?.map_err(|_| broken())?;
    let mut book = Book::new(workbook.sheet_names());
    for (name, known) in wanted(&book.names) {
        let mut sheet = Sheet { name: known, lines: Vec::new() };
        let range = workbook.worksheet_range(&name).map_err(|_| broken())?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let place = (first_row.saturating_add(row as u32), first_column.saturating_add(column as u32));
            let text = match cell {
                Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
                Data::Int(number) => number.to_string(),
                Data::Float(number) => number.to_string(),
                Data::Bool(truth) => truth_text(*truth).to_owned(),
                Data::DateTime(moment) => moment_text(moment),
                Data::Error(_) | Data::Empty => continue,
            };
            book.push(&mut sheet, place, &text)?;
        }
        book.keep(sheet, &Merged::default());
    }
    Ok(book)
}

/// As spreadsheets write it.
pub fn truth_text(truth: bool) -> &'static str {
    if truth { "TRUE" } else { "FALSE" }
}

/// A day, an hour or both, without what is not said.
pub fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    let days = moment.as_f64();
    if days < 1.0 {
        time
    } else if days.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{time}")
    }
}

/// `A1` of a row and a column counted from 0.
fn cell_name((row, column): (u32, u32)) -> String {
    format!("{}{}", column_name(column), row.saturating_add(1))
}

/// `A` of a column counted from 0.
pub fn column_name(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters
}
