//! The sheet of an organisation: who it is, where it is, what it is to administrations and to others (CERFA 12156*06, 1 to 3).

use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid};

use super::{Public, line};

/// Everything on the sheet but its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Who it is.
    pub identity: Identity,
    /// Changes of the identity.
    pub identity_revision: i64,
    /// Where it is reached.
    pub contact: Contact,
    /// Changes of where it is reached.
    pub contact_revision: i64,
    /// What it is to others.
    pub relations: Relations,
    /// Changes of what it is to others.
    pub relations_revision: i64,
    /// What the public directory tells.
    pub listing: Listing,
    /// Changes of what the directory tells.
    pub listing_revision: i64,
    /// When an agent checked that it is what it says.
    pub verified_at: Option<Moment>,
}

/// Who an organisation is, its name and SIRET apart: accounts keep them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Its acronym.
    pub acronym: String,
    /// Its legal form, in its own words: « association loi 1901 ».
    pub legal_form: String,
    /// Its number in the register of associations.
    pub rna: Option<String>,
    /// The receipt of the prefecture, from before the register.
    pub receipt: String,
    /// In Alsace and Moselle: date, volume, folio and court.
    pub register: String,
    /// What it is for, as its statutes say.
    pub purpose: String,
}

/// Where an organisation is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Number and street of its seat.
    pub street: String,
    /// Postal code of its seat.
    pub postal: String,
    /// Town of its seat.
    pub town: String,
    /// Where it has its mail sent, when elsewhere.
    pub mail_address: String,
    /// Telephone, E.164.
    pub phone: String,
    /// Electronic address.
    pub email: String,
    /// Web address.
    pub website: String,
}

/// What an organisation is to administrations and to other associations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// Whether it is recognised as of public interest; none: not said.
    pub public_interest: Option<bool>,
    /// Since when, by the Journal officiel.
    pub public_interest_on: Option<Date>,
    /// Whether it pays commercial taxes; none: not said.
    pub business_tax: Option<bool>,
    /// Whether it has an auditor; none: not said.
    pub has_auditor: Option<bool>,
    /// The network, union or federation it belongs to.
    pub network: String,
    /// How many legal persons are members of it.
    pub legal_members: Option<i64>,
}

/// What the public directory tells, when the association wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Whether it is there.
    pub is_listed: bool,
    /// What it does, in plain words.
    pub summary: String,
    /// Objectives of contracts.
    pub themes: Vec<Uuid>,
    /// Neighbourhoods.
    pub areas: Vec<Uuid>,
    /// Publics.
    pub publics: Vec<Public>,
}

/// What is wrong in an identity.
pub fn check_identity(identity: &Identity) -> Vec<FieldError> {
    let mut errors = Vec::new();
    line(&mut errors, "sigle", "Le sigle", &identity.acronym, 40);
    line(&mut errors, "forme", "La forme juridique", &identity.legal_form, 120);
    line(&mut errors, "recepisse", "Le numéro de récépissé", &identity.receipt, 80);
    line(&mut errors, "registre", "L’inscription au registre", &identity.register, 200);
    line(&mut errors, "objet", "L’objet", &identity.purpose, 3000);
    errors
}

/// What is wrong in where it is reached.
pub fn check_contact(contact: &Contact) -> Vec<FieldError> {
    let mut errors = Vec::new();
    line(&mut errors, "rue", "L’adresse", &contact.street, 200);
    line(&mut errors, "commune", "La commune", &contact.town, 120);
    line(&mut errors, "correspondance", "L’adresse de correspondance", &contact.mail_address, 400);
    line(&mut errors, "site", "L’adresse du site", &contact.website, 200);
    let is_web = ["https://", "http://"].iter().any(|start| contact.website.starts_with(start));
    if !contact.website.is_empty() && (!is_web || contact.website.contains(char::is_whitespace)) {
        errors.push(FieldError::new("site", "L’adresse du site commence par https:// et n’a pas d’espace"));
    }
    let has_form = contact.email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if !contact.email.is_empty() && (!has_form || contact.email.contains(char::is_whitespace)) {
        errors.push(FieldError::new("courriel", "L’adresse électronique doit avoir la forme nom@exemple.fr"));
    }
    errors
}

/// What is wrong in what the directory would tell.
pub fn check_listing(listing: &Listing) -> Vec<FieldError> {
    let mut errors = Vec::new();
    line(&mut errors, "resume", "La présentation", &listing.summary, 600);
    if listing.is_listed && listing.summary.is_empty() {
        errors.push(FieldError::new("resume", "Dites en quelques mots ce que fait l’association"));
    }
    errors
}
