//! The six letters under which answers wait to be taken up again.

/// Letters that are not taken for one another.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRSTUVXYZ";

/// Six letters drawn by chance.
pub fn new_letters(chance: [u8; 12]) -> String {
    // Two bytes a letter: the remainder favours none by more than one in three thousand.
    chance
        .chunks(2)
        .map(|two| char::from(LETTERS[usize::from(u16::from_le_bytes([two[0], two[1]])) % LETTERS.len()]))
        .collect()
}

/// Six letters however they were typed.
pub fn read_letters(typed: &str) -> Option<String> {
    let letters: String = typed.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
    (letters.len() == 6 && letters.bytes().all(|letter| LETTERS.contains(&letter))).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_however_they_are_typed() {
        assert_eq!(read_letters(" abc-def "), Some("ABCDEF".to_owned()));
        assert_eq!((read_letters("ABCDE"), read_letters("ABCDEO")), (None, None));
        let drawn = new_letters([0, 0, 22, 0, 1, 0, 23, 0, 255, 255, 7, 1]);
        assert_eq!(read_letters(&drawn), Some(drawn.clone()));
        assert_eq!(&drawn[..4], "AZBA");
    }
}
