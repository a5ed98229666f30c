//! Office files and archives are ZIP: their table of contents is read before anything is unpacked, so that a small
//! file cannot become a large memory. Only headers are read here; who unpacks must still cap what comes out.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::kinds::Kind;
use crate::problem::Reason;

/// Most entries a file may hold.
const MOST_ENTRIES: usize = 2_000;
/// Most bytes it may unpack to: 200 MiB.
const MOST_BYTES_INSIDE: u64 = 200 * 1024 * 1024;
/// Most bytes unpacked for one packed, on the whole file.
const LARGEST_RATIO: u64 = 100;
/// Below this many bytes unpacked the ratio says nothing: a template full of repeats is harmless.
const RATIO_COUNTS_FROM: u64 = 16 * 1024 * 1024;

/// Checks the table of contents: sound, modest, and of the kind announced.
pub(crate) fn inspect(mut file: File, kind: Kind) -> Result<(), Reason> {
    let length = file.seek(SeekFrom::End(0)).map_err(|_| Reason::Damaged)?;
    // Before the reader allocates a place for each entry, the count announced at the end is looked at.
    if announced_entries(&mut file, length)? > MOST_ENTRIES {
        return Err(Reason::TooMuchInside);
    }
    let mut archive = ZipArchive::new(file).map_err(|_| Reason::Damaged)?;
    if archive.len() > MOST_ENTRIES {
        return Err(Reason::TooMuchInside);
    }
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    let mut names = Vec::with_capacity(archive.len());
    for rank in 0..archive.len() {
        let entry = archive.by_index_raw(rank).map_err(|_| Reason::Damaged)?;
        packed = packed.saturating_add(entry.compressed_size());
        unpacked = unpacked.saturating_add(entry.size());
        if entry.enclosed_name().is_none() || entry.is_symlink() || entry.encrypted() {
            return Err(Reason::Damaged);
        }
        names.push(entry.name().map_err(|_| Reason::Damaged)?.into_owned());
    }
    // Entries that share the same bytes add up to more than the file: only bombs are built so.
    if packed > length {
        return Err(Reason::TooMuchInside);
    }
    if unpacked > MOST_BYTES_INSIDE || (unpacked > RATIO_COUNTS_FROM && unpacked / LARGEST_RATIO > packed) {
        return Err(Reason::TooMuchInside);
    }
    if names.iter().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin")) {
        return Err(Reason::Macros);
    }
    let holds = |wanted: &str| names.iter().any(|name| name == wanted);
    let is_as_said = match kind {
        Kind::Docx => holds("[Content_Types].xml") && holds("word/document.xml"),
        Kind::Xlsx => holds("[Content_Types].xml") && holds("xl/workbook.xml"),
        Kind::Odt | Kind::Ods => mimetype(&mut archive).as_deref() == Some(kind.media_type()) && holds("content.xml"),
        _ => true,
    };
    if is_as_said { Ok(()) } else { Err(Reason::NotWhatItSays(kind.french())) }
}

/// The `mimetype` entry of an OpenDocument file; its content is a short line.
fn mimetype(archive: &mut ZipArchive<File>) -> Option<String> {
    let mut text = String::new();
    archive.by_name("mimetype").ok()?.take(200).read_to_string(&mut text).ok()?;
    Some(text.trim().to_owned())
}

/// The number of entries in the last "end of central directory" record (APPNOTE.TXT §4.3.16). A file that needs
/// the 64-bit record holds more than we take.
fn announced_entries(file: &mut File, length: u64) -> Result<usize, Reason> {
    const LONGEST_END: u64 = 65_535 + 22;
    let start = length.saturating_sub(LONGEST_END);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(start)).map_err(|_| Reason::Damaged)?;
    file.take(LONGEST_END).read_to_end(&mut tail).map_err(|_| Reason::Damaged)?;
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06").ok_or(Reason::Damaged)?;
    match tail.get(at + 10..at + 12) {
        Some(&[low, high]) => Ok(usize::from(u16::from_le_bytes([low, high]))),
        _ => Err(Reason::Damaged),
    }
}
