//! Texts and tables: encodings, separators, and the dBASE table of a Shapefile.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes a text file, and names the encoding as a person would.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => (encoding.decode(bytes).0, "UTF-16"),
        Some(_) => (UTF_8.decode(bytes).0, "UTF-8 avec BOM"),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), "UTF-8"),
            Err(_) => (WINDOWS_1252.decode(bytes).0, "Windows-1252 (Latin-1)"),
        },
    }
}

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
    let encoding = dbase_encoding(declared, language_driver, &body);
    let text = |raw: &[u8]| encoding.decode_without_bom_handling(raw).0.trim_matches([' ', '\0']).to_owned();
    let rows = body
        .iter()
        .map(|row| {
            fields
                .iter()
                .map(|field| row.get(field.start..field.start + field.length).map_or_else(String::new, text))
                .collect()
        })
        .collect();
    Some(Dbase {
        headers: names.into_iter().map(text).collect(),
        rows,
        encoding: if encoding == UTF_8 { "UTF-8" } else { "Windows-1252 (Latin-1)" },
    })
}

fn dbase_encoding(declared: Option<&str>, language_driver: u8, body: &[&[u8]]) -> &'static Encoding {
    if let Some(declared) = declared {
        let label = declared.trim().to_ascii_lowercase();
        if label.contains("utf") {
            return UTF_8;
        }
        if label.contains("8859") || label.contains("1252") || label.contains("latin") {
            return WINDOWS_1252;
        }
    }
    // 0x03 and 0x57 say Windows-1252; other marks are rarely true, so the bytes decide.
    let is_utf8 = body.iter().all(|row| std::str::from_utf8(row).is_ok());
    if is_utf8 && !matches!(language_driver, 0x03 | 0x57) { UTF_8 } else { WINDOWS_1252 }
}
