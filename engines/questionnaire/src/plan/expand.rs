//! Loops and « autre, précisez » written out as ordinary questions.

use crate::model::{Choice, Form, Item, Kind, Source, Text};

/// Code of « autre » where a list has none.
const OTHER: &str = "other";
/// Most items a form may come to.
pub const MOST_ITEMS: usize = 20_000;

/// The same form, with ordinary questions only; nothing when there would be too many.
pub fn expand(form: &Form) -> Option<Form> {
    let mut expanded = form.clone();
    let mut left = MOST_ITEMS;
    expanded.items = each(std::mem::take(&mut expanded.items), form, &mut left)?;
    let mut with_other: Vec<String> = Vec::new();
    form.walk(&mut |item, _| {
        if let (true, Some(list)) = (item.kind.has_other(), item.kind.list()) {
            with_other.push(list.to_owned());
        }
    });
    for list in expanded.lists.iter_mut().filter(|list| with_other.contains(&list.name)) {
        if list.choice(OTHER).is_none() {
            let label = words(form, ["Autre", "Other", "غير ذلك"]);
            list.choices.push(Choice { name: OTHER.to_owned(), label, ..Choice::default() });
        }
    }
    Some(expanded)
}

/// Words the house adds, in the languages of the form it speaks.
fn words(form: &Form, [french, english, arabic]: [&str; 3]) -> Text {
    let mut text = Text::plain(french);
    for language in &form.languages {
        match language.code.as_deref() {
            Some("fr") => text.set(&language.name, french),
            Some("ar") => text.set(&language.name, arabic),
            _ => text.set(&language.name, english),
        }
    }
    text
}

fn each(items: Vec<Item>, form: &Form, left: &mut usize) -> Option<Vec<Item>> {
    let mut written = Vec::new();
    for mut item in items {
        *left = left.checked_sub(1)?;
        let children = std::mem::take(&mut item.children);
        if let Kind::Loop(list) = &item.kind {
            for choice in form.list(list).map_or(&[][..], |list| &list.choices) {
                let mut inner = Item::new(&choice.name, Kind::Group, "");
                (inner.label, inner.row) = (choice.label.clone(), item.row);
                *left = left.checked_sub(1)?;
                inner.children = each(children.clone(), form, left)?;
                inner.children.iter_mut().for_each(|child| fill(child, choice));
                item.children.push(inner);
            }
            item.kind = Kind::Group;
            written.push(item);
            continue;
        }
        item.children = each(children, form, left)?;
        let other = (item.kind.has_other() && matches!(item.kind.source(), Some(Source::List(_))))
            .then(|| specify(&item, form));
        written.push(item);
        written.extend(other);
    }
    Some(written)
}

fn specify(item: &Item, form: &Form) -> Item {
    Item {
        name: format!("{}_other", item.name),
        kind: Kind::Text,
        label: words(form, ["Précisez.", "Specify other.", "يرجى التحديد."]),
        relevant: Some(format!("selected(../{}, '{OTHER}')", item.name)),
        row: item.row,
        ..Item::default()
    }
}

/// `%(name)s` and `%(label)s` in what a loop holds.
fn fill(item: &mut Item, choice: &Choice) {
    let filled = |words: &str, label: &str| words.replace("%(name)s", &choice.name).replace("%(label)s", label);
    item.name = filled(&item.name, &choice.name);
    for text in [&mut item.label, &mut item.hint] {
        let told: Vec<(String, String)> = text
            .iter()
            .map(|(language, words)| (language.to_owned(), filled(words, choice.label.told(language, ""))))
            .collect();
        *text = told.into_iter().collect();
    }
    for source in [&mut item.relevant, &mut item.constraint, &mut item.calculation].into_iter().flatten() {
        *source = filled(source, &choice.name);
    }
    item.children.iter_mut().for_each(|child| fill(child, choice));
}
