//! Slides as an Office Open XML presentation (ECMA-376), which PowerPoint, LibreOffice and their like open and edit.
//!
//! Everything is native: titles are placeholders of the layouts, tables are tables, bars are rectangles, notes are notes.
//! There is no picture. Each slide is read aloud in the order it is written: its title, what it shows, what stands under
//! it, its foot. See `docs/adr/0021-slides-of-our-own.md`.

mod drawing;
mod measure;
mod package;
mod slide;
mod spread;

use kernel::Moment;

use crate::deck::{Deck, DeckError};

/// Writes slides; those that hold too much for one go on on the next.
///
/// `produced_at` is written in the properties of the file; the same deck and instant always give the same bytes.
///
/// # Errors
/// [`DeckError`] says in French what is missing.
pub fn write(deck: &Deck, produced_at: Moment) -> Result<Vec<u8>, DeckError> {
    deck.check()?;
    let slides = spread::spread(&deck.slides);
    package::written(deck, &slides, produced_at).map_err(|_| DeckError::Unwritable { title: deck.title.clone() })
}
