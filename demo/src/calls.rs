//! Invented calls for projects, what funders may give, and the committee in progress.

use crate::header::Header;
use serde::Deserialize;

/// `calls.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallsFile {
    /// Source and licence.
    pub header: Header,
    /// Funders that take part in every call, in order.
    #[serde(rename = "funder")]
    pub funders: Vec<FunderTold>,
    /// Calls, the oldest first.
    #[serde(rename = "call")]
    pub calls: Vec<CallTold>,
    /// What funders may give; an envelope comes after the one it is cut out of.
    #[serde(rename = "envelope")]
    pub envelopes: Vec<EnvelopeTold>,
    /// The committee in progress.
    pub committee: CommitteeTold,
    /// Somebody who stays out of a file.
    pub recusal: RecusalTold,
    /// Opinions asked of services.
    #[serde(rename = "opinion")]
    pub opinions: Vec<OpinionTold>,
}

/// A funder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunderTold {
    /// Stable key.
    pub key: String,
    /// Key of its organisation in `people.toml`.
    pub organisation: String,
    /// Its name in calls.
    pub name: String,
    /// What it pays with.
    pub programme: String,
    /// What it looks at.
    pub looks_at: String,
    /// Most it pays, in thousandths of what a project costs.
    pub ceiling_permille: Option<i64>,
    /// Least it pays, in euros.
    pub floor: Option<i64>,
}

/// A call.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallTold {
    /// Stable key.
    pub key: String,
    /// Its title; `{annee}` is its year.
    pub title: String,
    /// How many years before that of the call in committee it is for.
    pub years_ago: i64,
    /// The day it opens, counted from today.
    pub opens: i64,
    /// The day it closes, counted from today.
    pub closes: i64,
    /// What it is for.
    pub summary: String,
    /// The framework note.
    pub framework: String,
    /// Codes of its priorities in the tree of the contract.
    pub priorities: Vec<String>,
}

/// An envelope.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvelopeTold {
    /// Stable key.
    pub key: String,
    /// Key of its funder.
    pub funder: String,
    /// What it pays.
    pub programme: String,
    /// Its amount, in euros.
    pub euros: i64,
    /// Who put it in the hands of its funder.
    #[serde(default)]
    pub delegated_by: String,
    /// Whether ceilings of a department are counted on it.
    #[serde(default)]
    pub is_department: bool,
    /// Key of the envelope it is cut out of.
    pub within: Option<String>,
    /// Key of the neighbourhood it is kept for.
    pub area: Option<String>,
}

/// The committee.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitteeTold {
    /// Its name.
    pub title: String,
    /// Where it meets.
    pub place: String,
    /// Who presides.
    pub chair: String,
    /// Who is there, one a line.
    pub present: String,
    /// Why an envelope may be exceeded.
    #[serde(rename = "override")]
    pub override_reason: String,
    /// Name of the wave decided and told.
    pub first_wave: String,
    /// Name of the wave decided, of which nobody was told yet.
    pub second_wave: String,
    /// Other aids told to whoever is refused.
    #[serde(rename = "aid")]
    pub aids: Vec<AidTold>,
}

/// Another possible aid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AidTold {
    /// What it is called.
    pub title: String,
    /// Who gives it.
    pub holder: String,
    /// Where it is told.
    pub address: String,
}

/// Somebody who stays out of what a carrier asks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecusalTold {
    /// Her address in `people.toml`.
    pub email: String,
    /// Key of the carrier.
    pub carrier: String,
    /// Why.
    pub reason: String,
}

/// An opinion asked of a service on the first project of a carrier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionTold {
    /// Key of the carrier.
    pub carrier: String,
    /// The service.
    pub service: String,
    /// Address of whoever answers.
    pub asked_of: String,
    /// What is asked.
    pub question: String,
    /// What she answers; none: awaited.
    pub sense: Option<String>,
    /// In which words.
    #[serde(default)]
    pub words: String,
}
