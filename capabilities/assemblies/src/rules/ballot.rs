//! How a body adopts a text: at a meeting or in writing, with counts and what they are out of.

use jiff::civil::Date;
use kernel::{FieldError, Uuid, french, vocabulary};

vocabulary! {
    /// How a body adopted something.
    Way {
        /// At one of its meetings.
        Meeting => "meeting", "en réunion";
        /// In writing.
        Written => "written", "par consultation écrite";
    }
}

/// A vote, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// How.
    pub way: Way,
    /// At which meeting.
    pub meeting: Option<Uuid>,
    /// On which day.
    pub on: Date,
    /// Votes for.
    pub in_favour: i64,
    /// Votes against.
    pub against: i64,
    /// Abstentions.
    pub abstention: i64,
    /// How many could vote.
    pub base: i64,
}

impl Ballot {
    /// How many voted or abstained.
    pub const fn cast(&self) -> i64 {
        self.in_favour + self.against + self.abstention
    }

    /// « 8 pour, 2 contre, 1 abstention, sur 12 personnes qui pouvaient voter ».
    pub fn words(&self) -> String {
        let abstentions = french::count(self.abstention, "abstention", "abstentions");
        let base = french::count(self.base, "personne qui pouvait voter", "personnes qui pouvaient voter");
        format!("{} pour, {} contre, {abstentions}, sur {base}", self.in_favour, self.against)
    }
}

/// What is wrong in a vote: more votes than people, or a text that was not carried. A text is carried by more votes for than
/// against; abstentions do not count.
pub fn check_ballot(ballot: &Ballot) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if ballot.cast() > ballot.base {
        let sentence = format!("{} votes pour {} votants possibles : recomptez", ballot.cast(), ballot.base);
        errors.push(FieldError::new("pour", sentence));
    } else if ballot.in_favour <= ballot.against {
        let sentence = "Ce texte n’a pas plus de voix pour que contre : il n’est pas adopté";
        errors.push(FieldError::new("pour", sentence));
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn nobody_votes_twice_and_a_tie_carries_nothing() {
        let of = |in_favour, against, abstention| Ballot {
            way: Way::Written,
            meeting: None,
            on: date(2026, 3, 2),
            in_favour,
            against,
            abstention,
            base: 5,
        };
        assert!(check_ballot(&of(2, 1, 2)).is_empty());
        assert!(check_ballot(&of(3, 1, 2))[0].sentence.contains("6 votes pour 5"));
        assert!(check_ballot(&of(2, 2, 0))[0].sentence.contains("n’est pas adopté"));
        assert!(!check_ballot(&of(0, 0, 5)).is_empty());
        assert!(of(2, 1, 1).words().contains("1\u{a0}abstention, sur 5\u{a0}personnes"));
    }
}
