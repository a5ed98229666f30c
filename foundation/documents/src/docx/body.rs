//! The body of a text: its blocks, one after the other.

use std::fmt::Write as _;

use typst::foundations::Bytes;

use super::words::{Kind, Look, Words, field, run_in};
use crate::document::{Block, Document, DocumentError, Figure, Picture, Run};
use crate::language::Language;
use crate::office::line;
use crate::picture;

/// What every body refers to, before its pictures and the addresses it leads to.
pub(super) const STANDING: [(&str, &str); 6] = [
    ("styles", "styles.xml"),
    ("numbering", "numbering.xml"),
    ("settings", "settings.xml"),
    ("header", "header1.xml"),
    ("header", "header2.xml"),
    ("footer", "footer1.xml"),
];
/// Lists as the file numbers them: bullets, square boxes, round ones; numbered lists come after, each its own.
const BULLETS: usize = 1;
pub(super) const BOXES: usize = 2;
pub(super) const FIRST_NUMBERED: usize = 4;
/// Deepest titles in the contents.
const DEEPEST_LISTED: u8 = 2;

/// English metric units in a dot at 96 to the inch, across the text, and down two thirds of a page.
const DOT: u64 = 9_525;
const WIDEST: u64 = 6_191_885;
const TALLEST: u64 = 5_940_000;

/// A body being written.
pub(super) struct Body {
    pub words: Words,
    told: String,
    /// What follows starts on a new page.
    is_broken: bool,
    /// Titles met so far: each has its mark.
    titles: usize,
    /// Numbered lists met so far.
    lists: usize,
    /// Pictures, in the order they are met.
    pictures: Vec<(Bytes, &'static str)>,
}

/// A body, with what it refers to.
pub(super) struct Written {
    pub told: String,
    pub lists: usize,
    /// Pictures with the name of their format.
    pub pictures: Vec<(Bytes, &'static str)>,
    pub addresses: Vec<String>,
}

/// The body of a document.
pub(super) fn written(document: &Document) -> Result<Written, DocumentError> {
    let pictures = document.blocks.iter().filter(|block| is_bitmap(block)).count();
    let words = Words::new(document.language, STANDING.len() + pictures + 1);
    let mut body = Body { words, told: String::new(), is_broken: false, titles: 0, lists: 0, pictures: Vec::new() };
    let title = run_in(document.title_language, &document.title.replace('\n', " "), Look::default());
    body.told.push_str(&body.words.paragraph_in(document.title_language, Kind::styled("Title"), &title));
    if let Some(subtitle) = document.subtitle.as_deref().filter(|words| !words.trim().is_empty()) {
        let subtitle = body.words.run(&subtitle.replace('\n', " "), Look::default());
        body.push_paragraph(Kind::styled("Subtitle"), &subtitle);
    }
    if document.has_contents {
        body.contents(document);
    }
    for block in &document.blocks {
        body.block(block)?;
    }
    Ok(Written { told: body.told, lists: body.lists, pictures: body.pictures, addresses: body.words.addresses })
}

fn is_bitmap(block: &Block) -> bool {
    matches!(block, Block::Figure(Figure { picture: Picture::Png(_) | Picture::Jpeg(_), .. }))
}

impl Body {
    pub(super) fn push(&mut self, told: &str) {
        self.told.push_str(told);
    }

    /// Adds a paragraph; it starts the new page that was asked for.
    pub(super) fn push_paragraph(&mut self, kind: Kind, inside: &str) {
        let told = self.words.paragraph(kind, inside);
        self.push_whole(told);
    }

    /// Adds a paragraph already written.
    pub(super) fn push_whole(&mut self, told: String) {
        if !std::mem::take(&mut self.is_broken) {
            self.told.push_str(&told);
            return;
        }
        // After the style and the tie to the next paragraph, before what follows in the order of the format.
        let at = ["<w:numPr>", "<w:bidi"].iter().filter_map(|mark| told.find(mark)).min().unwrap_or(0);
        let (before, after) = told.split_at(at);
        let _ = write!(self.told, "{before}<w:pageBreakBefore/>{after}");
    }

    /// Starts the new page that was asked for, before what is not a paragraph.
    pub(super) fn break_now(&mut self) {
        if self.is_broken {
            self.push_paragraph(Kind::styled("Source"), "");
        }
    }

    fn block(&mut self, block: &Block) -> Result<(), DocumentError> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(runs) => self.paragraph_of(Kind::default(), runs),
            Block::List { is_numbered, items } => self.list(*is_numbered, items),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure)?,
            Block::Note(runs) => self.paragraph_of(Kind::styled("Note"), runs),
            Block::KeyValues(pairs) => self.pairs(pairs),
            Block::Question(question) => self.question(question),
            // A page that nothing stands on yet is not left empty.
            Block::PageBreak => self.is_broken = true,
        }
        Ok(())
    }

    fn paragraph_of(&mut self, kind: Kind, runs: &[Run]) {
        let told = self.words.paragraph_of(kind, runs);
        self.push_whole(told);
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.titles += 1;
        let mark = self.titles;
        let words = self.words.run(&text.replace('\n', " "), Look::default());
        let inside = format!(
            "<w:bookmarkStart w:id=\"{mark}\" w:name=\"_Toc{mark:05}\"/>{words}<w:bookmarkEnd w:id=\"{mark}\"/>"
        );
        let style = format!("Heading{level}");
        self.push_paragraph(Kind::styled(&style), &inside);
    }

    fn list(&mut self, is_numbered: bool, items: &[Vec<Run>]) {
        if items.is_empty() {
            return;
        }
        let (style, list) = if is_numbered {
            self.lists += 1;
            ("ListNumber", FIRST_NUMBERED + self.lists - 1)
        } else {
            ("ListBullet", BULLETS)
        };
        for item in items {
            self.paragraph_of(Kind { list: Some(list), ..Kind::styled(style) }, item);
        }
    }

    /// The contents: links to the titles at once; their pages come when the program that opens the file reckons them.
    fn contents(&mut self, document: &Document) {
        let listed: Vec<(usize, u8, &str)> = document
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, text } => Some((*level, text.as_str())),
                _ => None,
            })
            .zip(1..)
            .filter(|((level, _), _)| *level <= DEEPEST_LISTED)
            .map(|((level, text), mark)| (mark, level, text))
            .collect();
        if listed.is_empty() {
            return;
        }
        let fixed = document.language.fixed();
        let title = run_in(fixed.language, fixed.contents, Look::default());
        let title = self.words.paragraph_in(fixed.language, Kind::styled("TOCHeading"), &title);
        let link = |body: &Self, mark: usize, text: &str| {
            let words = body.words.run(&text.replace('\n', " "), Look::default());
            format!("<w:hyperlink w:anchor=\"_Toc{mark:05}\" w:history=\"1\">{words}</w:hyperlink>")
        };
        // The field begins in its first line and ends in its last one.
        let whole = field(&format!("TOC \\o \"1-{DEEPEST_LISTED}\" \\h \\z \\u"), fixed.language, "@");
        let (begun, ended) = whole.split_once("</w:r>@").map_or((whole.as_str(), ""), |(begun, ended)| (begun, ended));
        let last = listed.len() - 1;
        let mut lines = String::new();
        for (rank, (mark, level, text)) in listed.iter().enumerate() {
            let mut inside = String::new();
            if rank == 0 {
                let _ = write!(inside, "{begun}</w:r>");
            }
            inside.push_str(&link(self, *mark, text));
            if rank == last {
                inside.push_str(ended);
            }
            let style = format!("TOC{level}");
            lines.push_str(&self.words.paragraph(Kind::styled(&style), &inside));
        }
        let _ = write!(
            self.told,
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr>\
             <w:sdtContent>{title}{lines}</w:sdtContent></w:sdt>"
        );
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), DocumentError> {
        let (bytes, format) = picture::readable(figure)?;
        if !figure.caption.trim().is_empty() {
            let caption = self.words.run(&figure.caption.replace('\n', " "), Look::default());
            self.push_paragraph(Kind::styled("Caption").tied(), &caption);
        }
        if format != "svg" {
            let drawing = self.drawing(figure, (bytes, format));
            self.push_paragraph(Kind::default().tied(), &drawing);
        } else {
            let alternative = self.words.run(&figure.alt, Look::default());
            self.push_paragraph(Kind::styled("Note"), &alternative);
        }
        let source = figure.source.as_deref().unwrap_or_default().replace('\n', " ");
        let source = self.words.run(&source, Look::default());
        self.push_paragraph(Kind::styled("Source"), &source);
        Ok(())
    }

    /// A bitmap, never larger than it is nor than the text.
    fn drawing(&mut self, figure: &Figure, (bytes, format): (Bytes, &'static str)) -> String {
        let (wide, high) = picture::dots(&bytes, format);
        let (wide, high) = (u64::from(wide) * DOT, u64::from(high) * DOT);
        let (wide, high) = if wide > WIDEST { (WIDEST, (high * WIDEST / wide).max(1)) } else { (wide, high) };
        let (wide, high) = if high > TALLEST { ((wide * TALLEST / high).max(1), TALLEST) } else { (wide, high) };
        self.pictures.push((bytes, format));
        let rank = self.pictures.len();
        let (name, alt) = (line(&figure.caption), line(&figure.alt));
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/>\
             <wp:docPr id=\"{rank}\" name=\"{name}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks \
             noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData \
             uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{rank}\" \
             name=\"{name}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId{}\"/><a:stretch>\
             <a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/>\
             </a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>\
             </w:drawing></w:r>",
            STANDING.len() + rank
        )
    }
}

/// Language of the words that say where a page stands.
pub(super) fn fixed_language(document: &Document) -> Language {
    document.language.fixed().language
}
