//! How signatories take part: who came, out of how many meetings.

use kernel::french;

/// Presence of a signatory at meetings where it was expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attended {
    /// Meetings where somebody was there for it.
    pub there: i64,
    /// Meetings where it let it be known that it would not come.
    pub excused: i64,
    /// Meetings where it was expected.
    pub expected: i64,
}

impl Attended {
    /// Adds a meeting.
    pub fn add(&mut self, was_there: bool, was_excused: bool) {
        self.expected += 1;
        self.there += i64::from(was_there);
        self.excused += i64::from(was_excused && !was_there);
    }

    /// « 3 réunions sur 5, 1 excuse », or that it sits nowhere.
    pub fn words(&self) -> String {
        if self.expected == 0 {
            return "ne siège dans aucune instance réunie cette année".to_owned();
        }
        let there = format!("{} sur {}", french::count(self.there, "réunion", "réunions"), self.expected);
        match self.excused {
            0 => there,
            number => format!("{there}, {}", french::count(number, "excuse", "excuses")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presence_is_told_out_of_what_was_expected() {
        let mut one = Attended::default();
        assert!(one.words().contains("aucune instance"));
        for (there, excused) in [(true, false), (false, true), (true, true), (false, false)] {
            one.add(there, excused);
        }
        assert_eq!((one.there, one.excused, one.expected), (2, 1, 4));
        assert_eq!(one.words().replace('\u{a0}', " "), "2 réunions sur 4, 1 excuse");
    }
}
