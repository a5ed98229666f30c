//! Recommendations: to whom, until when, what the committee answered, what became of them.

use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid, vocabulary};

use super::text_error;

vocabulary! {
    /// What the committee answers.
    AnswerKind {
        /// It will be done.
        Accepted => "accepted", "Acceptée";
        /// A part of it will be done.
        InPart => "in_part", "Acceptée en partie";
        /// It will not be done.
        Refused => "refused", "Refusée";
    }
}

vocabulary! {
    /// How far what was accepted is.
    Progress {
        /// Begun.
        UnderWay => "under_way", "En cours";
        /// Done.
        Done => "done", "Faite";
        /// Given up.
        GivenUp => "given_up", "Abandonnée";
    }
}

vocabulary! {
    /// Where a recommendation stands.
    Standing {
        /// The committee has not answered.
        Unanswered => "unanswered", "Attend une réponse";
        /// Accepted, nothing done yet.
        Waiting => "waiting", "Acceptée, pas commencée";
        /// Begun.
        UnderWay => "under_way", "En cours";
        /// Done.
        Done => "done", "Faite";
        /// Refused.
        Refused => "refused", "Refusée";
        /// Accepted, then given up.
        GivenUp => "given_up", "Abandonnée";
    }
}

/// What a recommendation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecommendationTerms {
    /// What to do, in a sentence.
    pub words: String,
    /// How and why.
    pub detail: String,
    /// Who is to do it: a service, a body, an organisation.
    pub owner: String,
    /// Until when.
    pub due_on: Option<Date>,
    /// Findings it draws on.
    pub findings: Vec<Uuid>,
}

/// What the committee answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerTerms {
    /// Yes, in part, no.
    pub kind: AnswerKind,
    /// Why.
    pub reason: String,
    /// Which body.
    pub by: String,
    /// When.
    pub on: Date,
}

/// A recommendation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Its number: « R2 ».
    pub number: i64,
    /// What it says.
    pub terms: RecommendationTerms,
    /// What the committee answered.
    pub answer: Option<AnswerTerms>,
    /// Since when anybody reads it.
    pub published_at: Option<Moment>,
    /// How many times it changed.
    pub revision: i64,
}

/// What became of it, on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTerms {
    /// The day.
    pub noted_on: Date,
    /// How far it is.
    pub progress: Progress,
    /// What was done, or why not.
    pub words: String,
}

impl Recommendation {
    /// « R2 ».
    pub fn reference(&self) -> String {
        format!("R{}", self.number)
    }

    /// Where it stands, steps in the order they were noted.
    pub fn standing(&self, steps: &[StepTerms]) -> Standing {
        match (self.answer.as_ref().map(|answer| answer.kind), steps.last().map(|step| step.progress)) {
            (None, _) => Standing::Unanswered,
            (Some(AnswerKind::Refused), _) => Standing::Refused,
            (Some(_), None) => Standing::Waiting,
            (Some(_), Some(Progress::UnderWay)) => Standing::UnderWay,
            (Some(_), Some(Progress::Done)) => Standing::Done,
            (Some(_), Some(Progress::GivenUp)) => Standing::GivenUp,
        }
    }

    /// Whether its day is past and it still waits for an answer or for its end.
    pub fn is_late(&self, steps: &[StepTerms], today: Date) -> bool {
        let is_open = matches!(self.standing(steps), Standing::Unanswered | Standing::Waiting | Standing::UnderWay);
        is_open && self.terms.due_on.is_some_and(|due| due < today)
    }
}

/// What is wrong with a recommendation, its findings apart.
pub fn check_recommendation(terms: &RecommendationTerms) -> Vec<FieldError> {
    let what = "ce qui est recommandé, en une phrase";
    let mut errors: Vec<FieldError> =
        text_error("recommandation", what, &terms.words, (true, 500)).into_iter().collect();
    errors.extend(text_error("detail", "", &terms.detail, (false, 4_000)));
    let owner = "à qui elle s’adresse : un service, une instance, un organisme, jamais une personne";
    errors.extend(text_error("destinataire", owner, &terms.owner, (true, 200)));
    if terms.findings.is_empty() {
        errors.push(FieldError::new("constats", "Cochez au moins un constat : une recommandation en part toujours"));
    }
    errors
}

/// What is wrong with an answer: only a full yes goes without a reason.
pub fn check_answer(terms: &AnswerTerms, today: Date) -> Vec<FieldError> {
    let is_needed = terms.kind != AnswerKind::Accepted;
    let what = match terms.kind {
        AnswerKind::Refused => "la raison du refus : tout le monde la lira",
        _ => "ce qui est retenu, ce qui ne l’est pas, et pourquoi",
    };
    let mut errors: Vec<FieldError> =
        text_error("raison", what, &terms.reason, (is_needed, 2_000)).into_iter().collect();
    errors.extend(text_error("instance", "l’instance qui répond", &terms.by, (true, 200)));
    if terms.on > today {
        errors.push(FieldError::new("repondu", "Le jour de la réponse est passé ou aujourd’hui"));
    }
    errors
}

/// What is wrong with a step. `answered_on` is the day the committee answered.
pub fn check_step(terms: &StepTerms, answered_on: Date, today: Date) -> Vec<FieldError> {
    let what = "ce qui a été fait, ou pourquoi cela ne l’est pas";
    let mut errors: Vec<FieldError> = text_error("suite", what, &terms.words, (true, 2_000)).into_iter().collect();
    if terms.noted_on > today {
        errors.push(FieldError::new("note", "Ce jour est passé ou aujourd’hui"));
    } else if terms.noted_on < answered_on {
        errors.push(FieldError::new("note", "Une suite vient après la réponse du comité"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn told(answer: Option<AnswerKind>) -> Recommendation {
        let on = date(2026, 2, 1);
        Recommendation {
            id: Uuid::nil(),
            contract: Uuid::nil(),
            number: 2,
            terms: RecommendationTerms {
                words: "Ouvrir le soir".into(),
                detail: String::new(),
                owner: "Ville".into(),
                due_on: Some(date(2026, 6, 30)),
                findings: Vec::new(),
            },
            answer: answer.map(|kind| AnswerTerms { kind, reason: String::new(), by: "Comité".into(), on }),
            published_at: None,
            revision: 1,
        }
    }

    fn step(progress: Progress) -> StepTerms {
        StepTerms { noted_on: date(2026, 3, 1), progress, words: "x".into() }
    }

    #[test]
    fn a_recommendation_is_late_until_it_is_refused_done_or_given_up() {
        let after = date(2026, 7, 1);
        let accepted = told(Some(AnswerKind::InPart));
        assert!(told(None).is_late(&[], after) && !told(None).is_late(&[], date(2026, 6, 30)));
        assert!(accepted.is_late(&[step(Progress::UnderWay)], after));
        for end in [Progress::Done, Progress::GivenUp] {
            assert!(!accepted.is_late(&[step(Progress::UnderWay), step(end)], after));
        }
        assert!(!told(Some(AnswerKind::Refused)).is_late(&[], after));
        assert_eq!(accepted.standing(&[]), Standing::Waiting);
        assert_eq!(
            accepted.standing(&[step(Progress::Done), step(Progress::UnderWay)]),
            Standing::UnderWay,
            "reopened"
        );
    }

    #[test]
    fn only_a_full_yes_goes_without_a_reason() {
        let today = date(2026, 3, 1);
        let answer = |kind, on| AnswerTerms { kind, reason: String::new(), by: "Comité".into(), on };
        assert!(check_answer(&answer(AnswerKind::Accepted, today), today).is_empty());
        for kind in [AnswerKind::InPart, AnswerKind::Refused] {
            assert_eq!(check_answer(&answer(kind, today), today)[0].field, "raison");
        }
        assert_eq!(check_answer(&answer(AnswerKind::Accepted, date(2026, 3, 2)), today)[0].field, "repondu");
        assert_eq!(check_step(&step(Progress::Done), date(2026, 3, 2), date(2026, 4, 1))[0].field, "note");
        assert!(check_step(&step(Progress::Done), today, today).is_empty());
        let fields: Vec<String> = check_recommendation(&RecommendationTerms {
            words: String::new(),
            owner: String::new(),
            ..told(None).terms
        })
        .into_iter()
        .map(|error| error.field)
        .collect();
        assert_eq!(fields, ["recommandation", "destinataire", "constats"]);
    }
}
