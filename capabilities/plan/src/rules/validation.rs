//! Validating: a draft is proposed by somebody who writes it, and validated by somebody else before it is published.

use kernel::{Moment, Uuid, vocabulary};

vocabulary! {
    /// How far a proposal is.
    ProposalState {
        /// Nobody decided yet.
        Waiting => "waiting", "À valider";
        /// It may be published.
        Validated => "validated", "Validée";
        /// Whoever wrote it has something to change.
        SentBack => "sent_back", "Renvoyée";
    }
}

/// A sheet proposed as it stood then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub id: Uuid,
    /// The sheet.
    pub sheet: Uuid,
    /// How many times the sheet had been changed.
    pub sheet_revision: i64,
    /// When.
    pub proposed_at: Moment,
    /// The account of whoever proposed, when one did.
    pub proposer: Option<Uuid>,
    /// By whom, as the journal names people.
    pub proposed_by: String,
    /// How far it is.
    pub state: ProposalState,
    /// When it was decided.
    pub decided_at: Option<Moment>,
    /// By whom, as the journal names people.
    pub decided_by: String,
    /// Why it was sent back.
    pub reason: String,
}

impl Proposal {
    /// Whether the sheet may be published as it now stands: a validation holds for the text that was read.
    pub fn holds(&self, sheet_revision: i64) -> bool {
        self.state == ProposalState::Validated && self.sheet_revision == sheet_revision
    }

    /// Whether somebody must decide on the sheet as it now stands.
    pub fn waits(&self, sheet_revision: i64) -> bool {
        self.state == ProposalState::Waiting && self.sheet_revision == sheet_revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validation_holds_for_the_text_that_was_read() {
        let one = Proposal {
            id: Uuid::from_u128(1),
            sheet: Uuid::from_u128(2),
            sheet_revision: 3,
            proposed_at: Moment(0),
            proposer: None,
            proposed_by: "essai".into(),
            state: ProposalState::Validated,
            decided_at: Some(Moment(1)),
            decided_by: "autre".into(),
            reason: String::new(),
        };
        assert!(one.holds(3) && !one.holds(4) && !one.waits(3));
        assert!(Proposal { state: ProposalState::Waiting, ..one.clone() }.waits(3));
        assert!(!Proposal { state: ProposalState::SentBack, ..one }.holds(3));
    }
}
