//! Invented groups that associations keep among themselves.

use crate::header::Header;
use serde::Deserialize;

/// `circles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CirclesFile {
    /// Source and licence.
    pub header: Header,
    /// Groups.
    #[serde(rename = "circle")]
    pub circles: Vec<Told>,
}

/// A group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Codes of objectives of the contract.
    pub themes: Vec<String>,
    /// Key of the association that holds it.
    pub owner: String,
    /// Keys of those that came.
    pub members: Vec<String>,
    /// Keys of those that have not answered.
    pub invited: Vec<String>,
    /// Keys of those that said no.
    pub refused: Vec<String>,
    /// When it was founded.
    pub days_ago: i64,
    /// What was written, the oldest first.
    pub messages: Vec<Words>,
}

/// A message, by whoever represents an association.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Key of the association.
    pub from: String,
    /// When.
    pub days_ago: i64,
    /// What it says.
    pub words: String,
}
