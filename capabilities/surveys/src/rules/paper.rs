//! Sheets filled in with a pen, typed by somebody else: every question at once, and what two typings do not agree on.

use questionnaire::answering::Answers;
use questionnaire::model::{Form, Item};

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SheetState {
    /// Typed once, in a batch that is typed twice.
    Typed,
    /// Typed twice, not the same.
    Differs,
    /// An answer like others.
    Kept,
}

impl SheetState {
    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Differs => "differs",
            Self::Kept => "kept",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Typed, Self::Differs, Self::Kept].into_iter().find(|state| state.code() == code)
    }

    /// What people read.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Typed => "Attend une seconde saisie",
            Self::Differs => "Écarts à trancher",
            Self::Kept => "Enregistrée",
        }
    }
}

/// The form with every question asked whatever was answered before, answers in the order they are printed: whoever types a
/// sheet types what is on it.
pub fn at_once(form: &Form) -> Form {
    fn open(items: &mut [Item]) {
        for item in items {
            item.relevant = None;
            item.choice_filter = None;
            item.repeat_count = None;
            item.parameters.remove("randomize");
            open(&mut item.children);
        }
    }
    let mut all = form.clone();
    open(&mut all.items);
    all
}

/// The questions, by key, on which two typings of one sheet do not agree. Blanks at the end of a line, and its case, are no
/// disagreement.
pub fn differences(first: &Answers, second: &Answers) -> Vec<String> {
    let of = |answers: &Answers, key: &str| {
        let words = answers.get(key).map_or("", String::as_str).split_whitespace();
        words.collect::<Vec<&str>>().join(" ").to_lowercase()
    };
    let mut keys: Vec<&String> = first.keys().chain(second.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().filter(|key| of(first, key) != of(second, key)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use questionnaire::model::Kind;

    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn two_typings_are_compared_question_by_question() {
        let first = typed(&[("age", "41"), ("idee", "Plus de  bancs"), ("vide", ""), ("sujets", "a b")]);
        let second = typed(&[("age", "14"), ("idee", "plus de bancs "), ("sujets", "a"), ("autre", "x")]);
        assert_eq!(differences(&first, &second), ["age", "autre", "sujets"]);
        assert_eq!(differences(&first, &first), Vec::<String>::new());
    }

    #[test]
    fn every_question_of_a_sheet_is_asked() {
        let mut inside = Item::new("enfants", Kind::Integer, "Combien ?");
        inside.relevant = Some("${a} = 'oui'".into());
        let mut group = Item::new("foyer", Kind::Group, "");
        group.relevant = Some("${b} > 3".into());
        group.children = vec![inside];
        let form = at_once(&Form { items: vec![group], ..Form::default() });
        assert_eq!((&form.items[0].relevant, &form.items[0].children[0].relevant), (&None, &None));
    }
}
