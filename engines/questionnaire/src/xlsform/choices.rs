//! The sheet `choices`.

use std::collections::{BTreeSet, HashMap};

use super::fields::Field;
use super::table::Table;
use crate::Problem;
use crate::model::{Choice, ChoiceList, Form, Row};
use crate::problem::quoted;

/// Reads the lists of answers.
pub fn read(table: &mut Table, sheet: &str, form: &mut Form, problems: &mut Vec<Problem>) {
    let is_external = sheet != "choices";
    for field in [Field::List, Field::Name] {
        if !table.has(&field) && !table.lines.is_empty() {
            let told = format!("la colonne « {} » manque à la feuille des réponses.", field.header());
            problems.push(Problem::refusal(sheet, 1, field.header(), told));
            return;
        }
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    let before = form.lists.len();
    for line in std::mem::take(&mut table.lines) {
        let row = line.row;
        let mut choice = Choice { row: Row(row), ..Choice::default() };
        let mut list = String::new();
        for (column, text) in table.cells(line) {
            match &column.field {
                Field::List => list = text,
                Field::Name => choice.name = text,
                Field::Label => choice.label.set(&column.language, text),
                Field::Media(sort) => choice.media.entry(sort.clone()).or_default().set(&column.language, text),
                _ => {
                    choice.columns.insert(column.header.clone(), text);
                }
            }
        }
        if list.is_empty() {
            if !choice.name.is_empty() {
                let told =
                    format!("la réponse {} n’est dans aucune liste : elle est laissée de côté.", quoted(&choice.name));
                problems.push(Problem::warning(sheet, row, &table.header(&Field::List), told));
            }
            continue;
        }
        if choice.name.is_empty() {
            let told = format!("une réponse de la liste {} n’a pas de code.", quoted(&list));
            problems.push(Problem::refusal(sheet, row, &table.header(&Field::Name), told));
            continue;
        }
        if choice.label.is_empty() && choice.media.is_empty() {
            let told = format!("la réponse {} n’a pas de libellé : son code sera affiché.", quoted(&choice.name));
            problems.push(Problem::warning(sheet, row, &table.header(&Field::Label), told));
        }
        let place = places.get(&list).copied().unwrap_or_else(|| {
            form.lists.push(ChoiceList { name: list.clone(), is_external, choices: Vec::new() });
            places.insert(list, form.lists.len() - 1);
            form.lists.len() - 1
        });
        form.lists[place].choices.push(choice);
    }
    if !form.settings.allows_choice_duplicates && !is_external {
        form.lists[before..].iter().for_each(|list| twice(list, table, sheet, problems));
    }
    let odd: BTreeSet<&String> = form
        .lists
        .iter()
        .filter(|list| list.is_external == is_external)
        .flat_map(|list| &list.choices)
        .flat_map(|choice| choice.columns.keys())
        .filter(|header| header.contains(' '))
        .collect();
    for header in odd {
        let told = format!("l’en-tête {} contient une espace : un filtre ne peut pas le nommer.", quoted(header));
        problems.push(Problem::warning(sheet, 1, header, told));
    }
}

/// Codes are different from one another in a list.
fn twice(list: &ChoiceList, table: &Table, sheet: &str, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for choice in &list.choices {
        if let Some(row) = seen.insert(&choice.name, choice.row.0) {
            let told = format!(
                "la liste {} a déjà une réponse {} (ligne {row}) : changez un des deux codes.",
                quoted(&list.name),
                quoted(&choice.name)
            );
            problems.push(Problem::refusal(sheet, choice.row.0, &table.header(&Field::Name), told));
        }
    }
}
