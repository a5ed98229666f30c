//! The opinion of a service on a project: asked of a person there, until a day.

use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid};

use super::Sense;

/// Longest question and longest answer, in characters.
const LONGEST: usize = 5_000;

/// An opinion asked of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Which.
    pub id: Uuid,
    /// On which project.
    pub project: Uuid,
    /// Of which application.
    pub application: Uuid,
    /// Which service: « Direction de la jeunesse ».
    pub service: String,
    /// Who answers there.
    pub asked_of: Uuid,
    /// What is asked.
    pub question: String,
    /// Until when.
    pub due_on: Date,
    /// When it was asked.
    pub asked_at: Moment,
    /// What the service thinks.
    pub sense: Option<Sense>,
    /// In which words.
    pub words: String,
    /// When it answered; nothing changes after.
    pub answered_at: Option<Moment>,
    /// How many times it was changed.
    pub revision: i64,
}

impl Opinion {
    /// Where it stands on a day.
    pub fn standing(&self, today: Date) -> String {
        let day = kernel::french::date(self.due_on);
        match (self.answered_at, self.sense) {
            (Some(_), Some(sense)) => format!("avis {}", sense.french()),
            _ if self.due_on < today => format!("sans réponse, attendu pour le {day}"),
            _ => format!("attendu pour le {day}"),
        }
    }
}

/// What is asked of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOpinion {
    /// Which service.
    pub service: String,
    /// Who answers there.
    pub asked_of: Option<Uuid>,
    /// What is asked.
    pub question: String,
    /// Until when.
    pub due_on: Option<Date>,
}

/// What is wrong with what is asked.
pub fn check_question(new: &NewOpinion, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if new.service.trim().is_empty() || new.service.chars().count() > 150 {
        tell("service", "Nommez le service, en moins de 150 signes");
    }
    if new.asked_of.is_none() {
        tell("personne", "Choisissez qui répondra pour ce service");
    }
    if new.question.trim().is_empty() || new.question.chars().count() > LONGEST {
        tell("question", "Écrivez ce que vous demandez, en moins de 5 000 signes");
    }
    match new.due_on {
        None => tell("echeance", "Saisissez la date de réponse attendue"),
        Some(day) if day < today => tell("echeance", "Cette date est passée : laissez au service le temps de répondre"),
        Some(_) => {}
    }
    errors
}

/// What is wrong with an answer.
pub fn check_answer(sense: Option<Sense>, words: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if sense.is_none() {
        errors.push(FieldError::new("avis", "Choisissez votre avis"));
    }
    if words.trim().is_empty() || words.chars().count() > LONGEST {
        errors.push(FieldError::new("reponse", "Dites ce qui fonde votre avis, en moins de 5 000 signes"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_question_has_a_service_somebody_and_a_day_to_come() {
        let today = date(2026, 3, 15);
        let empty = NewOpinion { service: " ".into(), asked_of: None, question: String::new(), due_on: None };
        let fields: Vec<String> = check_question(&empty, today).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["service", "personne", "question", "echeance"]);
        let whole = NewOpinion {
            service: "Jeunesse".into(),
            asked_of: Some(Uuid::from_u128(1)),
            question: "Qu’en pensez-vous ?".into(),
            due_on: Some(today),
        };
        assert_eq!(check_question(&whole, today), []);
        assert_eq!(check_question(&NewOpinion { due_on: Some(date(2026, 3, 14)), ..whole }, today).len(), 1);
        assert_eq!((check_answer(None, "").len(), check_answer(Some(Sense::Favourable), "Oui").len()), (2, 0));
    }

    #[test]
    fn where_it_stands_is_told() {
        let mut one = Opinion {
            id: Uuid::from_u128(1),
            project: Uuid::from_u128(2),
            application: Uuid::from_u128(3),
            service: "Jeunesse".into(),
            asked_of: Uuid::from_u128(4),
            question: "?".into(),
            due_on: date(2026, 3, 20),
            asked_at: Moment(0),
            sense: None,
            words: String::new(),
            answered_at: None,
            revision: 1,
        };
        let plain = |text: String| text.replace('\u{a0}', " ");
        assert_eq!(plain(one.standing(date(2026, 3, 20))), "attendu pour le 20 mars 2026");
        assert_eq!(plain(one.standing(date(2026, 3, 21))), "sans réponse, attendu pour le 20 mars 2026");
        (one.sense, one.answered_at) = (Some(Sense::Reserves), Some(Moment(9)));
        assert_eq!(one.standing(date(2026, 3, 21)), "avis favorable avec réserves");
    }
}
