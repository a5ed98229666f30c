//! Tables as people have them: any usual encoding and separator, headers under several names. Nothing is corrected
//! unseen: what is wrong is told with its line.

use unicode_normalization::UnicodeNormalization as _;

/// Most lines of a table.
pub const MOST_LINES: usize = 1_000_000;
/// Most columns of a table.
pub const MOST_COLUMNS: usize = 1_000;
/// Longest cell, in bytes.
const MOST_CELL: usize = 10_000;
/// Most points told at once.
const MOST_TOLD: usize = 12;
/// Most signs of a cell shown in a sentence.
const MOST_SHOWN: usize = 60;
/// Most words listed in a sentence.
const MOST_LISTED: usize = 20;

/// « 1 siège », « 32 sièges », « 20 000 personnes » with a narrow no-break space.
pub(crate) fn counted(number: i64, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (rank, digit) in digits.chars().enumerate() {
        if rank > 0 && (digits.len() - rank).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number.abs() < 2 { one } else { many })
}

/// Everything that is to be corrected, in French, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wrong(pub Vec<String>);

impl Wrong {
    /// One sentence.
    pub fn of(sentence: impl Into<String>) -> Self {
        Self(vec![sentence.into()])
    }
}

/// Points told while a file is read: the first ones in full, the others counted, so that a million wrong lines weigh no more
/// than a few.
#[derive(Debug, Default)]
pub(crate) struct Points {
    told: Vec<String>,
    more: usize,
}

impl Points {
    /// Tells one more.
    pub(crate) fn tell(&mut self, sentence: impl FnOnce() -> String) {
        if self.told.len() < MOST_TOLD {
            self.told.push(sentence());
        } else {
            self.more += 1;
        }
    }

    /// Tells what was found elsewhere.
    pub(crate) fn extend(&mut self, wrong: Wrong) {
        wrong.0.into_iter().for_each(|sentence| self.tell(|| sentence));
    }

    /// Whether nothing was told.
    pub(crate) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Nothing wrong, or this.
    pub(crate) fn or<T>(mut self, value: T) -> Result<T, Wrong> {
        if self.told.is_empty() {
            return Ok(value);
        }
        match self.more {
            0 => {}
            1 => self.told.push("Un autre point du même ordre.".to_owned()),
            more => {
                self.told.push(format!("Et {} du même ordre.", counted(more as i64, "autre point", "autres points")))
            }
        }
        Err(Wrong(self.told))
    }
}

/// A cell as it is shown in a sentence: its first signs.
pub(crate) fn shown(cell: &str) -> String {
    let mut shown: String =
        cell.chars().take(MOST_SHOWN).map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    if shown.len() < cell.len() {
        shown.push('…');
    }
    shown
}

/// Words as they are listed in a sentence: the first ones, and how many more.
pub(crate) fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    let first: Vec<String> = words.iter().take(MOST_LISTED).map(|word| shown(word)).collect();
    let more = words.len().saturating_sub(MOST_LISTED);
    let more = if more > 0 { format!(" et {more} de plus") } else { String::new() };
    format!("{}{more}", first.join(", "))
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
        if headers.len() > MOST_COLUMNS {
            return Err(Wrong::of(format!(
                "La première ligne a {}, {MOST_COLUMNS} au plus sont lues : est-ce le bon fichier ?",
                counted(headers.len() as i64, "colonne", "colonnes")
            )));
        }
        let mut lines: Vec<(u64, csv::StringRecord)> = Vec::new();
        let mut last = 1;
        for record in reader.records() {
            let told = |_| Wrong::of(format!("Le tableau n’est plus lisible après la ligne {last}."));
            let mut record = record.map_err(told)?;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = record.position().map_or(0, csv::Position::line);
            last = line;
            if record.iter().any(|cell| cell.len() > MOST_CELL) {
                return Err(Wrong::of(format!(
                    "Ligne {line} : une case a plus de {}. Un guillemet y est sans doute ouvert et jamais refermé.",
                    counted(MOST_CELL as i64, "signe", "signes")
                )));
            }
            if record.len() > headers.len() && record.iter().skip(headers.len()).any(|cell| !cell.is_empty()) {
                return Err(Wrong::of(format!(
                    "Ligne {line} : {} pour {}. Une case qui contient le séparateur s’écrit entre guillemets.",
                    counted(record.len() as i64, "case", "cases"),
                    counted(headers.len() as i64, "colonne", "colonnes")
                )));
            }
            if record.len() > headers.len() {
                record = record.iter().take(headers.len()).collect();
            }
            if lines.len() == MOST_LINES {
                return Err(Wrong::of(format!(
                    "Le fichier a plus de {}.",
                    counted(MOST_LINES as i64, "ligne", "lignes")
                )));
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
