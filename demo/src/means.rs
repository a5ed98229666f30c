//! Invented means of the contract: ordinary means, posts, sponsors, an endowment fund.

use crate::header::Header;
use serde::Deserialize;

/// `means.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeansFile {
    /// Source and licence.
    pub header: Header,
    /// Which organisation stands for which signatory.
    pub stands: Vec<Stand>,
    /// Lines of ordinary means.
    #[serde(rename = "line")]
    pub lines: Vec<Line>,
    /// Posts.
    #[serde(rename = "post")]
    pub posts: Vec<Post>,
    /// Gifts of firms.
    #[serde(rename = "gift")]
    pub gifts: Vec<Gift>,
    /// The endowment fund.
    pub fund: Fund,
}

/// An organisation that stands for a signatory.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// Code of the signatory, in `contract.toml`.
    pub signatory: String,
    /// Key of the organisation, in `people.toml`.
    pub organisation: String,
}

/// A line of ordinary means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Key of the organisation.
    pub partner: String,
    /// Years from this one.
    pub year: i64,
    /// Code of the theme.
    pub theme: String,
    /// Key of the neighbourhood; the whole contract without one.
    pub area: Option<String>,
    /// Which scheme.
    pub label: String,
    /// The amount, when there is one.
    pub euros: Option<i64>,
    /// Why there is none, a stable name.
    pub told: Option<String>,
    /// People’s time, in hundredths of a post.
    pub fte: Option<i64>,
    /// How it was valued, a stable name.
    pub method: Option<String>,
    /// How far it is trusted, a stable name.
    pub confidence: Option<String>,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// Where it comes from.
    pub source: String,
    /// Whether everybody reads it.
    pub is_public: bool,
}

/// A post.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Stable name of its kind, or the name of a kind the contract adds.
    pub kind: String,
    /// Key of the employer.
    pub employer: String,
    /// Key of the funder.
    pub funder: String,
    /// Key of the neighbourhood.
    pub area: Option<String>,
    /// What it is for.
    pub mission: String,
    /// In hundredths of a full-time post.
    pub fte: i64,
    /// Days from today.
    pub starts: i64,
    /// Days from today.
    pub ends: i64,
    /// Paid each year.
    pub euros: i64,
    /// Whether by specific credits.
    pub is_specific: bool,
}

/// A gift of a firm.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    /// The firm.
    pub firm: String,
    /// What it gives, a stable name.
    pub kind: String,
    /// What it comes to.
    pub euros: i64,
    /// Years from this one.
    pub year: i64,
    /// Where it comes from.
    pub source: String,
    /// How many of the first published sheets it is assigned to.
    pub sheets: usize,
    /// Whether it goes through the endowment fund.
    #[serde(default)]
    pub through_fund: bool,
}

/// An endowment fund.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fund {
    /// Its name.
    pub name: String,
    /// Its years.
    #[serde(rename = "year")]
    pub years: Vec<FundYear>,
}

/// A year of an endowment fund.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundYear {
    /// Years from this one.
    pub year: i64,
    /// Collected.
    pub collected: i64,
    /// Spent.
    pub used: i64,
    /// On what.
    pub note: String,
}
