//! A form, read as questions to count: an XLSForm workbook, the house's JSON, or that of pyxform.

use questionnaire::model::{Choice, Form, Item, Kind as Sort, Special, Text};
use serde_json::Value;
use tabulation::answers::Question;
use tabulation::{Category, Kind, Variable};

use crate::commands::form;

/// Deepest nesting of groups read.
const DEEPEST: usize = 32;

/// The questions of a form, in order.
pub fn questions(bytes: &[u8]) -> Result<Vec<Question>, String> {
    let questions = match form::read(bytes, "formulaire") {
        Some(reading) => of_form(&form::accepted(reading)?)?,
        None => of_pyxform(bytes)?,
    };
    if questions.is_empty() {
        return Err("Ce formulaire n’a aucune question à compter.".to_owned());
    }
    Ok(questions)
}

/// The questions of a form of the house. A repeat has several answers for one person, and is a table of its own.
fn of_form(form: &Form) -> Result<Vec<Question>, String> {
    fn each(form: &Form, items: &[Item], is_conditional: bool, into: &mut Vec<Question>) -> Result<(), String> {
        for item in items {
            let is_conditional = is_conditional || item.relevant.as_deref().is_some_and(|text| text != "true()");
            match item.kind {
                Sort::Group => each(form, &item.children, is_conditional, into)?,
                Sort::Repeat | Sort::Loop(_) => {}
                _ => into.extend(of_item(form, item, is_conditional)?),
            }
        }
        Ok(())
    }
    let mut questions = Vec::new();
    each(form, &form.items, false, &mut questions)?;
    Ok(questions)
}

fn of_item(form: &Form, item: &Item, is_conditional: bool) -> Result<Option<Question>, String> {
    let kind = match item.kind {
        Sort::SelectOne(..) => Kind::Single,
        Sort::SelectMultiple(..) => Kind::Multiple,
        Sort::Integer | Sort::Decimal | Sort::Range => Kind::Number,
        Sort::Text | Sort::Date | Sort::Time | Sort::DateTime => Kind::Open,
        _ => return Ok(None),
    };
    let default = &form.settings.default_language;
    let label = match item.label.told("fr", default) {
        "" => item.name.as_str(),
        label => label,
    };
    let mut variable = Variable::new(&item.name, label, kind, Vec::new());
    if variable.is_categorical() {
        // A cascade may hold one code under several towns: it is one answer.
        let mut seen: Vec<&str> = Vec::new();
        for choice in form.list_of(item).map_or(&[][..], |list| &list.choices) {
            if !seen.contains(&choice.name.as_str()) {
                seen.push(&choice.name);
                add(&mut variable, choice, default);
            }
        }
        if item.kind.has_other() && !seen.contains(&"other") {
            add(&mut variable, &Choice::new("other", "Autre"), default);
        }
        if variable.categories.is_empty() {
            return Err(format!("La question « {} » n’a pas de liste de réponses.", item.name));
        }
    }
    variable.max_selected = item.max_selected;
    Ok(Some(finish(variable, is_conditional, matches!(item.kind, Sort::Date | Sort::DateTime))))
}

fn finish(mut variable: Variable, is_conditional: bool, is_date: bool) -> Question {
    if is_conditional {
        "Les personnes à qui la question a été posée".clone_into(&mut variable.universe);
    }
    Question { variable, is_date, is_conditional }
}

fn of_pyxform(bytes: &[u8]) -> Result<Vec<Question>, String> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let form: Value = serde_json::from_slice(body).map_err(|error| {
        format!("Ce formulaire n’est pas du JSON : ligne {}, colonne {}.", error.line(), error.column())
    })?;
    let mut questions = Vec::new();
    walk(&form, &form, false, &mut questions, 0)?;
    Ok(questions)
}

fn walk(
    form: &Value,
    node: &Value,
    is_conditional: bool,
    into: &mut Vec<Question>,
    depth: usize,
) -> Result<(), String> {
    if depth > DEEPEST {
        return Err(format!("Les groupes de ce formulaire sont imbriqués plus de {DEEPEST} fois."));
    }
    let Some(children) = node["children"].as_array() else { return Ok(()) };
    for child in children {
        let kind = child["type"].as_str().unwrap_or_default().replace('_', " ");
        let is_conditional = is_conditional || condition(child).is_some();
        match kind.as_str() {
            "group" => walk(form, child, is_conditional, into, depth + 1)?,
            // An answer per person is counted; a repeated group has several, and is a table of its own.
            "repeat" => {}
            _ => into.extend(question(form, child, &kind, is_conditional)?),
        }
    }
    Ok(())
}

fn condition(node: &Value) -> Option<&str> {
    let found = node["bind"]["relevant"].as_str().or_else(|| node["relevant"].as_str());
    found.filter(|text| !text.trim().is_empty())
}

fn question(form: &Value, node: &Value, kind: &str, is_conditional: bool) -> Result<Option<Question>, String> {
    let name = node["name"].as_str().unwrap_or_default();
    let words = kind.split_whitespace().collect::<Vec<&str>>();
    let kind = match words.as_slice() {
        ["select", "one", ..] => Kind::Single,
        ["select", "multiple" | "all", ..] => Kind::Multiple,
        ["integer" | "int" | "decimal" | "range"] => Kind::Number,
        ["text" | "string" | "date" | "time" | "dateTime" | "datetime"] => Kind::Open,
        _ => return Ok(None),
    };
    if name.is_empty() {
        return Err("Une question de ce formulaire n’a pas de nom.".to_owned());
    }
    let asked = label(&node["label"]).unwrap_or_else(|| name.to_owned());
    let mut variable = Variable::new(name, asked, kind, Vec::new());
    if variable.is_categorical() {
        for choice in choices(form, node, &words) {
            let code = choice["name"].as_str().map(str::to_owned).unwrap_or_else(|| choice["name"].to_string());
            let label = label(&choice["label"]).unwrap_or_else(|| code.clone());
            add(&mut variable, &Choice { name: code, label: Text::plain(label), ..Choice::default() }, "");
        }
        if variable.categories.is_empty() {
            return Err(format!("La question « {name} » n’a pas de liste de réponses."));
        }
    }
    variable.max_selected = most(node);
    let is_date = words.first().is_some_and(|word| word.to_lowercase().starts_with("date"));
    Ok(Some(finish(variable, is_conditional, is_date)))
}

/// The choices of a question: its own, or those of the list it names.
fn choices<'a>(form: &'a Value, node: &'a Value, words: &[&'a str]) -> impl Iterator<Item = &'a Value> {
    let own = ["choices", "children"].into_iter().find_map(|key| node[key].as_array());
    let named = ["itemset", "list_name"].into_iter().find_map(|key| node[key].as_str());
    let list = named.or_else(|| words.last().copied()).and_then(|name| form["choices"][name].as_array());
    own.or(list).into_iter().flatten()
}

/// Adds an answer; « je ne sais pas » and « je préfère ne pas répondre » have places of their own.
fn add(variable: &mut Variable, choice: &Choice, default: &str) {
    let label = match choice.label.told("fr", default) {
        "" => choice.name.as_str(),
        label => label,
    };
    let category = Category::new(&choice.name, label);
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

/// A label, or its French version, or its first one.
fn label(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => Some(text.as_str()),
        Value::Object(languages) => {
            let french = languages.iter().find(|(name, _)| name.to_lowercase().starts_with("fr"));
            french.or_else(|| languages.iter().next()).and_then(|(_, text)| text.as_str())
        }
        _ => None,
    };
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// « 3 réponses au plus »: said outright, or by the constraint `count-selected(.) <= 3`.
fn most(node: &Value) -> Option<usize> {
    if let Some(most) = node["max_selected"].as_u64() {
        return usize::try_from(most).ok();
    }
    let constraint = node["bind"]["constraint"].as_str().or_else(|| node["constraint"].as_str())?;
    questionnaire::expression::parse(constraint).ok()?.most_selected()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_whatever_the_shape_of_its_lists() {
        let form = r#"{"name":"f","type":"survey","children":[
            {"type":"note","name":"n","label":"Bonjour"},
            {"type":"group","name":"g","bind":{"relevant":"${x}='1'"},"children":[
                {"type":"select one","name":"q","label":{"English (en)":"Where?","Français (fr)":"Où ?"},
                 "choices":[{"name":"1","label":"Ici"},{"name":"9","label":"Je ne sais pas"},{"name":"8","label":"Je préfère ne pas répondre"}]}]},
            {"type":"select_multiple besoins","name":"b","label":"Besoins","bind":{"constraint":"count-selected(.) <= 3"}},
            {"type":"date","name":"j"},{"type":"integer","name":"age","label":"Âge"}],
            "choices":{"besoins":[{"name":"s","label":"Sécurité"},{"name":"p","label":"Propreté"}]}}"#;
        let read = questions(form.as_bytes()).expect("read");
        let names: Vec<&str> = read.iter().map(|question| question.variable.name.as_str()).collect();
        assert_eq!(names, ["q", "b", "j", "age"]);
        let first = &read[0];
        assert_eq!(
            (first.variable.label.as_str(), first.variable.categories.len(), first.is_conditional),
            ("Où ?", 1, true)
        );
        assert!(first.variable.dont_know.is_some() && first.variable.rather_not_say.is_some());
        assert_eq!((read[1].variable.max_selected, read[1].variable.categories.len()), (Some(3), 2));
        assert!(read[2].is_date && read[3].variable.kind == Kind::Number);
    }

    #[test]
    fn what_is_no_form_is_told() {
        for (text, word) in [
            ("{", "ligne 1"),
            ("{}", "aucune question"),
            ("PK..", "classeur"),
            (r#"{"children":[{"type":"select one","name":"q"}]}"#, "liste de réponses"),
        ] {
            assert!(questions(text.as_bytes()).is_err_and(|told| told.contains(word)), "{text}");
        }
        let deep = format!(
            "{}{}",
            r#"{"children":[{"type":"group","#.to_owned() + &r#""children":[{"type":"group","#.repeat(40),
            format!("\"children\":[]{}", "}]".repeat(41)) + "}"
        );
        assert!(questions(deep.as_bytes()).is_err());
    }
}
