//! Where an action stands, since when, and according to whom.

use jiff::civil::Date;
use kernel::{FieldError, Moment};

use super::vocabulary::Status;

/// Where an action stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The state.
    pub status: Status,
    /// Since which day.
    pub since: Date,
    /// According to what: a meeting, a report, somebody's function.
    pub source: String,
    /// Why, when it is suspended or given up.
    pub reason: String,
}

/// A state that was said, in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The state.
    pub state: State,
    /// When it was said.
    pub at: Moment,
    /// By whom, as the journal names people.
    pub by: String,
}

/// What is wrong with a state; `today` is the day in the town.
pub fn check_state(state: &State, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if state.since > today {
        errors.push(FieldError::new("depuis", "La date ne peut pas être à venir : dites l’état d’aujourd’hui"));
    }
    if state.source.is_empty() {
        let sentence = "Dites d’où vient l’information, par exemple : comité de pilotage du 6 mai";
        errors.push(FieldError::new("source", sentence));
    } else if state.source.chars().count() > 200 {
        errors.push(FieldError::new("source", "La source doit faire 200 signes au plus"));
    }
    if state.status.needs_reason() && state.reason.is_empty() {
        errors.push(FieldError::new("motif", "Dites pourquoi l’action est suspendue ou abandonnée"));
    } else if state.reason.chars().count() > 1_000 {
        errors.push(FieldError::new("motif", "Le motif doit faire 1 000 signes au plus"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_source_and_giving_up_a_reason() {
        let today: Date = "2026-03-15".parse().expect("a day");
        let state = |status, since: &str, source: &str| State {
            status,
            since: since.parse().expect("a day"),
            source: source.into(),
            reason: String::new(),
        };
        let fields = |state| check_state(&state, today).into_iter().map(|error| error.field).collect::<Vec<_>>();
        assert!(fields(state(Status::Done, "2026-03-15", "Comité")).is_empty());
        assert_eq!(fields(state(Status::Abandoned, "2026-03-16", "")), ["depuis", "source", "motif"]);
    }
}
