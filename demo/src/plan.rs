//! The plan of action: sheets tied to the objectives proposed and to the needs collected, leads studied. Made up.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::header::Header;

/// `plan.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// Source and licence.
    pub header: Header,
    /// Sheets.
    #[serde(rename = "sheet")]
    pub sheets: Vec<PlanSheet>,
    /// Leads studied that are no sheet yet.
    #[serde(rename = "lead")]
    pub leads: Vec<StudiedLead>,
}

/// A sheet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanSheet {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Code of its objective.
    pub objective: String,
    /// What calls for it.
    pub finding: String,
    /// What is done, as formatted text.
    pub description: String,
    /// Who leads.
    pub lead: String,
    /// For whom.
    #[serde(default)]
    pub publics: String,
    /// What makes it succeed.
    #[serde(default)]
    pub conditions: String,
    /// When it bears fruit.
    pub term: String,
    /// How far residents are involved.
    pub involvement: Option<String>,
    /// Where it stands.
    pub status: String,
    /// Since when.
    pub since: Date,
    /// According to what.
    pub source: String,
    /// Why, when it stopped.
    #[serde(default)]
    pub reason: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Codes of transversal nodes.
    #[serde(default)]
    pub lenses: Vec<String>,
    /// Codes of needs.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether it stays a draft.
    #[serde(default)]
    pub is_draft: bool,
    /// The lead it comes from.
    pub proposal: Option<StudiedLead>,
    /// Neighbourhoods by key, with the state there.
    pub places: BTreeMap<String, String>,
    /// « Body : role ».
    #[serde(default)]
    pub partners: Vec<String>,
    /// Means by year.
    #[serde(default)]
    pub means: Vec<PlanMean>,
    /// Steps.
    #[serde(default)]
    pub steps: Vec<PlanStep>,
    /// Indicators.
    #[serde(default)]
    pub indicators: Vec<PlanIndicator>,
}

/// A lead studied.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudiedLead {
    /// Its code.
    pub code: String,
    /// Who covers it already.
    pub coverage: String,
    /// By what.
    pub note: String,
    /// Strategies met; none when it was not crossed yet.
    pub strategies: Option<Vec<String>>,
}

/// Means of a year, in euros.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanMean {
    /// The year.
    pub year: i64,
    /// `common_law` or `specific`.
    pub nature: String,
    /// `operating` or `investment`.
    pub use_of: String,
    /// Who brings them.
    pub funder: String,
    /// Planned, euros.
    pub planned: i64,
    /// Spent, euros.
    pub actual: Option<i64>,
}

/// A step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanStep {
    /// What is to be done.
    pub title: String,
    /// By whom: a function or a body.
    pub owner: String,
    /// Until when.
    pub due_on: Date,
    /// When it was done.
    pub done_on: Option<Date>,
}

/// An indicator.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanIndicator {
    /// `follow_up` or `result`.
    pub kind: String,
    /// What is counted.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// At the beginning.
    pub baseline: Option<f64>,
    /// What is aimed at.
    pub target: f64,
    /// « 2025 : 12 ; 2026 : 30 ».
    pub measures: String,
}
