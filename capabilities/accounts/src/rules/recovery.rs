//! Codes for the day the telephone is lost: fifty bits each, written to be read aloud.

/// How many are given.
pub const COUNT: usize = 10;

/// Letters and digits that are not taken for one another.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A code from ten bytes of chance: `ABCDE-FGHJK`.
pub fn code(chance: [u8; 10]) -> String {
    let sign = |byte: u8| char::from(SIGNS[usize::from(byte % 32)]);
    let (first, last) = chance.split_at(5);
    let half = |bytes: &[u8]| bytes.iter().map(|byte| sign(*byte)).collect::<String>();
    format!("{}-{}", half(first), half(last))
}

/// What was typed, made comparable; `None` when it has not the form of a code.
pub fn plain(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
    (plain.len() == 10 && typed.is_ascii()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let given = code([0, 31, 32, 255, 5, 6, 7, 8, 9, 10]);
        assert_eq!(given, "A9A9F-GHJKL");
        assert_eq!(plain(" a9a9f ghjkl "), plain(&given));
        assert_eq!(plain("123456"), None);
    }
}
