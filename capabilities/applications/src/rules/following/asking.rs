//! What may be asked again of a carrier, under the names that writing knows: nothing else opens.

use kernel::{FieldError, Moment, Uuid, vocabulary};

use crate::rules::writing::{form, year_of};
use crate::rules::{CallTerms, Part};

/// The name of a budget asked again, of a project or of the organisation: every year of it opens.
pub const BUDGET: &str = "budget";

vocabulary! {
    /// What is asked again.
    AskableKind {
        /// A document to join.
        Document => "document", "Pièce";
        /// A budget.
        Budget => "budget", "Budget";
        /// A question, neighbourhoods and dates among them.
        Question => "question", "Question";
        /// Every question of a section.
        Section => "section", "Partie";
    }
}

/// Something that may be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Askable {
    /// The name it is asked under.
    pub key: String,
    /// Of what it is asked.
    pub part: Part,
    /// What people read.
    pub label: String,
    /// What it is.
    pub kind: AskableKind,
}

/// Everything that may be asked again, each name once a part: documents first, then budgets, questions and sections.
pub fn askable(terms: &CallTerms) -> Vec<Askable> {
    let mut all: Vec<Askable> = Vec::new();
    let mut add = |key: &str, part: Part, label: String, kind: AskableKind| {
        if all.iter().all(|one| one.part != part || one.key != key) {
            all.push(Askable { key: key.to_owned(), part, label, kind });
        }
    };
    for one in &terms.attachments {
        add(&one.key, one.part, one.label.clone(), AskableKind::Document);
    }
    add(BUDGET, Part::Application, "Budget de l’association".to_owned(), AskableKind::Budget);
    add(BUDGET, Part::Project, "Budget de l’action".to_owned(), AskableKind::Budget);
    let sections = form(terms);
    for section in &sections {
        for question in &section.questions {
            add(&question.key, section.part, question.label.clone(), AskableKind::Question);
        }
    }
    for section in &sections {
        let label = format!("Toute la partie « {} »", section.title);
        add(&section.key, section.part, label, AskableKind::Section);
    }
    all
}

/// What is asked under that name of a project, or of the whole for none.
pub fn find(terms: &CallTerms, project: Option<Uuid>, key: &str) -> Option<Askable> {
    let part = if project.is_some() { Part::Project } else { Part::Application };
    askable(terms).into_iter().find(|one| one.part == part && one.key == key)
}

/// What was given in an application and when: answers and documents, each with its project and its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Answers, budgets among them.
    pub answers: Vec<(Option<Uuid>, String, Moment)>,
    /// Documents.
    pub documents: Vec<(Option<Uuid>, String, Moment)>,
}

/// Whether something was given there since it was asked.
pub fn has_changed(terms: &CallTerms, asked: &Askable, project: Option<Uuid>, since: Moment, given: &Given) -> bool {
    let later = |(of, _, at): &&(Option<Uuid>, String, Moment)| *of == project && *at > since;
    let mut answers = given.answers.iter().filter(later);
    match asked.kind {
        AskableKind::Document => given.documents.iter().filter(later).any(|(_, kind, _)| *kind == asked.key),
        AskableKind::Budget => answers.any(|(_, key, _)| year_of(key).is_some()),
        AskableKind::Question => answers.any(|(_, key, _)| *key == asked.key),
        AskableKind::Section => {
            let sections = form(terms);
            let own = sections.iter().find(|one| one.key == asked.key && one.part == asked.part);
            let keys: Vec<&str> =
                own.map(|one| one.questions.iter().map(|question| question.key.as_str()).collect()).unwrap_or_default();
            answers.any(|(_, key, _)| keys.contains(&key.as_str()))
        }
    }
}

/// What is wrong with what a carrier says of something asked: words are needed where nothing changed.
pub fn check_reply(field: &str, words: &str, is_changed: bool) -> Option<FieldError> {
    if words.chars().count() > 1000 {
        return Some(FieldError::new(field, "Écrivez moins de 1 000 signes, ou envoyez un message au service"));
    }
    let told =
        "Rien n’a changé ici depuis la demande : corrigez d’abord, ou dites au service pourquoi c’est déjà juste";
    (!is_changed && words.trim().is_empty()).then(|| FieldError::new(field, told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Attachment, starter_terms};

    fn terms() -> CallTerms {
        let devis = Attachment {
            key: "devis".into(),
            label: "Devis".into(),
            hint: String::new(),
            part: Part::Project,
            is_required: true,
        };
        CallTerms { attachments: vec![devis], sections: Vec::new(), ..starter_terms() }
    }

    #[test]
    fn what_may_be_asked_has_one_name_a_part_and_every_piece_of_the_form_has_one() {
        for terms in [terms(), starter_terms()] {
            let all = askable(&terms);
            for (rank, one) in all.iter().enumerate() {
                let is_twice = all.iter().skip(rank + 1).any(|other| (other.part, &other.key) == (one.part, &one.key));
                assert!(!is_twice, "{}", one.key);
            }
            let project = Some(Uuid::from_u128(1));
            for key in [BUDGET, "territoires", "publics", "dates", "intitule"] {
                assert!(find(&terms, project, key).is_some(), "{key}");
            }
            assert!(find(&terms, None, BUDGET).is_some());
            assert!(find(&terms, None, "territoires").is_none() && find(&terms, project, "quartiers").is_none());
        }
        let devis = find(&terms(), Some(Uuid::from_u128(1)), "devis").expect("asked");
        assert_eq!((devis.kind, devis.label.as_str()), (AskableKind::Document, "Devis"));
    }

    #[test]
    fn nothing_is_given_that_was_not_touched_since() {
        let (terms, project) = (terms(), Some(Uuid::from_u128(1)));
        let at = |key: &str, moment| (project, key.to_owned(), Moment(moment));
        let given = Given {
            answers: vec![at("budget-2026", 5), at("description", 20), at("territoires", 20)],
            documents: vec![at("devis", 20)],
        };
        for (key, is_changed) in
            [("devis", true), (BUDGET, false), ("description", true), ("dates", false), ("les-publics", true)]
        {
            let asked = find(&terms, project, key).expect(key);
            assert_eq!(has_changed(&terms, &asked, project, Moment(10), &given), is_changed, "{key}");
            assert!(!has_changed(&terms, &asked, Some(Uuid::from_u128(2)), Moment(10), &given), "{key}");
        }
        assert!(check_reply("reponse", " ", false).is_some() && check_reply("reponse", "Déjà joint", false).is_none());
        assert!(
            check_reply("reponse", "", true).is_none() && check_reply("reponse", &"a".repeat(1001), true).is_some()
        );
    }
}
