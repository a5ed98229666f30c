//! Writing a questionnaire on screen: one question at a time, on the same form that a workbook gives.

use std::collections::BTreeMap;

use kernel::FieldError;
use kernel::text::{free_name, slug};
use questionnaire::model::{Choice, ChoiceList, Form, Item, Kind, Language, Source, Text};

pub use super::groups::{GROUP, MATRIX, check_kind, code_of_item, groups, is_matrix};
use super::groups::{group_of, rows, take_out};

/// Kinds of question offered on screen, with what people read.
pub const OFFERED: &[(&str, &str, &str)] = &[
    ("select_one", "Une réponse au choix", "Une seule case à cocher."),
    ("select_multiple", "Plusieurs réponses", "On peut limiter leur nombre : « trois réponses au plus »."),
    ("rank", "Un classement", "Chaque réponse reçoit un rang, sans rien faire glisser."),
    ("range", "Une note", "Un nombre sur une échelle."),
    ("text", "Une réponse libre", "Gardée à part, masquée et relue avant d’être lue."),
    ("integer", "Un nombre entier", "Un âge, un nombre de personnes."),
    ("date", "Une date", "Jour, mois, année."),
    ("acknowledge", "Une case à cocher", "« J’ai lu »."),
    ("note", "Un texte à lire", "Sans réponse."),
    (MATRIX, "Un tableau de questions", "Les mêmes réponses pour plusieurs lignes : « Êtes-vous satisfait·e… »."),
    (GROUP, "Un groupe de questions", "Un titre ; ses questions se choisissent ensuite, une par une."),
];

/// What a question is used for by the platform.
pub const ROLES: &[(&str, &str)] = &[
    ("quartier", "Le quartier de la personne"),
    ("age", "Son âge"),
    ("sexe", "Son sexe"),
    ("theme_ouverte", "Une idée libre à coder"),
];

/// « Je ne sais pas » and « je préfère ne pas répondre », as answers.
const DONT_KNOW: (&str, &str) = ("nsp", "Je ne sais pas");
const RATHER_NOT: (&str, &str) = ("nvp", "Je préfère ne pas répondre");

/// A question as typed on screen. Words are by language; the empty language is that of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionText {
    /// Kind, one of [`OFFERED`]; anything else keeps the kind the question has.
    pub kind: String,
    /// The question, by language.
    pub label: BTreeMap<String, String>,
    /// Help under it, by language.
    pub hint: BTreeMap<String, String>,
    /// The lines of a table of questions, one a line, by language.
    pub rows: BTreeMap<String, String>,
    /// The group it stands in, or nothing.
    pub group: String,
    /// Answers offered, one a line, by language; those of the first language say how many there are.
    pub choices: BTreeMap<String, String>,
    /// Whether it must be answered.
    pub is_required: bool,
    /// « Je ne sais pas » is offered.
    pub has_dont_know: bool,
    /// « Je préfère ne pas répondre » is offered.
    pub has_rather_not: bool,
    /// Most answers allowed, as typed.
    pub most: String,
    /// One end of the scale, as typed.
    pub from: String,
    /// Its other end.
    pub to: String,
    /// When it is asked: a condition of XLSForm, or nothing.
    pub relevant: String,
    /// What it is used for, or nothing.
    pub role: String,
}

/// Languages of a form: its own first (the empty one when it names none).
pub fn languages(form: &Form) -> Vec<String> {
    match form.languages.as_slice() {
        [] => vec![String::new()],
        named => named.iter().map(|language| language.name.clone()).collect(),
    }
}

/// Adds a language to a form; words of those that name none go to French.
pub fn add_language(form: &mut Form, name: &str) {
    if form.languages.is_empty() {
        let french = "Français (fr)";
        form.languages.push(Language::new(french));
        form.settings.default_language = french.to_owned();
        let moved = |text: &mut Text| {
            if let Some(words) = text.exactly("").map(str::to_owned) {
                text.set("", "");
                text.set(french, words);
            }
        };
        each_text(form, moved);
    }
    if form.languages.iter().all(|language| !language.is(name)) {
        form.languages.push(Language::new(name));
    }
}

fn each_text(form: &mut Form, change: impl Fn(&mut Text)) {
    fn items(all: &mut [Item], change: &dyn Fn(&mut Text)) {
        for item in all {
            for text in [
                &mut item.label,
                &mut item.hint,
                &mut item.guidance,
                &mut item.required_message,
                &mut item.constraint_message,
            ] {
                change(text);
            }
            items(&mut item.children, change);
        }
    }
    items(&mut form.items, &change);
    for choice in form.lists.iter_mut().flat_map(|list| &mut list.choices) {
        change(&mut choice.label);
    }
}

/// What a question says, to be typed again.
pub fn text_of(form: &Form, item: &Item) -> QuestionText {
    let by_language = |text: &Text| {
        languages(form).into_iter().map(|name| (name.clone(), text.exactly(&name).unwrap_or("").to_owned())).collect()
    };
    // A table of questions says what its lines have in common.
    let of = if is_matrix(item) { item.children.first().unwrap_or(item) } else { item };
    let list = form.list_of(of);
    let lines = |language: &str| {
        let choices = list.map_or(&[][..], |list| &list.choices).iter().filter(|choice| choice.special().is_none());
        let line = |choice: &Choice| choice.label.exactly(language).unwrap_or("").to_owned();
        choices.map(line).collect::<Vec<String>>().join("\n")
    };
    let has = |special| list.is_some_and(|list| list.choices.iter().any(|choice| choice.special() == Some(special)));
    let scale = |key: &str| item.parameters.get(key).cloned().unwrap_or_default();
    let rows = |language: &str| {
        let rows = item.children.iter().filter(|_| is_matrix(item));
        rows.map(|row| row.label.exactly(language).unwrap_or("").to_owned()).collect::<Vec<String>>().join("\n")
    };
    QuestionText {
        kind: code_of_item(item),
        rows: languages(form).into_iter().map(|name| (name.clone(), rows(&name))).collect(),
        group: group_of(form, &item.name).unwrap_or_default(),
        label: by_language(&item.label),
        hint: by_language(&item.hint),
        choices: languages(form).into_iter().map(|name| (name.clone(), lines(&name))).collect(),
        is_required: of.required.is_some(),
        has_dont_know: has(questionnaire::model::Special::DontKnow),
        has_rather_not: has(questionnaire::model::Special::RatherNotSay),
        most: item.max_selected.map(|most| most.to_string()).unwrap_or_default(),
        from: scale("start"),
        to: scale("end"),
        relevant: item.relevant.clone().unwrap_or_default(),
        role: item.role.clone().unwrap_or_default(),
    }
}

/// The kind as offered on screen, or as a workbook writes it.
pub fn kind_code(kind: &Kind) -> String {
    match kind {
        Kind::SelectOne(Source::List(_), _) => "select_one".into(),
        Kind::SelectMultiple(Source::List(_), _) => "select_multiple".into(),
        Kind::Rank(Source::List(_)) => "rank".into(),
        kind => kind.written(),
    }
}

/// What is to correct in a question. Conditions are checked with the whole form.
pub fn check(form: &Form, text: &QuestionText, is_new: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let first = languages(form).swap_remove(0);
    if text.label.get(&first).is_none_or(|words| words.trim().is_empty()) {
        errors.push(FieldError::new("question", "Écrivez la question"));
    }
    if is_new && OFFERED.iter().all(|(code, ..)| *code != text.kind) {
        errors.push(FieldError::new("type", "Choisissez comment on répond"));
    }
    if text.kind == MATRIX {
        let count = |language: &str| lines(text.rows.get(language).map_or("", String::as_str)).len();
        let expected = count(&first);
        if expected < 2 {
            errors.push(FieldError::new("lignes", "Écrivez au moins deux lignes, une par ligne"));
        }
        for language in languages(form).iter().skip(1).filter(|name| ![0, expected].contains(&count(name))) {
            let told = format!("{} lignes en {language} pour {expected} en tout : il en faut autant", count(language));
            errors.push(FieldError::new("lignes", told));
        }
    }
    if ["select_one", "select_multiple", "rank", MATRIX].contains(&text.kind.as_str()) {
        let count = |language: &str| lines(text.choices.get(language).map_or("", String::as_str)).len();
        let expected = count(&first);
        if expected < 2 {
            errors.push(FieldError::new("reponses", "Écrivez au moins deux réponses, une par ligne"));
        }
        for language in languages(form).iter().skip(1).filter(|name| ![0, expected].contains(&count(name))) {
            let told = format!("{} lignes en {language} pour {expected} réponses : il en faut autant", count(language));
            errors.push(FieldError::new("reponses", told));
        }
    }
    if !text.most.trim().is_empty() && text.most.trim().parse::<usize>().is_ok_and(|most| most > 0).eq(&false) {
        errors.push(FieldError::new("maximum", "Écrivez un nombre de réponses, par exemple 3"));
    }
    if text.kind == "range" {
        let end = |typed: &str| typed.trim().parse::<i64>().ok();
        let bounds = (end(&text.from), end(&text.to));
        if !matches!(bounds, (Some(from), Some(to)) if from < to && to - from <= 100) {
            errors.push(FieldError::new("echelle", "Écrivez les deux bouts de l’échelle, par exemple 1 et 5"));
        }
    }
    errors
}

pub(super) fn lines(typed: &str) -> Vec<&str> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Puts a question in, after another (first without one), or corrects the one of that name. Gives its name.
pub fn put(form: &mut Form, name: Option<&str>, text: &QuestionText) -> String {
    let all = languages(form);
    let name = match name {
        Some(name) => name.to_owned(),
        None => new_name(form, text.label.get(&all[0]).map_or("", String::as_str)),
    };
    let mut item = form.item(&name).cloned().unwrap_or_else(|| Item::new(&name, Kind::Text, ""));
    for language in &all {
        item.label.set(language, text.label.get(language).cloned().unwrap_or_default());
        item.hint.set(language, text.hint.get(language).cloned().unwrap_or_default());
    }
    let is_group = [MATRIX, GROUP].contains(&text.kind.as_str());
    let required = |before: &Item| text.is_required.then(|| before.required.clone().unwrap_or_else(|| "true()".into()));
    item.required = if is_group { None } else { required(&item) };
    item.max_selected =
        text.most.trim().parse().ok().filter(|_| ["select_multiple", "rank"].contains(&text.kind.as_str()));
    item.relevant = Some(text.relevant.trim().to_owned()).filter(|condition| !condition.is_empty());
    item.role = Some(text.role.clone()).filter(|role| !role.is_empty() && !is_group);
    let first = if is_matrix(&item) { item.children.first() } else { Some(&item) };
    let list_name = first.and_then(|one| one.kind.list()).map_or_else(|| format!("{name}_reponses"), str::to_owned);
    let list = || Source::List(list_name.clone());
    let has_other = item.kind.has_other();
    match text.kind.as_str() {
        "select_one" => item.kind = Kind::SelectOne(list(), has_other),
        "select_multiple" => item.kind = Kind::SelectMultiple(list(), has_other),
        "rank" => item.kind = Kind::Rank(list()),
        GROUP => item.kind = Kind::Group,
        MATRIX => {
            item.kind = Kind::Group;
            if !item.looks("table-list") {
                item.appearance.push("table-list".into());
            }
            item.children = rows(form, &item, &all, text);
            for row in &mut item.children {
                row.kind = Kind::SelectOne(list(), false);
                row.required = required(row);
            }
        }
        other => {
            item.kind = Kind::read(other).filter(|_| OFFERED.iter().any(|known| known.0 == other)).unwrap_or(item.kind)
        }
    }
    if item.kind == Kind::Range {
        item.parameters.insert("start".into(), text.from.trim().into());
        item.parameters.insert("end".into(), text.to.trim().into());
        item.parameters.entry("step".into()).or_insert_with(|| "1".into());
    }
    if item.kind.list().is_some() || text.kind == MATRIX {
        put_list(form, &list_name, &all, text);
    }
    let is_there = form.item(&name).is_some() && group_of(form, &name).unwrap_or_default() == text.group;
    match find(&mut form.items, &name) {
        Some(place) if is_there => *place = item,
        _ => {
            take_out(&mut form.items, &name);
            match find(&mut form.items, &text.group) {
                Some(group) => group.children.push(item),
                None => form.items.push(item),
            }
        }
    }
    drop_unused_lists(form);
    name
}

/// Writes a list of answers; an answer that keeps its words keeps its code, so that answers already given stay true.
fn put_list(form: &mut Form, name: &str, languages: &[String], text: &QuestionText) {
    let old = form.list(name).cloned().unwrap_or_default();
    let typed: Vec<Vec<&str>> =
        languages.iter().map(|language| lines(text.choices.get(language).map_or("", String::as_str))).collect();
    let mut choices: Vec<Choice> = Vec::new();
    for (rank, words) in typed[0].iter().enumerate() {
        let same = |choice: &&Choice| choice.label.exactly(&languages[0]) == Some(words);
        // Words corrected in their place keep their code too, unless they moved.
        let moved = |words: &str| typed[0].contains(&words);
        let in_place = old.choices.get(rank).filter(|choice| {
            choice.special().is_none() && !moved(choice.label.exactly(&languages[0]).unwrap_or_default())
        });
        let known = old.choices.iter().find(same).or(in_place);
        let mut choice = known.cloned().unwrap_or_else(|| Choice::new("", ""));
        if choice.name.is_empty() {
            choice.name = code_of(words, &old, &choices);
        }
        choice.label = Text::default();
        for (language, lines) in languages.iter().zip(&typed) {
            choice.label.set(language, lines.get(rank).copied().unwrap_or_default());
        }
        choices.push(choice);
    }
    let specials = [(text.has_dont_know, DONT_KNOW), (text.has_rather_not, RATHER_NOT)];
    for (_, (code, words)) in specials.iter().filter(|(is_offered, _)| *is_offered) {
        let known = old.choices.iter().find(|choice| choice.name == *code);
        let mut choice = known.cloned().unwrap_or_else(|| Choice::new(code, ""));
        if choice.label.is_empty() {
            choice.label.set(&languages[0], *words);
        }
        for language in &languages[1..] {
            if let Some(words) = special_in(code, language).filter(|_| choice.label.exactly(language).is_none()) {
                choice.label.set(language, words);
            }
        }
        choices.push(choice);
    }
    let list = ChoiceList { name: name.to_owned(), is_external: false, choices };
    match form.lists.iter_mut().find(|known| known.name == name && !known.is_external) {
        Some(place) => *place = list,
        None => form.lists.push(list),
    }
}

/// Answers that are no opinion, in the languages the house speaks.
fn special_in(code: &str, language: &str) -> Option<&'static str> {
    let language = Language::new(language);
    let is = |wanted: &str| language.code.as_deref() == Some(wanted);
    Some(match (code, is("en"), is("ar")) {
        ("nsp", true, _) => "I don’t know",
        ("nvp", true, _) => "I’d rather not say",
        ("nsp", _, true) => "لا أعرف",
        ("nvp", _, true) => "أفضّل عدم الإجابة",
        _ => return None,
    })
}

fn code_of(words: &str, old: &ChoiceList, new: &[Choice]) -> String {
    let is_taken = |code: &str| old.choice(code).is_some() || new.iter().any(|choice| choice.name == code);
    free(slug(words, '_', 24), "reponse", is_taken)
}

fn new_name(form: &Form, label: &str) -> String {
    let base = slug(label, '_', 24);
    let base = if base.starts_with(|c: char| c.is_ascii_digit()) { format!("q_{base}") } else { base };
    free(base, "question", |name| form.item(name).is_some())
}

pub(super) fn free(base: String, otherwise: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let base = if base.is_empty() { otherwise.to_owned() } else { base };
    free_name(&base, '_', is_taken)
}

fn find<'a>(items: &'a mut [Item], name: &str) -> Option<&'a mut Item> {
    for item in items {
        if item.name == name {
            return Some(item);
        }
        if let Some(found) = find(&mut item.children, name) {
            return Some(found);
        }
    }
    None
}

/// Moves a question one place up or down among those beside it.
pub fn shift(items: &mut [Item], name: &str, is_down: bool) -> bool {
    if let Some(at) = items.iter().position(|item| item.name == name) {
        let to = if is_down { Some(at + 1).filter(|to| *to < items.len()) } else { at.checked_sub(1) };
        if let Some(to) = to {
            items.swap(at, to);
        }
        return to.is_some();
    }
    items.iter_mut().any(|item| shift(&mut item.children, name, is_down))
}

/// Takes a question out; those of a group stay in its place, the lines of a table go with it.
pub fn remove(form: &mut Form, name: &str) -> bool {
    fn out(items: &mut Vec<Item>, name: &str) -> bool {
        let Some(at) = items.iter().position(|item| item.name == name) else {
            return items.iter_mut().any(|item| out(&mut item.children, name));
        };
        let gone = items.remove(at);
        if gone.kind == Kind::Group && !is_matrix(&gone) {
            items.splice(at..at, gone.children);
        }
        true
    }
    let is_gone = out(&mut form.items, name);
    drop_unused_lists(form);
    is_gone
}

fn drop_unused_lists(form: &mut Form) {
    let mut used = Vec::new();
    form.walk(&mut |item, _| {
        used.extend(item.kind.list().map(str::to_owned));
        if let Kind::Loop(list) = &item.kind {
            used.push(list.clone());
        }
    });
    form.lists.retain(|list| list.is_external || used.contains(&list.name));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: &str, label: &str, choices: &str) -> QuestionText {
        QuestionText {
            kind: kind.into(),
            label: [(String::new(), label.to_owned())].into(),
            choices: [(String::new(), choices.to_owned())].into(),
            ..QuestionText::default()
        }
    }

    #[test]
    fn a_questionnaire_is_written_question_by_question() {
        let mut form = Form { id: "essai".into(), ..Form::default() };
        let name = put(&mut form, None, &question("select_one", "Vous sentez-vous en sécurité ?", "Oui\nNon"));
        let text = QuestionText {
            has_dont_know: true,
            most: "2".into(),
            ..question("select_multiple", "Quoi ?", "Rats\nBancs")
        };
        let second = put(&mut form, None, &text);
        assert_eq!((name.as_str(), second.as_str()), ("vous_sentez_vous_en", "quoi"));
        assert!(questionnaire::xlsform::check(&form).is_empty());
        let back = text_of(&form, form.item("quoi").expect("there"));
        assert_eq!((back.most.as_str(), back.has_dont_know, back.choices[""].as_str()), ("2", true, "Rats\nBancs"));
        assert!(shift(&mut form.items, "quoi", false) && !shift(&mut form.items, "quoi", false));
        assert!(remove(&mut form, "quoi") && form.lists.len() == 1);
    }

    #[test]
    fn an_answer_reworded_or_moved_keeps_its_code() {
        let mut form = Form::default();
        let name = put(&mut form, None, &question("select_one", "Quoi", "Rats\nBancs\nBus"));
        put(&mut form, Some(&name), &question("select_one", "Quoi", "Bus\nDes rats\nBancs"));
        let codes: Vec<&str> = form.lists[0].choices.iter().map(|choice| choice.name.as_str()).collect();
        assert_eq!(codes, ["bus", "des_rats", "bancs"], "moved keeps, and what is neither is new");
        put(&mut form, Some(&name), &question("select_one", "Quoi", "Bus\nLes rats\nBancs"));
        let codes: Vec<&str> = form.lists[0].choices.iter().map(|choice| choice.name.as_str()).collect();
        assert_eq!(codes, ["bus", "des_rats", "bancs"], "reworded in its place");
    }

    #[test]
    fn wrong_questions_are_told_at_once() {
        let form = Form::default();
        let text = QuestionText { most: "x".into(), ..question("select_multiple", " ", "Seule") };
        let told: Vec<String> = check(&form, &text, true).into_iter().map(|error| error.field).collect();
        assert_eq!(told, ["question", "reponses", "maximum"]);
        assert_eq!(check(&form, &question("range", "Note ?", ""), true)[0].field, "echelle");
        assert_eq!(check(&form, &question("", "Quoi ?", ""), true)[0].field, "type");
    }

    #[test]
    fn a_second_language_asks_for_as_many_answers() {
        let mut form = Form::default();
        let name = put(&mut form, None, &question("select_one", "Quoi ?", "Oui\nNon"));
        add_language(&mut form, "English (en)");
        assert_eq!(languages(&form), ["Français (fr)", "English (en)"]);
        let mut text = text_of(&form, form.item(&name).expect("there"));
        assert_eq!(text.label["Français (fr)"], "Quoi ?");
        text.choices.insert("English (en)".into(), "Yes".into());
        assert_eq!(check(&form, &text, false).len(), 1);
        text.choices.insert("English (en)".into(), "Yes\nNo".into());
        text.label.insert("English (en)".into(), "What?".into());
        assert_eq!(check(&form, &text, false), []);
        put(&mut form, Some(&name), &text);
        assert_eq!(form.lists[0].choices[1].label.exactly("English (en)"), Some("No"));
    }
}
