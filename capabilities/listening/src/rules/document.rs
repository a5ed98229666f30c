//! A document to cite: what is written of it, and who may open the file kept with it.

use jiff::civil::Date;
use kernel::FieldError;

/// What is written of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentText {
    /// French title.
    pub title: String,
    /// Kind of document, in French.
    pub kind: String,
    /// Who wrote it, and for whom.
    pub author: String,
    /// Its date.
    pub dated: Date,
    /// Whether anybody may open its file; agents only otherwise.
    pub is_published: bool,
}

/// What is to correct in a document.
pub fn check_document(text: &DocumentText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if text.title.trim().is_empty() {
        errors.push(FieldError::new("titre", "Saisissez le titre du document"));
    }
    if text.author.trim().is_empty() {
        errors.push(FieldError::new("auteur", "Saisissez qui l’a écrit"));
    }
    errors
}
