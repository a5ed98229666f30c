//! How far an application is, from what became of its fundings.

use super::{FundingState, Stage};

/// The stage these states make. What is being completed stays so until it is complete.
pub fn stage_of(current: Stage, states: &[FundingState]) -> Stage {
    use super::FundingState::{Admissible, Asked, Assessed, Complete, Inadmissible, Notified, Proposed, Withdrawn};
    let living: Vec<FundingState> = states.iter().copied().filter(|state| *state != Withdrawn).collect();
    let all = |fits: fn(FundingState) -> bool| !living.is_empty() && living.iter().all(|state| fits(*state));
    let any = |fits: fn(FundingState) -> bool| living.iter().any(|state| fits(*state));
    if all(|state| state == Notified) {
        Stage::Notified
    } else if all(|state| state == Inadmissible) {
        Stage::Inadmissible
    } else if all(|state| state.is_decision() || state == Notified) {
        Stage::Decided
    } else if any(|state| matches!(state, Admissible | Assessed | Proposed) || state.grants()) {
        Stage::Assessed
    } else if all(|state| matches!(state, Complete | Inadmissible)) {
        Stage::Complete
    } else if any(|state| state == Asked) && current == Stage::ToComplete {
        Stage::ToComplete
    } else if any(|state| state == Asked) {
        Stage::Filed
    } else {
        current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_funder_says_how_far_an_application_is() {
        use FundingState as F;
        for (states, stage) in [
            (vec![F::Asked, F::Asked], Stage::Filed),
            (vec![F::Complete, F::Inadmissible], Stage::Complete),
            (vec![F::Complete, F::Admissible], Stage::Assessed),
            (vec![F::Refused, F::Proposed], Stage::Assessed),
            (vec![F::Refused, F::Voted, F::Withdrawn], Stage::Decided),
            (vec![F::Notified, F::Voted], Stage::Decided),
            (vec![F::Notified, F::Withdrawn], Stage::Notified),
            (vec![F::Inadmissible], Stage::Inadmissible),
        ] {
            assert_eq!(stage_of(Stage::Filed, &states), stage, "{states:?}");
        }
        assert_eq!(stage_of(Stage::ToComplete, &[F::Asked]), Stage::ToComplete);
        assert_eq!(stage_of(Stage::Complete, &[F::Withdrawn]), Stage::Complete);
    }
}
