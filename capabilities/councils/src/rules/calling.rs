//! Where somebody drawn may go from where she stands, and what it asks for.

use super::SeatState;

/// Days after which a letter without answer asks for a reminder, then for another person.
pub const DAYS_WITHOUT_ANSWER: i64 = 15;

/// Where somebody may go from a state.
pub const fn next(state: SeatState) -> &'static [SeatState] {
    use super::SeatState::{Accepted, Left, Moved, NoAnswer, Refused, Reminded, Sent, ToContact};
    match state {
        ToContact => &[Sent, Accepted, Refused, Moved],
        Sent => &[Reminded, Accepted, Refused, NoAnswer, Moved],
        Reminded => &[Accepted, Refused, NoAnswer, Moved],
        Accepted => &[Left],
        // Somebody answers late, while nobody was called in her place.
        NoAnswer | Moved => &[Accepted],
        Refused | Left => &[],
    }
}

/// Whether the seat is to be given to somebody else.
pub const fn is_empty(state: SeatState) -> bool {
    !state.holds()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_back_from_a_refusal_and_everybody_may_accept_before() {
        for state in SeatState::ALL {
            assert!(!next(*state).contains(state), "{state:?}");
            let may_accept = next(*state).contains(&SeatState::Accepted);
            let is_final = matches!(state, SeatState::Accepted | SeatState::Refused | SeatState::Left);
            assert_eq!(may_accept, !is_final, "{state:?}");
        }
    }
}
