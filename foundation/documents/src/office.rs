//! What files of Office Open XML (ECMA-376) share, be they slides or text: words without markup, the archive and the
//! properties of the file.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use jiff::tz::TimeZone;
use kernel::Moment;
use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

use crate::document::is_followed;
use crate::language::Language;

/// How every part begins.
pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Kinds of relations between parts begin so.
pub(crate) const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Text as it stands in a file: what the format forbids is left out.
pub(crate) fn text(words: &str) -> String {
    let kept = |sign: &char| {
        matches!(sign, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
            && *sign != '\u{7f}'
    };
    escape(words.chars().filter(kept).collect::<String>()).into_owned()
}

/// Text on one line, for names and descriptions.
pub(crate) fn line(words: &str) -> String {
    text(&words.replace(['\n', '\t'], " "))
}

/// Tag of a language.
pub(crate) fn tag(language: Language) -> String {
    match language.region() {
        Some(region) => format!("{}-{region}", language.code()),
        None => language.code().to_owned(),
    }
}

/// A file being written: its parts and what each of them is.
pub(crate) struct Package {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    types: String,
}

impl Package {
    pub(crate) fn new() -> Self {
        Self { archive: ZipWriter::new(Cursor::new(Vec::new())), types: String::new() }
    }

    /// Bytes at a path. Nothing is dated: equal parts give equal bytes.
    pub(crate) fn file(&mut self, path: &str, content: &[u8]) -> ZipResult<()> {
        self.archive.start_file(path, SimpleFileOptions::default())?;
        self.archive.write_all(content)?;
        Ok(())
    }

    /// A part, with its kind and what it refers to, in order: `rId1`, `rId2`…
    pub(crate) fn part(&mut self, path: &str, kind: &str, content: &str, needs: &[(&str, &str)]) -> ZipResult<()> {
        let _ = write!(self.types, "<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>");
        self.file(path, content.as_bytes())?;
        if needs.is_empty() {
            return Ok(());
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.file(&format!("{folder}/_rels/{name}.rels"), relations(needs).as_bytes())
    }

    /// Pictures are told by the end of their name.
    pub(crate) fn pictures(&mut self, end: &str, kind: &str) {
        let _ = write!(self.types, "<Default Extension=\"{end}\" ContentType=\"{kind}\"/>");
    }

    /// The properties of the file, what it begins with, and its end.
    pub(crate) fn finished(mut self, properties: &Properties, main: &str) -> ZipResult<Vec<u8>> {
        self.part(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            &properties.core(),
            &[],
        )?;
        let app = format!(
            "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
             <Application>Parvis</Application>{}</Properties>",
            properties.counted
        );
        self.part(
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            &app,
            &[],
        )?;
        let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        let needs =
            [("officeDocument", main), (core, "docProps/core.xml"), ("extended-properties", "docProps/app.xml")];
        self.file("_rels/.rels", relations(&needs).as_bytes())?;
        let types = format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
             ContentType=\"application/xml\"/>{}</Types>",
            self.types
        );
        self.file("[Content_Types].xml", types.as_bytes())?;
        Ok(self.archive.finish()?.into_inner())
    }
}

/// What a part refers to; an address that can be followed leads out of the file.
fn relations(needs: &[(&str, &str)]) -> String {
    let mut told =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for ((kind, target), rank) in needs.iter().zip(1..) {
        // Some kinds are addresses of their own.
        let kind = if kind.contains("://") { (*kind).to_owned() } else { format!("{LINKS}/{kind}") };
        let outside = if is_followed(target) { " TargetMode=\"External\"" } else { "" };
        let _ = write!(told, "<Relationship Id=\"rId{rank}\" Type=\"{kind}\" Target=\"{}\"{outside}/>", line(target));
    }
    told.push_str("</Relationships>");
    told
}

/// The properties of a file.
pub(crate) struct Properties<'d> {
    pub(crate) title: &'d str,
    pub(crate) author: &'d str,
    pub(crate) language: Language,
    pub(crate) produced_at: Moment,
    /// What the program that wrote it counted, as elements.
    pub(crate) counted: String,
}

impl Properties<'_> {
    fn core(&self) -> String {
        let made = self.produced_at.timestamp().to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        format!(
            "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
             <dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:created>\
             <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:modified></cp:coreProperties>",
            line(self.title),
            line(self.author),
            tag(self.language)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_holds_no_markup_and_nothing_the_format_forbids() {
        assert_eq!(text("a < b & \"c\"\u{0}\u{b}\u{fffe}]]>"), "a &lt; b &amp; &quot;c&quot;]]&gt;");
        assert_eq!(line("a\nb"), "a b");
    }
}
