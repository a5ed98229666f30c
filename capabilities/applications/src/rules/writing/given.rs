//! What may be answered to each question.

use jiff::civil::Date;
use kernel::{FieldError, Uuid, french, vocabulary};

use super::Public;
use crate::rules::{Question, QuestionKind};

/// Most lines of means and of indicators.
pub const MOST_ROWS: usize = 8;

vocabulary! {
    /// What a project is done with.
    MeanKind {
        /// Equipment.
        Material => "material", "Matériel";
        /// Rooms.
        Premises => "premises", "Locaux";
        /// Volunteers.
        Volunteers => "volunteers", "Bénévoles";
        /// Employees.
        Employees => "employees", "Salarié·es";
        /// People paid for a service.
        Providers => "providers", "Intervenant·es extérieur·es";
        /// Something else.
        Other => "other", "Autre";
    }
}

/// A line of means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mean {
    /// What kind.
    pub kind: MeanKind,
    /// What.
    pub label: String,
    /// How many people, when they are people.
    pub people: Option<i64>,
    /// Full-time equivalents, in thousandths.
    pub work_permille: Option<i64>,
}

/// Something to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Its name in the toolbox; empty when it was written freely.
    pub code: String,
    /// What.
    pub label: String,
    /// In what.
    pub unit: String,
    /// How many are hoped for.
    pub target: String,
}

/// A neighbourhood of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub area: Uuid,
    /// The address that gave it; empty when it was ticked.
    pub address: String,
    /// How sure that is: `sure`, `probable`; empty when it was ticked.
    pub quality: String,
}

/// What is answered to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A text, a number, a choice: as typed.
    Text(String),
    /// The title of a project.
    Title(String),
    /// The objectives of a project, the main one first.
    Objectives(Vec<Uuid>),
    /// Its neighbourhoods.
    Places(Vec<Place>),
    /// For whom.
    Publics(Vec<Public>),
    /// When.
    Dates(Option<Date>, Option<Date>),
    /// With what.
    Means(Vec<Mean>),
    /// What will be counted.
    Indicators(Vec<Indicator>),
    /// For how many years.
    Years(i64),
}

/// What is wrong with an answer, for years `first..first + years`. Emptiness is not: a draft may be saved as it is, and
/// filing tells what is missing.
pub fn check(question: &Question, given: &Given, (first, years, most_years): (i64, i64, i64)) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
    match given {
        Given::Text(text) => {
            let most = if question.most > 0 { question.most as usize } else { most_of(question.kind) };
            let count = text.chars().count();
            if count > most {
                let (count, most) = (french::integer(count as i64), french::integer(most as i64));
                tell("reponse", format!("Votre réponse fait {count} signes : {most} au plus. Raccourcissez-la"));
            }
            let chosen = || text.lines().all(|line| question.choices.iter().any(|choice| choice == line));
            if matches!(question.kind, QuestionKind::Choice | QuestionKind::Choices) && !chosen() {
                tell("reponse", "Choisissez parmi les réponses proposées".to_owned());
            }
            if question.key.ends_with("courriel") && !text.is_empty() && !is_address(text) {
                tell("reponse", "L’adresse doit être de la forme nom@exemple.fr".to_owned());
            }
        }
        Given::Title(title) if title.chars().count() > 150 => {
            tell("reponse", "L’intitulé doit faire 150 signes au plus".to_owned());
        }
        Given::Dates(starts, ends) => {
            let last = first + years - 1;
            if let Some(starts) = starts
                && !(first..=last).contains(&i64::from(starts.year()))
            {
                let span = if years == 1 { format!("en {first}") } else { format!("entre {first} et {last}") };
                tell("debut", format!("L’action doit commencer {span}"));
            }
            if let (Some(starts), Some(ends)) = (starts, ends)
                && ends < starts
            {
                tell("fin", "La date de fin est avant la date de début".to_owned());
            }
            let too_late = |ends: &Date| (i64::from(ends.year()), ends.month()) > (last + 1, 6);
            if ends.as_ref().is_some_and(too_late) {
                tell("fin", format!("L’action doit finir au plus tard le 30 juin {}", last + 1));
            }
        }
        Given::Years(count) if !(1..=most_years).contains(count) => {
            tell("reponse", format!("Choisissez un nombre d’années entre 1 et {most_years}"));
        }
        _ => {}
    }
    errors
}

fn most_of(kind: QuestionKind) -> usize {
    match kind {
        QuestionKind::Text | QuestionKind::Choices => 10_000,
        _ => 200,
    }
}

fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
}

/// Shares of so many neighbourhoods, in thousandths: they add up to 1 000, the first takes what is left.
pub fn shares(count: usize) -> Vec<i64> {
    let count = count as i64;
    (0..count).map(|rank| 1000 / count + if rank == 0 { 1000 % count } else { 0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(key: &str, kind: QuestionKind) -> Question {
        Question {
            key: key.into(),
            label: String::new(),
            hint: String::new(),
            kind,
            choices: vec!["Oui".into(), "Non".into()],
            is_required: true,
            most: 0,
        }
    }

    #[test]
    fn answers_are_checked_and_emptiness_is_not() {
        let sentences = |question: &Question, given: Given| {
            check(question, &given, (2026, 1, 3)).into_iter().map(|error| error.sentence).collect::<Vec<_>>()
        };
        let line = question("contact-courriel", QuestionKind::Line);
        assert!(sentences(&line, Given::Text(String::new())).is_empty());
        assert!(sentences(&line, Given::Text("lea".into()))[0].contains("nom@exemple.fr"));
        assert!(sentences(&line, Given::Text("é".repeat(201)))[0].contains("201 signes"));
        let choice = question("c", QuestionKind::Choice);
        assert!(sentences(&choice, Given::Text("Peut-être".into()))[0].contains("proposées"));
        assert!(sentences(&choice, Given::Text("Oui".into())).is_empty());
        let day = |text: &str| Some(text.parse().expect("a day"));
        let dates = question("dates", QuestionKind::Piece);
        assert!(sentences(&dates, Given::Dates(day("2026-09-01"), day("2027-06-30"))).is_empty());
        assert!(sentences(&dates, Given::Dates(day("2025-09-01"), None))[0].contains("en 2026"));
        assert!(sentences(&dates, Given::Dates(day("2026-09-01"), day("2026-08-01")))[0].contains("avant"));
        assert!(sentences(&dates, Given::Dates(None, day("2027-07-01")))[0].contains("30 juin 2027"));
        assert!(
            sentences(&question(super::super::YEARS, QuestionKind::Number), Given::Years(4))[0]
                .contains("entre 1 et 3")
        );
    }

    #[test]
    fn shares_add_up() {
        for count in 1..20 {
            assert_eq!(shares(count).iter().sum::<i64>(), 1000);
        }
        assert!(shares(0).is_empty());
    }
}
