//! A group and what is written in it.

use kernel::{FieldError, Moment, Uuid, text};

/// Longest name, in signs.
const LONGEST_NAME: usize = 120;
/// Longest purpose, in signs.
const LONGEST_PURPOSE: usize = 1_000;
/// Longest message, in signs.
const LONGEST_WORDS: usize = 5_000;
/// Most themes of a group.
const MOST_THEMES: usize = 10;
/// Seconds during which the same words of the same person are the same message.
const AGAIN: i64 = 600;

/// What a group says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CircleTerms {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Objectives of contracts it works on.
    pub themes: Vec<Uuid>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The association that holds it.
    pub owner: Uuid,
    /// How many times it was changed.
    pub revision: i64,
    /// Since when.
    pub created_at: Moment,
    /// Until when its messages were told by mail.
    pub told_until: Moment,
    /// When it was closed, if it was.
    pub closed_at: Option<Moment>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub id: Uuid,
    /// In which group.
    pub circle: Uuid,
    /// For which association.
    pub organisation: Uuid,
    /// By whom.
    pub author: Uuid,
    /// What it says; nothing once it is withdrawn.
    pub words: String,
    /// When.
    pub written_at: Moment,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<Moment>,
}

/// What does not hold in what a group says of itself.
pub fn check_terms(terms: &CircleTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let name = terms.name.chars().count();
    if name == 0 || name > LONGEST_NAME || terms.name.contains(char::is_control) {
        errors.push(FieldError::new("nom", "Donnez un nom au groupe, en 120 signes au plus, sur une ligne"));
    }
    let purpose = terms.purpose.chars().count();
    if purpose == 0 || purpose > LONGEST_PURPOSE {
        errors.push(FieldError::new("objet", "Dites à quoi sert le groupe, en 1 000 signes au plus"));
    }
    if terms.themes.len() > MOST_THEMES {
        errors.push(FieldError::new("themes", "Choisissez dix thèmes au plus"));
    }
    errors
}

/// What does not hold in a message.
pub fn check_words(words: &str) -> Vec<FieldError> {
    match words.chars().count() {
        0 => vec![FieldError::new("message", "Écrivez votre message")],
        count if count > LONGEST_WORDS => {
            let told = format!("Votre message fait {count} signes\u{202f}: raccourcissez-le à 5 000 signes au plus");
            vec![FieldError::new("message", told)]
        }
        _ => Vec::new(),
    }
}

/// Where groups are.
pub const LIST: &str = "/mon-association/groupes";

/// Where a group is.
pub fn circle_path(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

/// Where an invitation is answered.
pub fn invitation_path(id: Uuid) -> String {
    format!("{LIST}/{id}/invitation")
}

/// Whether a message was just written: a button pressed twice is one message.
pub fn is_again(last: Option<&Message>, (author, organisation): (Uuid, Uuid), words: &str, now: Moment) -> bool {
    last.is_some_and(|last| {
        let is_hers = last.author == author && last.organisation == organisation;
        is_hers && last.words == words && last.written_at.plus_seconds(AGAIN) > now
    })
}

/// The beginning of a purpose, for lists.
pub fn beginning(purpose: &str) -> String {
    text::shorten(purpose, 160)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_group_says_of_itself_is_told_all_at_once() {
        let fields = |terms: &CircleTerms| check_terms(terms).into_iter().map(|one| one.field).collect::<Vec<_>>();
        assert_eq!(fields(&CircleTerms::default()), ["nom", "objet"]);
        let long = CircleTerms { name: "a".repeat(121), purpose: "b".repeat(1_001), themes: vec![Uuid::nil(); 11] };
        assert_eq!(fields(&long), ["nom", "objet", "themes"]);
        let sound =
            CircleTerms { name: "Aide aux devoirs".into(), purpose: "S’entraider".into(), themes: Vec::new() };
        assert!(fields(&sound).is_empty());
    }

    #[test]
    fn a_button_pressed_twice_is_one_message() {
        let (author, organisation) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let last = Message {
            id: Uuid::nil(),
            circle: Uuid::nil(),
            organisation,
            author,
            words: "Bonjour".into(),
            written_at: Moment(0),
            withdrawn_at: None,
        };
        assert!(is_again(Some(&last), (author, organisation), "Bonjour", Moment(1_000)));
        assert!(!is_again(Some(&last), (author, organisation), "Bonsoir", Moment(1_000)));
        assert!(!is_again(Some(&last), (organisation, organisation), "Bonjour", Moment(1_000)));
        assert!(!is_again(Some(&last), (author, organisation), "Bonjour", Moment(601_000)));
        assert!(!is_again(None, (author, organisation), "Bonjour", Moment(0)));
        assert_eq!(check_words(&"é".repeat(5_000)), Vec::new());
        assert_eq!(check_words(&"é".repeat(5_001)).len(), 1);
        assert_eq!(check_words("").len(), 1);
    }
}
