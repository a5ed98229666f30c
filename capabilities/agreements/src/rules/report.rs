//! What an association reports of a year of its agreement.

use kernel::{Moment, Uuid, vocabulary};

vocabulary! {
    /// Where a report stands.
    ReportState {
        /// Given by the association.
        Given => "given", "Rendu";
        /// Sent back to be completed.
        Returned => "returned", "À compléter";
        /// Accepted.
        Accepted => "accepted", "Accepté";
    }
}

/// The report of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub id: Uuid,
    /// Of which agreement.
    pub agreement: Uuid,
    /// Of which year.
    pub year: i64,
    /// Its file.
    pub file: Uuid,
    /// Where it stands.
    pub state: ReportState,
    /// When it was given.
    pub given_at: Moment,
    /// By whom.
    pub given_by: String,
    /// When it was accepted or sent back.
    pub decided_at: Option<Moment>,
    /// By whom.
    pub decided_by: Option<String>,
    /// Why it was sent back.
    pub reason: String,
    /// Grows with every change.
    pub revision: i64,
}
