//! Whom a line of a file meets among those who are there. A roll has two hundred thousand lines: of each, four numbers are kept.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use kernel::Uuid;

use super::Marks;
use super::person::perhaps;

/// Whom a line meets among those who are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Met {
    /// Nobody.
    Nobody,
    /// Herself.
    Herself(Uuid),
    /// Somebody who is perhaps her, and why.
    Perhaps(Vec<(Uuid, &'static str)>),
}

/// Most people one line is perhaps: those are compared with each other already, and a list where everybody has one name stays
/// one that is read in the time of its length.
const MOST_DOUBTS: usize = 8;

/// What stands where no line follows.
const NONE: u32 = u32::MAX;

/// A line, as it is compared.
#[derive(Clone, Copy, Debug)]
struct Line {
    id: Uuid,
    identity: Option<Short>,
    address: Option<Short>,
    /// The line of the same name that came before.
    before: u32,
}

/// A fingerprint in sixteen bytes: what it is, since it is written with thirty-two hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Short([u8; 16]);

impl Short {
    fn of(mark: &str) -> Self {
        if mark.len() == 32
            && mark.bytes().all(|sign| sign.is_ascii_hexdigit())
            && let Ok(number) = u128::from_str_radix(mark, 16)
        {
            return Self(number.to_be_bytes());
        }
        // Fingerprints of another length are none that this platform writes now.
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, mark).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        Self((half(0) << 64 | half(1)).to_be_bytes())
    }
}

/// Those who are there, found by name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    lines: Vec<Line>,
    /// The last line of each name.
    by_name: HashMap<Short, u32>,
    /// Those told apart with certainty, by who they are and where they live.
    surely: HashMap<(Short, Short), u32>,
    ids: HashSet<Uuid>,
}

impl Known {
    /// Those of these fingerprints.
    pub fn new(all: Vec<(Uuid, Marks)>) -> Self {
        let mut known = Self::default();
        for (id, marks) in all {
            known.add(id, &marks);
        }
        known
    }

    /// One more.
    pub fn add(&mut self, id: Uuid, marks: &Marks) {
        let rank = u32::try_from(self.lines.len()).unwrap_or(NONE);
        let before = self.by_name.insert(Short::of(&marks.name), rank).unwrap_or(NONE);
        let (identity, address) = shorts(marks);
        if let Some(surely) = identity.zip(address) {
            self.surely.entry(surely).or_insert(rank);
        }
        self.lines.push(Line { id, identity, address, before });
        self.ids.insert(id);
    }

    /// Whether a line is there already.
    pub fn has(&self, id: Uuid) -> bool {
        self.ids.contains(&id)
    }

    fn line(&self, rank: u32) -> Option<&Line> {
        self.lines.get(usize::try_from(rank).ok()?)
    }

    /// Whom a line meets: herself, or the last of those who are perhaps her.
    pub fn meet(&self, marks: &Marks) -> Met {
        let (identity, address) = shorts(marks);
        let surely = identity.zip(address).and_then(|surely| self.surely.get(&surely));
        if let Some(line) = surely.and_then(|rank| self.line(*rank)) {
            return Met::Herself(line.id);
        }
        let mut doubts = Vec::new();
        let mut next = self.by_name.get(&Short::of(&marks.name)).copied().unwrap_or(NONE);
        while let Some(line) = self.line(next).filter(|_| doubts.len() < MOST_DOUBTS) {
            let is_known = identity.is_some() && line.identity.is_some();
            let (is_same, is_at_home) = (identity == line.identity, address.is_some() && address == line.address);
            doubts.extend(perhaps(is_known, is_known && is_same, is_at_home).map(|why| (line.id, why)));
            next = line.before;
        }
        // They were met from the last to the first.
        doubts.reverse();
        if doubts.is_empty() { Met::Nobody } else { Met::Perhaps(doubts) }
    }
}

/// Who somebody is and where she lives, when both are known.
fn shorts(marks: &Marks) -> (Option<Short>, Option<Short>) {
    let short = |mark: &Option<String>| mark.as_deref().map(Short::of);
    (short(&marks.identity), short(&marks.address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(identity: &str, name: &str, address: &str) -> Marks {
        Marks {
            identity: (!identity.is_empty()).then(|| identity.to_owned()),
            name: name.into(),
            address: Some(address.into()),
            street: String::new(),
        }
    }

    #[test]
    fn a_line_meets_herself_or_somebody_who_may_be_her() {
        let known = Known::new(vec![(Uuid::from_u128(1), marks("i", "n", "a"))]);
        assert_eq!(known.meet(&marks("i", "n", "a")), Met::Herself(Uuid::from_u128(1)));
        assert!(matches!(known.meet(&marks("i", "n", "b")), Met::Perhaps(found) if found.len() == 1));
        assert_eq!(known.meet(&marks("j", "n", "b")), Met::Nobody);
        assert_eq!(known.meet(&marks("k", "m", "a")), Met::Nobody, "another name");
        assert!(known.has(Uuid::from_u128(1)) && !known.has(Uuid::from_u128(2)));
    }

    #[test]
    fn a_list_where_everybody_has_one_name_and_no_birth_is_doubted_of_a_few_only() {
        let mut known = Known::default();
        for rank in 0..100 {
            known.add(Uuid::from_u128(rank), &marks("", "n", &rank.to_string()));
        }
        let Met::Perhaps(found) = known.meet(&marks("", "n", "50")) else { panic!("perhaps") };
        assert_eq!(found.len(), MOST_DOUBTS);
        assert_eq!(found[MOST_DOUBTS - 1].0, Uuid::from_u128(99), "the last ones");
    }

    #[test]
    fn fingerprints_written_in_hexadecimal_are_kept_whole() {
        let mark = "0123456789abcdef0123456789abcdef";
        assert_eq!(Short::of(mark).0, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef_u128.to_be_bytes());
        assert_ne!(Short::of("a"), Short::of("b"));
        let signed = "+1234567890abcdef0123456789abcde";
        assert_ne!(Short::of(signed), Short::of(&signed.replace('+', "0")), "not a number, whatever it looks like");
    }
}
