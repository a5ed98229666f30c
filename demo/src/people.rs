//! Fictional organisations and accounts. No password is kept here.

use crate::header::Header;
use serde::Deserialize;

/// `people.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleFile {
    /// Source and licence.
    pub header: Header,
    /// Organisations of the demonstration.
    #[serde(rename = "organisation")]
    pub organisations: Vec<Organisation>,
    /// Accounts of the demonstration.
    #[serde(rename = "person")]
    pub people: Vec<Person>,
}

/// An organisation, marked as belonging to the demonstration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Stable key.
    pub key: String,
    /// Name shown on screen.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Always true here: even the public bodies are stand-ins.
    pub is_fictional: bool,
}

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Établissement public de coopération intercommunale.
    Intercommunality,
    /// Services of the State.
    State,
    /// Commune.
    Commune,
    /// Department.
    Department,
    /// Conseil citoyen.
    CitizenCouncil,
    /// Association.
    Association,
    /// Bailleur social.
    Landlord,
    /// Caisse d’allocations familiales and the like.
    SocialFund,
    /// Outside auditor.
    Auditor,
}

/// A fictional person with an account.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Address in the reserved domain `.example`, never delivered.
    pub email: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Role in the contract.
    pub role: Role,
    /// Key of the organisation.
    pub organisation: String,
    /// French job title.
    pub job_title: String,
    /// Keys of the neighbourhoods the role is limited to; empty for all.
    #[serde(default)]
    pub neighbourhoods: Vec<String>,
}

/// Roles shown by the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Chef ou cheffe de projet.
    ProjectLead,
    /// Anime ateliers et enquêtes.
    Facilitator,
    /// Délégué ou déléguée du préfet.
    PrefectDelegate,
    /// Financeur.
    Funder,
    /// Élu ou élue.
    ElectedRepresentative,
    /// Conseiller ou conseillère citoyenne.
    CitizenCouncillor,
    /// Signs for an association.
    OrganisationSignatory,
    /// Fills in the forms of an association.
    OrganisationEditor,
    /// Instructs the applications to calls for projects.
    CaseOfficer,
    /// Decides for a funder, and for it only.
    CommitteeMember,
    /// Tells what a landlord does in return of its abatement.
    Landlord,
    /// Administers the platform.
    Administrator,
    /// Délégué ou déléguée à la protection des données.
    DataProtectionOfficer,
    /// Reads everything, changes nothing.
    Auditor,
}
