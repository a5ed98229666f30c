//! The consultation: documents, channels, gatherings, figures with their base, disagreements, coverage.

use crate::header::{Header, date, optional_date};
use jiff::civil::Date;
use serde::Deserialize;

/// `consultation.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultationFile {
    /// Source and licence.
    pub header: Header,
    /// The consultation as a whole.
    pub consultation: Consultation,
    /// Documents the figures are read in.
    #[serde(rename = "document")]
    pub documents: Vec<Document>,
    /// Ways people were heard.
    #[serde(rename = "channel")]
    pub channels: Vec<Channel>,
    /// Workshops, walks and seminar.
    #[serde(rename = "gathering")]
    pub gatherings: Vec<Gathering>,
    /// Figures of the report.
    #[serde(rename = "figure")]
    pub figures: Vec<Figure>,
    /// Places where the report disagrees with itself.
    #[serde(rename = "disagreement")]
    pub disagreements: Vec<Disagreement>,
    /// Totals that were recomputed and hold.
    #[serde(rename = "check")]
    pub checks: Vec<Check>,
    /// Channel × neighbourhood.
    pub coverage: Vec<Coverage>,
}

impl ConsultationFile {
    /// The figure with this code.
    #[must_use]
    pub fn figure(&self, code: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.code == code)
    }
}

/// The consultation as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    /// Stable key.
    pub code: String,
    /// French title.
    pub title: String,
    /// Day by which it was over.
    #[serde(deserialize_with = "date")]
    pub ended_by: Date,
    /// Its period in French words, since the source gives no dates.
    pub period_label: String,
}

/// A source document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Stable key.
    pub code: String,
    /// French title.
    pub title: String,
    /// Kind of document, in French.
    pub kind: String,
    /// Who wrote it, and for whom.
    pub author: String,
    /// Its date.
    #[serde(deserialize_with = "date")]
    pub dated: Date,
}

/// A way people were heard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Stable key.
    pub code: String,
    /// French label.
    pub label: String,
    /// Who it hears.
    pub hears: Heard,
    /// What a reader must know, in French.
    pub note: Option<String>,
}

/// Who a channel hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// Residents.
    Residents,
    /// Young people, residents or not.
    YoungPeople,
    /// People at work in the neighbourhoods.
    Professionals,
}

/// One or several gatherings of the same kind in the same place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gathering {
    /// Stable key.
    pub code: String,
    /// Code of the channel.
    pub channel: String,
    /// How many times.
    pub count: u16,
    /// Key of the neighbourhood, absent when the source names none.
    pub neighbourhood: Option<String>,
    /// Topic, when it replaces a neighbourhood.
    pub topic: Option<String>,
    /// Day, when known.
    #[serde(default, deserialize_with = "optional_date")]
    pub held_on: Option<Date>,
    /// Place, when known.
    pub place: Option<String>,
    /// Code of the document.
    pub document: String,
    /// Our short name of the slide.
    pub slide: String,
    /// What a reader must know, in French.
    pub note: Option<String>,
}

/// A figure of the report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Stable key.
    pub code: String,
    /// Code of the channel.
    pub channel: String,
    /// French label.
    pub label: String,
    /// The figure, in its unit.
    pub value: f64,
    /// Its unit.
    pub unit: FigureUnit,
    /// How many people or answers it is counted out of, when the source says so.
    pub base: Option<u32>,
    /// What it is counted out of, in French; always said, even without a number.
    pub base_label: String,
    /// Name shared by figures that belong to one distribution.
    pub group: Option<String>,
    /// Key of the neighbourhood it describes.
    pub neighbourhood: Option<String>,
    /// Code of the document.
    pub document: String,
    /// Our short name of the slide.
    pub slide: String,
    /// Day it was reported.
    #[serde(deserialize_with = "date")]
    pub reported_on: Date,
    /// What a reader must know, in French.
    pub note: Option<String>,
}

/// Unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureUnit {
    /// Workshops, walks.
    Gatherings,
    /// People.
    People,
    /// Answers to one question.
    Answers,
    /// Percent, 0 to 100.
    Percent,
}

/// A place where the report disagrees with itself. Both figures are shown, nothing is corrected.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disagreement {
    /// Stable key.
    pub code: String,
    /// French title.
    pub title: String,
    /// Codes of the figures at odds.
    pub figures: Vec<String>,
    /// What should hold.
    pub rule: Rule,
    /// What should be found.
    pub expected: f64,
    /// What is found.
    pub observed: f64,
    /// What is known of it, in French.
    pub explanation: String,
}

/// What should hold between figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Two figures should be equal.
    Equal,
    /// Shares should add to 100.
    Sum,
}

/// A total that was recomputed and holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Stable key.
    pub code: String,
    /// French title.
    pub title: String,
    /// Code of the figure that is the total.
    pub total: String,
    /// Codes of the figures that add to it.
    pub parts: Vec<String>,
    /// What is known of it, in French.
    pub explanation: String,
}

/// What one channel heard in one neighbourhood.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Code of the channel.
    pub channel: String,
    /// Key of the neighbourhood.
    pub neighbourhood: String,
    /// Which of the three things is known.
    pub state: CoverageState,
    /// The figure, only when recorded.
    pub value: Option<f64>,
    /// Its unit, only when recorded.
    pub unit: Option<FigureUnit>,
    /// How many people it is counted out of, when the source says so.
    pub base: Option<u32>,
    /// What it is counted out of, in French, only when recorded.
    pub base_label: Option<String>,
    /// What a reader must know, in French.
    pub note: Option<String>,
}

/// Three different things that must never be shown alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageState {
    /// The source gives a figure.
    Recorded,
    /// The channel did not go there: silence means nothing.
    NotAsked,
    /// People answered, from which neighbourhood is not said.
    DistributionUnknown,
}
