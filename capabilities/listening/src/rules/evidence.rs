//! One piece of evidence: who was heard, where, how, what was said. Never a name.

use jiff::civil::Date;
use kernel::{FieldError, Uuid};

use super::{Kind, Sensitivity, Visibility};

/// Counts of people below this are kept back when crossed with a neighbourhood.
pub const SMALL_COUNT: f64 = 11.0;

/// What is written of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceText {
    /// The need it supports.
    pub need: Uuid,
    /// The neighbourhood.
    pub area: Uuid,
    /// The channel; none when the source does not say.
    pub channel: Option<Uuid>,
    /// The workshop or walk, when known.
    pub gathering: Option<Uuid>,
    /// Who was heard: a category, never a name.
    pub heard: String,
    /// Day it was heard, when known.
    pub heard_on: Option<Date>,
    /// Day it was reported, when known.
    pub reported_on: Option<Date>,
    /// What was said, in neutral words.
    pub said: String,
    /// What it is.
    pub kind: Kind,
    /// The document it is read in.
    pub document: Option<Uuid>,
    /// Page or slide of that document.
    pub page: String,
    /// Who may read it.
    pub visibility: Visibility,
}

/// A piece of evidence as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// The consultation it belongs to.
    pub consultation: Uuid,
    /// What is written.
    pub text: EvidenceText,
    /// Why it was withdrawn; it is kept, and counts no more.
    pub withdrawn: Option<String>,
    /// How many times it was changed.
    pub revision: i64,
}

/// Whether what was said may be printed: agents read everything; a visitor reads what is public and not sensitive.
pub fn is_told(may_read: bool, sensitivity: Option<Sensitivity>, visibility: Visibility) -> bool {
    may_read || (sensitivity.is_none() && visibility == Visibility::Public)
}

/// What is wrong with a piece of evidence. `today` bounds the dates.
pub fn check_evidence(text: &EvidenceText, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, empty, what, typed, limit) in [
        ("qui", "Saisissez qui a été entendu, par exemple : parents d’élèves", "Le public entendu", &text.heard, 200),
        ("propos", "Saisissez ce qui a été dit, en quelques mots neutres", "Le propos", &text.said, 1500),
    ] {
        let length = typed.chars().count();
        if length == 0 {
            errors.push(FieldError::new(field, empty));
        } else if length > limit {
            errors.push(FieldError::new(
                field,
                format!("{what} doit faire {limit} signes au plus : il en fait {length}"),
            ));
        } else if names_somebody(typed) {
            let sentence = "Ce texte semble nommer quelqu’un : gardez une catégorie (« une mère de famille »), sans nom, téléphone ni adresse";
            errors.push(FieldError::new(field, sentence));
        }
    }
    if text.heard_on.is_some_and(|day| day > today) {
        errors.push(FieldError::new(
            "date",
            format!("La date doit être au plus tard le {}", kernel::french::date(today)),
        ));
    }
    errors
}

/// Signs of a person: a mailbox, a telephone number, or « Mme Unetelle ».
pub fn names_somebody(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == ',').collect();
    let is_title = |word: &str| matches!(word, "M." | "Mme" | "Mlle" | "Monsieur" | "Madame" | "Mademoiselle");
    let is_named = words.windows(2).any(|pair| is_title(pair[0]) && pair[1].starts_with(char::is_uppercase));
    let is_mailbox = words
        .iter()
        .any(|word| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')));
    let mut run = 0_usize;
    let mut longest = 0_usize;
    for c in text.chars() {
        match c {
            '0'..='9' => run += 1,
            ' ' | '.' | '-' | '\u{a0}' | '\u{202f}' => {}
            _ => run = 0,
        }
        longest = longest.max(run);
    }
    is_named || is_mailbox || longest >= 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_named() {
        for text in ["Mme Durand l’a dit", "écrire à x.y@exemple.fr", "appeler le 06 12 34 56 78", "M. Petit"] {
            assert!(names_somebody(text), "{text}");
        }
        for text in ["une mère de famille", "Madame la maire n’est pas citée", "en 2023, 157 réponses", "M. le maire"]
        {
            assert!(!names_somebody(text), "{text}");
        }
    }

    #[test]
    fn sensitive_words_are_for_agents() {
        let sensitive = Some(Sensitivity::Reprisals);
        assert!(is_told(true, sensitive, Visibility::Agents));
        assert!(!is_told(false, sensitive, Visibility::Public) && !is_told(false, None, Visibility::Agents));
        assert!(is_told(false, None, Visibility::Public));
    }
}
