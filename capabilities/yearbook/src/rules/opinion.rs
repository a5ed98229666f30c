//! Opinions of municipal councils and of citizen councils (décret 2015-1118, article 2).

use jiff::civil::Date;
use kernel::{FieldError, Uuid, vocabulary};

vocabulary! {
    /// Who is asked.
    Kind {
        /// The council of a commune of the contract.
        Municipal => "municipal", "Conseil municipal";
        /// A citizen council.
        Citizen => "citizen", "Conseil citoyen";
    }
}

vocabulary! {
    /// What a council thinks.
    Sense {
        /// It agrees.
        Favourable => "favourable", "Favorable";
        /// It agrees and says what it would change.
        Reserved => "reserved", "Favorable avec des réserves";
        /// It does not agree.
        Unfavourable => "unfavourable", "Défavorable";
    }
}

/// Longest opinion and longest follow-up, in signs: a page that shows both stays light.
pub const LONGEST: usize = 8_000;

/// An opinion as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// When.
    pub on: Date,
    /// What the council thinks.
    pub sense: Sense,
    /// Its words.
    pub words: String,
}

/// What a council was asked, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Which.
    pub id: Uuid,
    /// The report.
    pub report: Uuid,
    /// What kind of council.
    pub kind: Kind,
    /// « Conseil municipal de Narbonne ».
    pub body: String,
    /// What it answered, once it did.
    pub given: Option<Given>,
    /// What is done with it.
    pub follow_up: String,
    /// How many times it was written.
    pub revision: i64,
}

/// Where an opinion stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The delay runs.
    Awaited,
    /// It was given.
    Given,
    /// The delay is over: silence is favourable.
    Silent,
}

impl Opinion {
    /// Where it stands. The last day of the delay counts.
    pub fn standing(&self, due_on: Date, today: Date) -> Standing {
        match &self.given {
            Some(_) => Standing::Given,
            None if today > due_on => Standing::Silent,
            None => Standing::Awaited,
        }
    }

    /// Whether approval waits for what is done with it: it was given, and nobody said.
    pub fn lacks_follow_up(&self) -> bool {
        self.given.is_some() && self.follow_up.trim().is_empty()
    }
}

fn too_long(field: &str, what: &str, text: &str) -> Option<FieldError> {
    let signs = text.chars().count();
    (signs > LONGEST).then(|| FieldError::new(field, format!("{what} a {signs} signes, {LONGEST} au plus")))
}

/// What is wrong with an opinion: given between the day it was asked and today, in words when it is not simply favourable.
pub fn check_given(one: &Given, submitted_on: Date, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if one.on < submitted_on {
        errors.push(FieldError::new("date", "Un avis ne peut pas dater d’avant l’envoi du rapport au conseil"));
    }
    if one.on > today {
        errors.push(FieldError::new("date", "Cette date est à venir : enregistrez l’avis une fois qu’il est rendu"));
    }
    if one.sense != Sense::Favourable && one.words.is_empty() {
        errors.push(FieldError::new(
            "avis",
            "Reprenez les mots du conseil : ses réserves, ou pourquoi il n’est pas d’accord",
        ));
    }
    errors.extend(too_long("avis", "L’avis", &one.words));
    errors
}

/// What is wrong with what is done with an opinion.
pub fn check_follow_up(words: &str) -> Vec<FieldError> {
    too_long("suite", "La suite donnée", words).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn opinion(given: Option<Given>) -> Opinion {
        Opinion {
            id: Uuid::nil(),
            report: Uuid::nil(),
            kind: Kind::Citizen,
            body: "Conseil citoyen".into(),
            given,
            follow_up: " ".into(),
            revision: 1,
        }
    }

    #[test]
    fn silence_is_favourable_once_the_last_day_is_over() {
        let due = day("2026-04-03");
        let silent = opinion(None);
        assert_eq!(silent.standing(due, due), Standing::Awaited);
        assert_eq!(silent.standing(due, day("2026-04-04")), Standing::Silent);
        assert!(!silent.lacks_follow_up(), "nothing was said: nothing follows");
        let given = opinion(Some(Given { on: due, sense: Sense::Favourable, words: String::new() }));
        assert_eq!(given.standing(due, day("2026-05-01")), Standing::Given);
        assert!(given.lacks_follow_up());
    }

    #[test]
    fn an_opinion_has_its_day_and_its_words() {
        let given = |on: &str, sense, words: &str| Given { on: day(on), sense, words: words.into() };
        let check = |one: &Given| check_given(one, day("2026-03-03"), day("2026-04-10")).len();
        assert_eq!(check(&given("2026-03-03", Sense::Favourable, "")), 0);
        assert_eq!(check(&given("2026-03-02", Sense::Favourable, "")), 1);
        assert_eq!(check(&given("2026-04-11", Sense::Unfavourable, "")), 2);
        assert_eq!(check(&given("2026-04-01", Sense::Reserved, &"a".repeat(LONGEST + 1))), 1);
        assert_eq!(check_follow_up(&"a".repeat(LONGEST + 1)).len(), 1);
    }
}
