//! What each question of a form becomes in a table.

use questionnaire::model::{Choice, Kind as Sort, Source, Special};
use questionnaire::plan::{Node, Plan};
use tabulation::answers::Question;
use tabulation::{Category, Kind, Variable};

/// A question of a form, as it is counted. Its variable has the name under which its answers are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What is counted.
    pub question: Question,
    /// What the house uses it for: `quartier`, `age`, `sexe`, `mode`…
    pub role: Option<String>,
    /// Whether its answers are kept from those who only count.
    pub is_secret: bool,
}

/// The questions to count, in order.
pub(crate) fn counted(plan: &Plan, language: &str) -> Result<Vec<Counted>, String> {
    let mut found = Vec::new();
    for number in 0..plan.nodes.len() {
        let path = plan.path(number);
        if path.iter().any(|around| plan.nodes[*around].item.kind == Sort::Repeat) {
            continue;
        }
        let is_conditional = path.iter().any(|around| is_conditional(&plan.nodes[*around]));
        found.extend(of_question(plan, number, is_conditional, language)?);
    }
    Ok(found)
}

/// Whether it is asked to some only.
fn is_conditional(node: &Node) -> bool {
    node.item.relevant.as_deref().is_some_and(|text| !matches!(text.trim(), "" | "true()"))
}

fn of_question(plan: &Plan, number: usize, is_conditional: bool, language: &str) -> Result<Option<Counted>, String> {
    let Node { item, key, .. } = &plan.nodes[number];
    let kind = match &item.kind {
        // The answers are in a file beside the form, or are names given earlier: words.
        Sort::SelectOne(Source::File(_) | Source::Answers(_), _)
        | Sort::SelectMultiple(Source::File(_) | Source::Answers(_), _) => Kind::Open,
        Sort::SelectOne(..) => Kind::Single,
        Sort::SelectMultiple(..) => Kind::Multiple,
        Sort::Integer | Sort::Decimal | Sort::Range => Kind::Number,
        Sort::Text | Sort::Date | Sort::Time | Sort::DateTime => Kind::Open,
        _ => return Ok(None),
    };
    let default = plan.form.settings.default_language.as_str();
    let label = match item.label.told(language, default) {
        "" => item.name.as_str(),
        label => label,
    };
    let mut variable = Variable::new(key, label, kind, Vec::new());
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
    let question = Question { variable, is_date, is_conditional };
    Ok(Some(Counted { question, role: item.role.clone(), is_secret: item.is_secret }))
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
