//! What is to be corrected in a form, told where it stands.

use std::fmt;

/// Whether a form can be used in spite of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The form cannot be used before it is corrected.
    Refusal,
    /// The form can be used; something in it will not be as its author thinks.
    Warning,
}

/// Something to correct, with its place in the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Sheet of the workbook; empty when it is the whole file.
    pub sheet: String,
    /// Row as the spreadsheet numbers it, from 1; 0 when it is the whole sheet.
    pub row: u32,
    /// Header of the column; empty when it is the whole row.
    pub column: String,
    /// Whether the form can be used all the same.
    pub severity: Severity,
    /// What is wrong and what to do, in French.
    pub sentence: String,
}

impl Problem {
    /// A problem that refuses the form.
    pub fn refusal(sheet: &str, row: u32, column: &str, sentence: impl Into<String>) -> Self {
        Self::new(Severity::Refusal, sheet, row, column, sentence.into())
    }

    /// A problem that lets the form be used.
    pub fn warning(sheet: &str, row: u32, column: &str, sentence: impl Into<String>) -> Self {
        Self::new(Severity::Warning, sheet, row, column, sentence.into())
    }

    /// A problem of the whole file.
    pub fn of_file(sentence: impl Into<String>) -> Self {
        Self::refusal("", 0, "", sentence)
    }

    fn new(severity: Severity, sheet: &str, row: u32, column: &str, sentence: String) -> Self {
        Self { sheet: sheet.to_owned(), row, column: column.to_owned(), severity, sentence }
    }

    /// Whether it refuses the form.
    pub fn is_refusal(&self) -> bool {
        self.severity == Severity::Refusal
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut place = Vec::new();
        if !self.sheet.is_empty() {
            place.push(format!("feuille « {} »", self.sheet));
        }
        if self.row > 0 {
            place.push(format!("ligne {}", self.row));
        }
        if !self.column.is_empty() {
            place.push(format!("colonne « {} »", self.column));
        }
        let place = place.join(", ");
        match place.chars().next() {
            Some(first) => {
                write!(f, "{}{} : {}", first.to_uppercase(), &place[first.len_utf8()..], self.sentence)
            }
            None => f.write_str(&self.sentence),
        }
    }
}

/// A text of somebody, short enough to be quoted in a sentence.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    format!("« {short} »")
}
