//! What a file is, read from its first bytes and never from its name alone.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use crate::kinds::{Kind, Limits};
use crate::office;
use crate::problem::{FileError, FileProblem, Reason};

/// Checks that a content is what its name announces and that this is accepted here.
///
/// # Errors
/// [`FileError::Refused`] with the sentence for the person; another when the disk failed.
pub fn inspect(path: &Path, name: &str, limits: &Limits<'_>) -> Result<Kind, FileError> {
    let refused = |reason| FileError::Refused(FileProblem::new(name, reason, limits));
    let kind =
        Kind::of_name(name).filter(|kind| limits.kinds.contains(kind)).ok_or_else(|| refused(Reason::of_name(name)))?;
    let failed = FileError::vault("inspecting");
    let mut file = File::open(path).map_err(&failed)?;
    let mut head = Vec::with_capacity(512);
    file.by_ref().take(512).read_to_end(&mut head).map_err(&failed)?;
    file.rewind().map_err(&failed)?;
    if head.is_empty() {
        return Err(refused(Reason::Empty));
    }
    let is_as_said = match kind {
        Kind::Pdf => head.starts_with(b"%PDF-"),
        Kind::Jpeg => head.starts_with(&[0xff, 0xd8, 0xff]),
        Kind::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
        Kind::Webp => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"),
        Kind::Odt | Kind::Ods | Kind::Docx | Kind::Xlsx | Kind::Zip => head.starts_with(b"PK\x03\x04"),
        Kind::Csv | Kind::Txt => !looks_like_markup(&head),
        Kind::GeoJson => first_sign(&head) == Some(b'{'),
    };
    // A telephone's photograph renamed: ISO base media file whose brand is one of HEIF.
    let is_heic = head.get(4..8) == Some(b"ftyp")
        && head
            .get(8..12)
            .is_some_and(|brand| [b"heic", b"heix", b"mif1", b"msf1", b"hevc"].iter().any(|known| brand == *known));
    if is_heic {
        return Err(refused(Reason::Heic));
    }
    if !is_as_said {
        return Err(refused(Reason::NotWhatItSays(kind.french())));
    }
    match kind {
        Kind::Odt | Kind::Ods | Kind::Docx | Kind::Xlsx | Kind::Zip => {
            office::inspect(file, kind).map_err(refused)?;
        }
        Kind::Csv | Kind::Txt | Kind::GeoJson => {
            if !is_text(file).map_err(&failed)? {
                return Err(refused(Reason::NotText));
            }
        }
        Kind::Pdf | Kind::Jpeg | Kind::Png | Kind::Webp => {}
    }
    Ok(kind)
}

/// The first byte after a byte order mark and white space.
fn first_sign(head: &[u8]) -> Option<u8> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    head.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// HTML, SVG or XML under the name of a text: a browser could be led to run it.
fn looks_like_markup(head: &[u8]) -> bool {
    first_sign(head) == Some(b'<')
}

/// Text holds no control bytes but tabs, line ends and the end-of-file mark of old programs; UTF-8 and Latin-1 both pass.
fn is_text(mut file: File) -> io::Result<bool> {
    let mut piece = vec![0; 64 * 1024];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            return Ok(true);
        }
        if piece[..count].iter().any(|byte| matches!(byte, 0..=8 | 14..=25 | 27..=31)) {
            return Ok(false);
        }
    }
}

/// A name fit for keeping and showing: the last part of a path, without control or direction signs, 150 characters.
pub fn clean_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_kept = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let plain: String = last.chars().filter(is_kept).collect();
    let plain = plain.trim().trim_start_matches('.').trim();
    if plain.is_empty() {
        return "sans nom".to_owned();
    }
    let count = plain.chars().count();
    if count <= 150 {
        return plain.to_owned();
    }
    // The end is kept as well as the beginning: it says the kind.
    let start: String = plain.chars().take(130).collect();
    let end: String = plain.chars().skip(count - 19).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_could_deceive() {
        for (typed, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\moi\\RIB.pdf", "RIB.pdf"),
            ("facture\u{202e}fdp.exe", "facturefdp.exe"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
            ("..", "sans nom"),
            ("", "sans nom"),
            ("Été à l’école.pdf", "Été à l’école.pdf"),
        ] {
            assert_eq!(clean_name(typed), kept, "{typed:?}");
        }
        let long = clean_name(&format!("{}.pdf", "é".repeat(500)));
        assert!(long.chars().count() == 150 && long.ends_with(".pdf"), "{long}");
    }
}
