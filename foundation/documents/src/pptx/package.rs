//! The parts of the file and how they refer to each other.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use jiff::tz::TimeZone;
use kernel::Moment;
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

use super::drawing::line;
use super::measure::SLIDE;
use super::slide::{self, layout, tag};
use super::spread::Laid;
use crate::deck::Deck;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.presentationml";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const THEME: &str = include_str!("parts/theme.xml");

/// A part that every file has: see [`STANDING`].
type Standing = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Parts that are always the same: where they stand, what they are, what they refer to.
const STANDING: [Standing; 5] = [
    (
        "slideMasters/slideMaster1.xml",
        "slideMaster",
        include_str!("parts/master.xml"),
        &[
            ("slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("slideLayout", "../slideLayouts/slideLayout2.xml"),
            ("slideLayout", "../slideLayouts/slideLayout3.xml"),
            ("theme", "../theme/theme1.xml"),
        ],
    ),
    ("slideLayouts/slideLayout1.xml", "slideLayout", include_str!("parts/layout_cover.xml"), UP),
    ("slideLayouts/slideLayout2.xml", "slideLayout", include_str!("parts/layout_text.xml"), UP),
    ("slideLayouts/slideLayout3.xml", "slideLayout", include_str!("parts/layout_figure.xml"), UP),
    (
        "notesMasters/notesMaster1.xml",
        "notesMaster",
        include_str!("parts/notes_master.xml"),
        &[("theme", "../theme/theme2.xml")],
    ),
];
const UP: &[(&str, &str)] = &[("slideMaster", "../slideMasters/slideMaster1.xml")];

struct Package {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    types: String,
}

impl Package {
    fn file(&mut self, path: &str, content: &str) -> ZipResult<()> {
        self.archive.start_file(path, SimpleFileOptions::default())?;
        self.archive.write_all(content.as_bytes())?;
        Ok(())
    }

    /// A part, with its kind and what it refers to, in order: `rId1`, `rId2`…
    fn part(&mut self, path: &str, kind: &str, content: &str, needs: &[(&str, &str)]) -> ZipResult<()> {
        let _ = write!(self.types, "<Override PartName=\"/ppt/{path}\" ContentType=\"{kind}\"/>");
        self.file(&format!("ppt/{path}"), content)?;
        if needs.is_empty() {
            return Ok(());
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.file(&format!("ppt/{folder}_rels/{name}.rels"), &relations(needs, LINKS))
    }
}

fn relations(needs: &[(&str, &str)], base: &str) -> String {
    let mut told =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for ((kind, target), rank) in needs.iter().zip(1..) {
        // Some kinds are addresses of their own.
        let kind = if kind.contains("://") { (*kind).to_owned() } else { format!("{base}/{kind}") };
        let _ = write!(told, "<Relationship Id=\"rId{rank}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    told.push_str("</Relationships>");
    told
}

/// The whole file.
pub(super) fn written(deck: &Deck, slides: &[Laid], produced_at: Moment) -> ZipResult<Vec<u8>> {
    let mut package = Package { archive: ZipWriter::new(Cursor::new(Vec::new())), types: String::new() };
    for (path, kind, content, needs) in STANDING {
        package.part(path, &format!("{TYPES}.{kind}+xml"), content, needs)?;
    }
    let theme = "application/vnd.openxmlformats-officedocument.theme+xml";
    package.part("theme/theme1.xml", theme, THEME, &[])?;
    package.part("theme/theme2.xml", theme, THEME, &[])?;
    for (laid, rank) in slides.iter().zip(1..) {
        let (its_layout, its_notes) = (
            format!("../slideLayouts/slideLayout{}.xml", layout(laid)),
            format!("../notesSlides/notesSlide{rank}.xml"),
        );
        let needs = [("slideLayout", its_layout.as_str()), ("notesSlide", its_notes.as_str())];
        let content = slide::slide(deck, laid, rank);
        package.part(&format!("slides/slide{rank}.xml"), &format!("{TYPES}.slide+xml"), &content, &needs)?;
        let back = format!("../slides/slide{rank}.xml");
        let needs = [("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", back.as_str())];
        let path = format!("notesSlides/notesSlide{rank}.xml");
        package.part(&path, &format!("{TYPES}.notesSlide+xml"), &slide::notes(deck, laid), &needs)?;
    }
    presentation(&mut package, deck, slides.len())?;
    properties(&mut package, deck, slides.len(), produced_at)?;
    let types = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/>{}</Types>",
        package.types
    );
    package.file("[Content_Types].xml", &types)?;
    Ok(package.archive.finish()?.into_inner())
}

fn presentation(package: &mut Package, deck: &Deck, count: usize) -> ZipResult<()> {
    let mut needs: Vec<(&str, String)> = vec![
        ("slideMaster", "slideMasters/slideMaster1.xml".to_owned()),
        ("notesMaster", "notesMasters/notesMaster1.xml".to_owned()),
        ("theme", "theme/theme1.xml".to_owned()),
        ("presProps", "presProps.xml".to_owned()),
        ("viewProps", "viewProps.xml".to_owned()),
        ("tableStyles", "tableStyles.xml".to_owned()),
    ];
    let before = needs.len();
    needs.extend((1..=count).map(|rank| ("slide", format!("slides/slide{rank}.xml"))));
    let listed: String =
        (1..=count).map(|rank| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 255 + rank, before + rank)).collect();
    let language = tag(deck.language);
    let content = format!(
        "{HEAD}<p:presentation xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"{LINKS}\" \
         xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId \
         id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst>\
         <p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx=\"{}\" cy=\"{}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>\
         <p:defaultTextStyle><a:defPPr><a:defRPr lang=\"{language}\"/></a:defPPr></p:defaultTextStyle></p:presentation>",
        SLIDE.0, SLIDE.1
    );
    let needs: Vec<(&str, &str)> = needs.iter().map(|(kind, target)| (*kind, target.as_str())).collect();
    package.part("presentation.xml", &format!("{TYPES}.presentation.main+xml"), &content, &needs)?;
    let spaces = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                  xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
    for name in ["presentationPr", "viewPr"] {
        let (path, kind) =
            if name == "viewPr" { ("viewProps.xml", "viewProps") } else { ("presProps.xml", "presProps") };
        package.part(path, &format!("{TYPES}.{kind}+xml"), &format!("{HEAD}<p:{name} {spaces}/>"), &[])?;
    }
    let styles = format!(
        "{HEAD}<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         def=\"{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}\"/>"
    );
    package.part("tableStyles.xml", &format!("{TYPES}.tableStyles+xml"), &styles, &[])
}

fn properties(package: &mut Package, deck: &Deck, count: usize, produced_at: Moment) -> ZipResult<()> {
    let made = produced_at.timestamp().to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let author = line(deck.author.as_deref().unwrap_or(&deck.town));
    let core = format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{author}</dc:creator>\
         <dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:modified></cp:coreProperties>",
        line(&deck.title),
        tag(deck.language)
    );
    package.file("docProps/core.xml", &core)?;
    let app = format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Parvis</Application><Slides>{count}</Slides><Notes>{count}</Notes></Properties>"
    );
    package.file("docProps/app.xml", &app)?;
    package.types.push_str(
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>",
    );
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let needs = [
        ("officeDocument", "ppt/presentation.xml"),
        (core, "docProps/core.xml"),
        ("extended-properties", "docProps/app.xml"),
    ];
    package.file("_rels/.rels", &relations(&needs, LINKS))
}
