//! What each question of a form becomes in a table.

use std::sync::Arc;

use questionnaire::model::{Choice, Kind as Sort, Source, Special};
use questionnaire::plan::{Node, Plan};
use tabulation::answers::{Question, RankOf};
use tabulation::{Category, Kind, Variable};

/// A question of a form, as it is counted. Its variable has the name under which its answers are kept; a rank has that of
/// its ranking and the code of the answer it is the rank of.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What is counted.
    pub question: Question,
    /// What the house uses it for: `quartier`, `age`, `sexe`, `mode`…
    pub role: Option<String>,
    /// Whether its answers are kept from those who only count.
    pub is_secret: bool,
}

/// Answers that people put in order: a number for each, its rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// Name under which its answers are kept.
    pub name: String,
    /// Its words, with the title of its group.
    pub label: String,
    /// Positions of the ranks among the questions counted, in the order of the answers.
    pub items: Vec<usize>,
    /// Whether its answers are kept from those who only count.
    pub is_secret: bool,
}

/// What is counted of a form, or of one of its repeats.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub counted: Vec<Counted>,
    pub rankings: Vec<Ranking>,
}

/// The innermost repeat around an item, itself left out.
pub(crate) fn repeat_around(plan: &Plan, number: usize) -> Option<usize> {
    let path = plan.path(number);
    path.iter().rev().skip(1).find(|around| plan.nodes[**around].item.kind == Sort::Repeat).copied()
}

/// The questions to count, in order, that stand in this repeat, or in none.
pub(crate) fn counted(plan: &Plan, repeat: Option<usize>, language: &str) -> Result<Found, String> {
    let mut found = Found::default();
    for number in 0..plan.nodes.len() {
        if repeat_around(plan, number) != repeat {
            continue;
        }
        // What stands around the repeat is met by every one of its lines.
        let path = plan.path(number);
        let from = repeat.and_then(|repeat| path.iter().position(|around| *around == repeat)).map_or(0, |at| at + 1);
        let is_conditional = path[from..].iter().any(|around| is_conditional(&plan.nodes[*around]));
        of_question(plan, number, is_conditional, language, &mut found)?;
    }
    Ok(found)
}

/// Whether it is asked to some only.
fn is_conditional(node: &Node) -> bool {
    node.item.relevant.as_deref().is_some_and(|text| !matches!(text.trim(), "" | "true()"))
}

/// The title of the innermost group around a question that has one.
fn title<'a>(plan: &'a Plan, number: usize, language: &str) -> &'a str {
    let default = plan.form.settings.default_language.as_str();
    let path = plan.path(number);
    let groups = path.iter().rev().skip(1).take_while(|around| plan.nodes[**around].item.kind != Sort::Repeat);
    let mut titles = groups.map(|around| plan.nodes[*around].item.label.told(language, default).trim());
    titles.find(|title| !title.is_empty()).unwrap_or_default()
}

/// A question with the title of its group: « Êtes-vous satisfait·e ? Propreté », « Votre foyer : Enfants ».
fn titled(title: &str, words: &str) -> String {
    let is_sentence = title.ends_with(['?', '!', ':', '…', '.']);
    match title {
        "" => words.to_owned(),
        title if is_sentence => format!("{title} {words}"),
        title => format!("{title} : {words}"),
    }
}

fn of_question(
    plan: &Plan,
    number: usize,
    is_conditional: bool,
    language: &str,
    found: &mut Found,
) -> Result<(), String> {
    let Node { item, key, .. } = &plan.nodes[number];
    let kind = match &item.kind {
        // The answers are in a file beside the form, or are names given earlier: words.
        Sort::SelectOne(Source::File(_) | Source::Answers(_), _)
        | Sort::SelectMultiple(Source::File(_) | Source::Answers(_), _)
        | Sort::Rank(Source::File(_) | Source::Answers(_)) => Kind::Open,
        Sort::SelectOne(..) => Kind::Single,
        Sort::SelectMultiple(..) | Sort::Rank(_) => Kind::Multiple,
        Sort::Integer | Sort::Decimal | Sort::Range => Kind::Number,
        Sort::Text | Sort::Date | Sort::Time | Sort::DateTime => Kind::Open,
        _ => return Ok(()),
    };
    let default = plan.form.settings.default_language.as_str();
    let words = match item.label.told(language, default) {
        "" => item.name.as_str(),
        words => words,
    };
    let mut variable = Variable::new(key, titled(title(plan, number, language), words), kind, Vec::new());
    if variable.is_categorical() {
        // A cascade may hold one code under several towns: it is one answer.
        let mut seen: Vec<&str> = Vec::new();
        for choice in plan.list_of(number).map_or(&[][..], |(_, list)| &list.choices) {
            if !seen.contains(&choice.name.as_str()) {
                seen.push(&choice.name);
                add(&mut variable, choice, choice.label.told(language, default));
            }
        }
        if variable.categories.is_empty() {
            return Err(format!("La question « {} » n’a pas de liste de réponses.", item.name));
        }
    }
    variable.max_selected = item.max_selected;
    if is_conditional {
        "Les personnes à qui la question a été posée".clone_into(&mut variable.universe);
    }
    let is_date = matches!(item.kind, Sort::Date | Sort::DateTime);
    let question = Question { words: words.to_owned(), rank_of: None, is_date, is_conditional, variable };
    let one = Counted { question, role: item.role.clone(), is_secret: item.is_secret };
    match item.kind {
        Sort::Rank(_) if kind == Kind::Multiple => ranks(one, found),
        _ => found.counted.push(one),
    }
    Ok(())
}

/// A ranking as it is counted: a number for each of its answers.
fn ranks(one: Counted, found: &mut Found) {
    let whole = one.question.variable.clone();
    let items: Arc<[Category]> = whole.categories.clone().into();
    let first = found.counted.len();
    for (place, item) in items.iter().enumerate() {
        let variable = Variable {
            name: format!("{}_{}", whole.name, item.code),
            label: format!("{} : {} (rang)", whole.label, item.label),
            kind: Kind::Number,
            categories: Vec::new(),
            max_selected: None,
            ..whole.clone()
        };
        let rank_of = Some(RankOf { ranking: whole.name.clone(), items: items.clone(), place });
        found.counted.push(Counted { question: Question { variable, rank_of, ..one.question.clone() }, ..one.clone() });
    }
    let items = (first..found.counted.len()).collect();
    found.rankings.push(Ranking { name: whole.name, label: whole.label, items, is_secret: one.is_secret });
}

/// Adds an answer; « je ne sais pas » and « je préfère ne pas répondre » have places of their own.
fn add(variable: &mut Variable, choice: &Choice, label: &str) {
    let category = Category::new(&choice.name, if label.is_empty() { &choice.name } else { label });
    let place = match choice.special() {
        Some(Special::DontKnow) => &mut variable.dont_know,
        Some(Special::RatherNotSay) => &mut variable.rather_not_say,
        None => return variable.categories.push(category),
    };
    match place {
        None => *place = Some(category),
        Some(_) => variable.categories.push(category),
    }
}
