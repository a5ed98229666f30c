//! An agreement of abatement: one landlord, one neighbourhood, one contract.

use jiff::civil::Date;
use kernel::{FieldError, Scope, Uuid};

use super::text_error;

/// What an agreement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementTerms {
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// The day it was signed; none as long as it was not.
    pub signed_on: Option<Date>,
    /// Whom to ask: a service, never a person.
    pub service: String,
    /// Anything to say of it.
    pub note: String,
}

/// An agreement as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbatementAgreement {
    /// Which.
    pub id: Uuid,
    /// The contract it is annexed to.
    pub contract: Uuid,
    /// The neighbourhood.
    pub area: Uuid,
    /// The organisation that owns the dwellings.
    pub landlord: Uuid,
    /// What it says.
    pub terms: AgreementTerms,
    /// Whether everybody reads it.
    pub is_public: bool,
    /// How many times it changed.
    pub revision: i64,
}

impl AbatementAgreement {
    /// Where it takes place, for rights.
    pub const fn scope(&self) -> Scope {
        Scope { contract: Some(self.contract), territory: Some(self.area), organisation: Some(self.landlord) }
    }

    /// Whether it holds in a year.
    pub fn covers(&self, year: i64) -> bool {
        (i64::from(self.terms.starts_on.year())..=i64::from(self.terms.ends_on.year())).contains(&year)
    }
}

/// What is wrong with what it says. `today` bounds the day it was signed.
pub fn check_agreement(terms: &AgreementTerms, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if terms.ends_on < terms.starts_on {
        errors.push(FieldError::new("fin", "La date de fin doit être après la date de début"));
    }
    if terms.signed_on.is_some_and(|day| day > today) {
        errors.push(FieldError::new("signature", "La signature est un jour passé ou aujourd’hui"));
    }
    errors.extend(text_error("service", "le service à joindre, sans nommer personne", &terms.service, (true, 200)));
    errors.extend(text_error("note", "", &terms.note, (false, 2_000)));
    errors
}
