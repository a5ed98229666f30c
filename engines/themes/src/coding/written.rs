//! A codebook as a table that people edit in a spreadsheet.

use super::codebook::{Codebook, SubTheme, Theme};
use crate::text::folded;

/// Headers of the table.
pub const HEADERS: [&str; 6] = ["version", "code", "theme", "sous_theme", "mots", "sauf"];

/// Between words of one cell.
const BETWEEN: char = '|';

/// What is wrong in the table of a codebook, told in French.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodebookError {
    /// A column is missing.
    #[error(
        "La colonne « {0} » manque. Un livre de codes a les colonnes version, code, theme, sous_theme, mots et sauf."
    )]
    Column(&'static str),
    /// A line has no code.
    #[error("Ligne {line} : « {column} » est vide. Donnez à chaque ligne un thème et un code.")]
    Empty {
        /// Line of the file.
        line: u64,
        /// Which column.
        column: &'static str,
    },
    /// One code has two names.
    #[error("Ligne {line} : le code « {code} » a déjà un autre nom, « {known} ». Un code, un thème.")]
    TwoNames {
        /// Line of the file.
        line: u64,
        /// The code.
        code: String,
        /// Its name so far.
        known: String,
    },
    /// A code holds what separates codes.
    #[error("Ligne {line} : le code « {code} » contient « | » ou « ; », qui séparent les codes d’une même réponse.")]
    Separator {
        /// Line of the file.
        line: u64,
        /// The code.
        code: String,
    },
    /// No line.
    #[error("Ce livre de codes n’a aucun thème.")]
    Nothing,
}

/// Reads a codebook: headers, and lines with their number in the file.
///
/// # Errors
/// What is wrong, with the line.
pub fn read_codebook(headers: &[String], rows: &[(u64, Vec<String>)]) -> Result<Codebook, CodebookError> {
    let column = |name: &str| headers.iter().position(|header| folded(header.trim()).replace(' ', "_") == name);
    let theme_at = column("theme").ok_or(CodebookError::Column("theme"))?;
    let words_at = column("mots").ok_or(CodebookError::Column("mots"))?;
    let code_at = column("code").unwrap_or(theme_at);
    let (version_at, part_at, except_at) = (column("version"), column("sous_theme"), column("sauf"));
    let mut made = Codebook::default();
    for (line, cells) in rows {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let optional = |at: Option<usize>| at.map_or("", cell);
        let (code, label) = (cell(code_at), cell(theme_at));
        if code.is_empty() || label.is_empty() {
            let column = if label.is_empty() { "theme" } else { "code" };
            return Err(CodebookError::Empty { line: *line, column });
        }
        if code.contains([BETWEEN, ';']) {
            return Err(CodebookError::Separator { line: *line, code: code.to_owned() });
        }
        if made.version.is_empty() {
            optional(version_at).clone_into(&mut made.version);
        }
        let known = made.themes.iter().position(|theme| folded(&theme.code) == folded(code));
        let theme = known.unwrap_or_else(|| {
            made.themes.push(Theme { code: code.to_owned(), label: label.to_owned(), parts: Vec::new() });
            made.themes.len() - 1
        });
        let theme = &mut made.themes[theme];
        if folded(&theme.label) != folded(label) {
            let known = theme.label.clone();
            return Err(CodebookError::TwoNames { line: *line, code: code.to_owned(), known });
        }
        let words = |text: &str| -> Vec<String> {
            text.split(BETWEEN).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        theme.parts.push(SubTheme {
            label: optional(part_at).to_owned(),
            words: words(cell(words_at)),
            except: words(optional(except_at)),
        });
    }
    if made.themes.is_empty() { Err(CodebookError::Nothing) } else { Ok(made) }
}

/// Writes a codebook as CSV (UTF-8, commas), which [`read_codebook`] reads back.
pub fn write_codebook(codebook: &Codebook) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let between = BETWEEN.to_string();
    let lines = codebook.themes.iter().flat_map(|theme| theme.parts.iter().map(move |part| (theme, part)));
    let records = lines.map(|(theme, part)| {
        [
            &codebook.version,
            &theme.code,
            &theme.label,
            &part.label,
            &part.words.join(&between),
            &part.except.join(&between),
        ]
        .map(String::clone)
    });
    let all = std::iter::once(HEADERS.map(str::to_owned)).chain(records);
    // Writing into memory does not fail; a record that would is left out rather than half written.
    for record in all {
        let _ = writer.write_record(&record);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u64, cells: [&str; 6]) -> (u64, Vec<String>) {
        (line, cells.map(str::to_owned).to_vec())
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let headers = HEADERS.map(str::to_owned).to_vec();
        let good = row(2, ["1", "s", "Santé", "Soins", "médecin|prise en charge", ""]);
        let read = |rows: &[(u64, Vec<String>)]| read_codebook(&headers, rows).map_err(|error| error.to_string());
        assert_eq!(
            read(std::slice::from_ref(&good)).expect("read").themes[0].parts[0].words,
            ["médecin", "prise en charge"]
        );
        for (second, words) in [
            (row(3, ["", "s", "Sécurité", "", "police", ""]), "Ligne 3 : le code « s »"),
            (row(4, ["", "", "Sécurité", "", "police", ""]), "Ligne 4 : « code » est vide"),
            (row(5, ["", "a;b", "Sécurité", "", "police", ""]), "Ligne 5"),
        ] {
            assert!(read(&[good.clone(), second]).is_err_and(|told| told.contains(words)), "{words}");
        }
        assert!(read(&[]).is_err_and(|told| told.contains("aucun thème")));
        assert!(read_codebook(&["theme".to_owned()], &[]).is_err_and(|error| error.to_string().contains("« mots »")));
    }
}
