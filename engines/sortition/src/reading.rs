//! Tables as people have them: any usual encoding and separator, headers under several names. Nothing is corrected
//! unseen: what is wrong is told with its line.

use unicode_normalization::UnicodeNormalization as _;

/// Most lines of a table.
pub const MOST_LINES: usize = 1_000_000;
/// Most points told at once.
const MOST_TOLD: usize = 12;

/// « 1 siège », « 32 sièges ».
pub(crate) fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number.abs() < 2 { one } else { many })
}

/// Everything that is to be corrected, in French, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wrong(pub Vec<String>);

impl Wrong {
    /// One sentence.
    pub fn of(sentence: impl Into<String>) -> Self {
        Self(vec![sentence.into()])
    }

    /// Nothing wrong, or this.
    pub(crate) fn or<T>(mut self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            return Ok(value);
        }
        let more = self.0.len().saturating_sub(MOST_TOLD);
        self.0.truncate(MOST_TOLD);
        if more > 0 {
            self.0.push(format!("et {more} autres points du même ordre."));
        }
        Err(self)
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.0.join("\n"))
    }
}

/// A table: its headers, and its lines with their number.
#[derive(Debug, Clone)]
pub struct Table {
    /// Names of columns.
    pub headers: Vec<String>,
    /// Cells of each line that is not empty.
    pub lines: Vec<(u64, csv::StringRecord)>,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// It is empty, not a table, or too long.
    pub fn read(bytes: &[u8]) -> Result<Self, Wrong> {
        let text = letters::decode(bytes).text;
        if text.trim().is_empty() {
            return Err(Wrong::of("Le fichier est vide."));
        }
        if text.contains('\0') {
            return Err(Wrong::of("Ce fichier n’est pas un tableau en texte (CSV) : enregistrez-le en CSV."));
        }
        let text = text.trim_start_matches(['\n', '\r', '\u{feff}']);
        let head = text.lines().next().unwrap_or_default();
        let delimiter = separator(head);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let headers: Vec<String> = match reader.headers() {
            Ok(headers) => headers.iter().map(|header| header.trim_matches('\u{feff}').trim().to_owned()).collect(),
            Err(_) => return Err(Wrong::of("La première ligne n’est pas lisible comme une ligne de tableau.")),
        };
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| Wrong::of(format!("Le tableau n’est pas lisible : {error}.")))?;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() > headers.len() && record.iter().skip(headers.len()).any(|cell| !cell.is_empty()) {
                return Err(Wrong::of(format!(
                    "Ligne {line} : {} cases pour {} colonnes. Une case qui contient le séparateur s’écrit entre guillemets.",
                    record.len(),
                    headers.len()
                )));
            }
            if lines.len() == MOST_LINES {
                return Err(Wrong::of(format!("Le fichier a plus de {MOST_LINES} lignes.")));
            }
            lines.push((line, record));
        }
        Ok(Self { headers, lines })
    }

    /// Where a column is, whatever its capitals and accents; several names are tried in order.
    ///
    /// # Errors
    /// Two columns bear that name.
    pub fn column(&self, names: &[&str]) -> Result<Option<usize>, Wrong> {
        for name in names {
            let folded = folded(name);
            let mut found = (0..self.headers.len()).filter(|at| crate::reading::folded(&self.headers[*at]) == folded);
            if let Some(at) = found.next() {
                if found.next().is_some() {
                    return Err(Wrong::of(format!("Deux colonnes s’appellent « {name} » : gardez-en une.")));
                }
                return Ok(Some(at));
            }
        }
        Ok(None)
    }
}

/// The separator that cuts the first line in most cells.
fn separator(head: &str) -> u8 {
    let count = |sign: &u8| {
        let mut is_quoted = false;
        let mut cuts = 0_usize;
        for byte in head.bytes() {
            is_quoted ^= byte == b'"';
            cuts += usize::from(byte == *sign && !is_quoted);
        }
        cuts
    };
    let mut best = b',';
    for sign in [b';', b'\t', b'|'] {
        if count(&sign) > count(&best) {
            best = sign;
        }
    }
    best
}

/// A text without capitals, accents, signs or doubled spaces: two that read alike are alike.
pub fn folded(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut is_apart = false;
    let mut keep = |letter: char| {
        if letter.is_alphanumeric() {
            if is_apart && !kept.is_empty() {
                kept.push(' ');
            }
            is_apart = false;
            kept.extend(letter.to_lowercase());
        } else if !('\u{300}'..='\u{36f}').contains(&letter) {
            is_apart = true;
        }
    };
    if text.is_ascii() {
        text.chars().for_each(keep);
    } else {
        text.nfkd().for_each(&mut keep);
    }
    kept
}

/// A value as it is compared: capitals and spaces around do not count, signs do.
pub fn plain(text: &str) -> String {
    let lower = if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() };
    let mut words = lower.split_whitespace();
    let mut plain = words.next().unwrap_or_default().to_owned();
    for word in words {
        plain.push(' ');
        plain.push_str(word);
    }
    plain
}
