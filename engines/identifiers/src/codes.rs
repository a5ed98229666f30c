//! Codes that people copy by hand: what lets somebody come back without an account. Five bits a sign, in groups of four.

/// Letters and digits that are not taken for one another.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A code from as many bytes of chance: `ABCD-EFGH-JKLM`.
pub fn hand_code<const LENGTH: usize>(chance: [u8; LENGTH]) -> String {
    let groups: Vec<String> = chance
        .chunks(4)
        .map(|four| four.iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect())
        .collect();
    groups.join("-")
}

/// What was typed of a code of so many signs, made comparable; none when it has not the form of one.
pub fn read_hand_code(typed: &str, length: usize) -> Option<String> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    (plain.len() == length && plain.bytes().all(|sign| SIGNS.contains(&sign))).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let short = hand_code([0, 31, 32, 255, 5, 6, 7, 8, 9, 10, 11, 12]);
        let long = hand_code([0, 31, 32, 255, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        assert_eq!((short.len(), long.len()), (14, 19));
        for (given, length) in [(&short, 12), (&long, 16)] {
            let typed = format!(" {} ", given.to_lowercase().replace('-', " "));
            assert!(read_hand_code(given, length).is_some());
            assert_eq!(read_hand_code(&typed, length), read_hand_code(given, length));
            assert_eq!(read_hand_code(given, length + 1), None);
        }
        for wrong in ["", "ABCD-EFGH", "ABCD-EFGH-JKL0", "ABCD-EFGH-JKLM-N"] {
            assert_eq!(read_hand_code(wrong, 12), None, "{wrong}");
        }
    }
}
