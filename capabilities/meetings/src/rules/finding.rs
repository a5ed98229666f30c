//! A finding of a walk: what was seen, where, how much it matters, who must act, until when, and what became of it.

use jiff::civil::Date;
use kernel::{FieldError, Uuid};

use super::{Category, FindingState, Gravity, Origin};

/// What is written on the spot.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingText {
    /// What was seen.
    pub words: String,
    /// What it is about.
    pub category: Category,
    /// How much it matters.
    pub gravity: Gravity,
    /// The stop of the walk.
    pub stop: Option<Uuid>,
    /// Latitude and longitude, rounded.
    pub position: Option<(f64, f64)>,
}

/// What becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Who must act: a service, a landlord, never a person.
    pub who_acts: String,
    /// Until when.
    pub due_on: Option<Date>,
    /// How far it is.
    pub state: FindingState,
    /// What was done, or why it will not be.
    pub note: String,
    /// The day it was done.
    pub done_on: Option<Date>,
}

/// A finding as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Chosen by the device that wrote it.
    pub id: Uuid,
    /// The gathering.
    pub meeting: Uuid,
    /// Its rank.
    pub seq: i64,
    /// What was seen.
    pub text: FindingText,
    /// The photograph.
    pub photo: Option<Uuid>,
    /// What becomes of it.
    pub follow_up: FollowUp,
    /// The photograph of what was done.
    pub proof: Option<Uuid>,
    /// Who put it in.
    pub origin: Origin,
    /// The piece of evidence made of it.
    pub evidence: Option<Uuid>,
    /// When, milliseconds; the beginning of the day only when a telephone sent it.
    pub noted_at: i64,
    /// How many times its follow-up changed.
    pub revision: i64,
    /// Whether the journal is not told of it yet.
    pub is_untold: bool,
    /// The hash of the code that takes it back, when a telephone sent it.
    pub code_hash: Option<Vec<u8>>,
}

/// A position rounded to about fifty metres: the place is found, a front door is not. Nothing outside the world.
pub fn rounded(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
    let is_in_the_world = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
    let round = |degrees: f64| (degrees * 2000.0).round() / 2000.0;
    is_in_the_world.then(|| (round(latitude), round(longitude)))
}

/// What is wrong with what was written on the spot.
pub fn check_finding(words: &str) -> Vec<FieldError> {
    match words.chars().count() {
        0 => vec![FieldError::new("constat", "Écrivez ce que vous voyez, en quelques mots")],
        length if length > 1000 => {
            vec![FieldError::new("constat", format!("Le constat doit faire 1000 signes au plus : il en fait {length}"))]
        }
        _ => Vec::new(),
    }
}

/// What is wrong with what becomes of it. `today` bounds the day it was done; `has_proof` says whether there is a
/// photograph of what was done.
pub fn check_follow_up(follow_up: &FollowUp, today: Date, has_proof: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, what, typed, limit) in
        [("qui-agit", "Qui doit agir", &follow_up.who_acts, 120), ("note", "Ce qui a été fait", &follow_up.note, 1000)]
    {
        let length = typed.chars().count();
        if length > limit {
            errors.push(FieldError::new(
                field,
                format!("« {what} » doit faire {limit} signes au plus : {length} saisis"),
            ));
        }
    }
    let asks_somebody = matches!(follow_up.state, FindingState::HandedOn | FindingState::UnderWay);
    if asks_somebody && follow_up.who_acts.is_empty() {
        errors.push(FieldError::new("qui-agit", "Saisissez qui doit agir, par exemple : service propreté de la ville"));
    }
    match follow_up.state {
        FindingState::Done => {
            match follow_up.done_on {
                None => errors.push(FieldError::new("fait-le", "Saisissez le jour où cela a été fait")),
                Some(day) if day > today => {
                    let sentence = format!("Le jour doit être au plus tard le {}", kernel::french::date(today));
                    errors.push(FieldError::new("fait-le", sentence));
                }
                Some(_) => {}
            }
            if follow_up.note.is_empty() && !has_proof {
                errors
                    .push(FieldError::new("note", "Écrivez ce qui a été fait, ou joignez une photo : c’est la preuve"));
            }
        }
        FindingState::Dropped if follow_up.note.is_empty() => {
            errors.push(FieldError::new("note", "Écrivez pourquoi il n’y aura pas de suite"));
        }
        _ => {}
    }
    errors
}

/// Late findings first, the latest first, then those with a date, then the others by gravity; what is over last.
pub fn urgency(finding: &Finding, today: Date) -> (u8, Option<Date>, std::cmp::Reverse<Gravity>, i64) {
    let (state, due) = (finding.follow_up.state, finding.follow_up.due_on);
    let rank = match due {
        _ if !state.is_open() => 3,
        Some(day) if day < today => 0,
        Some(_) => 1,
        None => 2,
    };
    (rank, due, std::cmp::Reverse(finding.text.gravity), finding.seq)
}

impl Finding {
    /// Whether somebody should have acted already.
    pub fn is_late(&self, today: Date) -> bool {
        self.follow_up.state.is_open() && self.follow_up.due_on.is_some_and(|day| day < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn finding(seq: i64, due_on: Option<Date>, state: FindingState, gravity: Gravity) -> Finding {
        Finding {
            id: Uuid::from_u128(1),
            meeting: Uuid::from_u128(2),
            seq,
            text: FindingText { words: "x".into(), category: Category::Roads, gravity, stop: None, position: None },
            photo: None,
            follow_up: FollowUp { who_acts: String::new(), due_on, state, note: String::new(), done_on: None },
            proof: None,
            origin: Origin::Team,
            evidence: None,
            noted_at: 0,
            revision: 1,
            is_untold: false,
            code_hash: None,
        }
    }

    #[test]
    fn late_comes_first_and_over_comes_last() {
        let today = date(2026, 3, 15);
        let mut all = [
            finding(1, None, FindingState::Noted, Gravity::Minor),
            finding(2, Some(date(2026, 3, 1)), FindingState::Done, Gravity::Minor),
            finding(3, Some(date(2026, 4, 1)), FindingState::HandedOn, Gravity::Minor),
            finding(4, Some(date(2026, 3, 14)), FindingState::UnderWay, Gravity::Minor),
            finding(5, None, FindingState::Noted, Gravity::Dangerous),
            finding(6, Some(date(2026, 2, 1)), FindingState::Noted, Gravity::Minor),
        ];
        all.sort_by_key(|one| urgency(one, today));
        assert_eq!(all.iter().map(|one| one.seq).collect::<Vec<_>>(), [6, 4, 3, 5, 1, 2]);
    }

    #[test]
    fn done_asks_for_its_day_and_its_proof() {
        let today = date(2026, 3, 15);
        let mut told = finding(1, None, FindingState::Done, Gravity::Minor).follow_up;
        let fields = |told: &FollowUp, proof| {
            check_follow_up(told, today, proof).into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&told, false), ["fait-le", "note"]);
        told.done_on = Some(date(2026, 3, 16));
        assert_eq!(fields(&told, true), ["fait-le"]);
        told.done_on = Some(date(2026, 3, 15));
        assert_eq!(fields(&told, true), Vec::<String>::new());
        told.state = FindingState::HandedOn;
        assert_eq!(fields(&told, true), ["qui-agit"]);
        told.state = FindingState::Dropped;
        assert_eq!(fields(&told, true), ["note"]);
    }

    #[test]
    fn a_position_leads_to_a_place_not_to_a_door() {
        let (latitude, longitude) = rounded(43.212_345, 2.351_239).expect("in the world");
        assert!((latitude - 43.2125).abs() < 1e-9 && (longitude - 2.351).abs() < 1e-9);
        assert_eq!(rounded(91.0, 0.0), None);
        assert_eq!(rounded(f64::NAN, 0.0), None);
    }
}
