//! Bodies that sit: who, since when, and their meetings. Made up.

use serde::Deserialize;

use crate::header::Header;

/// `assemblies.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssembliesFile {
    /// Source and licence.
    pub header: Header,
    /// What the council of `councils.toml` does once it sits.
    pub council: CouncilLife,
    /// Other bodies.
    #[serde(rename = "body")]
    pub bodies: Vec<BodyTold>,
}

/// What the council does once it sits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilLife {
    /// First day of the mandates, in days from today.
    pub since: i32,
    /// Address of the woman of `people.toml` who sits on the first seat of a woman.
    pub account: String,
    /// How she is called.
    pub called: String,
    /// What is handed to members for the meeting to come.
    pub paper: PaperTold,
    /// Its meetings.
    #[serde(rename = "meeting")]
    pub meetings: Vec<MeetingTold>,
}

/// A paper to print.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperTold {
    /// Its name.
    pub label: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

/// A meeting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingTold {
    /// Its title.
    pub title: String,
    /// Whose meeting it is, by its stable name.
    pub body: String,
    /// Its day, in days from today.
    pub day: i32,
    /// Points, one a line.
    pub agenda: String,
    /// How many were there, when it took place.
    #[serde(default)]
    pub present: usize,
    /// What was said; nothing, when nobody wrote it.
    #[serde(default)]
    pub minutes: String,
    /// Whether the next one approved it.
    #[serde(default)]
    pub is_approved: bool,
}

/// Another body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyTold {
    /// Its kind, by its stable name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Keys of its neighbourhoods.
    pub areas: Vec<String>,
    /// Who carries it.
    pub support: String,
    /// Where it meets.
    pub place: String,
    /// First day of the mandates, in days from today.
    pub since: i32,
    /// Who sits.
    #[serde(rename = "member")]
    pub members: Vec<MemberTold>,
    /// Its meetings.
    #[serde(rename = "meeting")]
    pub meetings: Vec<MeetingTold>,
}

/// Somebody who sits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberTold {
    /// How she is called.
    pub called: String,
    /// The structure she speaks for.
    #[serde(default)]
    pub structure: String,
    /// As she asked to be counted, by its stable name.
    pub counted: String,
}
