//! Who steers the contract: committees, members by signatory, a year of meetings and decisions. Made up.

use serde::Deserialize;

use crate::header::Header;

/// `governance.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GovernanceFile {
    /// Source and licence.
    pub header: Header,
    /// Bodies that steer.
    #[serde(rename = "body")]
    pub bodies: Vec<SteeringTold>,
    /// Who sits.
    #[serde(rename = "member")]
    pub members: Vec<SeatTold>,
    /// Their meetings, the first first.
    #[serde(rename = "meeting")]
    pub meetings: Vec<SessionTold>,
    /// What they decided.
    #[serde(rename = "decision")]
    pub decisions: Vec<DecisionTold>,
}

/// A body that steers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SteeringTold {
    /// How the file calls it.
    pub key: String,
    /// Its kind, by its stable name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Where it meets.
    pub place: String,
    /// First day, in days from today.
    pub since: i32,
}

/// Somebody who sits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatTold {
    /// In which body.
    pub body: String,
    /// Her name.
    pub name: String,
    /// The signatory, by its code in `contract.toml`; empty, when she speaks for none.
    pub signatory: String,
    /// The college, by its stable name.
    pub college: String,
    /// Whom she represents.
    pub structure: String,
    /// Whose seat she fills.
    #[serde(default)]
    pub deputy_of: String,
}

/// A meeting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionTold {
    /// Of which body.
    pub body: String,
    /// Its title.
    pub title: String,
    /// Its day, in days from today.
    pub day: i32,
    /// Points, one a line.
    pub agenda: String,
    /// Ranks of the members who were there.
    pub present: Vec<usize>,
    /// What was said; nothing, when it is not written.
    pub minutes: String,
}

/// A decision.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionTold {
    /// Rank of its meeting.
    pub meeting: usize,
    /// What is decided.
    pub title: String,
    /// Reasons.
    #[serde(default)]
    pub words: String,
    /// Rank of the sheet it is about.
    pub sheet: Option<usize>,
    /// Who carries it out; nobody, when it takes effect at once.
    #[serde(default)]
    pub owner: String,
    /// Days after the meeting by which it is to be done.
    pub due: Option<i32>,
    /// How far it is, by its stable name.
    pub state: String,
    /// What was done.
    #[serde(default)]
    pub step: String,
    /// Days after the meeting when that was noted.
    #[serde(default)]
    pub step_day: i32,
}
