//! A decision: what it says, what it decides on, who carries it out, how far it is.

use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid, vocabulary};

vocabulary! {
    /// What a decision may be about, beside a free subject.
    ObjectKind {
        /// A sheet of the plan of action.
        Sheet => "sheet", "Fiche action";
        /// A call for projects.
        Call => "call", "Appel à projets";
        /// A draw by lot.
        Draw => "draw", "Tirage au sort";
        /// An opinion asked of a body of residents.
        Opinion => "opinion", "Demande d’avis";
        /// A decision taken before.
        Decision => "decision", "Décision à suivre";
    }
}

vocabulary! {
    /// How far a decision is.
    DecisionState {
        /// Nothing is done yet.
        Open => "open", "à mettre en œuvre";
        /// It is being carried out.
        Underway => "underway", "en cours";
        /// It is done.
        Done => "done", "faite";
        /// It will not be carried out.
        Dropped => "dropped", "abandonnée";
        /// It was written by mistake; its number stays.
        Withdrawn => "withdrawn", "retirée du registre";
    }
}

impl DecisionState {
    /// Whether something is still to be done.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Open | Self::Underway)
    }
}

/// What a decision is about, named as it was that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Of what kind.
    pub kind: ObjectKind,
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub label: String,
    /// Where agents find it.
    pub path: String,
    /// Where everybody finds it; empty, when nobody outside may.
    pub open_path: String,
}

/// What is written of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTerms {
    /// What is decided, in a sentence.
    pub title: String,
    /// Reasons, conditions, reserves.
    pub words: String,
    /// What it is about; nothing, for a free subject.
    pub object: Option<Object>,
    /// The service or the organisation that carries it out: never a person.
    pub owner: String,
    /// That organisation here, when it is known: its people are told.
    pub organisation: Option<Uuid>,
    /// Until when.
    pub due_on: Option<Date>,
    /// Whether nothing is to be done after it.
    pub is_immediate: bool,
}

/// A decision of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which.
    pub id: Uuid,
    /// Of which body.
    pub body: Uuid,
    /// Of which contract.
    pub contract: Uuid,
    /// Taken at which meeting.
    pub meeting: Uuid,
    /// Year of its number.
    pub year: i64,
    /// Its number in that year.
    pub number: i64,
    /// Its day.
    pub decided_on: Date,
    /// What is written.
    pub terms: DecisionTerms,
    /// How far it is.
    pub state: DecisionState,
    /// Since when.
    pub state_on: Date,
    /// When those concerned were told.
    pub told_at: Option<Moment>,
    /// How many times it was changed.
    pub revision: i64,
}

impl Decision {
    /// « 2026-03 ».
    pub fn reference(&self) -> String {
        format!("{}-{:02}", self.year, self.number)
    }

    /// Whether it should be done already.
    pub fn is_late(&self, today: Date) -> bool {
        self.state.is_waiting() && self.terms.due_on.is_some_and(|due| due < today)
    }

    /// « faite le 3 mars 2026 », « à mettre en œuvre avant le 2 juin 2026 ».
    pub fn state_words(&self) -> String {
        match (self.state.is_waiting(), self.terms.due_on) {
            (true, Some(due)) => format!("{} avant le {}", self.state.french(), kernel::french::date(due)),
            (true, None) => self.state.french().to_owned(),
            (false, _) => format!("{} le {}", self.state.french(), kernel::french::date(self.state_on)),
        }
    }
}

/// What is wrong in a decision taken that day.
pub fn check_decision(terms: &DecisionTerms, decided_on: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.title.is_empty() || terms.title.chars().count() > 250 {
        tell("decision", "Écrivez ce qui est décidé, en une phrase de moins de 250 signes");
    }
    if terms.words.chars().count() > 6_000 {
        tell("motifs", "Ce texte dépasse 6 000 signes : raccourcissez-le");
    }
    if terms.owner.chars().count() > 150 {
        tell("responsable", "Ce texte dépasse 150 signes : raccourcissez-le");
    }
    if !terms.is_immediate {
        if terms.owner.is_empty() {
            tell("responsable", "Dites quel service ou quel organisme s’en charge, ou cochez « prend effet aussitôt »");
        }
        if terms.due_on.is_none() {
            tell("echeance", "Dites pour quand, ou cochez « prend effet aussitôt »");
        }
    }
    if terms.due_on.is_some_and(|due| due < decided_on) {
        tell("echeance", "L’échéance vient après la réunion : corrigez la date");
    }
    errors
}

/// A step of what became of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub id: Uuid,
    /// Its day.
    pub noted_on: Date,
    /// How far the decision was from then on.
    pub state: DecisionState,
    /// What was done, or why not.
    pub words: String,
}

/// What is noted of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTerms {
    /// How far it is now.
    pub state: DecisionState,
    /// What was done, or why not.
    pub words: String,
}

/// Where a decision may go from there. One taken out of the register stays out.
pub const fn next(from: DecisionState) -> &'static [DecisionState] {
    match from {
        DecisionState::Withdrawn => &[],
        _ => DecisionState::ALL,
    }
}

/// What is wrong in a step.
pub fn check_step(from: DecisionState, step: &StepTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
    if !next(from).contains(&step.state) {
        tell("etat", format!("Une décision {} ne change plus", from.french()));
    }
    if step.words.chars().count() > 2_000 {
        tell("suite", "Ce texte dépasse 2 000 signes : raccourcissez-le".to_owned());
    }
    if step.words.is_empty() {
        let sentence = match step.state {
            DecisionState::Dropped | DecisionState::Withdrawn => "Dites pourquoi : la raison reste au registre",
            _ => "Dites en une phrase ce qui est fait",
        };
        tell("suite", sentence.to_owned());
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn terms() -> DecisionTerms {
        DecisionTerms {
            title: "Ouvrir l’appel à projets 2027".into(),
            words: String::new(),
            object: None,
            owner: "Direction de la cohésion".into(),
            organisation: None,
            due_on: Some(date(2026, 6, 30)),
            is_immediate: false,
        }
    }

    #[test]
    fn a_decision_says_who_and_until_when_unless_nothing_follows() {
        let day = date(2026, 3, 2);
        assert!(check_decision(&terms(), day).is_empty());
        let told = |terms: &DecisionTerms| -> Vec<String> {
            check_decision(terms, day).into_iter().map(|error| error.field).collect()
        };
        let bare = DecisionTerms { owner: String::new(), due_on: None, ..terms() };
        assert_eq!(told(&bare), ["responsable", "echeance"]);
        assert!(told(&DecisionTerms { is_immediate: true, ..bare }).is_empty());
        assert_eq!(told(&DecisionTerms { due_on: Some(date(2026, 3, 1)), ..terms() }), ["echeance"]);
        assert_eq!(told(&DecisionTerms { title: String::new(), ..terms() }), ["decision"]);
    }

    #[test]
    fn a_step_says_something_and_what_is_withdrawn_stays_so() {
        let step = |state, words: &str| StepTerms { state, words: words.into() };
        assert!(check_step(DecisionState::Open, &step(DecisionState::Done, "Appel ouvert le 2 mai.")).is_empty());
        assert_eq!(check_step(DecisionState::Open, &step(DecisionState::Dropped, "")).len(), 1);
        assert_eq!(check_step(DecisionState::Withdrawn, &step(DecisionState::Open, "Si"))[0].field, "etat");
    }
}
