//! An invented evaluation of the contract: questions, findings, recommendations, a collection from carriers.

use std::collections::BTreeMap;

use crate::header::Header;
use serde::Deserialize;

/// `evaluation.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluationFile {
    /// Source and licence.
    pub header: Header,
    /// What it is for, and the questions it begins with.
    pub framework: Framework,
    /// Findings.
    #[serde(rename = "finding")]
    pub findings: Vec<Finding>,
    /// Recommendations.
    #[serde(rename = "recommendation")]
    pub recommendations: Vec<Recommendation>,
    /// What carriers are asked.
    pub campaign: Campaign,
    /// For whom actions are.
    #[serde(rename = "public")]
    pub publics: Vec<Public>,
}

/// For whom an action is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Public {
    /// Codes of the sheets.
    pub sheets: Vec<String>,
    /// How far they aim at equality, by its code; empty: nobody looked.
    pub marker: String,
    /// Ages they address, by their codes.
    pub ages: Vec<String>,
}

/// What the evaluation is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// A few lines.
    pub purpose: String,
    /// Questions taken from the framework offered, by their keys.
    pub questions: Vec<String>,
}

/// A finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Its name in this file.
    pub key: String,
    /// The question it answers, word for word.
    pub question: String,
    /// What it says.
    pub words: String,
    /// What stands behind it.
    pub detail: String,
    /// How far it can be relied on.
    pub strength: String,
    /// When it was made.
    pub days_ago: i64,
    /// Whether everybody reads it.
    pub is_published: bool,
    /// Its evidence.
    pub evidence: Vec<Evidence>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What it is.
    pub kind: String,
    /// Code of an indicator.
    #[serde(default)]
    pub indicator: String,
    /// Key of a neighbourhood.
    #[serde(default)]
    pub area: String,
    /// Code of a sheet.
    #[serde(default)]
    pub sheet: String,
    /// What it says.
    pub words: String,
}

/// A recommendation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// What to do.
    pub words: String,
    /// How.
    pub detail: String,
    /// Who.
    pub owner: String,
    /// In how many days it is due; past when negative.
    pub due_in: i64,
    /// Keys of findings.
    pub findings: Vec<String>,
    /// Whether everybody reads it.
    pub is_published: bool,
    /// What the committee answered.
    pub answer: String,
    /// Why.
    pub reason: String,
    /// When.
    pub answered_days_ago: i64,
    /// What became of it.
    pub steps: Vec<Step>,
}

/// What became of a recommendation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// When.
    pub days_ago: i64,
    /// How far.
    pub progress: String,
    /// What was done.
    pub words: String,
}

/// A collection from carriers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Its title.
    pub title: String,
    /// A word to carriers.
    pub message: String,
    /// When it was prepared.
    pub prepared_days_ago: i64,
    /// In how many days it closes.
    pub closes_in: i64,
    /// Who is asked.
    #[serde(rename = "ask")]
    pub asks: Vec<Ask>,
}

/// What a carrier is asked, and what it answered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Code of the sheet.
    pub sheet: String,
    /// Name of the organisation.
    pub carrier: String,
    /// When it answered; it has not otherwise.
    pub answered_days_ago: Option<i64>,
    /// People by sex and age.
    pub people: BTreeMap<String, i64>,
    /// What it says.
    pub words: String,
}
