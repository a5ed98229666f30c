//! What every file says of itself: where it comes from, under which licence, when, and whether it is real.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

/// The header of a data file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// French title of the file.
    pub title: String,
    /// Who produced the facts, in French.
    pub source: String,
    /// Address of the source, when it has a public one.
    pub source_url: Option<String>,
    /// Licence of the facts.
    pub licence: String,
    /// Day the facts were carried over.
    #[serde(deserialize_with = "date")]
    pub extracted_on: Date,
    /// Whether the content describes the real territory.
    pub reality: Reality,
    /// What a reader must know before using the file, in French.
    pub note: Option<String>,
}

/// Whether a file tells facts or a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reality {
    /// Facts with a source.
    Real,
    /// Made up for the demonstration, and said so on screen.
    Fictional,
}

/// Reads a day written `YYYY-MM-DD`.
pub(crate) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(D::Error::custom)
}

/// Reads a day that may be absent.
pub(crate) fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    Option::<String>::deserialize(deserializer)?.map(|text| text.parse().map_err(D::Error::custom)).transpose()
}
