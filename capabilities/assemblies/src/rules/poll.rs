//! A vote of members on a draft, each for herself, secret or by name.

use jiff::civil::Date;
use kernel::{FieldError, Uuid, vocabulary};

vocabulary! {
    /// What a member votes.
    Vote {
        /// For.
        For => "for", "pour";
        /// Against.
        Against => "against", "contre";
        /// Neither.
        Abstention => "abstention", "abstention";
    }
}

vocabulary! {
    /// Where a vote stands.
    PollState {
        /// Members vote.
        Open => "open", "vote ouvert";
        /// The draft was carried.
        Carried => "carried", "texte adopté";
        /// It was not.
        Rejected => "rejected", "texte rejeté";
        /// It counts for nothing.
        Cancelled => "cancelled", "vote annulé";
    }
}

/// What members vote on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The draft opinion on this file.
    Opinion(Uuid),
    /// This referral they prepare.
    Referral(Uuid),
}

/// A vote of members on a text they prepare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// Which.
    pub id: Uuid,
    /// On what.
    pub text: Text,
    /// Its rank among those on this text.
    pub rank: i64,
    /// Whether nobody ever reads who voted what.
    pub is_secret: bool,
    /// Last day.
    pub closes_on: Date,
    /// Where it stands.
    pub state: PollState,
}

/// Longest a vote stays open, in days.
const MOST_DAYS: i32 = 60;

/// What is wrong in the last day of a vote opened today.
pub fn check_poll(closes_on: Option<Date>, today: Date) -> Vec<FieldError> {
    let wrong = match closes_on {
        None => Some("Choisissez le dernier jour du vote"),
        Some(day) if day < today => Some("Ce jour est passé : choisissez le dernier jour du vote"),
        Some(day) if (day - today).get_days() > MOST_DAYS => Some("Un vote reste ouvert soixante jours au plus"),
        Some(_) => None,
    };
    wrong.map(|sentence| FieldError::new("vote-jusqu-au", sentence)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_vote_ends_on_a_day_to_come_and_not_too_far() {
        let today = date(2026, 3, 2);
        for day in [None, Some(date(2026, 3, 1)), Some(date(2026, 6, 1))] {
            assert_eq!(check_poll(day, today).len(), 1, "{day:?}");
        }
        assert!(check_poll(Some(today), today).is_empty());
    }
}
