//! The same questions asked again: which of them can be compared from one wave to the next.

use questionnaire::comparison::{Change, compare};
use questionnaire::model::Form;

/// What prevents a question from being compared between two versions, in French: other words, other answers, other people.
/// What it must respect, and whether it is compulsory, prevent nothing.
pub fn prevents(before: &Form, after: &Form, question: &str) -> Vec<String> {
    let found = compare(before, after).into_iter().find(|one| one.name == question);
    let changes = found.map_or_else(Vec::new, |one| one.changes);
    let prevents = |change: &&Change| !matches!(change, Change::Constraint | Change::Required);
    changes.iter().filter(prevents).map(Change::french).collect()
}

#[cfg(test)]
mod tests {
    use questionnaire::model::{Item, Kind};

    use super::*;

    fn form(words: &str, is_required: bool) -> Form {
        let mut item = Item::new("avis", Kind::Integer, words);
        item.required = is_required.then(|| "true()".into());
        Form { items: vec![item], ..Form::default() }
    }

    #[test]
    fn other_words_are_another_question() {
        let before = form("Votre avis ?", false);
        assert_eq!(prevents(&before, &form("Votre avis ?", true), "avis"), Vec::<String>::new());
        assert_eq!(prevents(&before, &form("Votre opinion ?", false), "avis"), ["libellé changé"]);
        assert_eq!(prevents(&Form::default(), &before, "avis"), ["question ajoutée"]);
    }
}
