//! The code by which a group follows its project: sixty bits, written to be copied by hand.

/// Signs of a code.
const LENGTH: usize = 12;

/// A code from as many bytes of chance: `ABCD-EFGH-JKLM`.
pub fn written(chance: [u8; LENGTH]) -> String {
    identifiers::hand_code(chance)
}

/// What was typed, made comparable; none when it has not the form of a code.
pub fn comparable(typed: &str) -> Option<String> {
    identifiers::read_hand_code(typed, LENGTH)
}
