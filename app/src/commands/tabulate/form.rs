//! A form, read as questions to count: an XLSForm workbook, the house's JSON, or that of pyxform.

use questionnaire::model::{Choice, ChoiceList, DEEPEST, Form, Item, Kind, Source, Text};
use questionnaire::plan::Plan;
use serde_json::Value;
use survey::Survey;

use crate::commands::form;

/// The questions of a form, ready to be counted.
pub fn survey(bytes: &[u8]) -> Result<Survey, String> {
    let form = match form::read(bytes, "formulaire") {
        Some(reading) => form::accepted(reading)?,
        None => of_pyxform(bytes)?,
    };
    let plan = Plan::new(&form).map_err(|problems| problems.iter().map(ToString::to_string).collect::<String>())?;
    let survey = Survey::new(plan, "fr")?;
    if survey.counted().is_empty() && survey.repeats().is_empty() {
        return Err("Ce formulaire n’a aucune question à compter.".to_owned());
    }
    Ok(survey)
}

/// The form that pyxform wrote: its questions and their lists. That a question has a condition is kept, and no more:
/// nobody answers this form here.
fn of_pyxform(bytes: &[u8]) -> Result<Form, String> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let written: Value = serde_json::from_slice(body).map_err(|error| {
        format!("Ce formulaire n’est pas du JSON : ligne {}, colonne {}.", error.line(), error.column())
    })?;
    let mut form = Form::default();
    form.items = items(&written, &written, &mut form.lists, 0)?;
    Ok(form)
}

fn items(form: &Value, node: &Value, lists: &mut Vec<ChoiceList>, depth: usize) -> Result<Vec<Item>, String> {
    if depth > DEEPEST {
        return Err(format!("Les groupes de ce formulaire sont imbriqués plus de {DEEPEST} fois."));
    }
    let mut found = Vec::new();
    for child in node["children"].as_array().into_iter().flatten() {
        let name = child["name"].as_str().unwrap_or_default();
        let words = child["type"].as_str().unwrap_or_default().replace('_', " ");
        let words = words.split_whitespace().collect::<Vec<&str>>();
        // A question has a list of its own, under its number.
        let mut list = || {
            let list = ChoiceList {
                name: lists.len().to_string(),
                choices: choices(form, child, &words),
                ..ChoiceList::default()
            };
            lists.push(list);
            Source::List((lists.len() - 1).to_string())
        };
        let kind = match words.as_slice() {
            ["select", "one", ..] => Kind::SelectOne(list(), false),
            ["select", "multiple" | "all", ..] => Kind::SelectMultiple(list(), false),
            ["rank", ..] => Kind::Rank(list()),
            ["integer" | "int" | "decimal" | "range"] => Kind::Decimal,
            ["date" | "dateTime" | "datetime"] => Kind::Date,
            ["text" | "string" | "time"] => Kind::Text,
            ["group"] => Kind::Group,
            ["repeat"] => Kind::Repeat,
            _ => continue,
        };
        if name.is_empty() && !kind.is_container() {
            return Err("Une question de ce formulaire n’a pas de nom.".to_owned());
        }
        let mut item = Item::new(name, kind, "");
        item.label = text(&child["label"]);
        item.relevant = condition(child).map(|_| "true() and true()".to_owned());
        item.max_selected = most(child);
        item.role = child["bind"]["cdv:role"].as_str().map(str::to_owned);
        item.children = items(form, child, lists, depth + 1)?;
        found.push(item);
    }
    Ok(found)
}

fn condition(node: &Value) -> Option<&str> {
    let found = node["bind"]["relevant"].as_str().or_else(|| node["relevant"].as_str());
    found.filter(|text| !text.trim().is_empty())
}

/// The choices of a question: its own, or those of the list it names.
fn choices(form: &Value, node: &Value, words: &[&str]) -> Vec<Choice> {
    let own = ["choices", "children"].into_iter().find_map(|key| node[key].as_array());
    let named = ["itemset", "list_name"].into_iter().find_map(|key| node[key].as_str());
    let list = named.or_else(|| words.last().copied()).and_then(|name| form["choices"][name].as_array());
    let choice = |written: &Value| Choice {
        name: written["name"].as_str().map_or_else(|| written["name"].to_string(), str::to_owned),
        label: text(&written["label"]),
        ..Choice::default()
    };
    own.or(list).into_iter().flatten().map(choice).collect()
}

/// Words, in one language or several.
fn text(written: &Value) -> Text {
    match written {
        Value::String(words) => Text::plain(words.trim()),
        Value::Object(languages) => {
            let told =
                |(language, words): (&String, &Value)| Some((language.clone(), words.as_str()?.trim().to_owned()));
            languages.iter().filter_map(told).collect()
        }
        _ => Text::default(),
    }
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
    use tabulation::Kind;

    use super::survey;

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
        let read = survey(form.as_bytes()).expect("read").questions();
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
            assert!(survey(text.as_bytes()).is_err_and(|told| told.contains(word)), "{text}");
        }
        let deep = format!(
            "{}{}",
            r#"{"children":[{"type":"group","#.to_owned() + &r#""children":[{"type":"group","#.repeat(40),
            format!("\"children\":[]{}", "}]".repeat(41)) + "}"
        );
        assert!(survey(deep.as_bytes()).is_err());
    }
}
