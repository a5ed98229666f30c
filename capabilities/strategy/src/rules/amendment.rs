//! Amendments to a contract, and its named versions.

use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid};

use super::contract::too_long;

/// What is written of an amendment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendmentTerms {
    /// Its number in the contract.
    pub number: i64,
    /// When it was signed; none while it is prepared.
    pub signed_on: Option<Date>,
    /// What it changes.
    pub changes: String,
}

impl AmendmentTerms {
    /// « signé le 15 mars 2026 », « en préparation ».
    pub fn state(&self) -> String {
        match self.signed_on {
            Some(day) => format!("signé le {}", kernel::french::date(day)),
            None => "en préparation".to_owned(),
        }
    }
}

/// An amendment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What is written of it.
    pub terms: AmendmentTerms,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is wrong with an amendment, beside the numbers already taken.
pub fn check_amendment(terms: &AmendmentTerms, taken: &[i64]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(1..=99).contains(&terms.number) {
        errors.push(FieldError::new("numero", "Le numéro de l’avenant est entre 1 et 99"));
    } else if taken.contains(&terms.number) {
        let sentence = format!("L’avenant {} existe déjà dans ce contrat : choisissez un autre numéro", terms.number);
        errors.push(FieldError::new("numero", sentence));
    }
    if terms.changes.trim().is_empty() {
        errors.push(FieldError::new("changements", "Saisissez ce que l’avenant change"));
    }
    too_long(&mut errors, "changements", "Le texte", &terms.changes, 4000);
    errors
}

/// A state of the tree somebody named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedVersion {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Its name.
    pub name: String,
    /// The rank of the last gesture in it.
    pub seq: i64,
    /// When it was named.
    pub taken_at: Moment,
    /// By whom.
    pub author: String,
    /// What must be known of it, or nothing.
    pub note: String,
}

/// What is wrong with the name of a version, beside the names already taken.
pub fn check_version(name: &str, note: &str, taken: &[String]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let key = kernel::text::search_key(name);
    if key.is_empty() {
        errors.push(FieldError::new("nom", "Saisissez le nom de la version, par exemple Version signée"));
    } else if taken.iter().any(|known| kernel::text::search_key(known) == key) {
        errors.push(FieldError::new("nom", "Une version porte déjà ce nom : choisissez-en un autre"));
    }
    too_long(&mut errors, "nom", "Le nom", name, 80);
    too_long(&mut errors, "note", "La note", note, 600);
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amendment_has_a_number_of_its_own_and_says_what_it_changes() {
        let terms = |number, changes: &str| AmendmentTerms { number, signed_on: None, changes: changes.into() };
        assert_eq!(check_amendment(&terms(2, "Un quartier de plus"), &[1]), []);
        let fields = |terms: &AmendmentTerms| -> Vec<String> {
            check_amendment(terms, &[1]).into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(&terms(1, "")), ["numero", "changements"]);
        assert_eq!(fields(&terms(0, "x")), ["numero"]);
    }

    #[test]
    fn a_version_is_named_once() {
        let taken = ["Version signée".to_owned()];
        assert_eq!(check_version("Révision", "", &taken), []);
        for wrong in ["", "  ", "version SIGNEE"] {
            assert_eq!(check_version(wrong, "", &taken)[0].field, "nom", "{wrong:?}");
        }
    }
}
