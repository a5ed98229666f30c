//! Urban management of proximity: what a town, its services and landlords do together for daily life.

use jiff::civil::Date;
use kernel::{FieldError, Scope, Uuid, vocabulary};

use super::text_error;

vocabulary! {
    /// What an action of urban management is about.
    ManagementTheme {
        /// Rubbish, dirt.
        Cleanliness => "cleanliness", "Propreté et déchets";
        /// Upkeep of buildings and shared parts.
        Upkeep => "upkeep", "Entretien des immeubles et des espaces";
        /// Pavements, parking, lamps.
        PublicSpace => "public_space", "Espaces publics, stationnement, éclairage";
        /// Quiet.
        Quiet => "quiet", "Tranquillité";
        /// Life together.
        SocialLife => "social_life", "Lien social et usages";
        /// During works.
        Works => "works", "Pendant les chantiers";
    }
}

vocabulary! {
    /// How far an action of urban management is.
    ManagementState {
        /// To be done.
        Planned => "planned", "Prévue";
        /// Being done.
        UnderWay => "under_way", "En cours";
        /// Done.
        Done => "done", "Faite";
        /// Not done, and why.
        Dropped => "dropped", "Abandonnée";
    }
}

/// What an agreement of urban management says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagementTerms {
    /// Its name.
    pub title: String,
    /// Who signs it.
    pub partners: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Anything to say of it.
    pub note: String,
    /// Its neighbourhoods.
    pub areas: Vec<Uuid>,
    /// Whether everybody reads it.
    pub is_public: bool,
}

/// An agreement of urban management.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrbanManagement {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What it says.
    pub terms: ManagementTerms,
    /// How many times it changed.
    pub revision: i64,
}

impl UrbanManagement {
    /// Where it takes place, for rights.
    pub const fn scope(&self) -> Scope {
        Scope::contract(self.contract)
    }
}

/// What is told of an action of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagementActionTerms {
    /// The year.
    pub year: i64,
    /// What it is about.
    pub theme: ManagementTheme,
    /// What is done.
    pub title: String,
    /// Who does it: a service, a landlord, never a person.
    pub who: String,
    /// Until when.
    pub due_on: Option<Date>,
    /// How far it is.
    pub state: ManagementState,
    /// What was done, or why not.
    pub note: String,
}

/// An action of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagementAction {
    /// Which.
    pub id: Uuid,
    /// Its agreement.
    pub agreement: Uuid,
    /// What is told of it.
    pub terms: ManagementActionTerms,
    /// How many times it changed.
    pub revision: i64,
}

/// What is wrong with an agreement. `known` are the neighbourhoods of its contract.
pub fn check_management(terms: &ManagementTerms, known: &[Uuid]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(text_error("titre", "le nom de la convention", &terms.title, (true, 200)));
    errors.extend(text_error("partenaires", "qui la signe", &terms.partners, (true, 500)));
    errors.extend(text_error("note", "", &terms.note, (false, 2_000)));
    if terms.ends_on < terms.starts_on {
        errors.push(FieldError::new("fin", "La date de fin doit être après la date de début"));
    }
    if terms.areas.is_empty() || terms.areas.iter().any(|area| !known.contains(area)) {
        errors.push(FieldError::new("quartiers", "Cochez au moins un quartier du contrat"));
    }
    errors
}

/// What is wrong with an action; `years` are those of its agreement, first and last.
pub fn check_management_action(terms: &ManagementActionTerms, (first, last): (i64, i64)) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(first..=last).contains(&terms.year) {
        errors.push(FieldError::new(
            "annee",
            format!("L’année doit être entre {first} et {last}, celles de la convention"),
        ));
    }
    errors.extend(text_error("action", "ce qui est fait", &terms.title, (true, 300)));
    errors.extend(text_error("qui", "qui agit : un service ou un bailleur, pas une personne", &terms.who, (true, 200)));
    errors.extend(text_error("suite", "", &terms.note, (false, 1_000)));
    if terms.state == ManagementState::Dropped && terms.note.trim().is_empty() {
        errors.push(FieldError::new("suite", "Écrivez pourquoi l’action est abandonnée"));
    }
    errors
}
