//! The form of an application: standard questions and those of the call, in order, and how far answers are.

use super::standard::sections;
use crate::rules::{CallTerms, Part, Question, QuestionKind, Section};

/// The sections of the form. A question of the call takes the place of the standard one of the same name; a piece of
/// the form the call names in a section of its own stands there.
pub fn form(terms: &CallTerms) -> Vec<Section> {
    let asked = |key: &str| terms.question(key).is_some();
    let mut all = sections(terms);
    for section in &mut all {
        section.questions.retain(|question| !asked(&question.key));
    }
    all.extend(terms.sections.iter().cloned().map(known_pieces));
    all.retain(|section| !section.questions.is_empty());
    all
}

/// A piece of the call that has no page here is left out: nobody could answer it.
fn known_pieces(mut section: Section) -> Section {
    section
        .questions
        .retain(|question| question.kind != QuestionKind::Piece || super::Piece::from_code(&question.key).is_some());
    section
}

/// The question that comes after `key` in its section.
pub fn after<'a>(sections: &'a [Section], part: Part, key: &str) -> Option<&'a Question> {
    let section =
        sections.iter().filter(|one| one.part == part).find(|one| one.questions.iter().any(|q| q.key == key))?;
    let at = section.questions.iter().position(|question| question.key == key)?;
    section.questions.get(at + 1)
}

/// Whether a question has an answer, among what was answered of its part.
pub fn is_answered(question: &Question, answered: &[(String, String)]) -> bool {
    answered.iter().any(|(key, value)| *key == question.key && !value.trim().is_empty())
}

/// How far a section is: answered required questions, required questions, and whether anything was answered.
pub fn progress(section: &Section, answered: &[(String, String)]) -> (usize, usize, bool) {
    let required = section.questions.iter().filter(|question| question.is_required);
    let done = required.clone().filter(|question| is_answered(question, answered)).count();
    let is_begun = section.questions.iter().any(|question| is_answered(question, answered));
    (done, required.count(), is_begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(sections: Vec<Section>, years: i64) -> CallTerms {
        CallTerms {
            sections,
            attachments: Vec::new(),
            chart: "2018".into(),
            kinds: Vec::new(),
            areas: Vec::new(),
            priorities: Vec::new(),
            years,
            criteria: Vec::new(),
        }
    }

    #[test]
    fn a_question_of_the_call_takes_the_place_of_the_standard_one() {
        let standard = form(&terms(Vec::new(), 1));
        let own = Question { label: "Racontez l’action".into(), ..standard[2].questions[3].clone() };
        assert_eq!(own.key, "description");
        let unknown = Question { key: "inconnu".into(), kind: QuestionKind::Piece, ..own.clone() };
        let section =
            Section { key: "s".into(), title: "S".into(), part: Part::Project, questions: vec![own, unknown] };
        let form = form(&terms(vec![section], 3));
        let keys: Vec<&str> = form.iter().flat_map(|one| &one.questions).map(|one| one.key.as_str()).collect();
        assert_eq!(keys.iter().filter(|key| **key == "description").count(), 1);
        assert_eq!(form.last().expect("own").questions[0].label, "Racontez l’action");
        assert!(keys.contains(&"annees") && !keys.contains(&"inconnu"));
        assert!(!standard.iter().flat_map(|one| &one.questions).any(|one| one.key == "annees"));
        assert_eq!(after(&form, Part::Project, "intitule").expect("next").key, "objectifs-contrat");
        assert!(after(&form, Part::Application, "intitule").is_none());
    }

    #[test]
    fn a_section_is_done_when_what_is_required_is_answered() {
        let form = form(&terms(Vec::new(), 1));
        let whom = form.iter().find(|one| one.key == "les-publics").expect("a section");
        let said = |keys: &[&str]| keys.iter().map(|key| ((*key).to_owned(), "x".to_owned())).collect::<Vec<_>>();
        assert_eq!(progress(whom, &[]), (0, 3, false));
        assert_eq!(progress(whom, &said(&["publics-precisions"])), (0, 3, true));
        assert_eq!(progress(whom, &said(&["publics", "quartiers", "dates"])), (3, 3, true));
        assert_eq!(progress(whom, &[("publics".into(), "  ".into())]), (0, 3, false));
    }
}
