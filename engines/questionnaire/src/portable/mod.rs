//! A form as data that a device can follow without a server: which questions are asked, and what is wrong with an answer. The
//! script that reads it is `foundation/interface/assets/conditions.js`; what it cannot work out as we do is left out here, and the
//! device then asks the question and lets the server judge.

mod expression;

use serde_json::{Map, Value, json};

use crate::answering::Speech;
use crate::expression::Expression;
use crate::model::{ChoiceList, Kind, Language, Source, Text};
use crate::plan::{Node, Plan};

/// A form ready to be followed without a server, its own sentences in `language`.
///
/// `items` has the order and the numbers of [`Plan::nodes`]. Of each: `k` its key without ranks, `p` what it stands in, `t` what
/// it is, and where there is one, `r` its condition, `q` whether it is compulsory, `c` what its answer must respect, `v` how it is
/// worked out, `f` which answers are offered, `n` how many times it is asked (`null`: not for a device), `d` the answer it
/// starts with, `m` the most answers, `a` those that are chosen alone, `l` the answers of its list, `s` its scale, `say` its own
/// sentences, `w` its words in each language.
pub fn portable(plan: &Plan, language: &str) -> Value {
    let items: Vec<Value> = (0..plan.nodes.len()).map(|node| item(plan, node, language)).collect();
    let codes: Vec<&Language> = plan.form.languages.iter().filter(|language| language.code.is_some()).collect();
    let languages: Vec<Value> =
        if codes.len() > 1 { codes.iter().map(|one| json!(one.code)).collect() } else { Vec::new() };
    let say: Map<String, Value> =
        Speech::of(language).for_devices().into_iter().map(|(name, told)| (name.to_owned(), json!(told))).collect();
    json!({ "items": items, "languages": languages, "say": say })
}

/// The key of an item with the repeats around it, without ranks: `enfants/prenom`.
fn key(plan: &Plan, node: usize) -> String {
    let path = plan.path(node);
    let is_part = |at: &&usize| **at == node || plan.nodes[**at].item.kind == Kind::Repeat;
    path.iter().filter(is_part).map(|at| plan.nodes[*at].key.as_str()).collect::<Vec<&str>>().join("/")
}

const fn sort(kind: &Kind) -> &'static str {
    match kind {
        Kind::Integer => "whole",
        Kind::Decimal => "number",
        Kind::Range => "scale",
        Kind::Date => "day",
        Kind::Time | Kind::DateTime | Kind::GeoPoint => "checked-later",
        Kind::SelectOne(..) => "one",
        Kind::SelectMultiple(..) => "several",
        Kind::Rank(_) => "ranks",
        Kind::Acknowledge => "tick",
        Kind::Note => "words",
        Kind::Group | Kind::Loop(_) => "group",
        Kind::Repeat => "repeat",
        Kind::Metadata(_) | Kind::ExternalData(_) => "device",
        _ => "text",
    }
}

fn item(plan: &Plan, number: usize, language: &str) -> Value {
    let node = &plan.nodes[number];
    let own = &node.item;
    let mut told = Map::new();
    told.insert("k".into(), json!(key(plan, number)));
    told.insert("t".into(), json!(sort(&own.kind)));
    if let Some(parent) = node.parent {
        told.insert("p".into(), json!(parent));
    }
    let mut expression = |name: &str, one: &Option<Expression>| {
        if let Some(one) = one {
            told.insert(name.into(), expression::written(one, plan).unwrap_or(Value::Null));
        }
    };
    expression("r", &node.relevant);
    if own.kind.given_by_a_device().is_none() {
        expression("q", &node.required);
    }
    expression("c", &node.constraint);
    expression("v", &node.calculation);
    expression("f", &node.choice_filter);
    expression("n", &node.repeat_count);
    match (&node.default, &own.default) {
        (Some(_), _) => drop(told.insert("d".into(), Value::Null)),
        (None, Some(default)) => drop(told.insert("d".into(), json!(default))),
        (None, None) => {}
    }
    if let Some(most) = own.max_selected {
        told.insert("m".into(), json!(most));
    }
    if own.kind == Kind::Range {
        let (start, end, step) = own.range();
        told.insert("s".into(), json!([start, end, step]));
    }
    if let Some((_, list)) = plan.list_of(number) {
        let alone: Vec<&str> =
            list.choices.iter().filter(|one| one.special().is_some()).map(|one| one.name.as_str()).collect();
        told.insert("a".into(), json!(alone));
        told.insert("l".into(), lines(plan, node, list));
    } else if matches!(own.kind.source(), Some(Source::Answers(_))) {
        // Answers given to another question: offered by the server alone.
        told.insert("t".into(), json!("checked-later"));
    }
    sentences(plan, node, language, &mut told);
    words(plan, number, &mut told);
    Value::Object(told)
}

/// The answers of a list; with the columns its filter may read.
fn lines(plan: &Plan, node: &Node, list: &ChoiceList) -> Value {
    let default = &plan.form.settings.default_language;
    let line = |choice: &crate::model::Choice| {
        let mut line = Map::new();
        if node.choice_filter.is_some() {
            line.extend(choice.columns.iter().map(|(column, value)| (column.clone(), json!(value))));
            line.insert("label".into(), json!(choice.label.told(default, "fr")));
        }
        line.insert("name".into(), json!(choice.name));
        Value::Object(line)
    };
    list.choices.iter().map(line).collect()
}

/// What the form itself says of a wrong answer.
fn sentences(plan: &Plan, node: &Node, language: &str, told: &mut Map<String, Value>) {
    let mut say = Map::new();
    for (kind, text) in [("missing", &node.item.required_message), ("constraint", &node.item.constraint_message)] {
        let sentence = text.told(language, &plan.form.settings.default_language);
        if !sentence.is_empty() {
            say.insert(kind.into(), json!(sentence));
        }
    }
    if !say.is_empty() {
        told.insert("say".into(), Value::Object(say));
    }
}

/// Words of a question in each language of a form that has several, and those that name other answers.
fn words(plan: &Plan, number: usize, told: &mut Map<String, Value>) {
    let node = &plan.nodes[number];
    let default = &plan.form.settings.default_language;
    let mut codes: Vec<&str> = plan.form.languages.iter().filter_map(|one| one.code.as_deref()).collect();
    if codes.len() < 2 {
        codes = if node.item.label.iter().any(|(_, words)| words.contains("${")) { vec!["fr"] } else { Vec::new() };
    }
    if codes.is_empty() || !node.item.kind.is_shown() || node.item.label.is_empty() {
        return;
    }
    let choices = plan.list_of(number).map(|(_, list)| list.choices.as_slice()).unwrap_or_default();
    let in_language = |code: &&str| {
        let one = |text: &Text| text.told(code, default).to_owned();
        let answers: Map<String, Value> =
            choices.iter().map(|choice| (choice.name.clone(), json!(one(&choice.label)))).collect();
        let mut told = json!({ "l": one(&node.item.label), "c": answers });
        if !node.item.hint.is_empty() {
            told["h"] = json!(one(&node.item.hint));
        }
        ((*code).to_owned(), told)
    };
    told.insert("w".into(), Value::Object(codes.iter().map(in_language).collect()));
}
