//! What was typed in the page of a question, as an answer.

use kernel::{Filled, Uuid, french};
use strategy::facade::NodeBrief;
use territory::facade::Area;
use web::{Fields, Reading};

use super::questions::Around;
use crate::rules::writing::{
    AGES, Given, Indicator, MOST_ROWS, Mean, MeanKind, Piece, Place, Public, SEXES, YEARS, people_told,
};
use crate::rules::{Question, QuestionKind};

/// What was typed, as an answer, and as people read it.
pub fn read(question: &Question, fields: &Fields, around: &Around<'_>) -> (Filled<Given>, String) {
    let mut typed = Reading::of(fields);
    if question.key == YEARS {
        let years = typed.whole("reponse").unwrap_or(0);
        return (typed.filled(Given::Years(years)), years.to_string());
    }
    let piece = Piece::from_code(&question.key).filter(|_| question.kind == QuestionKind::Piece);
    let Some(piece) = piece else {
        let text = match question.kind {
            QuestionKind::Choices => fields.all("reponse").join("\n"),
            QuestionKind::Number => typed.whole("reponse").map(|number| number.to_string()).unwrap_or_default(),
            QuestionKind::Day => typed.day("reponse", "la date").map(|day| day.to_string()).unwrap_or_default(),
            QuestionKind::Amount => match fields.text("reponse") {
                "" => String::new(),
                text => match kernel::Cents::read_positive(text) {
                    Ok(amount) => french::euros(amount),
                    Err(wrong) => {
                        typed.tell("reponse", wrong.to_string());
                        String::new()
                    }
                },
            },
            _ => typed.text("reponse"),
        };
        return (typed.filled(Given::Text(text.clone())), text);
    };
    let (given, told) = read_piece(piece, fields, &mut typed, around);
    (typed.filled(given), told)
}

fn read_piece(piece: Piece, fields: &Fields, typed: &mut Reading<'_>, around: &Around<'_>) -> (Given, String) {
    match piece {
        Piece::Title => {
            let title = typed.text("reponse");
            (Given::Title(title.clone()), title)
        }
        Piece::Objectives => {
            let ticked: Vec<&NodeBrief> = ticked(fields, "objectifs", around.nodes, |node| node.id);
            let told: Vec<String> = ticked.iter().map(|node| format!("{} {}", node.code, node.title)).collect();
            (Given::Objectives(ticked.iter().map(|node| node.id).collect()), told.join("\n"))
        }
        Piece::Places => {
            let areas = ticked(fields, "quartiers", around.areas, |area| area.id);
            let told: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
            let place = |area: &&Area| Place { area: area.id, address: String::new(), quality: String::new() };
            (Given::Places(areas.iter().map(place).collect()), told.join("\n"))
        }
        Piece::Publics => {
            let mut publics = Vec::new();
            for year in around.years.clone() {
                for (age, _) in AGES {
                    for (sex, _) in SEXES {
                        if let Some(people) = typed.whole(&format!("p-{year}-{age}-{sex}")) {
                            publics.push(Public { year, age: age.to_owned(), sex: sex.to_owned(), people });
                        }
                    }
                }
            }
            let told = people_told(&publics);
            (Given::Publics(publics), told)
        }
        Piece::Dates => {
            let (starts, ends) = (typed.day("debut", "la date de début"), typed.day("fin", "la date de fin"));
            let told = match (starts, ends) {
                (Some(starts), Some(ends)) => format!("Du {} au {}", french::date(starts), french::date(ends)),
                (Some(starts), None) => format!("À partir du {}", french::date(starts)),
                (None, Some(ends)) => format!("Jusqu’au {}", french::date(ends)),
                (None, None) => String::new(),
            };
            (Given::Dates(starts, ends), told)
        }
        Piece::Means => {
            let mut means = Vec::new();
            for row in 1..=MOST_ROWS {
                let name = |what: &str| format!("moyen-{row}-{what}");
                let label = typed.text(&name("quoi"));
                let people = typed.whole(&name("combien"));
                let kind = MeanKind::from_code(fields.text(&name("nature")));
                if label.is_empty() && people.is_none() && kind.is_none() {
                    continue;
                }
                if kind.is_none() {
                    typed.tell(&name("nature"), "Choisissez de quel moyen il s’agit");
                }
                let kind = kind.unwrap_or(MeanKind::Other);
                means.push(Mean { kind, label, people, work_permille: None });
            }
            let told = |one: &Mean| {
                let people = one.people.map_or_else(String::new, |count| format!(" ({count})"));
                format!("{} : {}{people}", one.kind.french(), one.label)
            };
            let told: Vec<String> = means.iter().map(told).collect();
            (Given::Means(means), told.join("\n"))
        }
        Piece::Indicators => {
            let all: Vec<Indicator> = (1..=MOST_ROWS).filter_map(|row| indicator(row, fields, typed, around)).collect();
            let told: Vec<String> =
                all.iter().map(|one| format!("{} : {} {}", one.label, one.target, one.unit)).collect();
            (Given::Indicators(all), told.join("\n"))
        }
    }
}

/// An indicator chosen in the toolbox, or written freely; a row with both, or with a number and nothing counted, is told.
fn indicator(row: usize, fields: &Fields, typed: &mut Reading<'_>, around: &Around<'_>) -> Option<Indicator> {
    let name = |what: &str| format!("compte-{row}-{what}");
    let text = |what: &str| fields.text(&name(what)).to_owned();
    let (code, label, unit, target) = (text("outil"), text("quoi"), text("unite"), text("cible"));
    if code.is_empty() {
        if label.is_empty() && !(unit.is_empty() && target.is_empty()) {
            typed.tell(&name("quoi"), "Dites ce que vous compterez, ou videz cette ligne");
        }
        return (!label.is_empty()).then_some(Indicator { code, label, unit, target });
    }
    let Some(tool) = around.tools.iter().find(|one| one.code == code) else {
        typed.tell(&name("outil"), "Choisissez un indicateur de la liste");
        return None;
    };
    if !label.is_empty() || !unit.is_empty() {
        let field = if label.is_empty() { "unite" } else { "quoi" };
        typed.tell(&name(field), "Un indicateur est choisi dans la liste : videz ce texte, ou laissez le choix vide");
    }
    Some(Indicator { code, label: tool.label.clone(), unit: tool.unit.clone(), target })
}

fn ticked<'a, T>(fields: &Fields, name: &str, all: &'a [T], id: fn(&T) -> Uuid) -> Vec<&'a T> {
    let chosen = fields.all(name);
    let mut found: Vec<&T> = Vec::new();
    for text in chosen {
        let one = all.iter().find(|one| id(one).to_string() == text);
        if let Some(one) = one.filter(|one| found.iter().all(|known| id(known) != id(one))) {
            found.push(one);
        }
    }
    found
}
