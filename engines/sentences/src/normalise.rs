//! Letters brought to one spelling (NFKC as SentencePiece has it), and spaces made visible.

/// What stands for a space.
pub const SPACE: &[u8] = "\u{2581}".as_bytes();

/// Rules that replace some sequences of bytes: a double array (Aoe 1989, as darts-clone writes it) and what it leads to.
pub struct Normaliser {
    units: Vec<u32>,
    replacements: Vec<u8>,
}

impl Normaliser {
    /// Reads the compiled rules: the length of the array, the array, the replacements, each ended by a zero.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
        let rest = bytes.get(4..)?;
        if length < 4 || !length.is_multiple_of(4) {
            return None;
        }
        let (array, replacements) = (rest.get(..length)?, rest.get(length..)?);
        let unit = |bytes: &[u8]| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        Some(Self { units: array.chunks_exact(4).map(unit).collect(), replacements: replacements.to_vec() })
    }

    /// What the start of some bytes becomes, and how many of them that takes: the longest rule, or one character as it is.
    fn start<'a>(&'a self, bytes: &'a [u8]) -> (&'a [u8], usize) {
        let offset = |unit: u32| ((unit >> 10) << ((unit & 0x200) >> 6)) as usize;
        let mut best = None;
        let mut at = offset(self.units[0]);
        for (place, byte) in bytes.iter().enumerate() {
            at ^= usize::from(*byte);
            let Some(unit) = self.units.get(at).copied().filter(|unit| unit & 0x8000_00ff == u32::from(*byte)) else {
                break;
            };
            at ^= offset(unit);
            if unit & 0x100 != 0 {
                let value = self.units.get(at).map(|unit| (unit & 0x7fff_ffff) as usize);
                best = value.map(|value| (value, place + 1));
            }
        }
        if let Some((value, length)) = best
            && let Some(rest) = self.replacements.get(value..).filter(|rest| !rest.is_empty())
        {
            let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
            return (&rest[..end], length);
        }
        let length = letter(bytes);
        (&bytes[..length], length)
    }

    /// A text with its spaces made visible, one before its first word, never two in a row, none at the end.
    pub fn normalise(&self, text: &str) -> Vec<u8> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (made, length) = self.start(&bytes[at..]);
            if made != b" " {
                break;
            }
            at += length;
        }
        if at >= bytes.len() {
            return Vec::new();
        }
        let mut out = Vec::with_capacity(bytes.len() * 5 / 4 + SPACE.len());
        out.extend(SPACE);
        let mut is_after_space = true;
        while at < bytes.len() {
            let (mut made, length) = self.start(&bytes[at..]);
            at += length;
            while is_after_space && made.first() == Some(&b' ') {
                made = &made[1..];
            }
            for byte in made {
                if *byte == b' ' { out.extend(SPACE) } else { out.push(*byte) }
            }
            if let Some(last) = made.last() {
                is_after_space = *last == b' ';
            }
        }
        while out.ends_with(SPACE) {
            out.truncate(out.len() - SPACE.len());
        }
        out
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.units.capacity() * 4 + self.replacements.capacity()
    }
}

/// Bytes of the character some bytes begin with; 1 where they are none.
pub fn letter(bytes: &[u8]) -> usize {
    let length = match bytes.first() {
        Some(0xc0..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf7) => 4,
        _ => 1,
    };
    let is_whole = bytes.get(1..length).is_some_and(|rest| rest.iter().all(|byte| byte & 0xc0 == 0x80));
    if is_whole { length } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_seen_and_broken_rules_change_nothing() {
        let none = Normaliser::read(&[4, 0, 0, 0, 0, 0, 0, 0]).expect("rules");
        let of = |text: &str| String::from_utf8(none.normalise(text)).expect("UTF-8");
        assert_eq!(of("  un  bus à l’heure "), "▁un▁bus▁à▁l’heure");
        assert_eq!((of(""), of("   ")), (String::new(), String::new()));
        assert!(Normaliser::read(&[3, 0, 0, 0, 0, 0, 0]).is_none() && Normaliser::read(&[9, 0, 0, 0]).is_none());
        let wild = Normaliser::read(&[[8, 0, 0, 0], [0xff; 4], [0xff; 4]].concat()).expect("rules");
        assert_eq!(wild.normalise("é"), "▁é".as_bytes());
    }
}
