//! A report on paper, as text and as slides: what is frozen, or what is written today. Every figure leads to its page.

use documents::deck::{Body, Deck, Slide};
use documents::{Block, Document, Run};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Breakdown, Moment, Outcome, french};

use crate::rules::{ChapterText, Figure, Subject};

/// Figures of a slide.
const ON_A_SLIDE: usize = 4;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// To print and to read aloud: tagged PDF.
    Pdf,
    /// To go on writing.
    Docx,
    /// To show to a committee.
    Pptx,
}

impl Format {
    /// The format of that extension.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Pdf, Self::Docx, Self::Pptx].into_iter().find(|one| one.code() == code)
    }

    /// Its extension.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Pptx => "pptx",
        }
    }

    /// What browsers are told.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        }
    }
}

/// An opinion as it is printed.
#[derive(Clone, Debug)]
pub struct OpinionPrinted {
    /// The council.
    pub body: String,
    /// Where it stands.
    pub stands: String,
    /// What it says; empty when it said nothing.
    pub words: String,
    /// What is done with it; empty when nothing follows.
    pub follow_up: String,
}

/// Everything a file says.
#[derive(Clone, Debug)]
pub struct Printed {
    /// « Rapport annuel 2025 ».
    pub title: String,
    /// The contract.
    pub contract: String,
    /// In whose name.
    pub town: String,
    /// The day of what it says: that of the version, or today.
    pub day: Date,
    /// What it is: « Version approuvée », « Texte en cours d’écriture ».
    pub version: String,
    /// The deliberation that approved it.
    pub reference: Option<String>,
    /// Its chapters.
    pub chapters: Vec<(Subject, ChapterText)>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// What councils think.
    pub opinions: Vec<OpinionPrinted>,
    /// Where pages are served from.
    pub origin: String,
}

fn figures_of(of: &Printed, subject: Subject) -> impl Iterator<Item = &Figure> {
    of.figures.iter().filter(move |one| one.subject == subject)
}

/// « Base : … · Source : … · lu le … ».
fn provenance(one: &Figure) -> String {
    let mut parts = Vec::new();
    if !one.base.is_empty() {
        parts.push(format!("Base : {}", one.base));
    }
    parts.push(format!("Source : {}", one.source));
    parts.push(format!("lu le {}", french::date(one.on)));
    french::spaced(&parts.join(" · "))
}

/// The value, or the sign and the reason why there is none.
fn value(one: &Figure) -> String {
    if one.absence.is_empty() { one.value.clone() } else { format!("{} ({})", one.value, one.absence) }
}

fn plain(text: &str) -> Block {
    Block::Paragraph(vec![Run::plain(french::spaced(text))])
}

/// The report as a document.
pub fn document(of: &Printed) -> Document {
    let mut document = Document::new(&*of.title, &*of.town, of.day);
    document.subtitle = Some(format!("{}. {}", of.contract, of.version));
    document.reference.clone_from(&of.reference);
    document.has_contents = true;
    for (subject, text) in &of.chapters {
        document.blocks.push(Block::Heading { level: 1, text: french::spaced(&text.title) });
        let line = |one: &Figure| {
            let address = format!("{}{}", of.origin, one.path);
            let runs = vec![Run::link(value(one), address), Run::plain(format!("\n{}", provenance(one)))];
            (french::spaced(&one.label), runs)
        };
        let figures: Vec<_> = figures_of(of, *subject).map(line).collect();
        if !figures.is_empty() {
            document.blocks.push(Block::KeyValues(figures));
        }
        let words = plan::facade::printed(&text.body);
        match words.is_empty() {
            true => document.blocks.push(plain("Rien n’est écrit dans ce chapitre.")),
            false => document.blocks.extend(words),
        }
    }
    if !of.opinions.is_empty() {
        let text = "Annexe : avis des conseils et suites données".to_owned();
        document.blocks.push(Block::Heading { level: 1, text: french::spaced(&text) });
    }
    for one in &of.opinions {
        document.blocks.push(Block::Heading { level: 2, text: french::spaced(&one.body) });
        document.blocks.push(plain(&one.stands));
        if !one.words.is_empty() {
            document.blocks.push(Block::Note(vec![Run::plain(one.words.clone())]));
        }
        if !one.follow_up.is_empty() {
            let runs = vec![Run::strong(french::spaced("Suite donnée : ")), Run::plain(one.follow_up.clone())];
            document.blocks.push(Block::Paragraph(runs));
        }
    }
    document
}

/// Paragraphs and items of a text, one a bullet.
fn points(body: &str) -> Vec<Vec<Run>> {
    let mut all = Vec::new();
    for block in plan::facade::printed(body) {
        match block {
            Block::Paragraph(runs) => all.push(runs),
            Block::List { items, .. } => all.extend(items),
            _ => {}
        }
    }
    all
}

/// The report as slides: figures large, their sources in the notes, then the text.
pub fn deck(of: &Printed) -> Deck {
    let mut deck = Deck::new(&*of.title, &*of.town, of.day);
    deck.slides.push(Slide::new(&*of.title, Body::Cover(vec![of.contract.clone(), of.version.clone()])));
    for (subject, text) in &of.chapters {
        let title = french::spaced(&text.title);
        let figures: Vec<&Figure> = figures_of(of, *subject).collect();
        for shown in figures.chunks(ON_A_SLIDE) {
            let body = Body::Figures(shown.iter().map(|one| (value(one), french::spaced(&one.label))).collect());
            let notes = shown
                .iter()
                .map(|one| format!("{} : {}. {}{}", french::spaced(&one.label), provenance(one), of.origin, one.path));
            deck.slides.push(Slide::new(&*title, body).noted(notes));
        }
        let points = points(&text.body);
        if !points.is_empty() {
            deck.slides.push(Slide::new(&*title, Body::Points(points)));
        }
    }
    let opinion = |one: &OpinionPrinted| {
        vec![Run::strong(french::spaced(&format!("{} : ", one.body))), Run::plain(french::spaced(&one.stands))]
    };
    if !of.opinions.is_empty() {
        let body = Body::Points(of.opinions.iter().map(opinion).collect());
        deck.slides.push(Slide::new("Avis des conseils", body));
    }
    deck
}

/// Sets a report as a file, out of the way of those who wait for pages. It is dated of its day, not of the instant: the same
/// version gives the same bytes.
///
/// # Errors
/// The document cannot be set.
pub async fn set(of: Printed, format: Format) -> Outcome<Vec<u8>> {
    fn because(error: impl std::error::Error + Send + Sync + 'static) -> Breakdown {
        Breakdown(Box::new(error))
    }
    let day = of.day.to_zoned(TimeZone::UTC).map_err(because)?;
    let now = Moment(day.timestamp().as_millisecond());
    let setting = tokio::task::spawn_blocking(move || match format {
        Format::Pdf => documents::pdf::render(&document(&of), now).map_err(because),
        Format::Docx => documents::docx::write(&document(&of), now).map_err(because),
        Format::Pptx => documents::pptx::write(&deck(&of), now).map_err(because),
    });
    Ok(setting.await.map_err(because)??)
}
