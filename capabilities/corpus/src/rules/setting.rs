//! What is kept and published of a consultation's words.

use kernel::FieldError;

/// Nothing is published under this base, whatever is set.
pub const LEAST_BASE: i64 = 11;

/// How long raw words are kept and under which bases nothing is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Days a sentence is kept as it was heard.
    pub raw_kept_days: i64,
    /// Base under which nothing is published.
    pub published_from: i64,
    /// Base under which a figure is told with « effectif faible ».
    pub low_under: i64,
    /// Whether visitors may read the results.
    pub is_published: bool,
    /// How many times it was changed.
    pub revision: i64,
}

impl Default for Setting {
    fn default() -> Self {
        Self { raw_kept_days: 180, published_from: LEAST_BASE, low_under: 30, is_published: false, revision: 0 }
    }
}

/// What is wrong with it.
pub fn check(setting: &Setting) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(1..=730).contains(&setting.raw_kept_days) {
        let sentence = "Les paroles brutes se gardent de 1 à 730 jours : saisissez un nombre de jours entre les deux";
        errors.push(FieldError::new("jours", sentence));
    }
    if setting.published_from < LEAST_BASE {
        let sentence = "Rien n’est publié sous 11 paroles : saisissez 11 ou davantage";
        errors.push(FieldError::new("seuil", sentence));
    }
    if setting.low_under < setting.published_from {
        let sentence = "Ce seuil doit être au moins égal au seuil de publication";
        errors.push(FieldError::new("faible", sentence));
    }
    errors
}
