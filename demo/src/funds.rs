//! Invented small projects of residents, a fund and a label.

use crate::header::Header;
use serde::Deserialize;

/// `funds.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundsFile {
    /// Source and licence.
    pub header: Header,
    /// Funds and labels.
    #[serde(rename = "fund")]
    pub funds: Vec<Fund>,
    /// Who sits in their committee.
    #[serde(rename = "member")]
    pub members: Vec<Member>,
    /// Projects.
    #[serde(rename = "project")]
    pub projects: Vec<Project>,
}

/// A fund or a label.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fund {
    /// A stable name: `micro`, `label`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// What may be asked.
    pub rules: String,
    /// How projects are helped.
    #[serde(default)]
    pub support: String,
    /// Who holds the money.
    pub holder: String,
    /// Most that a project is given, in euros.
    pub ceiling: i64,
    /// The part paid at once, in percent.
    pub advance: i64,
    /// Of a year, in euros.
    pub envelope: i64,
    /// Who gives it.
    pub source: String,
}

/// Somebody who sits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// A given name, said to be an example.
    pub name: String,
    /// In what quality, a stable name.
    pub college: String,
}

/// A project of a few people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// The kind of its fund.
    pub fund: String,
    /// Its name.
    pub title: String,
    /// What it is.
    pub what: String,
    /// Key of the neighbourhood.
    pub area: String,
    /// What the group calls itself.
    pub group: String,
    /// Asked, in euros.
    pub asked: i64,
    /// Granted; nought when it was refused, none when nothing was decided.
    pub granted: Option<i64>,
    /// Spent, once it is reported.
    pub spent: Option<i64>,
    /// Why it was refused.
    #[serde(default)]
    pub reason: String,
    /// Whether it came on paper.
    #[serde(default)]
    pub is_paper: bool,
    /// What was done for it.
    #[serde(default)]
    pub support: String,
}
