//! Whether the lists that questions name are there.

use crate::Problem;
use crate::expression::distance;
use crate::model::{Form, Item, Kind, Source};
use crate::problem::quoted;

/// Checks every question against the lists of answers.
pub fn check(form: &Form, has_choices: bool, problems: &mut Vec<Problem>) {
    form.walk(&mut |item, around| {
        let row = item.row.0;
        if let Kind::Loop(list) = &item.kind
            && form.list(list).is_none()
        {
            problems.push(Problem::refusal("survey", row, "type", missing(form, list, has_choices)));
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
                    let spaced = list.choices.iter().find(|choice| choice.name.contains(char::is_whitespace));
                    if let Some(choice) = spaced.filter(|_| item.kind.is_several()) {
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
        if item.looks("table-list") || around.is_empty() {
            return;
        }
        same_list(form, item, around, problems);
    });
}

/// In a table, every question has the same answers.
fn same_list(form: &Form, item: &Item, around: &[&str], problems: &mut Vec<Problem>) {
    let mut items = &form.items;
    let mut parent: Option<&Item> = None;
    for name in around {
        let Some(found) = items.iter().find(|other| other.name == *name) else { return };
        parent = Some(found);
        items = &found.children;
    }
    let Some(table) = parent.filter(|parent| parent.looks("table-list")) else { return };
    let first = table.children.iter().find_map(|other| other.kind.list());
    if let (Some(first), Some(own)) = (first, item.kind.list())
        && first != own
    {
        let told = format!(
            "dans un tableau (« table-list »), toutes les questions ont la même liste : ici {} au lieu de {}.",
            quoted(own),
            quoted(first)
        );
        problems.push(Problem::refusal("survey", item.row.0, "type", told));
    }
}

fn missing(form: &Form, name: &str, has_choices: bool) -> String {
    if !has_choices {
        return format!("la liste {} manque : le classeur n’a pas de feuille « choices ».", quoted(name));
    }
    let nearest = form.lists.iter().map(|list| (distance(name, &list.name), &list.name)).min();
    match nearest {
        Some((distance, known)) if distance <= 2 => {
            format!("la liste {} n’est pas dans la feuille « choices ». Vouliez-vous écrire « {known} » ?", quoted(name))
        }
        _ => format!("la liste {} n’est pas dans la feuille « choices » : ajoutez-y ses réponses.", quoted(name)),
    }
}
