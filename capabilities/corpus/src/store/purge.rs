//! What is removed once its time is over.

use database::{Result, Tx, fetch_all};
use kernel::{Moment, Uuid};

/// How many rows were removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Sentences as they were heard.
    pub raw: u64,
    /// Refused sentences, masked text included.
    pub refused: u64,
}

/// Removes the sentences whose time is over, and with them what was refused. Gives the counts and the rows touched.
pub async fn run(tx: &mut Tx, now: Moment) -> Result<(Removed, Vec<(&'static str, Uuid)>)> {
    let over: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM verbatim_raw WHERE purge_at <= $1 RETURNING id", now.0)?;
    let mut touched: Vec<(&'static str, Uuid)> = over.iter().map(|(id,)| ("verbatim_raw", *id)).collect();
    let sql = "DELETE FROM verbatim WHERE state = 'refused' AND NOT EXISTS \
               (SELECT 1 FROM verbatim_raw r WHERE r.id = verbatim.id) RETURNING id";
    let refused: Vec<(Uuid,)> = fetch_all!(tx, sql)?;
    touched.extend(refused.iter().map(|(id,)| ("verbatim", *id)));
    Ok((Removed { raw: over.len() as u64, refused: refused.len() as u64 }, touched))
}

/// Tables a sentence leaves traces in.
pub const TRACES: &[&str] = &[
    "verbatim",
    "verbatim_raw",
    "coding",
    "coding_theme",
    "suggestion",
    "grouping",
    "grouping_class",
    "grouping_sentence",
    "search_entry",
    "search_place",
    "search_posting",
    "journal_words",
    "evidence",
];
