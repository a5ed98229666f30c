//! What invented associations ask of the calls, and what becomes of it.

use std::collections::BTreeMap;

use crate::header::Header;
use serde::Deserialize;

/// `applications.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationsFile {
    /// Source and licence.
    pub header: Header,
    /// Applications, those of the oldest call first.
    #[serde(rename = "application")]
    pub applications: Vec<ApplicationTold>,
}

/// How far an application is when the demonstration opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Being written.
    Draft,
    /// Filed in time, nobody looked at it.
    Filed,
    /// Filed after closing, admitted with a reason.
    Late,
    /// Something was asked of its carrier.
    ToComplete,
    /// Something was asked of its carrier, which gave it back.
    Answered,
    /// Taken back by its carrier.
    Withdrawn,
    /// Nothing is missing.
    Complete,
    /// Cannot be taken.
    Inadmissible,
    /// Can be taken; being read.
    Admissible,
    /// Read by all who had to.
    Assessed,
    /// An amount is proposed to the committee.
    Proposed,
    /// Voted by the committee in progress, not frozen.
    Today,
    /// Of the second wave: decided and frozen, nobody told.
    Wave2,
    /// Of the first wave: decided, frozen and told.
    Wave1,
    /// Of last year: decided and told.
    Notified,
}

impl Fate {
    /// Whether a committee says something of it.
    pub const fn is_on_the_table(self) -> bool {
        matches!(self, Self::Proposed | Self::Today | Self::Wave1 | Self::Wave2)
    }

    /// Whether it was said to be complete.
    pub const fn is_checked(self) -> bool {
        !matches!(self, Self::Draft | Self::Filed | Self::Late | Self::ToComplete | Self::Answered | Self::Withdrawn)
    }

    /// Whether all its readings are given.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Assessed) || self.is_on_the_table()
    }
}

/// An application.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationTold {
    /// Key of its call.
    pub call: String,
    /// How far it is.
    pub fate: Fate,
    /// Key of who asks.
    pub carrier: String,
    /// Whether it is the application of last year of the same carrier, written again.
    #[serde(default)]
    pub renews: bool,
    /// What is asked again of its carrier, by its key.
    #[serde(default)]
    pub what: String,
    /// Why it is asked, why a late filing is admitted, or why it is taken back.
    #[serde(default)]
    pub why: String,
    /// What its carrier says of what it gives back.
    #[serde(default)]
    pub reply: String,
    /// Title of the action its carrier takes back, when it is one of several.
    #[serde(default)]
    pub takes_back: String,
    /// What both sides wrote to each other, in turn, the carrier first.
    #[serde(default)]
    pub messages: Vec<String>,
    /// Whether what is asked should have come already.
    #[serde(default)]
    pub is_overdue: bool,
    /// What each funder decided of what goes on from last year.
    #[serde(default)]
    pub votes: BTreeMap<String, Said>,
    /// Why, or on which condition.
    #[serde(default)]
    pub reason: String,
    /// Its projects; none when it goes on from last year.
    #[serde(rename = "project", default)]
    pub projects: Vec<ProjectTold>,
}

/// A project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectTold {
    /// Its title.
    pub title: String,
    /// Codes of objectives of the contract, the main one first.
    pub objectives: Vec<String>,
    /// Keys of neighbourhoods.
    pub areas: Vec<String>,
    /// Code of an age.
    pub age: String,
    /// Women and girls it is for.
    pub women: i64,
    /// Men and boys it is for.
    pub men: i64,
    /// What it costs, in euros.
    pub cost: i64,
    /// What is asked of each funder, in euros.
    pub asks: BTreeMap<String, i64>,
    /// The need it comes from; empty in some drafts.
    #[serde(default)]
    pub need: String,
    /// What is done; empty in some drafts.
    #[serde(default)]
    pub does: String,
    /// What each funder decided.
    #[serde(default)]
    pub votes: BTreeMap<String, Said>,
    /// Why, or on which condition.
    #[serde(default)]
    pub reason: String,
}

/// What is said of a line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Said {
    /// Proposed, in euros.
    Proposed(i64),
    /// Decided: a decision, then euros when they are not those asked.
    Decided(String),
}

impl Said {
    /// The decision and the cents that come with it, for a line that asks for `asked` cents.
    pub fn decision(&self, asked: i64) -> Option<(&str, i64)> {
        let Self::Decided(text) = self else { return None };
        let (word, euros) = text.split_once(' ').map_or((text.as_str(), None), |(word, rest)| (word, Some(rest)));
        let cents = euros.and_then(|euros| euros.parse::<i64>().ok()).map(|euros| euros * 100);
        let given = match word {
            "refused" | "postponed" => 0,
            _ => cents.unwrap_or(asked),
        };
        Some((word, given))
    }
}
