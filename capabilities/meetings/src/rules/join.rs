//! The code by which telephones join a meeting.

/// Signs that are not taken for one another on a screen or in a noisy room.
const SIGNS: &[u8; 26] = b"23456789ACDEFHJKMNPRTUVWXY";
/// Signs in a code.
pub const LENGTH: usize = 6;
/// How long a meeting stays open to telephones when nobody closes it: a working day.
pub const OPEN_MS: i64 = 12 * 3_600_000;
/// Notes or findings that telephones may add to one meeting in a minute.
pub const MOST_A_MINUTE: i64 = 1200;
/// Notes or findings that telephones may add to one meeting in all.
pub const MOST_IN_ALL: i64 = 20_000;

/// A code from bytes of chance.
pub fn code(bytes: [u8; LENGTH * 2]) -> String {
    // Two bytes a sign: no sign is noticeably more frequent than another.
    let sign = |pair: &[u8]| char::from(SIGNS[(usize::from(pair[0]) * 256 + usize::from(pair[1])) % SIGNS.len()]);
    bytes.chunks_exact(2).map(sign).collect()
}

/// A code as people type it: spaces, hyphens and case do not count, and signs that look alike are the same.
pub fn read(typed: &str) -> Option<String> {
    let alike = |c: char| match c.to_ascii_uppercase() {
        'O' | 'Q' => Some('D'),
        'I' | 'L' | '1' => Some('J'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'B' => Some('8'),
        'G' => Some('6'),
        c => Some(c),
    };
    let signs: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').filter_map(alike).collect();
    let is_code = signs.len() == LENGTH && signs.bytes().all(|byte| SIGNS.contains(&byte));
    is_code.then_some(signs)
}

/// A code as it is shown: « 7KD-2MA ».
pub fn shown(code: &str) -> String {
    match code.split_at_checked(LENGTH / 2) {
        Some((start, end)) if !end.is_empty() => format!("{start}-{end}"),
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_said() {
        let made = code([0, 0, 0, 8, 1, 2, 200, 9, 255, 255, 3, 77]);
        assert_eq!(made.len(), LENGTH);
        assert_eq!(read(&shown(&made)).as_deref(), Some(made.as_str()));
        assert_eq!(read(&format!(" {} ", made.to_lowercase())).as_deref(), Some(made.as_str()));
        assert_eq!(read("b2 345-6").as_deref(), Some("823456"), "a B is an 8");
        for wrong in ["", "23456", "2345678", "é34567", "!23456"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
