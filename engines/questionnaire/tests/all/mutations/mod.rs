//! Workbooks mutated in every way one can think of: bytes of the archive, tags, texts of cells, sizes that lie, bombs.
#![allow(dead_code, reason = "the example `mutate_forms` uses a part of it")]

use std::io::{Cursor, Read, Write};

use jiff::civil::date;
use questionnaire::answering::{Answers, Circumstances, Session};
use questionnaire::plan::Plan;
use questionnaire::{definition, paper, xlsform};
use zip::write::SimpleFileOptions;

/// Numbers drawn from a seed, the same everywhere.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.bits() % bound as u64) as usize }
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// A workbook, and its parts inflated where it has any.
pub struct Original {
    bytes: Vec<u8>,
    parts: Vec<(String, Vec<u8>)>,
}

/// What is put in a cell.
const CELLS: &[&str] = &[
    "",
    " ",
    "type",
    "select_one",
    "select_one l or_other",
    "begin_group",
    "end repeat",
    "begin loop over l",
    "osm İİİİİİİİ",
    "${a",
    "${}",
    "${a} + ${b} div 0 mod -1",
    "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((",
    "not(not(not(not(not(not(not(not(not(not(not(not(true()))))))))))))",
    "regex(., '((a*)*)*b')",
    "regex(., '[a-z]{1,1000}{1,1000}')",
    "count-selected(.) &lt;= 999999999999999999999",
    "substr(., -9999999999, 99999999999)",
    "indexed-repeat(${a}, ${b}, 1e308)",
    "date('9999-99-99') - 1e400",
    "_xD83D__x0000_",
    "&#x10FFFF;&#xFFFE;",
    "&nbsp;",
    "start=1e308 end=-1e308 step=1e-308",
    "label::Français (fr)::en::x",
    "9e999",
    "-1e-320",
    "2958466",
];

/// What is put between tags.
const TAGS: &[&str] = &[
    "<row>",
    "</row>",
    "<row r=\"1048577\"/>",
    "<row r=\"0\">",
    "<c r=\"XFD4294967295\" t=\"inlineStr\"><is><t>x</t></is></c>",
    "<c r=\"AAAAAAAAAAAAAAAA1\"/>",
    "<c t=\"s\"><v>18446744073709551615</v></c>",
    "<c t=\"d\"><v>2020</v></c>",
    "<c s=\"99999999999\"><v>1e308</v></c>",
    "<c t=\"b\"><v>x</v></c>",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "<sheetData>",
    "</sheetData>",
    "<!-- x -->",
    "<![CDATA[x]]>",
    "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
    "&b;",
    "<?x",
    "<si/>",
    "<t xml:space='preserve'>",
];

impl Original {
    pub fn new(bytes: Vec<u8>) -> Self {
        let parts = parts(&bytes);
        Self { bytes, parts }
    }

    /// A workbook nobody wrote.
    pub fn mutated(&self, draw: &mut Draw) -> Vec<u8> {
        if self.parts.is_empty() {
            return if draw.below(2) == 0 {
                noised(self.bytes.clone(), draw)
            } else {
                records(self.bytes.clone(), draw)
            };
        }
        match draw.below(32) {
            0..4 => noised(self.bytes.clone(), draw),
            4..8 => sizes(self.bytes.clone(), draw),
            8 => self.bomb(draw),
            _ => self.rewritten(draw),
        }
    }

    /// One part or several changed inside, and packed again.
    fn rewritten(&self, draw: &mut Draw) -> Vec<u8> {
        let mut parts = self.parts.clone();
        for _ in 0..1 + draw.below(3) {
            let part = self.part(draw);
            let content = std::mem::take(&mut parts[part].1);
            parts[part].1 = match draw.below(6) {
                0 => noised(content, draw),
                1 | 2 => texts(content, draw),
                _ => tags(content, draw),
            };
        }
        packed(&parts)
    }

    /// A piece of a part repeated until it is far larger than a form can be.
    fn bomb(&self, draw: &mut Draw) -> Vec<u8> {
        let part = self.part(draw);
        let content = &self.parts[part].1;
        let pieces: &[&[u8]] = &[
            b"<row r=\"7\"><c r=\"A7\" t=\"inlineStr\"><is><t>text</t></is></c><c r=\"B7\" t=\"inlineStr\"><is><t>a</t></is></c></row>",
            b"<row><c t=\"inlineStr\"><is><t>l</t></is></c><c t=\"inlineStr\"><is><t>x</t></is></c><c t=\"inlineStr\"><is><t>X</t></is></c></row>",
            b"<row s=\"1\"><c s=\"3\"/><c s=\"3\"/></row>",
            b"<si><t>a</t></si>",
            b"<si/>",
            b"aaaaaaaaaaaaaaaa",
            b"<xf numFmtId=\"14\"/>",
            b"<numFmt numFmtId=\"9\" formatCode=\"d\"/>",
            b"<mergeCell ref=\"A1:B2\"/>",
            b"<sheet name=\"survey\" id=\"rId1\"/>",
            b"<Relationship Id=\"x\" Target=\"y\"/>",
            b"<a><b><c>",
        ];
        let own = between(content, draw);
        let piece = if draw.below(4) == 0 { &content[own] } else { pieces[draw.below(pieces.len())] };
        let at = boundary(content, draw);
        let most = [1usize << 20, 8 << 20, 70 << 20][draw.below(3).min(draw.below(3))];
        packed_with(&self.parts, Some((part, at, piece, most / piece.len().max(1))))
    }

    /// A part, more often one that is read.
    fn part(&self, draw: &mut Draw) -> usize {
        let is_read =
            |name: &str| name.contains("sheet") || name.contains("workbook") || name.contains("sharedStrings");
        let read: Vec<usize> = (0..self.parts.len()).filter(|part| is_read(&self.parts[*part].0)).collect();
        if read.is_empty() || draw.below(5) == 0 { draw.below(self.parts.len()) } else { read[draw.below(read.len())] }
    }
}

/// The parts of a workbook, inflated, so that a change reaches what the reader reads; none for the old format.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let count = archive.len();
    let mut read = |place: usize| {
        let mut part = archive.by_index(place).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        Some((name, content))
    };
    (0..count).filter_map(&mut read).collect()
}

/// Packs parts again.
pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    packed_with(parts, None)
}

/// Packs parts; of one, a piece is repeated at a place without ever standing whole in memory.
fn packed_with(parts: &[(String, Vec<u8>)], bomb: Option<(usize, usize, &[u8], usize)>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // What is not repeated is only stored: deflating it would take most of the time.
    let options = match bomb {
        Some(_) => SimpleFileOptions::default().compression_level(Some(1)),
        None => SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
    };
    for (number, (name, content)) in parts.iter().enumerate() {
        // A name twice, or one that no archive takes: the part is left out.
        if writer.start_file(name.as_str(), options).is_err() {
            continue;
        }
        match bomb {
            Some((part, at, piece, times)) if part == number => {
                writer.write_all(&content[..at]).expect("written");
                let block = piece.repeat((4096 / piece.len().max(1)).max(1));
                for _ in 0..times / (block.len() / piece.len().max(1)).max(1) {
                    writer.write_all(&block).expect("written");
                }
                writer.write_all(&content[at..]).expect("written");
            }
            _ => writer.write_all(content).expect("written"),
        }
    }
    writer.finish().expect("an archive").into_inner()
}

/// Bytes changed, put in, taken out, repeated, cut.
fn noised(mut bytes: Vec<u8>, draw: &mut Draw) -> Vec<u8> {
    for _ in 0..1 + draw.below(8) {
        let at = draw.below(bytes.len());
        let end = (at + 1 + draw.below(64)).min(bytes.len());
        match draw.below(6) {
            0..3 if at < bytes.len() => bytes[at] = draw.bits() as u8,
            3 => drop(bytes.splice(at..at, (0..draw.below(16)).map(|_| draw.0 as u8))),
            4 => drop(bytes.drain(at.min(end)..end)),
            5 if draw.below(4) == 0 => bytes.truncate(at),
            _ => {
                let piece = bytes[at.min(end)..end].to_vec();
                let to = draw.below(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
        }
    }
    bytes
}

/// Sizes and counts that lie, in the headers of the archive.
fn sizes(mut bytes: Vec<u8>, draw: &mut Draw) -> Vec<u8> {
    let marks: [&[u8]; 3] = [b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"];
    for _ in 0..1 + draw.below(4) {
        let mark = marks[draw.below(3)];
        let places: Vec<usize> =
            bytes.windows(4).enumerate().filter(|(_, four)| *four == mark).map(|(at, _)| at).collect();
        let Some(place) = places.get(draw.below(places.len())) else { continue };
        let field = place + 4 + 2 * draw.below(20);
        let said = [u64::from(u32::MAX), 0, draw.bits(), 1 << 31, 65_535][draw.below(5)] as u32;
        if let Some(into) = bytes.get_mut(field..field + 4) {
            into.copy_from_slice(&said.to_le_bytes());
        }
    }
    bytes
}

/// Records of an old workbook whose sort or length lies.
fn records(mut bytes: Vec<u8>, draw: &mut Draw) -> Vec<u8> {
    for _ in 0..1 + draw.below(6) {
        let at = (512 + draw.below(bytes.len().saturating_sub(512))) & !1;
        let said = [0u16, 0xFFFF, 0x00FD, 0x0203, 0x0809, 0x00FC, 0x0085, 0x000A, draw.bits() as u16][draw.below(9)];
        if let Some(into) = bytes.get_mut(at..at + 2) {
            into.copy_from_slice(&said.to_le_bytes());
        }
    }
    bytes
}

/// A place between two tags.
fn boundary(content: &[u8], draw: &mut Draw) -> usize {
    let from = draw.below(content.len());
    content[from..].iter().position(|sign| *sign == b'<').map_or(content.len(), |at| from + at)
}

/// What stands between two such places.
fn between(content: &[u8], draw: &mut Draw) -> std::ops::Range<usize> {
    let start = boundary(content, draw);
    let far = (start + 1 + draw.below(400)).min(content.len());
    start..content[far..].iter().position(|sign| *sign == b'<').map_or(content.len(), |at| far + at)
}

/// Tags put in, taken out, repeated, moved.
fn tags(mut content: Vec<u8>, draw: &mut Draw) -> Vec<u8> {
    for _ in 0..1 + draw.below(6) {
        let piece = between(&content, draw);
        match draw.below(4) {
            0 => drop(content.drain(piece)),
            1 => {
                let to = boundary(&content, draw);
                drop(content.splice(to..to, draw.one_of(TAGS).bytes()));
            }
            2 => {
                let copy = content[piece].to_vec();
                let to = boundary(&content, draw);
                drop(content.splice(to..to, copy));
            }
            _ => attribute(&mut content, draw),
        }
    }
    content
}

/// A value of an attribute replaced.
fn attribute(content: &mut Vec<u8>, draw: &mut Draw) {
    let from = draw.below(content.len());
    let Some(start) = content[from..].iter().position(|sign| *sign == b'"').map(|at| from + at + 1) else { return };
    let Some(length) = content[start..].iter().position(|sign| *sign == b'"') else { return };
    let said = draw.one_of(&[
        "",
        "0",
        "-1",
        "4294967296",
        "99999999999999999999",
        "A0",
        "ZZZZZZZZ9",
        "s",
        "str",
        "inlineStr",
        "../../etc",
        "&amp;",
        ">",
        "rId1",
    ]);
    drop(content.splice(start..start + length, said.bytes()));
}

/// Texts of cells replaced by what nobody writes.
fn texts(mut content: Vec<u8>, draw: &mut Draw) -> Vec<u8> {
    for _ in 0..1 + draw.below(12) {
        let from = draw.below(content.len());
        let is_end = |at: &usize| content[*at] == b'>' && content.get(at + 1).is_some_and(|next| *next != b'<');
        let Some(start) = (from..content.len()).find(is_end).map(|at| at + 1) else { continue };
        let length = content[start..].iter().position(|sign| *sign == b'<').unwrap_or(0);
        let said = match draw.below(12) {
            0 => "é".repeat(1 + draw.below(40_000)),
            1 => "(".repeat(draw.below(3_000)),
            _ => draw.one_of(CELLS).to_owned(),
        };
        drop(content.splice(start..start + length, said.bytes()));
    }
    content
}

/// Reads bytes as a form, and if it is one, keeps it, prints it, writes it, answers it. Says whether it was one.
pub fn through(bytes: &[u8]) -> bool {
    used(xlsform::read(bytes, "form"))
}

/// Does with a form read what a town does. Says whether it was one.
pub fn used(reading: xlsform::Reading) -> bool {
    if !reading.is_accepted() {
        assert!(!reading.problems.is_empty());
        return false;
    }
    let kept = definition::to_json(&reading.form);
    assert_eq!(definition::from_json(&kept).as_ref(), Ok(&reading.form));
    drop(kept);
    let _ = paper::printed(&reading.form, "fr");
    let _ = xlsform::write(&reading.form);
    if let Ok(plan) = Plan::new(&reading.form) {
        let circumstances = Circumstances { now: date(2026, 7, 6).at(12, 0, 0, 0), chance: 3 };
        let session = Session::open(&plan, &Answers::new(), circumstances);
        let _ = session.faults("fr");
    }
    true
}

/// Forgets the most memory held until now, where the system can.
pub fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory this process held, in bytes; nothing where the system does not say.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}
