//! Those who sign.

use kernel::{FieldError, Uuid};

use super::contract::too_long;

/// What the law says of a signatory (loi n° 2014-173, article 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Its signature is compulsory.
    Required,
    /// It may sign.
    Possible,
}

impl Requirement {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Required, Self::Possible];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Possible => "possible",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Required => "Obligatoire",
            Self::Possible => "Possible",
        }
    }

    /// The one of that stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What is known of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureStatus {
    /// No source at hand says whether it signed.
    ToConfirm,
    /// It signed.
    Signed,
    /// It did not sign.
    NotSigned,
}

impl SignatureStatus {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::ToConfirm, Self::Signed, Self::NotSigned];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ToConfirm => "to_confirm",
            Self::Signed => "signed",
            Self::NotSigned => "not_signed",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::ToConfirm => "À confirmer",
            Self::Signed => "Signé",
            Self::NotSigned => "Non signé",
        }
    }

    /// The one of that stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What is written of a signatory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatoryTerms {
    /// The body, or the family of bodies.
    pub name: String,
    /// What the law says.
    pub requirement: Requirement,
    /// What is known of its signature.
    pub status: SignatureStatus,
    /// What it commits to, or nothing.
    pub commitment: String,
    /// The text that makes it sign, or nothing.
    pub legal_basis: String,
}

/// A body that must or may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What is written of it.
    pub terms: SignatoryTerms,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is wrong with a signatory.
pub fn check_signatory(terms: &SignatoryTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if terms.name.trim().is_empty() {
        errors.push(FieldError::new("nom", "Saisissez le nom de l’organisme"));
    }
    too_long(&mut errors, "nom", "Le nom", &terms.name, 200);
    too_long(&mut errors, "engagement", "L’engagement", &terms.commitment, 4000);
    too_long(&mut errors, "base-legale", "La base légale", &terms.legal_basis, 200);
    errors
}
