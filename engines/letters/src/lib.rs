//! How files spell letters: the encoding that explains their bytes, and the words whose letters were lost on the way.
//! What cannot be read is kept visible and told; nothing is guessed unseen.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, its byte order mark left out; `\u{fffd}` stands where bytes say nothing.
    pub text: Cow<'a, str>,
    /// The encoding as a person names it.
    pub encoding: &'static str,
}

/// What bytes may be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// An encoding of the web.
    Web(&'static Encoding, &'static str),
    /// A code page of DOS, which old tables still declare: its upper half.
    Dos(&'static str, &'static str),
}

/// UTF-8.
pub const UTF8: Alphabet = Alphabet::Web(UTF_8, "UTF-8");
/// Windows-1252, which holds Latin-1.
pub const WINDOWS: Alphabet = Alphabet::Web(WINDOWS_1252, "Windows-1252 (Latin-1)");
const LATIN9: Alphabet = Alphabet::Web(ISO_8859_15, "ISO-8859-15 (Latin-9)");
const MAC: Alphabet = Alphabet::Web(MACINTOSH, "Mac OS Roman");
const DOS850: Alphabet = Alphabet::Dos(UPPER_850, "DOS (page de codes 850)");
const DOS437: Alphabet = Alphabet::Dos(UPPER_437, "DOS (page de codes 437)");

const UPPER_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const UPPER_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

impl Alphabet {
    /// Its name, as a person says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Web(_, name) | Self::Dos(_, name) => name,
        }
    }

    /// The text of some bytes.
    pub fn read(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Web(encoding, _) => encoding.decode_without_bom_handling(bytes).0,
            Self::Dos(upper, _) => {
                let letter = |byte: &u8| match byte.checked_sub(0x80) {
                    None => char::from(*byte),
                    Some(rank) => upper.chars().nth(usize::from(rank)).unwrap_or('\u{fffd}'),
                };
                Cow::Owned(bytes.iter().map(letter).collect())
            }
        }
    }

    /// The alphabet a `.cpg` file names: « UTF-8 », « 1252 », « ISO-8859-15 », « OEM 850 », « LDID/87 ».
    pub fn of_label(label: &str) -> Option<Self> {
        let bare: String = label.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        if let Some(mark) = bare.strip_prefix("ldid") {
            return Self::of_language_driver(mark.parse().ok()?);
        }
        match bare.trim_start_matches("ansi").trim_start_matches("oem").trim_start_matches("cp") {
            "utf8" | "65001" => Some(UTF8),
            "1252" | "windows1252" | "win1252" | "88591" | "iso88591" | "latin1" => Some(WINDOWS),
            "885915" | "iso885915" | "latin9" | "latin0" | "28605" => Some(LATIN9),
            "850" | "ibm850" => Some(DOS850),
            "437" | "ibm437" => Some(DOS437),
            "macintosh" | "mac" | "macroman" | "10000" => Some(MAC),
            _ => None,
        }
    }

    /// The alphabet of the language mark of a dBASE table.
    pub const fn of_language_driver(mark: u8) -> Option<Self> {
        match mark {
            0x03 | 0x57..=0x59 => Some(WINDOWS),
            0x01 | 0x09 | 0x0B | 0x0D | 0x0F | 0x11 | 0x18 | 0x19 | 0x1B => Some(DOS437),
            0x02 | 0x0A | 0x0E | 0x10 | 0x12 | 0x14 | 0x1A | 0x1D | 0x37 => Some(DOS850),
            0x04 => Some(MAC),
            _ => None,
        }
    }

    /// The alphabet that explains bytes nobody named one for.
    pub fn guess(bytes: &[u8]) -> Self {
        let (letters, faults) = utf8_letters(bytes);
        // A text in UTF-8 whose bytes were damaged somewhere, or a table that cuts a letter in two, stays UTF-8:
        // read otherwise, every other letter would be lost.
        if faults == 0 || letters > faults {
            UTF8
        } else if is_latin9(bytes) {
            LATIN9
        } else {
            WINDOWS
        }
    }
}

/// Letters beyond ASCII that bytes spell in UTF-8, and places where they spell nothing.
pub fn utf8_letters(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(letters, faults), chunk| {
        let more = chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        (letters + more, faults + usize::from(!chunk.invalid().is_empty()))
    })
}

/// Whether `¼`, `½` or `¾` stands inside a word, where Latin-9 has `Œ`, `œ` and `Ÿ`; Windows-1252 writes those below
/// `0xA0`, which Latin-9 leaves to control signs.
fn is_latin9(bytes: &[u8]) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    !bytes.iter().any(|byte| matches!(byte, 0x80..=0x9F))
        && bytes.iter().enumerate().any(|(rank, byte)| {
            let before = rank.checked_sub(1).and_then(|before| bytes.get(before));
            matches!(byte, 0xBC..=0xBE) && (is_letter(before) || is_letter(bytes.get(rank + 1)))
        })
}

/// Whether bytes without a mark are UTF-16: one byte in two is zero, always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<&[u8]> = bytes.chunks_exact(2).take(256).collect();
    let zeros = |side: usize| head.iter().filter(|pair| pair.get(side) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    match (first, second) {
        (0, second) if second * 2 > head.len() => Some(UTF_16LE),
        (first, 0) if first * 2 > head.len() => Some(UTF_16BE),
        _ => None,
    }
}

/// Reads a file of text, whatever its encoding.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or_default();
        let name = if encoding == UTF_8 { "UTF-8 avec BOM" } else { "UTF-16" };
        // Old spreadsheets set the mark of UTF-8 at the head of a table they wrote in their own alphabet.
        if encoding == UTF_8 && std::str::from_utf8(body).is_err() {
            let alphabet = Alphabet::guess(body);
            return Decoded { text: alphabet.read(body), encoding: alphabet.name() };
        }
        return Decoded { text: encoding.decode_without_bom_handling(body).0, encoding: name };
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Decoded { text: encoding.decode_without_bom_handling(bytes).0, encoding: "UTF-16" };
    }
    let alphabet = Alphabet::guess(bytes);
    Decoded { text: alphabet.read(bytes), encoding: alphabet.name() }
}

/// What is wrong with the letters of a text, in French, or nothing. `place` says where it stands: « le nom ».
pub fn doubt(place: &str, text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let shown: String = text.chars().take(60).map(|sign| if is_lost(sign) { '\u{fffd}' } else { sign }).collect();
    if text.chars().any(is_lost) {
        return Some(format!(
            "Dans {place}, des lettres n’ont pas pu être lues : « {shown} ». Enregistrez le fichier d’origine en UTF-8, ou corrigez ce texte."
        ));
    }
    (is_encoded_twice(text) || has_misread_letter(text)).then(|| {
        format!(
            "Dans {place}, « {shown} » semble mal encodé : vérifiez les accents, et enregistrez au besoin le fichier d’origine en UTF-8."
        )
    })
}

/// The sign of a byte that spells nothing, or a control sign that no name holds.
const fn is_lost(sign: char) -> bool {
    matches!(sign, '\u{fffd}' | '\u{80}'..='\u{9f}')
}

/// « Ã‰tienne »: UTF-8 read as Windows-1252, then written again.
fn is_encoded_twice(text: &str) -> bool {
    let mut start = 0;
    let mut is_found = false;
    // Each run of letters beyond ASCII is looked at alone: another of them may be right.
    for (rank, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        if !sign.is_ascii() {
            continue;
        }
        if let Some(run) = text.get(start..rank).filter(|run| run.chars().count() > 1) {
            let (bytes, _, is_unmappable) = WINDOWS_1252.encode(run);
            let spelt = std::str::from_utf8(&bytes).is_ok_and(|text| text.chars().all(is_of_french));
            is_found |= spelt && !is_unmappable;
        }
        start = rank + sign.len_utf8();
    }
    is_found
}

/// Letters and signs that French writes beyond ASCII.
const fn is_of_french(sign: char) -> bool {
    matches!(
        sign,
        '\u{a0}' | '«' | '»' | '°' | 'À'..='ÿ' | 'Œ' | 'œ' | 'Ÿ' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '€'
    )
}

/// « Saint-ƒtienne », « Cit‚ »: a sign of punctuation, or a rare capital, where DOS or Mac OS have an accented letter.
fn has_misread_letter(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    signs.iter().enumerate().any(|(rank, sign)| {
        let before = rank.checked_sub(1).and_then(|before| signs.get(before)).copied().unwrap_or(' ');
        let after = signs.get(rank + 1).copied().unwrap_or(' ');
        match sign {
            '‚' | '„' | 'ˆ' | '‰' | '†' | '‡' | '˜' => before.is_alphabetic(),
            '…' | '•' | '™' | '“' | '”' => before.is_alphabetic() && after.is_alphabetic(),
            'Š' | 'Ž' => before.is_lowercase(),
            'ƒ' => before.is_alphabetic() || after.is_alphabetic(),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alphabet_spells_french() {
        let names = "L'Haÿ, Étienne, Gruyère, Garçon, Forêt, Noël";
        for (alphabet, bytes) in [
            (DOS850, b"L'Ha\x98, \x90tienne, Gruy\x8are, Gar\x87on, For\x88t, No\x89l".as_slice()),
            (DOS437, b"L'Ha\x98, \x90tienne, Gruy\x8are, Gar\x87on, For\x88t, No\x89l"),
            (WINDOWS, b"L'Ha\xff, \xc9tienne, Gruy\xe8re, Gar\xe7on, For\xeat, No\xebl"),
            (LATIN9, b"L'Ha\xff, \xc9tienne, Gruy\xe8re, Gar\xe7on, For\xeat, No\xebl"),
            (MAC, b"L'Ha\xd8, \x83tienne, Gruy\x8fre, Gar\x8don, For\x90t, No\x91l"),
        ] {
            assert_eq!(alphabet.read(bytes), names, "{}", alphabet.name());
        }
        assert_eq!((UPPER_850.chars().count(), UPPER_437.chars().count()), (128, 128));
    }

    #[test]
    fn labels_and_marks_name_an_alphabet() {
        for (label, expected) in [
            ("UTF-8", Some(UTF8)),
            ("utf8\r\n", Some(UTF8)),
            ("65001", Some(UTF8)),
            ("1252", Some(WINDOWS)),
            ("ANSI 1252", Some(WINDOWS)),
            ("CP1252", Some(WINDOWS)),
            ("ISO-8859-1", Some(WINDOWS)),
            ("ISO-8859-15", Some(LATIN9)),
            ("OEM 850", Some(DOS850)),
            ("LDID/87", Some(WINDOWS)),
            ("LDID/1", Some(DOS437)),
            ("Big5", None),
            ("", None),
        ] {
            assert_eq!(Alphabet::of_label(label), expected, "{label}");
        }
        assert_eq!(Alphabet::of_language_driver(0), None);
    }

    #[test]
    fn sound_names_raise_no_doubt() {
        for name in [
            "L’Haÿ-les-Roses",
            "Œuvre",
            "Saint-Étienne",
            "Cité « Été »",
            "CITÉ»",
            "Le Viguier – Saint-Jacques…",
            "Škoda",
            "Bœuf",
            "Aÿ-Champagne",
            "30 ½ journées",
        ] {
            assert_eq!(doubt("le nom", name), None, "{name}");
        }
    }

    #[test]
    fn lost_and_misread_letters_are_told() {
        for (name, words) in [
            ("Saint-\u{fffd}tienne", "n’ont pas pu être lues : « Saint-\u{fffd}tienne »"),
            ("Cit\u{90}", "n’ont pas pu être lues : « Cit\u{fffd} »"),
            ("Saint-Ã‰tienne", "semble mal encodé"),
            ("Lâ€™HaÃ¿", "semble mal encodé"),
            ("Cit‚", "semble mal encodé"),
            ("Guynem‚r", "semble mal encodé"),
            ("GruyŠre", "semble mal encodé"),
            ("Saint-ƒtienne", "semble mal encodé"),
        ] {
            let told = doubt("le nom", name).unwrap_or_default();
            assert!(told.starts_with("Dans le nom, ") && told.contains(words), "{name}: {told}");
        }
    }

    #[test]
    fn a_mark_of_utf_8_that_lies_is_left_aside() {
        let decoded = decode(b"\xef\xbb\xbfCaf\xe9 associatif \x8cuvre d'\xe9t\xe9 \x80");
        assert_eq!(
            (decoded.text.as_ref(), decoded.encoding),
            ("Café associatif Œuvre d'été €", "Windows-1252 (Latin-1)")
        );
    }
}
