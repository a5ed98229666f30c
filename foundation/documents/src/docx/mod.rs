//! A document as an Office Open XML text (ECMA-376), which Word, LibreOffice and their like open and correct.
//!
//! Everything is native: titles are styles of titles, lists are lists, tables are tables with their row of headers repeated,
//! pictures carry their alternative, words in another language say which. Where words are right to left, the page is turned
//! over. See `docs/adr/0030-text-documents-of-our-own.md`.

mod body;
mod frame;
mod package;
mod pen;
mod tables;
mod words;

use kernel::Moment;

use crate::document::{Document, DocumentError};

/// Writes a document as a text to correct.
///
/// `produced_at` is written in the properties of the file; the same document and instant always give the same bytes. A drawing
/// (SVG) is told by its alternative, since what opens such files draws few of them alike; shares are written without their bar.
///
/// # Errors
/// [`DocumentError`] says in French what is missing or which picture cannot be read.
pub fn write(document: &Document, produced_at: Moment) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let written = body::written(document)?;
    package::packed(document, &written, produced_at)
        .map_err(|reason| DocumentError::Typesetting { reasons: vec![reason.to_string()] })
}
