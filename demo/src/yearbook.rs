//! Invented annual reports of the contract.

use crate::header::Header;
use serde::Deserialize;

/// `yearbook.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearbookFile {
    /// Source and licence.
    pub header: Header,
    /// Days before today the published report was opened; the others follow from it.
    pub opened_days_ago: i64,
    /// Days before today it was submitted.
    pub submitted_days_ago: i64,
    /// Days before today it was approved.
    pub approved_days_ago: i64,
    /// What names the deliberation.
    pub deliberation: String,
    /// Days before today the report of the next year was opened.
    pub next_days_ago: i64,
    /// Chapters of the published report.
    #[serde(rename = "chapter")]
    pub chapters: Vec<ChapterTold>,
    /// Opinions, council by council of each kind; those not told did not answer.
    #[serde(rename = "opinion")]
    pub opinions: Vec<OpinionTold>,
    /// Chapters begun of the report of the next year.
    #[serde(rename = "begun")]
    pub begun: Vec<ChapterTold>,
}

/// A chapter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChapterTold {
    /// What it is about, as the slice names it; empty: one that the town adds.
    pub subject: String,
    /// Its title; empty: that of the law.
    pub title: String,
    /// Its text.
    pub body: String,
}

/// An opinion.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionTold {
    /// What kind of council.
    pub kind: String,
    /// Days before today it was given.
    pub days_ago: i64,
    /// What it thinks.
    pub sense: String,
    /// Its words.
    pub words: String,
    /// What is done with it.
    pub follow_up: String,
}
