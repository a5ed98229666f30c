//! The code by which a group follows its project: sixty bits, written to be copied by hand.

/// Letters and digits that are not taken for one another.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Signs of a code.
pub const LENGTH: usize = 12;

/// A code from as many bytes of chance: `ABCD-EFGH-JKLM`.
pub fn written(chance: [u8; LENGTH]) -> String {
    let groups: Vec<String> = chance
        .chunks(4)
        .map(|four| four.iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect())
        .collect();
    groups.join("-")
}

/// What was typed, made comparable; none when it has not the form of a code.
pub fn comparable(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    (plain.len() == LENGTH && plain.bytes().all(|sign| SIGNS.contains(&sign))).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let given = written([0, 31, 32, 255, 5, 6, 7, 8, 9, 10, 11, 12]);
        assert_eq!(given.len(), 14);
        assert_eq!(comparable(&format!(" {} ", given.to_lowercase().replace('-', " "))), comparable(&given));
        for wrong in ["", "ABCD-EFGH", "ABCD-EFGH-JKL0", "ABCD-EFGH-JKLM-N"] {
            assert_eq!(comparable(wrong), None, "{wrong}");
        }
    }
}
