//! Needs, the evidence behind each mark of the matrix, and the families of actions that answer them.

use crate::header::{Header, date};
use jiff::civil::Date;
use serde::Deserialize;

/// `matrix.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixFile {
    /// Source and licence.
    pub header: Header,
    /// The seven subjects of needs.
    #[serde(rename = "need_theme")]
    pub need_themes: Vec<Theme>,
    /// The seven families of actions.
    #[serde(rename = "solution_theme")]
    pub solution_themes: Vec<Theme>,
    /// The crosses of the source, which families of actions answer which subject: what the links must give.
    #[serde(rename = "answer")]
    pub answers: Vec<Answer>,
    /// What was proposed, and the needs each proposal answers.
    #[serde(rename = "proposal")]
    pub proposals: Vec<Proposal>,
    /// The 26 needs.
    #[serde(rename = "need")]
    pub needs: Vec<Need>,
    /// One record per mark.
    pub evidence: Vec<Evidence>,
}

impl MatrixFile {
    /// Families of actions that answer no need: proposed, yet never told as a need.
    pub fn solutions_without_need(&self) -> impl Iterator<Item = &Theme> {
        self.solution_themes
            .iter()
            .filter(|theme| !self.answers.iter().any(|answer| answer.solution_themes.contains(&theme.code)))
    }

    /// Number of needs with at least one record in this neighbourhood.
    #[must_use]
    pub fn marks(&self, neighbourhood: &str) -> usize {
        self.needs.iter().filter(|need| self.evidence_for(&need.code, neighbourhood).next().is_some()).count()
    }

    /// The records behind one cell.
    pub fn evidence_for<'a>(&'a self, need: &'a str, neighbourhood: &'a str) -> impl Iterator<Item = &'a Evidence> {
        self.evidence.iter().filter(move |evidence| evidence.need == need && evidence.neighbourhood == neighbourhood)
    }
}

/// A subject of needs or a family of actions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Stable key.
    pub code: String,
    /// French label.
    pub label: String,
}

/// The families of actions that answer one subject.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Code of the subject.
    pub need_theme: String,
    /// Codes of the families of actions.
    pub solution_themes: Vec<String>,
}

/// What was proposed, in our own words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// `P01` and so on, in the order of the source.
    pub code: String,
    /// Code of its family of actions.
    pub family: String,
    /// Short neutral French label.
    pub label: String,
    /// Codes of the needs it answers (our reading); none when no need collected asks for it.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// A need.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// `B01` to `B26`, in the order of the source.
    pub code: String,
    /// Short neutral French label.
    pub label: String,
    /// Code of its subject (our filing).
    pub theme: String,
    /// Why telling it may put somebody at risk; absent for most needs.
    pub sensitivity: Option<Sensitivity>,
    /// What a reader must know, in French.
    pub note: Option<String>,
}

/// Why telling a need may put somebody at risk: its evidence must never lead back to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Those who speak fear reprisals.
    Reprisals,
    /// It speaks of trafficking.
    Trafficking,
    /// It speaks of violence or of its victims.
    Violence,
    /// It speaks of people in a fragile situation.
    VulnerablePeople,
}

/// One record: who was heard, where, how, and what the source says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Stable key.
    pub code: String,
    /// Code of the need.
    pub need: String,
    /// Key of the neighbourhood.
    pub neighbourhood: String,
    /// Code of the channel in `consultation.toml`.
    pub channel: String,
    /// Who was heard, in French.
    pub heard: String,
    /// What was said, in our own neutral words.
    pub said: String,
    /// Day it was reported; the day it was heard is unknown.
    #[serde(deserialize_with = "date")]
    pub reported_on: Date,
    /// Code of the document.
    pub document: String,
    /// Our short name of the slide.
    pub slide: String,
}
