//! The contract: period, named levels, tree of objectives, signatories the law asks for.

use crate::header::{Header, date};
use jiff::civil::Date;
use serde::Deserialize;

/// `contract.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractFile {
    /// Source and licence.
    pub header: Header,
    /// Period and perimeter.
    pub contract: Contract,
    /// Named levels of the tree.
    #[serde(rename = "level")]
    pub levels: Vec<Level>,
    /// Nodes of the tree, each parent before its children.
    #[serde(rename = "node")]
    pub nodes: Vec<Node>,
    /// Bodies that must or may sign.
    #[serde(rename = "signatory")]
    pub signatories: Vec<Signatory>,
}

/// Period and perimeter of the contract.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Stable key.
    pub code: String,
    /// French title.
    pub title: String,
    /// Who carries it.
    pub holder: String,
    /// SIREN of the body that carries it.
    pub carrier_siren: String,
    /// First day.
    #[serde(deserialize_with = "date")]
    pub starts_on: Date,
    /// Last day, included.
    #[serde(deserialize_with = "date")]
    pub ends_on: Date,
    /// Length in years.
    pub duration_years: u8,
    /// Year of the mid-term review.
    pub review_year: u16,
    /// Generation of the zoning it applies to.
    pub zoning_generation: u16,
    /// Keys of its neighbourhoods.
    pub neighbourhoods: Vec<String>,
    /// How the dates are known, in French.
    pub note: String,
}

/// A level of the tree, with the name this contract gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Key used by the nodes.
    pub code: String,
    /// Depth, from 1.
    pub depth: u8,
    /// French name, singular.
    pub label: String,
    /// French name, plural.
    pub label_plural: String,
    /// True for concerns that cross the whole tree.
    pub is_transversal: bool,
}

/// A node of the tree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Code within the contract.
    pub code: String,
    /// Code of its level.
    pub level: String,
    /// Rank among the nodes of its level, from 1.
    pub order: u16,
    /// French title.
    pub title: String,
    /// Code of the parent, absent at the top.
    pub parent: Option<String>,
    /// One French sentence.
    pub summary: Option<String>,
    /// What a reader must know, in French.
    pub note: Option<String>,
    /// Stable names of the views of public policy it answers.
    #[serde(default)]
    pub lenses: Vec<String>,
}

/// A body that must or may sign.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Stable key.
    pub code: String,
    /// Name or family of bodies, in French.
    pub name: String,
    /// What the law says.
    pub requirement: Requirement,
    /// What is known of its signature.
    pub status: SignatureStatus,
    /// The law.
    pub legal_basis: String,
}

/// What the law says of a signatory (loi n° 2014-173, article 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// Its signature is compulsory.
    RequiredByLaw,
    /// It may sign.
    Possible,
}

/// What is known of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureStatus {
    /// No source at hand says whether it signed.
    ToConfirm,
    /// A source shows its signature.
    Signed,
}
