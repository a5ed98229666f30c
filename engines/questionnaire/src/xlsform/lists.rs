//! Whether the lists that questions name are there.

use std::collections::HashSet;

use crate::Problem;
use crate::expression::distance;
use crate::model::{Form, Item, Kind, Source};
use crate::problem::quoted;

/// Checks every question against the lists of answers.
pub fn check(form: &Form, has_choices: bool, problems: &mut Vec<Problem>) {
    let mut seen: HashSet<&str> = HashSet::new();
    form.walk(&mut |item, _| {
        let row = item.row.0;
        if let Kind::Loop(list) = &item.kind
            && form.list(list).is_none()
        {
            problems.push(Problem::refusal("survey", row, "type", missing(form, list, has_choices)));
        }
        if item.looks("table-list") {
            same_list(item, problems);
        }
        let Some(source) = item.kind.source() else { return };
        match source {
            Source::List(name) => match form.list(name) {
                None => problems.push(Problem::refusal("survey", row, "type", missing(form, name, has_choices))),
                Some(list) => {
                    if item.kind.has_other() && item.choice_filter.is_some() {
                        let told = "« or_other » et un filtre de réponses ne vont pas ensemble.";
                        problems.push(Problem::refusal("survey", row, "choice_filter", told));
                    }
                    let is_new = item.kind.is_several() && seen.insert(&list.name);
                    let mut looked_at = list.choices.iter().filter(|_| is_new);
                    if let Some(choice) = looked_at.find(|choice| choice.name.contains(char::is_whitespace)) {
                        let told = format!(
                            "le code {} contient une espace : dans une question à plusieurs réponses, l’espace sépare les codes.",
                            quoted(&choice.name)
                        );
                        problems.push(Problem::refusal("choices", choice.row.0, "name", told));
                    }
                }
            },
            Source::File(name) => {
                let told = format!(
                    "les réponses de {} sont dans un fichier à part ({}) : recopiez-les dans la feuille « choices », sinon la question sera posée sans liste.",
                    quoted(&item.name),
                    quoted(name)
                );
                problems.push(Problem::warning("survey", row, "type", told));
            }
            Source::External(name) if form.list_of(item).is_none() => {
                let told = format!("la liste {} n’est pas dans la feuille « external_choices » : ajoutez-y ses réponses.", quoted(name));
                problems.push(Problem::refusal("survey", row, "type", told));
            }
            Source::External(_) => {}
            Source::Answers(_) => {}
        }
    });
}

/// In a table, every question has the same answers.
fn same_list(table: &Item, problems: &mut Vec<Problem>) {
    let Some(first) = table.children.iter().find_map(|item| item.kind.list()) else { return };
    for item in &table.children {
        if let Some(own) = item.kind.list().filter(|own| *own != first) {
            let told = format!(
                "dans un tableau (« table-list »), toutes les questions ont la même liste : ici {} au lieu de {}.",
                quoted(own),
                quoted(first)
            );
            problems.push(Problem::refusal("survey", item.row.0, "type", told));
        }
    }
}

fn missing(form: &Form, name: &str, has_choices: bool) -> String {
    if !has_choices {
        return format!("la liste {} manque : le classeur n’a pas de feuille « choices ».", quoted(name));
    }
    let nearest = form.lists.iter().map(|list| (distance(name, &list.name), &list.name)).min();
    match nearest {
        Some((distance, known)) if distance <= 2 => {
            format!(
                "la liste {} n’est pas dans la feuille « choices ». Vouliez-vous écrire « {known} » ?",
                quoted(name)
            )
        }
        _ => format!("la liste {} n’est pas dans la feuille « choices » : ajoutez-y ses réponses.", quoted(name)),
    }
}
