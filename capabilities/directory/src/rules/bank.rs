//! The bank account of an organisation. The number itself is sealed; what stands here are its two ends.

use kernel::text::search_key;
use kernel::{Actor, Moment, Uuid};

/// Bank details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankTerms {
    /// Which.
    pub id: Uuid,
    /// Of which organisation.
    pub organisation: Uuid,
    /// Who holds the account.
    pub holder: String,
    /// First four signs.
    pub head: String,
    /// Last three signs.
    pub tail: String,
    /// BIC.
    pub bic: String,
    /// Since when it is this one; while it waits, when it was entered.
    pub since: Moment,
    /// Who entered it.
    pub entered_by: Option<Uuid>,
    /// When it was confirmed; at once when the association entered it.
    pub confirmed_at: Option<Moment>,
    /// When another took its place.
    pub ended_at: Option<Moment>,
}

impl BankTerms {
    /// Whether it is the one that serves.
    pub const fn is_current(&self) -> bool {
        self.ended_at.is_none() && self.confirmed_at.is_some()
    }

    /// Whether it waits to be confirmed.
    pub const fn is_waiting(&self) -> bool {
        self.ended_at.is_none() && self.confirmed_at.is_none()
    }

    /// Whether somebody may confirm it, or refuse it: anybody but whoever entered it, or acts for her.
    pub fn is_another(&self, actor: &Actor) -> bool {
        let Some(author) = self.entered_by else { return true };
        actor.person().is_none_or(|person| {
            person.account != author && person.acting_for.as_ref().is_none_or(|(account, _)| *account != author)
        })
    }

    /// What screens show of the number.
    pub fn masked(&self) -> String {
        identifiers::masked(&self.head, &self.tail)
    }
}

/// Words of a name that say nothing of whose it is.
const EMPTY: [&str; 16] = [
    "association",
    "assoc",
    "asso",
    "ass",
    "l",
    "la",
    "le",
    "les",
    "de",
    "des",
    "du",
    "d",
    "et",
    "exemple",
    "demonstration",
    "a",
];

/// Whether the holder of an account is the association: one of its names, or its acronym, whatever accents, capitals, order of words
/// and small words.
pub fn is_same_name(holder: &str, name: &str, acronym: &str) -> bool {
    let words = |text: &str| {
        let key = search_key(text);
        let mut words: Vec<String> =
            key.split(' ').filter(|word| !word.is_empty() && !EMPTY.contains(word)).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (held, named, short) = (words(holder), words(name), words(acronym));
    let is_within = |some: &[String], all: &[String]| !some.is_empty() && some.iter().all(|word| all.contains(word));
    is_within(&held, &named) || is_within(&named, &held) || is_within(&short, &held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_people_do() {
        assert!(is_same_name("ASSOCIATION LES PASSERELLES", "Exemple – Association Les Passerelles", ""));
        assert!(is_same_name("passerelles (les)", "Les Passerelles", ""));
        assert!(is_same_name("A.J.C. GRAZAILLES", "Association des jeunes citoyens", "A.J.C."));
        assert!(is_same_name("Élan Solidaire", "ELAN SOLIDAIRE de Carcassonne", ""));
        assert!(!is_same_name("M. JEAN DUPONT", "Les Passerelles", "LP"));
        assert!(!is_same_name("", "Les Passerelles", ""));
        assert!(!is_same_name("Association", "Les Passerelles", ""));
    }
}
