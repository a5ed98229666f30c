//! Tables: separators, and the dBASE table of a Shapefile.

use letters::{Alphabet, UTF8, utf8_letters};

/// The separator of a CSV: the one met most in the first line, out of quotes.
pub(crate) fn delimiter(text: &[u8]) -> u8 {
    let mut counts = [(b';', 0), (b',', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            other if !is_quoted => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(delimiter == other);
                }
            }
            _ => {}
        }
    }
    let mut best = (b',', 0);
    for (delimiter, count) in counts {
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    best.0
}

/// A dBASE table read as texts.
///
/// The `dbase` crate turns numbers into floats (`11069` would come back as `11069.0`); a code must
/// stay the text it is, so the fixed-width cells are read here.
pub(super) struct Dbase {
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) encoding: &'static str,
    /// What the file announces and its bytes deny, in French.
    pub(super) remark: Option<String>,
}

struct Field {
    start: usize,
    length: usize,
}

/// Reads a dBASE table; `declared` is the text of the `.cpg` file. `None` when it is broken.
pub(super) fn read_dbase(bytes: &[u8], declared: Option<&str>, max_rows: usize) -> Option<Dbase> {
    let number = |from: usize, length: usize| -> Option<usize> {
        let slice = bytes.get(from..from + length)?;
        Some(slice.iter().rev().fold(0, |total, byte| total << 8 | usize::from(*byte)))
    };
    let (count, header_length, row_length) = (number(4, 4)?, number(8, 2)?, number(10, 2)?);
    let language_driver = *bytes.get(29)?;
    if row_length < 2 || header_length < 33 {
        return None;
    }
    let mut fields = Vec::new();
    let mut names = Vec::new();
    let mut start = 1;
    let descriptors = bytes.get(32..header_length)?;
    for descriptor in descriptors.chunks_exact(32) {
        if descriptor.first() == Some(&0x0D) {
            break;
        }
        let name = descriptor.get(..11)?.split(|byte| *byte == 0).next()?;
        let length = usize::from(*descriptor.get(16)?);
        names.push(name);
        fields.push(Field { start, length });
        start += length;
    }
    if fields.is_empty() || start > row_length {
        return None;
    }
    let body: Vec<&[u8]> = bytes.get(header_length..)?.chunks_exact(row_length).take(count.min(max_rows + 1)).collect();
    if body.len() < count.min(max_rows + 1) {
        return None;
    }
    let texts = bytes.get(header_length..header_length + row_length * body.len())?;
    let (alphabet, remark) = alphabet_of(declared, language_driver, texts);
    let text = |raw: &[u8]| alphabet.read(raw).trim_matches([' ', '\0']).to_owned();
    let rows = body
        .iter()
        .map(|row| {
            fields
                .iter()
                .map(|field| row.get(field.start..field.start + field.length).map_or_else(String::new, text))
                .collect()
        })
        .collect();
    Some(Dbase { headers: names.into_iter().map(text).collect(), rows, encoding: alphabet.name(), remark })
}

/// The alphabet of a table: the one it declares unless its bytes deny it, which is told.
fn alphabet_of(declared: Option<&str>, language_driver: u8, texts: &[u8]) -> (Alphabet, Option<String>) {
    let guessed = Alphabet::guess(texts);
    let label = declared.map(str::trim).filter(|label| !label.is_empty());
    let named = label.and_then(Alphabet::of_label);
    let announced = named.or_else(|| Alphabet::of_language_driver(language_driver));
    let (letters, faults) = utf8_letters(texts);
    if letters + faults == 0 {
        return (announced.unwrap_or(UTF8), None);
    }
    match (announced, label) {
        (Some(announced), _) if is_plausible(announced, named.is_some(), (letters, faults), texts) => (announced, None),
        (Some(announced), _) => {
            let (said, read) = (announced.name(), guessed.name());
            let remark = format!(
                "La table annonce des textes en {said}, mais ils n’en sont pas : ils ont été lus en {read}. Vérifiez les accents."
            );
            (guessed, Some(remark))
        }
        (None, Some(label)) => {
            let shown: String = label.chars().take(40).collect();
            let remark = format!(
                "Le fichier .cpg annonce l’encodage « {shown} », qui n’est pas connu ici : les textes ont été lus en {}. Vérifiez les accents.",
                guessed.name()
            );
            (guessed, Some(remark))
        }
        (None, None) => (guessed, None),
    }
}

/// Whether texts may be in the alphabet announced. `is_named`: by a `.cpg` file, which says more than a mark that
/// many programs write without looking.
fn is_plausible(announced: Alphabet, is_named: bool, (letters, faults): (usize, usize), texts: &[u8]) -> bool {
    if announced == UTF8 {
        return letters > faults || faults == 0;
    }
    // No French text in one byte a letter reads as UTF-8 from end to end.
    if faults == 0 {
        return false;
    }
    let count = |from: u8, to: u8| texts.iter().filter(|byte| (from..=to).contains(byte)).count();
    match announced {
        // The accented letters of French stand below in a code page of DOS, above in Windows.
        Alphabet::Dos(..) => is_named || count(0x80, 0xA7) > count(0xC0, 0xFF),
        Alphabet::Web(..) => true,
    }
}
