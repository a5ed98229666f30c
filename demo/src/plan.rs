//! The plan of action: sheets tied to the objectives proposed and to the needs collected, leads studied. Made up.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::header::{Header, date, optional_date};

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
    /// What bodies would bring to the contract.
    #[serde(rename = "commitment")]
    pub commitments: Vec<PlanCommitment>,
    /// Amendments to the contract.
    #[serde(rename = "amendment")]
    pub amendments: Vec<PlanAmendment>,
    /// Sections of the document of the contract, written by hand.
    #[serde(rename = "section")]
    pub sections: Vec<PlanSection>,
}

/// A section of a part of the document of the contract.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanSection {
    /// The part it stands in.
    pub part: String,
    /// Its title.
    pub title: String,
    /// Formatted text.
    pub body: String,
    /// Whether everybody may read it; a draft otherwise.
    pub is_ready: bool,
}

/// A line of what a body that may sign would bring.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCommitment {
    /// Key of the body in `contract.toml`.
    pub signatory: String,
    /// `specific`, `common_law`, `staff` or `expertise`.
    pub kind: String,
    /// Money, euros.
    pub euros: Option<i64>,
    /// Full-time equivalents, in hundredths.
    pub fte_hundredths: Option<i64>,
    /// The year; the whole period without one.
    pub year: Option<i64>,
    /// What it is for.
    pub words: String,
}

/// An amendment that is prepared.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanAmendment {
    /// Its number.
    pub number: i64,
    /// What it changes.
    pub changes: String,
}

/// A link of a sheet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLink {
    /// How.
    pub kind: String,
    /// Code of the other sheet, or the title of an action followed elsewhere.
    pub to: String,
}

/// A comment of an agent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanComment {
    /// What it says.
    pub body: String,
    /// Whether everybody who reads the sheet inside reads it.
    #[serde(default)]
    pub is_shared: bool,
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
    /// What is aimed at, in words.
    #[serde(default)]
    pub aims: String,
    /// Whose competence it is.
    #[serde(default)]
    pub competence: String,
    /// Other sheets.
    #[serde(default)]
    pub links: Vec<PlanLink>,
    /// Comments.
    #[serde(default)]
    pub comments: Vec<PlanComment>,
    /// Notes by key of neighbourhood.
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
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
    #[serde(deserialize_with = "date")]
    pub since: Date,
    /// According to what.
    pub source: String,
    /// Why, when it stopped.
    #[serde(default)]
    pub reason: String,
    /// First day.
    #[serde(deserialize_with = "date")]
    pub starts_on: Date,
    /// Last day.
    #[serde(deserialize_with = "date")]
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
    #[serde(deserialize_with = "date")]
    pub due_on: Date,
    /// When it was done.
    #[serde(default, deserialize_with = "optional_date")]
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
