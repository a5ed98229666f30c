//! Invented associations, as the directory holds them.

use crate::header::Header;
use serde::Deserialize;

/// `directory.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryFile {
    /// Source and licence.
    pub header: Header,
    /// Associations, those of `people.toml` first.
    #[serde(rename = "association")]
    pub associations: Vec<Association>,
}

/// An association.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Association {
    /// Stable key; one of `people.toml` when it has accounts there.
    pub key: String,
    /// Its name, which says that it is an example.
    pub name: String,
    /// Its acronym.
    #[serde(default)]
    pub acronym: String,
    /// Its SIRET, in a range that was never given.
    pub siret: String,
    /// Its number in the register of associations, in a range that was never given.
    pub rna: String,
    /// What it is for.
    pub purpose: String,
    /// Number and street of its seat.
    pub street: String,
    /// Telephone, of those kept for fiction.
    pub phone: String,
    /// What the directory tells of it.
    pub summary: String,
    /// Codes of objectives of the contract.
    pub themes: Vec<String>,
    /// Keys of neighbourhoods.
    pub areas: Vec<String>,
    /// For whom it acts.
    pub publics: Vec<String>,
    /// Who represents it.
    pub president: President,
    /// Employees.
    pub employees: i64,
    /// Volunteers.
    pub volunteers: i64,
    /// What it spends in a year, in euros.
    pub budget: i64,
    /// Its account, of a bank that does not exist; none: not told yet.
    pub iban: Option<String>,
    /// Whether the commitments wait for a signature.
    #[serde(default)]
    pub is_unsigned: bool,
    /// Whether it does not want to stand in the public directory.
    #[serde(default)]
    pub is_unlisted: bool,
}

/// Who represents an association.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct President {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// « Présidente ».
    pub role: String,
}

impl President {
    /// As she signs.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}
