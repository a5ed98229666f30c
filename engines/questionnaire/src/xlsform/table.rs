//! A sheet as a table: rows of cells under columns understood.

use std::collections::BTreeMap;

use super::fields::{Field, Of};
use super::headers::{Column, column};
use super::workbook::{Line, Sheet, column_name};
use crate::Problem;
use crate::problem::quoted;

/// A sheet with its columns understood.
pub struct Table {
    /// By place from 0; nothing where a column has no header, or that of another.
    columns: Vec<Option<Column>>,
    /// Rows under the headers.
    pub lines: Vec<Line>,
}

impl Table {
    /// Understands the headers of a sheet.
    pub fn new(sheet: Sheet, of: Of, problems: &mut Vec<Problem>) -> Self {
        let Sheet { name, mut lines } = sheet;
        if lines.is_empty() {
            return Self { columns: Vec::new(), lines };
        }
        let heads = lines.remove(0);
        let has_double = heads.cells.iter().any(|(_, header)| header.contains("::"));
        let mut columns: Vec<Option<Column>> = Vec::new();
        let mut is_headed = Vec::new();
        for (place, header) in &heads.cells {
            let place = *place as usize;
            columns.resize(columns.len().max(place + 1), None);
            is_headed.resize(columns.len(), false);
            is_headed[place] = true;
            let header = header.replace('\u{a0}', " ").split_whitespace().collect::<Vec<&str>>().join(" ");
            let understood = column(&header, of, has_double);
            let is_twin = |other: &&Column| other.field == understood.field && other.language == understood.language;
            if let Some(other) = columns.iter().flatten().find(is_twin) {
                let told = format!(
                    "les en-têtes {} et {} désignent la même colonne : gardez-en une.",
                    quoted(&other.header),
                    quoted(&header)
                );
                problems.push(Problem::refusal(&name, heads.row, &header, told));
                continue;
            }
            columns[place] = Some(understood);
        }
        let mut lost: BTreeMap<u32, u32> = BTreeMap::new();
        for line in &lines {
            for (place, _) in &line.cells {
                if !is_headed.get(*place as usize).copied().unwrap_or(false) {
                    lost.entry(*place).or_insert(line.row);
                }
            }
        }
        if let Some((_, row)) = lost.first_key_value() {
            let names: Vec<String> = lost.keys().take(12).map(|place| column_name(*place)).collect();
            let told = format!("sans en-tête, ces colonnes sont laissées de côté : {}.", names.join(", "));
            problems.push(Problem::warning(&name, *row, "", told));
        }
        Self { columns, lines }
    }

    /// The header of a field as its author wrote it, or its usual one.
    pub fn header(&self, field: &Field) -> String {
        let found = self.columns.iter().flatten().find(|column| column.field == *field);
        found.map_or(field.header(), |column| column.header.as_str()).to_owned()
    }

    /// Whether the sheet has this column.
    pub fn has(&self, field: &Field) -> bool {
        self.columns.iter().flatten().any(|column| column.field == *field)
    }

    /// Languages named by headers, in order.
    pub fn languages(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for column in self.columns.iter().flatten() {
            if !column.language.is_empty() && !found.contains(&column.language.as_str()) {
                found.push(&column.language);
            }
        }
        found
    }

    /// The cells of a row with their columns, cleaned.
    pub fn cells(&self, line: Line) -> impl Iterator<Item = (&Column, String)> {
        line.cells.into_iter().filter_map(|(place, text)| {
            let column = self.columns.get(place as usize)?.as_ref()?;
            let clean = clean(text, column.field.is_words());
            (!clean.is_empty()).then_some((column, clean))
        })
    }
}

/// A cell without useless spaces. Words keep their typography; codes and conditions get plain quotes and spaces.
pub fn clean(text: String, is_words: bool) -> String {
    let is_plain = |sign: char| is_words || straight(sign) == sign;
    let is_clean = text.trim().len() == text.len() && !text.as_bytes().windows(2).any(|pair| pair == b"  ");
    if is_clean && (text.is_ascii() || text.chars().all(is_plain)) {
        return text;
    }
    let mut written = String::with_capacity(text.len());
    for sign in text.trim().chars() {
        let sign = if is_words { sign } else { straight(sign) };
        if sign != ' ' || !written.ends_with(' ') {
            written.push(sign);
        }
    }
    written
}

/// What a keyboard types where typography was put.
fn straight(sign: char) -> char {
    match sign {
        '\u{a0}' | '\u{202f}' => ' ',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cleaned_without_spoiling_words() {
        assert_eq!(clean(" L’école  ouvre\u{a0}? ".to_owned(), true), "L’école ouvre\u{a0}?");
        assert_eq!(clean("${a}\u{a0}= ‘x’".to_owned(), false), "${a} = 'x'");
    }
}
