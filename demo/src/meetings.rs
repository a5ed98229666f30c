//! What could have been said at the gatherings of the consultation: notes, how they are sorted, walks with what became of
//! their findings. Made up.

use std::collections::BTreeMap;

use crate::header::{Header, optional_date};
use jiff::civil::Date;
use serde::Deserialize;

/// `meetings.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingsFile {
    /// Source and licence.
    pub header: Header,
    /// Workshops and their notes.
    #[serde(rename = "workshop")]
    pub workshops: Vec<Workshop>,
    /// Groups of the board.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
    /// Notes that say the same.
    #[serde(rename = "same")]
    pub sames: Vec<Same>,
    /// Walks and their findings.
    #[serde(rename = "walk")]
    pub walks: Vec<Walk>,
}

/// A workshop: who came, what was noted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workshop {
    /// Code of the gathering.
    pub gathering: String,
    /// Who speaks, in French.
    pub audience: String,
    /// People by category.
    pub people: BTreeMap<String, i64>,
    /// Needs noted.
    pub needs: Vec<String>,
    /// Observations noted.
    pub observations: Vec<String>,
    /// Ideas noted.
    pub ideas: Vec<String>,
}

/// A group of the board and the words of its notes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What it is called.
    pub label: String,
    /// Words of notes.
    pub notes: Vec<String>,
}

/// Words of notes counted together, every note of these words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Same {
    /// The words.
    pub notes: Vec<String>,
}

/// A walk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Walk {
    /// Code of the gathering.
    pub gathering: String,
    /// Where it stopped.
    pub stops: Vec<String>,
    /// What was seen.
    pub findings: Vec<Finding>,
}

/// A finding and what became of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What was seen.
    pub words: String,
    /// Stable name of the category.
    pub category: String,
    /// Stable name of the gravity.
    pub gravity: String,
    /// The stop.
    pub stop: String,
    /// Who must act.
    #[serde(default)]
    pub who: String,
    /// Until when.
    #[serde(default, deserialize_with = "optional_date")]
    pub due: Option<Date>,
    /// Stable name of how far it is; noted when absent.
    pub state: Option<String>,
    /// The day it was done.
    #[serde(default, deserialize_with = "optional_date")]
    pub done: Option<Date>,
    /// What was done, or why nothing will be.
    #[serde(default)]
    pub note: String,
}
