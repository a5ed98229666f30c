//! What others may ask of documents.

pub use crate::actions::{Chapter, SectionText, add_section};
