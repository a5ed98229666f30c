//! What a body publishes in its own voice.

use kernel::{FieldError, Moment, Uuid, vocabulary};

vocabulary! {
    /// What is published.
    PostKind {
        /// Who the body is, in its words; one only.
        Presentation => "presentation", "Présentation";
        /// What it did, thinks, prepares.
        News => "news", "Nouvelle";
    }
}

/// Something published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Which.
    pub id: Uuid,
    /// By which body.
    pub assembly: Uuid,
    /// What it is.
    pub kind: PostKind,
    /// What it says.
    pub terms: PostTerms,
    /// Its photograph.
    pub photo: Option<Uuid>,
    /// When it was published.
    pub published_at: Moment,
    /// When the body took it down.
    pub removed_at: Option<Moment>,
    /// When an administrator hid it, and the reason everybody reads instead.
    pub hidden: Option<(Moment, String)>,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostTerms {
    /// Its title.
    pub title: String,
    /// Its text.
    pub words: String,
    /// What the photograph shows, for those who do not see it.
    pub alternative: String,
}

/// What is wrong in something to publish. What is said is the body's: only its form is looked at.
pub fn check_post(terms: &PostTerms, has_photo: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.title.is_empty() || terms.title.chars().count() > 150 {
        tell("titre", "Indiquez un titre, de moins de 150 signes");
    }
    if terms.words.is_empty() || terms.words.chars().count() > 20_000 {
        tell("texte", "Écrivez le texte, en moins de 20 000 signes");
    }
    if terms.alternative.chars().count() > 300 {
        tell("alternative", "Ce texte dépasse 300 signes : raccourcissez-le");
    }
    if has_photo && terms.alternative.is_empty() {
        tell("alternative", "Dites ce que montre la photo, pour les personnes qui ne la voient pas");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_is_told_in_words() {
        let terms = PostTerms { title: "Fête".into(), words: "Le 20 juin.".into(), alternative: String::new() };
        assert!(check_post(&terms, false).is_empty());
        assert_eq!(check_post(&terms, true)[0].field, "alternative");
        assert_eq!(check_post(&PostTerms::default(), false).len(), 2);
    }
}
