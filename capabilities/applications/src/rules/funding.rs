//! What one project asks of one funder for one year, and the moves it may make.

use kernel::{Cents, FieldError, Moment, Uuid, vocabulary};

use super::{EventKind, Nature};

vocabulary! {
    /// Where a funding stands.
    FundingState {
        /// Asked of the funder.
        Asked => "asked", "demandé";
        /// The application is complete.
        Complete => "complete", "dossier complet";
        /// The funder cannot take it.
        Inadmissible => "inadmissible", "non recevable";
        /// The funder can take it.
        Admissible => "admissible", "recevable";
        /// Opinions are in.
        Assessed => "assessed", "avis rendus";
        /// An amount is proposed to those who decide.
        Proposed => "proposed", "proposé";
        /// Voted as asked.
        Voted => "voted", "accordé";
        /// Voted for less than asked.
        Partial => "partial", "accordé en partie";
        /// Voted under a condition.
        Conditional => "conditional", "accordé sous réserve";
        /// Put off to a later decision.
        Postponed => "postponed", "ajourné";
        /// Refused.
        Refused => "refused", "refusé";
        /// The carrier was told of the decision.
        Notified => "notified", "notifié";
        /// Withdrawn by its carrier.
        Withdrawn => "withdrawn", "retiré";
    }
}

impl FundingState {
    /// Whether this is a decision of the funder.
    pub const fn is_decision(self) -> bool {
        matches!(
            self,
            Self::Inadmissible | Self::Voted | Self::Partial | Self::Conditional | Self::Postponed | Self::Refused
        )
    }

    /// Whether money comes with it.
    pub const fn grants(self) -> bool {
        matches!(self, Self::Voted | Self::Partial | Self::Conditional)
    }

    /// The states that may follow.
    pub const fn next(self) -> &'static [Self] {
        use self::FundingState::{
            Admissible, Asked, Assessed, Complete, Conditional, Inadmissible, Notified, Partial, Postponed, Proposed,
            Refused, Voted, Withdrawn,
        };
        match self {
            Asked => &[Complete, Inadmissible, Withdrawn],
            Complete => &[Admissible, Inadmissible, Asked, Withdrawn],
            Inadmissible => &[Complete, Notified, Withdrawn],
            Admissible => &[Assessed, Proposed, Inadmissible, Complete, Withdrawn],
            Assessed => &[Proposed, Admissible, Withdrawn],
            Proposed => &[Voted, Partial, Conditional, Postponed, Refused, Assessed, Withdrawn],
            Voted => &[Partial, Conditional, Postponed, Refused, Notified, Proposed, Withdrawn],
            Partial => &[Voted, Conditional, Postponed, Refused, Notified, Proposed, Withdrawn],
            Conditional => &[Voted, Partial, Postponed, Refused, Notified, Proposed, Withdrawn],
            Postponed => &[Voted, Partial, Conditional, Refused, Proposed, Withdrawn],
            Refused => &[Voted, Partial, Conditional, Postponed, Notified, Proposed],
            Notified => &[Withdrawn],
            Withdrawn => &[],
        }
    }

    /// Whether `to` may follow.
    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }

    /// What the timeline calls coming to this state.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Asked => EventKind::TakenBack,
            Self::Complete => EventKind::Complete,
            Self::Inadmissible => EventKind::Inadmissible,
            Self::Admissible => EventKind::Admissible,
            Self::Assessed => EventKind::Assessed,
            Self::Proposed => EventKind::Proposed,
            Self::Voted | Self::Partial | Self::Conditional | Self::Postponed | Self::Refused => EventKind::Decided,
            Self::Notified => EventKind::Notified,
            Self::Withdrawn => EventKind::Withdrawn,
        }
    }

    /// What its carrier reads: what is proposed or voted is not told before it is notified.
    pub const fn shown(self) -> Self {
        match self {
            Self::Proposed | Self::Voted | Self::Partial | Self::Conditional | Self::Postponed | Self::Refused => {
                Self::Assessed
            }
            other => other,
        }
    }
}

/// What one project asks of one funder for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// Which.
    pub id: Uuid,
    /// Its project.
    pub project: Uuid,
    /// The funder of the call.
    pub funder: Uuid,
    /// The year.
    pub year: i64,
    /// What pays.
    pub nature: Nature,
    /// What is asked.
    pub asked: Cents,
    /// Where it stands.
    pub state: FundingState,
    /// What was decided last; it stays once notified.
    pub decision: Option<FundingState>,
    /// What was voted; zero when refused, nothing while undecided.
    pub decided: Option<Cents>,
    /// When it was decided.
    pub decided_at: Option<Moment>,
    /// The reason or the condition that came with the last state.
    pub note: String,
    /// Since when it stands there.
    pub state_at: Moment,
    /// Grows with every change.
    pub revision: i64,
}

/// A change of state asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// To what.
    pub to: FundingState,
    /// What is voted, for a decision that grants.
    pub decided: Option<Cents>,
    /// Why, or under which condition.
    pub note: &'a str,
}

impl Funding {
    /// The funding once the step is made.
    ///
    /// # Errors
    /// The move is not one of [`FundingState::next`]; an amount is missing, negative, or larger than asked without a
    /// reason; a refusal, a condition or a step taken back without a reason.
    pub fn after(&self, step: Step<'_>, now: Moment) -> Result<Self, Vec<FieldError>> {
        let is_same_decision = self.state == step.to && step.to.is_decision();
        if !self.state.may_become(step.to) && !is_same_decision {
            let sentence = format!(
                "Cette demande est « {} » : elle ne peut pas devenir « {} »",
                self.state.french(),
                step.to.french()
            );
            return Err(vec![FieldError::new("etat", sentence)]);
        }
        let note = step.note.trim();
        let mut errors = Vec::new();
        if step.to.grants() {
            errors.extend(self.wrong_amount(step.to, step.decided, note));
        }
        let wants_reason = matches!(
            step.to,
            FundingState::Refused | FundingState::Conditional | FundingState::Postponed | FundingState::Inadmissible
        );
        if wants_reason && note.is_empty() {
            errors.push(FieldError::new("motif", "Dites pourquoi, ou sous quelle réserve : le porteur le lira"));
        }
        if note.chars().count() > 2000 {
            errors.push(FieldError::new("motif", "Le motif doit faire 2 000 signes au plus"));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut after = Self { state: step.to, state_at: now, note: note.to_owned(), ..self.clone() };
        match step.to {
            to if to.grants() => {
                (after.decision, after.decided, after.decided_at) = (Some(to), step.decided, Some(now));
            }
            FundingState::Refused | FundingState::Inadmissible => {
                (after.decision, after.decided, after.decided_at) = (Some(step.to), Some(Cents(0)), Some(now));
            }
            FundingState::Postponed => {
                (after.decision, after.decided, after.decided_at) = (Some(step.to), None, Some(now));
            }
            FundingState::Notified | FundingState::Withdrawn => {}
            _ => (after.decision, after.decided, after.decided_at) = (None, None, None),
        }
        Ok(after)
    }

    fn wrong_amount(&self, to: FundingState, decided: Option<Cents>, note: &str) -> Option<FieldError> {
        let sentence = match decided {
            None => "Saisissez le montant accordé",
            Some(amount) if amount.0 <= 0 => "Le montant accordé doit être supérieur à zéro",
            Some(amount) if amount > self.asked && note.is_empty() => {
                "Ce montant dépasse ce qui est demandé : dites pourquoi"
            }
            Some(amount) if to == FundingState::Partial && amount >= self.asked => {
                "Un accord partiel est inférieur au montant demandé"
            }
            Some(_) => return None,
        };
        Some(FieldError::new("montant", sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn funding(state: FundingState) -> Funding {
        Funding {
            id: Uuid::from_u128(1),
            project: Uuid::from_u128(2),
            funder: Uuid::from_u128(3),
            year: 2026,
            nature: Nature::Specific,
            asked: Cents(500_000),
            state,
            decision: None,
            decided: None,
            decided_at: None,
            note: String::new(),
            state_at: Moment(0),
            revision: 1,
        }
    }

    fn step(to: FundingState, decided: Option<i64>, note: &str) -> Step<'_> {
        Step { to, decided: decided.map(Cents), note }
    }

    #[test]
    fn every_state_is_reached_and_nothing_follows_a_withdrawal() {
        for state in FundingState::ALL {
            let reached = *state == FundingState::Asked || FundingState::ALL.iter().any(|from| from.may_become(*state));
            assert!(reached, "{}", state.code());
            assert!(!FundingState::Withdrawn.may_become(*state));
        }
    }

    #[test]
    fn a_vote_wants_an_amount_and_a_reason_beyond_what_is_asked() {
        let proposed = funding(FundingState::Proposed);
        for (decided, note, field) in [
            (None, "", "montant"),
            (Some(0), "", "montant"),
            (Some(500_001), "", "montant"),
            (Some(-5), "x", "montant"),
        ] {
            let errors = proposed.after(step(FundingState::Voted, decided, note), Moment(5)).expect_err("refused");
            assert_eq!(errors[0].field, field, "{decided:?}");
        }
        let more = proposed.after(step(FundingState::Voted, Some(600_000), "Deux séances de plus"), Moment(5));
        assert_eq!(more.expect("voted").decided, Some(Cents(600_000)));
        assert!(proposed.after(step(FundingState::Partial, Some(500_000), "tout"), Moment(5)).is_err());
        assert!(proposed.after(step(FundingState::Refused, None, " "), Moment(5)).is_err());
    }

    #[test]
    fn a_decision_stays_once_notified_and_goes_when_reopened() {
        let refused = funding(FundingState::Proposed).after(step(FundingState::Refused, None, "Hors appel"), Moment(5));
        let refused = refused.expect("refused");
        assert_eq!((refused.decided, refused.decided_at), (Some(Cents(0)), Some(Moment(5))));
        let told = refused.after(step(FundingState::Notified, None, ""), Moment(6)).expect("told");
        assert_eq!((told.decision, told.decided), (Some(FundingState::Refused), Some(Cents(0))));
        let again = refused.after(step(FundingState::Proposed, None, ""), Moment(6)).expect("reopened");
        assert_eq!((again.decision, again.decided), (None, None));
        assert!(told.after(step(FundingState::Voted, Some(1), ""), Moment(7)).is_err());
    }

    #[test]
    fn carriers_read_no_decision_before_it_is_told() {
        assert_eq!(FundingState::Voted.shown(), FundingState::Assessed);
        assert_eq!(FundingState::Notified.shown(), FundingState::Notified);
        assert_eq!(FundingState::Asked.shown(), FundingState::Asked);
    }
}
