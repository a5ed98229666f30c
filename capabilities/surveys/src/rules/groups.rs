//! Questions under one title: groups, and tables of questions whose lines have the same answers.

use kernel::FieldError;
use kernel::text::slug;
use questionnaire::model::{Form, Item, Kind, Source, Text};

use super::draft::{QuestionText, free, kind_code, lines};

/// Questions with the same answers, one a line.
pub const MATRIX: &str = "matrix";
/// Questions under one title.
pub const GROUP: &str = "group";

/// Whether an item is a table of questions: its lines have the same answers.
pub fn is_matrix(item: &Item) -> bool {
    let list = |one: &Item| match &one.kind {
        Kind::SelectOne(Source::List(list), false) => Some(list.clone()),
        _ => None,
    };
    let first = item.children.first().and_then(list);
    item.kind == Kind::Group
        && item.looks("table-list")
        && first.is_some()
        && item.children.iter().all(|child| list(child) == first)
}

/// What an item is, as offered on screen.
pub fn code_of_item(item: &Item) -> String {
    match &item.kind {
        Kind::Group if is_matrix(item) => MATRIX.into(),
        Kind::Group => GROUP.into(),
        kind => kind_code(kind),
    }
}

/// Groups and repeats that may hold a question: name and words. What it holds itself is not among them.
pub fn groups(form: &Form, name: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    form.walk(&mut |item, around| {
        let is_open = matches!(item.kind, Kind::Group | Kind::Repeat) && !is_matrix(item);
        if is_open && item.name != name && !around.contains(&name) {
            let label = item.label.told("fr", &form.settings.default_language);
            found.push((item.name.clone(), if label.is_empty() { &item.name } else { label }.to_owned()));
        }
    });
    found
}

/// The group a question stands in.
pub(super) fn group_of(form: &Form, name: &str) -> Option<String> {
    let mut found = None;
    form.walk(&mut |item, around| {
        if item.name == name && found.is_none() {
            found = around.last().map(|group| (*group).to_owned());
        }
    });
    found
}

/// What is to correct in what a question becomes: a group holds questions, and does not become one of them.
pub fn check_kind(form: &Form, name: Option<&str>, text: &QuestionText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let before = name.and_then(|name| form.item(name));
    let is_group = |code: &str| [MATRIX, GROUP].contains(&code);
    if let Some(before) = before {
        let code = code_of_item(before);
        if code != text.kind && (is_group(&code) || is_group(&text.kind)) {
            let told = "Un groupe ou un tableau ne devient pas autre chose : retirez-le, puis ajoutez ce qu’il faut";
            errors.push(FieldError::new("type", told));
        }
    }
    let is_known = groups(form, name.unwrap_or_default()).iter().any(|(known, _)| *known == text.group);
    if !text.group.is_empty() && !is_known {
        errors.push(FieldError::new("groupe", "Choisissez un groupe de la liste"));
    }
    errors
}

/// The lines of a table of questions; a line that keeps its words, or its place, keeps its name.
pub(super) fn rows(form: &Form, before: &Item, languages: &[String], text: &QuestionText) -> Vec<Item> {
    let typed: Vec<Vec<&str>> =
        languages.iter().map(|language| lines(text.rows.get(language).map_or("", String::as_str))).collect();
    let words_of = |item: &Item| item.label.exactly(&languages[0]).unwrap_or_default().to_owned();
    let mut made: Vec<Item> = Vec::new();
    for (rank, words) in typed[0].iter().enumerate() {
        let same = before.children.iter().find(|row| words_of(row) == **words);
        let is_moved = |row: &&Item| typed[0].contains(&words_of(row).as_str());
        let known = same.or_else(|| before.children.get(rank).filter(|row| !is_moved(row)));
        let mut row = known.cloned().unwrap_or_else(|| {
            let base = slug(words, '_', 24);
            let base = if base.starts_with(|sign: char| sign.is_ascii_digit()) { format!("q_{base}") } else { base };
            let is_taken = |name: &str| {
                form.item(name).is_some() || name == before.name || made.iter().any(|row| row.name == name)
            };
            Item::new(&free(base, "ligne", is_taken), Kind::Text, "")
        });
        row.label = Text::default();
        for (language, lines) in languages.iter().zip(&typed) {
            row.label.set(language, lines.get(rank).copied().unwrap_or_default());
        }
        made.push(row);
    }
    made
}

/// Takes an item out of wherever it stands.
pub(super) fn take_out(items: &mut Vec<Item>, name: &str) {
    items.retain(|item| item.name != name);
    for item in items {
        take_out(&mut item.children, name);
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::{check, put, remove, text_of};
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
    fn a_table_of_questions_is_written_on_screen() {
        let mut form = Form { id: "essai".into(), ..Form::default() };
        let table = |rows: &str| QuestionText {
            rows: [(String::new(), rows.to_owned())].into(),
            has_dont_know: true,
            is_required: true,
            ..question(MATRIX, "Êtes-vous satisfait·e…", "Oui\nNon")
        };
        assert_eq!(check(&form, &table("Propreté"), true)[0].field, "lignes");
        let name = put(&mut form, None, &table("Propreté\nBruit"));
        assert!(questionnaire::xlsform::check(&form).is_empty(), "{:?}", questionnaire::xlsform::check(&form));
        let item = form.item(&name).expect("there").clone();
        assert!(is_matrix(&item) && item.required.is_none() && item.is_one_page());
        let rows = |form: &Form| -> Vec<String> {
            form.item(&name).expect("there").children.iter().map(|row| row.name.clone()).collect()
        };
        assert_eq!(rows(&form), ["proprete", "bruit"]);
        assert!(item.children.iter().all(|row| row.required.is_some()) && form.lists.len() == 1);
        // Written again, it is the same; a line reworded keeps its name, a new one has its own.
        let back = text_of(&form, &item);
        assert_eq!(
            (back.kind.as_str(), back.rows[""].as_str(), back.choices[""].as_str()),
            (MATRIX, "Propreté\nBruit", "Oui\nNon")
        );
        let before = form.clone();
        put(&mut form, Some(&name), &back);
        assert_eq!(form, before);
        put(&mut form, Some(&name), &table("Propreté\nLe bruit\nOmbre"));
        assert_eq!(rows(&form), ["proprete", "bruit", "ombre"]);
        assert_eq!(check_kind(&form, Some(&name), &question("select_one", "x", "a\nb"))[0].field, "type");
        assert!(remove(&mut form, &name) && form.items.is_empty() && form.lists.is_empty());
    }

    #[test]
    fn questions_are_put_in_a_group_and_stay_when_it_goes() {
        let mut form = Form { id: "essai".into(), ..Form::default() };
        let group = put(&mut form, None, &question(GROUP, "Votre foyer", ""));
        let text = QuestionText { group: group.clone(), ..question("integer", "Combien d’enfants ?", "") };
        assert_eq!(check_kind(&form, None, &text), []);
        let name = put(&mut form, None, &text);
        assert_eq!((form.items.len(), form.items[0].children[0].name.as_str()), (1, name.as_str()));
        assert_eq!(text_of(&form, form.item(&name).expect("there")).group, group);
        let out = QuestionText { group: String::new(), ..text.clone() };
        put(&mut form, Some(&name), &out);
        assert_eq!((form.items.len(), form.items[0].children.len()), (2, 0));
        put(&mut form, Some(&name), &text);
        assert_eq!(form.items.len(), 1);
        assert_eq!(groups(&form, &group), [], "a group does not hold itself");
        let lost = QuestionText { group: "ailleurs".into(), ..text };
        assert_eq!(check_kind(&form, Some(&name), &lost)[0].field, "groupe");
        assert!(remove(&mut form, &group) && form.items[0].name == name);
    }
}
