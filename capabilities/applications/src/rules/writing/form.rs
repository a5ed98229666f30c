//! The form of an application: standard questions and those of the call, in order, and how far answers are.

use super::standard::{Piece, YEARS, sections};
use crate::rules::{CallTerms, Part, Question, QuestionKind, Section};

/// A piece of a call that stands for two of ours: what a project is called, and when it takes place.
pub const IDENTITY: &str = "identite_action";

/// The sections of the form. A call that names pieces of the form asks the whole of it in its own order; to another one
/// the standard questions are added, and a question of the call takes the place of the standard one of the same name.
pub fn form(terms: &CallTerms) -> Vec<Section> {
    let is_whole = terms.sections.iter().flat_map(|one| &one.questions).any(|one| one.kind == QuestionKind::Piece);
    let mut all = if is_whole { own(terms) } else { with_standard(terms) };
    all.retain(|section| !section.questions.is_empty());
    all
}

fn with_standard(terms: &CallTerms) -> Vec<Section> {
    let mut all = sections(terms);
    for section in &mut all {
        section.questions.retain(|question| terms.question(&question.key).is_none());
    }
    all.extend(terms.sections.iter().cloned());
    all
}

/// The sections of a call that asks the whole form, completed with what no application can do without.
fn own(terms: &CallTerms) -> Vec<Section> {
    let standard: Vec<Question> = sections(terms).into_iter().flat_map(|section| section.questions).collect();
    let of = |key: &str| standard.iter().find(|question| question.key == key).cloned();
    let mut all: Vec<Section> = terms.sections.clone();
    for section in &mut all {
        section.questions = std::mem::take(&mut section.questions)
            .into_iter()
            .flat_map(|question| match (question.kind, question.key.as_str()) {
                (QuestionKind::Piece, IDENTITY) => {
                    [Piece::Title, Piece::Dates].iter().filter_map(|piece| of(piece.code())).collect()
                }
                // A piece with a page of its own elsewhere: budgets, documents, the sheet of the organisation.
                (QuestionKind::Piece, key) if Piece::from_code(key).is_none() => Vec::new(),
                _ => vec![question],
            })
            .collect();
    }
    let is_asked = |key: &str| all.iter().flat_map(|section| &section.questions).any(|question| question.key == key);
    let needed = [Piece::Title, Piece::Objectives, Piece::Publics, Piece::Places, Piece::Dates];
    let missing: Vec<Question> =
        needed.iter().filter(|piece| !is_asked(piece.code())).filter_map(|piece| of(piece.code())).collect();
    let years = (!is_asked(YEARS)).then(|| of(YEARS)).flatten();
    let first = all.iter().position(|section| section.part == Part::Project).unwrap_or(all.len());
    let title = "L’action".to_owned();
    all.insert(first, Section { key: "l-action".to_owned(), title, part: Part::Project, questions: missing });
    if let Some(years) = years {
        match all.iter_mut().find(|section| section.part == Part::Application) {
            Some(section) => section.questions.push(years),
            None => {
                let (key, title) = ("la-demande".to_owned(), "Votre demande".to_owned());
                all.insert(0, Section { key, title, part: Part::Application, questions: vec![years] });
            }
        }
    }
    all
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
            indicators: Vec::new(),
        }
    }

    #[test]
    fn a_question_of_the_call_takes_the_place_of_the_standard_one() {
        let standard = form(&terms(Vec::new(), 1));
        let own = Question { label: "Racontez l’action".into(), ..standard[2].questions[3].clone() };
        assert_eq!(own.key, "description");
        let section = Section { key: "s".into(), title: "S".into(), part: Part::Project, questions: vec![own] };
        let form = form(&terms(vec![section], 3));
        let keys: Vec<&str> = form.iter().flat_map(|one| &one.questions).map(|one| one.key.as_str()).collect();
        assert_eq!(keys.iter().filter(|key| **key == "description").count(), 1);
        assert_eq!(form.last().expect("own").questions[0].label, "Racontez l’action");
        assert!(keys.contains(&"annees"));
        assert!(!standard.iter().flat_map(|one| &one.questions).any(|one| one.key == "annees"));
        assert_eq!(after(&form, Part::Project, "intitule").expect("next").key, "objectifs_contrat");
        assert!(after(&form, Part::Application, "intitule").is_none());
    }

    #[test]
    fn a_call_that_asks_the_whole_form_is_only_completed() {
        let question = |key: &str, kind| Question {
            key: key.into(),
            label: key.into(),
            hint: String::new(),
            kind,
            choices: Vec::new(),
            is_required: true,
            most: 0,
        };
        let section = |key: &str, part, questions| Section { key: key.into(), title: key.into(), part, questions };
        let own = vec![
            section("demande", Part::Application, vec![question("forme", QuestionKind::Line)]),
            section(
                "action",
                Part::Project,
                vec![question(IDENTITY, QuestionKind::Piece), question("publics", QuestionKind::Piece)],
            ),
            section("budget", Part::Project, vec![question("budget_action", QuestionKind::Piece)]),
        ];
        let form = form(&terms(own, 2));
        let told: Vec<(&str, Vec<&str>)> = form
            .iter()
            .map(|one| (one.key.as_str(), one.questions.iter().map(|question| question.key.as_str()).collect()))
            .collect();
        assert_eq!(
            told,
            [
                ("demande", vec!["forme", "annees"]),
                ("l-action", vec!["objectifs_contrat", "territoires"]),
                ("action", vec!["intitule", "dates", "publics"]),
            ]
        );
    }

    #[test]
    fn a_section_is_done_when_what_is_required_is_answered() {
        let form = form(&terms(Vec::new(), 1));
        let whom = form.iter().find(|one| one.key == "les-publics").expect("a section");
        let said = |keys: &[&str]| keys.iter().map(|key| ((*key).to_owned(), "x".to_owned())).collect::<Vec<_>>();
        assert_eq!(progress(whom, &[]), (0, 3, false));
        assert_eq!(progress(whom, &said(&["publics-precisions"])), (0, 3, true));
        assert_eq!(progress(whom, &said(&["publics", "territoires", "dates"])), (3, 3, true));
        assert_eq!(progress(whom, &[("publics".into(), "  ".into())]), (0, 3, false));
    }
}
