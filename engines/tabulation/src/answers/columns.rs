//! Which columns of a file hold which question.

use super::Question;
use crate::model::Kind;

/// The columns of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    Absent,
    One(usize),
    /// One column per category (Kobo `q/a`, LimeSurvey `q[a]`, `q.a`, `q_a`), then don't know, rather not say.
    Split(Vec<Option<usize>>),
    /// One column for a whole ranking, its answers in order.
    Ranking(usize),
}

impl Columns {
    /// Finds a question by its name (with its groups before, `groupe/question`), or by its words.
    pub(super) fn find(question: &Question, headers: &[String]) -> Self {
        let variable = &question.variable;
        let clean: Vec<String> = headers.iter().map(|header| header.trim().to_lowercase()).collect();
        let name = variable.name.to_lowercase();
        if variable.kind == Kind::Multiple {
            let special = [&variable.dont_know, &variable.rather_not_say];
            let categories = variable.categories.iter().map(Some).chain(special.map(Option::as_ref));
            let of_category = |code: &str| of_answer(&clean, &name, code);
            let found: Vec<Option<usize>> =
                categories.map(|category| category.and_then(|category| of_category(&category.code))).collect();
            // One category alone may be another question by chance; two are not.
            let least = variable.categories.len().min(2);
            if found.iter().flatten().count() >= least {
                return Self::Split(found);
            }
        }
        let labels = [&question.words, &variable.label].map(|words| words.trim().to_lowercase());
        let by_label = || clean.iter().position(|header| !header.is_empty() && labels.contains(header));
        if let Some(rank_of) = &question.rank_of {
            let ranking = rank_of.ranking.to_lowercase();
            let own = || clean.iter().position(|header| is_named(header, &name));
            return match of_answer(&clean, &ranking, &rank_of.item().code).or_else(own) {
                Some(column) => Self::One(column),
                None => {
                    let whole = clean.iter().position(|header| is_named(header, &ranking)).or_else(by_label);
                    whole.map_or(Self::Absent, Self::Ranking)
                }
            };
        }
        let by_name = clean.iter().position(|header| is_named(header, &name));
        by_name.or_else(by_label).map_or(Self::Absent, Self::One)
    }
}

/// The column of one answer of a question: `q/a`, `q[a]`, `q.a`, `q_a`.
fn of_answer(headers: &[String], name: &str, code: &str) -> Option<usize> {
    let code = code.to_lowercase();
    let endings =
        [format!("{name}/{code}"), format!("{name}[{code}]"), format!("{name}.{code}"), format!("{name}_{code}")];
    headers.iter().position(|header| endings.iter().any(|ending| is_named(header, ending)))
}

/// `name`, or `group/name`; not `repeat[1]/name`.
fn is_named(header: &str, name: &str) -> bool {
    header == name || header.strip_suffix(name).is_some_and(|before| before.ends_with('/') && !before.contains("]/"))
}
