//! Needs and their subjects.

use kernel::{FieldError, Uuid};

use super::Sensitivity;

/// A subject of needs, or a family of actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Which.
    pub id: Uuid,
    /// Stable key.
    pub code: String,
    /// French label.
    pub label: String,
}

/// What is written of a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedText {
    /// Short neutral label.
    pub label: String,
    /// Its subject.
    pub theme: Uuid,
    /// Why telling it may put somebody at risk; most needs have none.
    pub sensitivity: Option<Sensitivity>,
    /// What a reader must know, or nothing.
    pub note: String,
}

/// A need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Which.
    pub id: Uuid,
    /// Its code: « B05 ».
    pub code: String,
    /// What is written of it.
    pub text: NeedText,
    /// Label of its subject.
    pub theme_label: String,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is wrong with a need.
pub fn check_need(code: &str, text: &NeedText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let is_plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if code.is_empty() || !is_plain || code.len() > 20 {
        let sentence = "La référence doit avoir des lettres sans accent, des chiffres et des tirets, 20 signes au plus, par exemple B27";
        errors.push(FieldError::new("reference", sentence));
    }
    match text.label.chars().count() {
        0 => errors.push(FieldError::new("libelle", "Saisissez le besoin en quelques mots neutres")),
        length if length > 160 => {
            errors.push(FieldError::new(
                "libelle",
                format!("Le besoin doit faire 160 signes au plus : il en fait {length}"),
            ));
        }
        _ => {}
    }
    errors
}
