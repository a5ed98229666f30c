//! What members learnt: sessions of training and support, and the figures of a year. Nothing judges anybody.

use jiff::civil::Date;
use kernel::{FieldError, Uuid};

use super::{Member, check_personal, count_year};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Which.
    pub id: Uuid,
    /// For which body.
    pub assembly: Uuid,
    /// What was set.
    pub terms: TrainingTerms,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is set for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingTerms {
    /// Its day.
    pub held_on: Date,
    /// What it was about.
    pub theme: String,
    /// Who organised it.
    pub organiser: String,
    /// How long, in minutes.
    pub minutes: i64,
    /// Members who came.
    pub members: Vec<Uuid>,
}

/// Figures of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrainingYear {
    /// Sessions.
    pub sessions: i64,
    /// Minutes of them.
    pub minutes: i64,
    /// Members who came to one at least.
    pub trained: i64,
    /// Members who sat at some time of the year.
    pub sat: i64,
}

/// Counts a year.
pub fn count_training(year: i16, members: &[Member], all: &[Training]) -> TrainingYear {
    let of_year: Vec<&Training> = all.iter().filter(|one| one.terms.held_on.year() == year).collect();
    let mut came: Vec<Uuid> = of_year.iter().flat_map(|one| one.terms.members.iter().copied()).collect();
    came.sort_unstable();
    came.dedup();
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    TrainingYear {
        sessions: whole(of_year.len()),
        minutes: of_year.iter().map(|one| one.terms.minutes).sum(),
        trained: whole(came.len()),
        sat: count_year(year, members, &[]).sat,
    }
}

/// « 2 h », « 2 h 30 », « 45 min ».
pub fn duration(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, rest) => format!("{hours}\u{a0}h\u{a0}{rest:02}"),
    }
}

/// What is wrong in a session.
pub fn check_training(terms: &TrainingTerms, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.theme.is_empty() || terms.theme.chars().count() > 200 {
        tell("theme", "Indiquez le thème, de moins de 200 signes");
    }
    if terms.organiser.is_empty() || terms.organiser.chars().count() > 200 {
        tell("organisateur", "Indiquez qui l’a organisée");
    }
    if terms.held_on > today {
        tell("jour", "Ce jour est à venir : notez la formation quand elle aura eu lieu");
    }
    if terms.minutes < 1 {
        tell("duree", "Indiquez la durée, par exemple 2 h 30");
    }
    for (field, text) in [("theme", &terms.theme), ("organisateur", &terms.organiser)] {
        errors.extend(check_personal(field, text));
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn somebody_who_came_twice_is_trained_once() {
        let session = |year: i16, members: &[u128]| Training {
            id: Uuid::from_u128(9),
            assembly: Uuid::from_u128(2),
            terms: TrainingTerms {
                held_on: date(year, 2, 1),
                theme: "Lire un budget".into(),
                organiser: "Centre social".into(),
                minutes: 150,
                members: members.iter().map(|id| Uuid::from_u128(*id)).collect(),
            },
            revision: 1,
        };
        let all = [session(2026, &[1, 2]), session(2026, &[2]), session(2025, &[3])];
        let year = count_training(2026, &[], &all);
        assert_eq!((year.sessions, year.minutes, year.trained, year.sat), (2, 300, 2, 0));
        assert_eq!(
            (duration(150), duration(120), duration(45)),
            ("2\u{a0}h\u{a0}30".into(), "2\u{a0}h".into(), "45\u{a0}min".into())
        );
    }
}
