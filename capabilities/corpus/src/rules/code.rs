//! The code a respondent keeps to take her words back: eighty bits, written to be copied by hand.

/// Signs of a code.
const LENGTH: usize = 16;

/// A code from as many bytes of chance: `ABCD-EFGH-JKLM-NPQR`.
pub fn written(chance: [u8; LENGTH]) -> String {
    identifiers::hand_code(chance)
}

/// What was typed, made comparable; `None` when it has not the form of a code.
pub fn comparable(typed: &str) -> Option<String> {
    identifiers::read_hand_code(typed, LENGTH)
}
