//! Printed documents: A4, tagged for screen readers, fit for archives.
//!
//! Typst sets the pages as a library. It sees one template and five font faces, all embedded in
//! the program, and the document as JSON: it can open no file, reach no network and read no clock.
//! Files conform to PDF/UA-1 (accessible) and PDF/A-2a (kept for decades) on PDF 1.7; the page
//! setter refuses to write one that would not.

mod content;
mod glyphs;
mod marks;
mod world;

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use kernel::Moment;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use unicode_normalization::UnicodeNormalization;

use crate::document::{Document, DocumentError};
use world::ClosedWorld;

/// Sets a document in pages and returns the bytes of the PDF.
///
/// `produced_at` is written in the properties of the file; the same document and instant always give
/// the same bytes. Text may hold anything a person can type: characters that the embedded font lacks
/// are replaced by `□` and counted in a note at the end of the document.
///
/// This computes for a tenth of a second or more: call it inside `tokio::task::spawn_blocking`, and
/// let a semaphore of the caller bound how many run at once, since each holds its pages in memory.
///
/// # Errors
///
/// [`DocumentError`] says in French what is missing (a title, a text alternative, a level of
/// heading) or which picture cannot be read.
pub fn render(document: &Document, produced_at: Moment) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let inputs = content::inputs(document)?;
    let world = ClosedWorld::new(inputs, document.mark.clone());
    let rendered = compile(&world, produced_at);
    // Documents share too little for the page setter's cache to be worth its memory.
    typst::comemo::evict(0);
    rendered
}

/// The scripts that can be printed, as they are told to people.
pub const SCRIPTS: &str = "latin (français, anglais, espagnol, portugais, turc, roumain, polonais, vietnamien, kabyle, wolof…), grec, \
                           cyrillique (russe, ukrainien, bulgare, serbe…) et arabe (arabe, persan, ourdou, pachto, kurde…)";

/// The signs of a text that no embedded font has, each once; none when it can be printed whole.
pub fn missing(text: &str) -> BTreeSet<char> {
    text.nfc().filter(|sign| !sign.is_whitespace() && !world::can_draw(*sign)).collect()
}

fn compile(world: &ClosedWorld, produced_at: Moment) -> Result<Vec<u8>, DocumentError> {
    let pages: PagedDocument = typst::compile(world).output.map_err(|reasons| refusal(&reasons))?;
    let standards = PdfStandards::new(&[PdfStandard::V_1_7, PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|reason| DocumentError::Typesetting { reasons: vec![reason.message().to_string()] })?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Parvis".to_owned())),
        timestamp: timestamp(produced_at),
        standards,
        ident: Smart::Auto,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|reasons| refusal(&reasons))
}

/// The instant in UTC, to the second; `None` only for years the format cannot hold.
fn timestamp(produced_at: Moment) -> Option<Timestamp> {
    let utc = produced_at.timestamp().to_zoned(TimeZone::UTC);
    Datetime::from_ymd_hms(
        i32::from(utc.year()),
        utc.month().unsigned_abs(),
        utc.day().unsigned_abs(),
        utc.hour().unsigned_abs(),
        utc.minute().unsigned_abs(),
        utc.second().unsigned_abs(),
    )
    .map(Timestamp::new_utc)
}

fn refusal(reasons: &[SourceDiagnostic]) -> DocumentError {
    DocumentError::Typesetting { reasons: reasons.iter().map(|reason| reason.message.to_string()).collect() }
}
