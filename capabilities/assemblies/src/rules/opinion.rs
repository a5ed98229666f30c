//! What a body is asked its opinion on, what it answers, and who stays out of it.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid, text, vocabulary};
use themes::privacy;

use super::Ballot;

vocabulary! {
    /// What somebody, or the body, thinks.
    Sense {
        /// Yes.
        Favourable => "favourable", "favorable";
        /// Yes, if.
        Reserves => "reserves", "favorable avec réserves";
        /// No.
        Unfavourable => "unfavourable", "défavorable";
        /// Neither.
        None => "none", "sans avis";
    }
}

vocabulary! {
    /// Where a file submitted to a body stands.
    SubmissionState {
        /// The body has not answered.
        Open => "open", "avis à rendre";
        /// It has.
        Adopted => "adopted", "avis rendu";
        /// It is no longer asked.
        Withdrawn => "withdrawn", "demande retirée";
    }
}

vocabulary! {
    /// Why a member stays out of a deliberation.
    Cause {
        /// Her account belongs to the organisation that asks.
        Organisation => "organisation", "votre compte est rattaché à l’organisation qui demande";
        /// She sits for the structure that asks.
        Structure => "structure", "vous représentez la structure qui demande";
        /// She said so.
        Declared => "declared", "vous avez déclaré un lien avec ce dossier";
    }
}

/// A file a body is asked its opinion on. It holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Which.
    pub id: Uuid,
    /// To which body.
    pub assembly: Uuid,
    /// What was asked.
    pub terms: SubmissionTerms,
    /// When.
    pub submitted_on: Date,
    /// Where it stands.
    pub state: SubmissionState,
    /// Why it was withdrawn.
    pub reason: String,
    /// The member who drafts.
    pub rapporteur: Option<Uuid>,
    /// What she proposes.
    pub draft_sense: Option<Sense>,
    /// In which words; sealed once adopted.
    pub draft: String,
    /// How it was adopted.
    pub adopted: Option<Adopted>,
    /// When it was last changed by whoever asked.
    pub amended_on: Option<Date>,
    /// When whoever asked said to have read it.
    pub received_at: Option<Moment>,
    /// How many times it was changed.
    pub revision: i64,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionTerms {
    /// The reference of the application or project, by which other domains find it; empty when it has none.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The organisation that applies, when it is known here.
    pub organisation: Option<Uuid>,
    /// The name of whoever applies: an organisation, never a person.
    pub applicant: String,
    /// Neighbourhoods concerned.
    pub areas: Vec<Uuid>,
    /// What it is about.
    pub summary: String,
    /// Amount asked, in cents.
    pub amount: Option<Cents>,
    /// Questions put to the body, one a line.
    pub questions: String,
    /// When the answer is due.
    pub due_on: Date,
}

/// An opinion adopted: nothing of it changes any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// Its number in the body.
    pub number: i64,
    /// How it was voted.
    pub ballot: Ballot,
    /// How many members stayed out.
    pub recused: i64,
    /// Whether everybody reads it.
    pub is_public: bool,
}

impl Submission {
    /// Whether the day passed without an opinion.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == SubmissionState::Open && self.terms.due_on < today
    }

    /// Where it stands, in words.
    pub fn state_words(&self, today: Date) -> &'static str {
        if self.is_late(today) { "sans avis à la date prévue" } else { self.state.french() }
    }

    /// The questions, in order.
    pub fn questions(&self) -> Vec<&str> {
        self.terms.questions.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }
}

/// Says whether two names are those of the same organisation, whatever the accents, the capitals and the word
/// « association » before it.
pub fn is_same_organisation(one: &str, other: &str) -> bool {
    let bare = |name: &str| {
        let key = text::search_key(name);
        let words = key.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        words
            .filter(|word| !["association", "asso", "assoc", "l", "la", "le"].contains(word))
            .collect::<Vec<_>>()
            .join(" ")
    };
    !bare(one).is_empty() && bare(one) == bare(other)
}

/// What in a text points at somebody: an electronic address, a telephone, a number of hers, a name with its title. Names
/// without title are left to the person who reads again: associations and places bear some.
pub fn personal(text: &str) -> Option<&'static str> {
    privacy::find(text).iter().find_map(|span| match span.kind {
        privacy::Kind::Name if privacy::has_title(text, span) => Some("le nom d’une personne"),
        privacy::Kind::Email => Some("un courriel"),
        privacy::Kind::Phone => Some("un numéro de téléphone"),
        privacy::Kind::SocialSecurity => Some("un numéro de sécurité sociale"),
        privacy::Kind::Bank => Some("des coordonnées bancaires"),
        privacy::Kind::Birth => Some("une date de naissance"),
        _ => None,
    })
}

/// Tells a field where a text points at somebody.
pub fn check_personal(field: &str, text: &str) -> Option<FieldError> {
    personal(text).map(|what| {
        FieldError::new(
            field,
            format!("Ce texte donne {what} : retirez-le, rien de ce qui est soumis à l’instance ne nomme une personne"),
        )
    })
}

/// What is wrong in a file to submit. A body reads files without personal data: what points at somebody is refused.
pub fn check_submission(terms: &SubmissionTerms, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.title.is_empty() || terms.title.chars().count() > 200 {
        tell("titre", "Indiquez le titre du dossier, de moins de 200 signes");
    }
    if terms.applicant.is_empty() || terms.applicant.chars().count() > 200 {
        tell("demandeur", "Choisissez l’organisation qui demande, ou écrivez son nom");
    }
    if terms.summary.is_empty() || terms.summary.chars().count() > 10_000 {
        tell("resume", "Résumez le dossier, en moins de 10 000 signes");
    }
    if terms.questions.is_empty() || terms.questions.chars().count() > 3_000 {
        tell("questions", "Écrivez au moins une question à l’instance, une par ligne");
    }
    if terms.reference.chars().count() > 60 {
        tell("reference", "Ce texte dépasse 60 signes : raccourcissez-le");
    }
    if terms.amount.is_some_and(|amount| amount < Cents(0)) {
        tell("montant", "Un montant demandé n’est pas négatif");
    }
    if terms.areas.is_empty() {
        tell("quartiers", "Cochez au moins un quartier");
    }
    if terms.due_on < today {
        tell("echeance", "Cette date est passée : laissez à l’instance le temps de répondre");
    }
    for (field, text) in [
        ("titre", &terms.title),
        ("demandeur", &terms.applicant),
        ("resume", &terms.summary),
        ("questions", &terms.questions),
        ("reference", &terms.reference),
    ] {
        errors.extend(check_personal(field, text));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_at_somebody_is_seen_and_an_association_is_not_somebody() {
        for (text, what) in [
            ("Porté par Mme Durand", "le nom d’une personne"),
            ("Écrire à projet@exemple.fr", "un courriel"),
            ("Appeler le 04 68 12 34 56", "un numéro de téléphone"),
        ] {
            assert_eq!(personal(text), Some(what), "{text}");
        }
        for text in
            ["Association Jean Moulin", "Un jardin au pied des immeubles, 12 500 € en 2026", "École Jules Ferry"]
        {
            assert_eq!(personal(text), None, "{text}");
        }
        assert!(check_personal("titre", "M. Benali anime").expect("told").sentence.contains("ne nomme une personne"));
    }

    #[test]
    fn one_organisation_has_several_spellings() {
        assert!(is_same_organisation("Association Les Jardins de l’Aude", "les jardins de l'aude"));
        assert!(!is_same_organisation("Les Jardins", "Les Jardins de l’Aude"));
        assert!(!is_same_organisation("", ""));
    }
}
