//! The parts of the file and how they refer to each other.

use kernel::Moment;
use zip::result::ZipResult;

use super::measure::SLIDE;
use super::slide::{self, layout};
use super::spread::Laid;
use crate::deck::Deck;
use crate::office::{HEAD, LINKS, Package, Properties, tag};

const TYPES: &str = "application/vnd.openxmlformats-officedocument.presentationml";
const THEME: &str = include_str!("parts/theme.xml");

/// A part that every file has: see [`STANDING`].
type Standing = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Parts that are always the same: where they stand, what they are, what they refer to.
const STANDING: [Standing; 5] = [
    (
        "ppt/slideMasters/slideMaster1.xml",
        "slideMaster",
        include_str!("parts/master.xml"),
        &[
            ("slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("slideLayout", "../slideLayouts/slideLayout2.xml"),
            ("slideLayout", "../slideLayouts/slideLayout3.xml"),
            ("theme", "../theme/theme1.xml"),
        ],
    ),
    ("ppt/slideLayouts/slideLayout1.xml", "slideLayout", include_str!("parts/layout_cover.xml"), UP),
    ("ppt/slideLayouts/slideLayout2.xml", "slideLayout", include_str!("parts/layout_text.xml"), UP),
    ("ppt/slideLayouts/slideLayout3.xml", "slideLayout", include_str!("parts/layout_figure.xml"), UP),
    (
        "ppt/notesMasters/notesMaster1.xml",
        "notesMaster",
        include_str!("parts/notes_master.xml"),
        &[("theme", "../theme/theme2.xml")],
    ),
];
const UP: &[(&str, &str)] = &[("slideMaster", "../slideMasters/slideMaster1.xml")];

/// The whole file.
pub(super) fn written(deck: &Deck, slides: &[Laid], produced_at: Moment) -> ZipResult<Vec<u8>> {
    let mut package = Package::new();
    for (path, kind, content, needs) in STANDING {
        package.part(path, &format!("{TYPES}.{kind}+xml"), content, needs)?;
    }
    let theme = "application/vnd.openxmlformats-officedocument.theme+xml";
    package.part("ppt/theme/theme1.xml", theme, THEME, &[])?;
    package.part("ppt/theme/theme2.xml", theme, THEME, &[])?;
    for (laid, rank) in slides.iter().zip(1..) {
        let (its_layout, its_notes) = (
            format!("../slideLayouts/slideLayout{}.xml", layout(laid)),
            format!("../notesSlides/notesSlide{rank}.xml"),
        );
        let needs = [("slideLayout", its_layout.as_str()), ("notesSlide", its_notes.as_str())];
        let content = slide::slide(deck, laid, rank);
        package.part(&format!("ppt/slides/slide{rank}.xml"), &format!("{TYPES}.slide+xml"), &content, &needs)?;
        let back = format!("../slides/slide{rank}.xml");
        let needs = [("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", back.as_str())];
        let path = format!("ppt/notesSlides/notesSlide{rank}.xml");
        package.part(&path, &format!("{TYPES}.notesSlide+xml"), &slide::notes(deck, laid), &needs)?;
    }
    presentation(&mut package, deck, slides.len())?;
    let count = slides.len();
    let properties = Properties {
        title: &deck.title,
        author: deck.author.as_deref().unwrap_or(&deck.town),
        language: deck.language,
        produced_at,
        counted: format!("<Slides>{count}</Slides><Notes>{count}</Notes>"),
    };
    package.finished(&properties, "ppt/presentation.xml")
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
    package.part("ppt/presentation.xml", &format!("{TYPES}.presentation.main+xml"), &content, &needs)?;
    let spaces = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                  xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
    for name in ["presentationPr", "viewPr"] {
        let (path, kind) =
            if name == "viewPr" { ("ppt/viewProps.xml", "viewProps") } else { ("ppt/presProps.xml", "presProps") };
        package.part(path, &format!("{TYPES}.{kind}+xml"), &format!("{HEAD}<p:{name} {spaces}/>"), &[])?;
    }
    let styles = format!(
        "{HEAD}<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         def=\"{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}\"/>"
    );
    package.part("ppt/tableStyles.xml", &format!("{TYPES}.tableStyles+xml"), &styles, &[])
}
