//! The terms of a contract.

use jiff::civil::Date;
use kernel::{FieldError, Uuid};

/// How far a contract has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its architecture is proposed; the signed text may differ.
    Proposed,
    /// It is signed.
    Signed,
    /// Its period is over.
    Ended,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Signed, Self::Ended];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Signed => "signed",
            Self::Ended => "ended",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Proposed => "Proposé",
            Self::Signed => "Signé",
            Self::Ended => "Terminé",
        }
    }

    /// The status of that stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// What a contract says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractTerms {
    /// French title.
    pub title: String,
    /// Who carries it: the intercommunality, most often. Empty when not said.
    pub holder: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, included.
    pub ends_on: Date,
    /// Year of the mid-term review, when known.
    pub review_year: Option<i64>,
    /// Day of the mid-term review, when it is fixed.
    pub review_on: Option<Date>,
    /// Generation of the zoning it applies to, when known.
    pub zoning_generation: Option<i64>,
    /// How far it has come.
    pub status: Status,
    /// Where its text is read.
    pub source: String,
    /// What a reader must know.
    pub note: String,
}

/// A contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Which.
    pub id: Uuid,
    /// Its code in addresses.
    pub code: String,
    /// Its terms.
    pub terms: ContractTerms,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is wrong with each of the terms.
pub fn check_terms(terms: &ContractTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if terms.title.trim().is_empty() {
        errors.push(FieldError::new("titre", "Saisissez le titre du contrat"));
    }
    too_long(&mut errors, "titre", "Le titre", &terms.title, 200);
    too_long(&mut errors, "porteur", "Le nom", &terms.holder, 200);
    if let Some(generation) = terms.zoning_generation
        && !(1990..=2100).contains(&generation)
    {
        errors.push(FieldError::new("zonage", "La génération du zonage est une année, par exemple 2024"));
    }
    too_long(&mut errors, "source", "La source", &terms.source, 400);
    too_long(&mut errors, "note", "La note", &terms.note, 2000);
    errors
}

/// What is wrong between the dates of the terms, once both can be read.
pub fn check_period(terms: &ContractTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if terms.ends_on <= terms.starts_on {
        let sentence = format!("La date de fin doit être après le {}", kernel::french::date(terms.starts_on));
        errors.push(FieldError::new("fin", sentence));
    }
    let years = i64::from(terms.starts_on.year())..=i64::from(terms.ends_on.year());
    if let Some(year) = terms.review_year
        && !years.contains(&year)
    {
        let sentence = format!("L’année de révision doit tomber entre {} et {}", years.start(), years.end());
        errors.push(FieldError::new("revision-annee", sentence));
    }
    if let Some(day) = terms.review_on
        && !(terms.starts_on..=terms.ends_on).contains(&day)
    {
        errors.push(FieldError::new("revision-le", "La date de révision doit tomber pendant le contrat"));
    }
    if let (Some(day), Some(year)) = (terms.review_on, terms.review_year)
        && i64::from(day.year()) != year
    {
        errors.push(FieldError::new(
            "revision-le",
            format!("La date de révision doit tomber en {year}, l’année indiquée"),
        ));
    }
    errors
}

/// What is wrong with a code used in addresses.
pub fn check_code(code: &str) -> Vec<FieldError> {
    let is_plain = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if code.is_empty() {
        vec![FieldError::new("reference", "Saisissez un nom court, par exemple agglo-2024")]
    } else if !is_plain || code.len() > 60 {
        let sentence =
            "Le nom court ne doit avoir que des minuscules sans accent, des chiffres et des tirets, 60 signes au plus";
        vec![FieldError::new("reference", sentence)]
    } else {
        Vec::new()
    }
}

/// Adds an error when a text is longer than its field allows.
pub(crate) fn too_long(errors: &mut Vec<FieldError>, field: &str, what: &str, text: &str, limit: usize) {
    let length = text.chars().count();
    if length > limit {
        errors.push(FieldError::new(field, format!("{what} doit faire {limit} signes au plus : il y en a {length}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(start: &str, end: &str) -> ContractTerms {
        ContractTerms {
            title: "Contrat".into(),
            holder: String::new(),
            starts_on: start.parse().expect("a day"),
            ends_on: end.parse().expect("a day"),
            review_year: None,
            review_on: None,
            zoning_generation: None,
            status: Status::Proposed,
            source: String::new(),
            note: String::new(),
        }
    }

    #[test]
    fn a_contract_ends_after_it_starts_and_is_reviewed_meanwhile() {
        assert_eq!(check_terms(&terms("2024-03-31", "2030-03-30")), []);
        assert_eq!(check_period(&terms("2024-03-31", "2030-03-30")), []);
        assert_eq!(check_period(&terms("2024-03-31", "2024-03-31"))[0].field, "fin");
        let late = ContractTerms { review_year: Some(2031), ..terms("2024-03-31", "2030-03-30") };
        assert_eq!(check_period(&late)[0].sentence, "L’année de révision doit tomber entre 2024 et 2030");
        let day = |text: &str| text.parse().ok();
        let review = |year, on| ContractTerms { review_year: year, review_on: on, ..terms("2024-03-31", "2030-03-30") };
        assert_eq!(check_period(&review(Some(2027), day("2027-04-01"))), []);
        for wrong in [review(None, day("2024-03-30")), review(Some(2026), day("2027-04-01"))] {
            assert_eq!(check_period(&wrong)[0].field, "revision-le");
        }
    }

    #[test]
    fn a_code_fits_in_an_address() {
        assert_eq!(check_code("agglo-2024"), []);
        for bad in ["", "Agglo", "été", "a/b"] {
            assert_eq!(check_code(bad).len(), 1, "{bad}");
        }
    }
}
