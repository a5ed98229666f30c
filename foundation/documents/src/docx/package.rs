//! The parts of the file and how they refer to each other.

use std::fmt::Write as _;

use kernel::Moment;
use zip::result::ZipResult;

use super::body::{FIRST_NUMBERED, STANDING, Written};
use super::frame;
use crate::document::Document;
use crate::office::{HEAD, LINKS, Package, Properties, tag};

const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const STYLES: &str = include_str!("parts/styles.xml");
const NUMBERING: &str = include_str!("parts/numbering.xml");

fn spaces() -> String {
    format!(
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"{LINKS}\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\""
    )
}

/// The whole file.
pub(super) fn packed(document: &Document, written: &Written, produced_at: Moment) -> ZipResult<Vec<u8>> {
    let mut package = Package::new();
    let path = |(rank, (_, format)): (usize, &(_, &str))| format!("media/image{}.{format}", rank + 1);
    let pictures: Vec<String> = written.pictures.iter().enumerate().map(path).collect();
    for (end, kind) in [("png", "image/png"), ("jpg", "image/jpeg")] {
        if written.pictures.iter().any(|(_, format)| *format == end) {
            package.pictures(end, kind);
        }
    }
    for (path, (bytes, _)) in pictures.iter().zip(&written.pictures) {
        package.file(&format!("word/{path}"), bytes)?;
    }
    let needs: Vec<(&str, &str)> = STANDING
        .iter()
        .copied()
        .chain(pictures.iter().map(|path| ("image", path.as_str())))
        .chain(written.addresses.iter().map(|address| ("hyperlink", address.as_str())))
        .collect();
    let spaces = spaces();
    let body = format!(
        "{HEAD}<w:document {spaces}><w:body>{}{}</w:body></w:document>",
        written.told,
        page(document.language.is_right_to_left())
    );
    package.part("word/document.xml", &format!("{TYPES}.document.main+xml"), &body, &needs)?;
    let styles = HEAD.to_owned() + &STYLES.trim_end().replace("@langue", &tag(document.language));
    package.part("word/styles.xml", &format!("{TYPES}.styles+xml"), &styles, &[])?;
    package.part("word/numbering.xml", &format!("{TYPES}.numbering+xml"), &numbering(written.lists), &[])?;
    let settings = format!(
        "{HEAD}<w:settings {spaces}><w:autoHyphenation/><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{}\"/></w:settings>",
        tag(document.language)
    );
    package.part("word/settings.xml", &format!("{TYPES}.settings+xml"), &settings, &[])?;
    for (path, is_first) in [("word/header1.xml", true), ("word/header2.xml", false)] {
        let header = format!("{HEAD}<w:hdr {spaces}>{}</w:hdr>", frame::header(document, is_first));
        package.part(path, &format!("{TYPES}.header+xml"), &header, &[])?;
    }
    let footer = format!("{HEAD}<w:ftr {spaces}>{}</w:ftr>", frame::footer(document));
    package.part("word/footer1.xml", &format!("{TYPES}.footer+xml"), &footer, &[])?;
    let properties = Properties {
        title: &document.title,
        author: document.author.as_deref().unwrap_or(&document.town),
        language: document.language,
        produced_at,
        counted: String::new(),
    };
    package.finished(&properties, "word/document.xml")
}

/// The page: A4, the margins of what is printed; the first one has a head of its own.
fn page(is_turned: bool) -> String {
    let turned = if is_turned { "<w:bidi/>" } else { "" };
    format!(
        "<w:sectPr><w:headerReference w:type=\"first\" r:id=\"rId4\"/><w:headerReference w:type=\"default\" r:id=\"rId5\"/>\
         <w:footerReference w:type=\"first\" r:id=\"rId6\"/><w:footerReference w:type=\"default\" r:id=\"rId6\"/><w:pgSz \
         w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1361\" w:right=\"1021\" w:bottom=\"1247\" w:left=\"1134\" w:header=\"624\" \
         w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/>{turned}</w:sectPr>"
    )
}

/// The lists: each numbered one begins again at 1.
fn numbering(lists: usize) -> String {
    let mut told = HEAD.to_owned() + NUMBERING.trim_end().trim_end_matches("</w:numbering>");
    for rank in 0..lists {
        let _ = write!(
            told,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"3\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride \
             w:val=\"1\"/></w:lvlOverride></w:num>",
            FIRST_NUMBERED + rank
        );
    }
    told.push_str("</w:numbering>");
    told
}
