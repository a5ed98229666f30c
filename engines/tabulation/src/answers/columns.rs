//! Which columns of a file hold which question.

use crate::model::{Kind, Variable};

/// The columns of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    Absent,
    One(usize),
    /// One column per category (Kobo `q/a`, LimeSurvey `q[a]`, `q.a`, `q_a`), then don't know, rather not say.
    Split(Vec<Option<usize>>),
}

impl Columns {
    /// Finds a question by its name (with its groups before, `groupe/question`), or by its words.
    pub(super) fn find(variable: &Variable, headers: &[String]) -> Self {
        let clean: Vec<String> = headers.iter().map(|header| header.trim().to_lowercase()).collect();
        let name = variable.name.to_lowercase();
        if variable.kind == Kind::Multiple {
            let special = [&variable.dont_know, &variable.rather_not_say];
            let categories = variable.categories.iter().map(Some).chain(special.map(Option::as_ref));
            let of_category = |code: &str| {
                let code = code.to_lowercase();
                let endings = [
                    format!("{name}/{code}"),
                    format!("{name}[{code}]"),
                    format!("{name}.{code}"),
                    format!("{name}_{code}"),
                ];
                let is_it = |header: &String| endings.iter().any(|ending| is_named(header, ending));
                clean.iter().position(is_it)
            };
            let found: Vec<Option<usize>> =
                categories.map(|category| category.and_then(|category| of_category(&category.code))).collect();
            // One category alone may be another question by chance; two are not.
            let least = variable.categories.len().min(2);
            if found.iter().flatten().count() >= least {
                return Self::Split(found);
            }
        }
        let label = variable.label.trim().to_lowercase();
        let by_name = clean.iter().position(|header| is_named(header, &name));
        let by_label = || clean.iter().position(|header| !label.is_empty() && *header == label);
        by_name.or_else(by_label).map_or(Self::Absent, Self::One)
    }
}

/// `name`, or `group/name`.
fn is_named(header: &str, name: &str) -> bool {
    header == name || header.strip_suffix(name).is_some_and(|before| before.ends_with('/'))
}
