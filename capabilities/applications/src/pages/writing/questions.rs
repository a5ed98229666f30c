//! Each question as fields of a form, and what was typed in them as an answer.

use interface::{Choice, Form};
use kernel::{Filled, Uuid, french};
use strategy::facade::NodeBrief;
use territory::facade::Area;
use web::{Fields, Reading};

use crate::rules::writing::{
    AGES, Given, Indicator, MOST_ROWS, Mean, MeanKind, Piece, Place, Public, SEXES, YEARS, people_told,
};
use crate::rules::{Question, QuestionKind};

/// How a field is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    Line,
    Text,
    Number,
    Day,
    Radios,
    Boxes,
    Select,
}

/// A field of the page of a question.
#[derive(Clone, Debug)]
pub struct Shown {
    pub drawn: Drawn,
    pub name: String,
    pub label: String,
    pub hint: String,
    pub choices: Vec<Choice>,
    pub is_optional: bool,
}

/// Fields that go together; no legend when there is one group only.
#[derive(Clone, Debug)]
pub struct Group {
    pub legend: String,
    pub fields: Vec<Shown>,
}

/// What a question may be answered with.
pub struct Around<'a> {
    pub nodes: &'a [NodeBrief],
    pub priorities: &'a [Uuid],
    pub areas: &'a [Area],
    pub years: std::ops::Range<i64>,
}

fn shown(drawn: Drawn, name: impl Into<String>, label: impl Into<String>) -> Shown {
    let (name, label) = (name.into(), label.into());
    Shown { drawn, name, label, hint: String::new(), choices: Vec::new(), is_optional: true }
}

/// The fields of a question.
pub fn fields(question: &Question, around: &Around<'_>) -> Vec<Group> {
    let one = |field: Shown| {
        let field = Shown { hint: question.hint.clone(), is_optional: !question.is_required, ..field };
        vec![Group { legend: String::new(), fields: vec![field] }]
    };
    match Piece::from_code(&question.key).filter(|_| question.kind == QuestionKind::Piece) {
        Some(piece) => piece_fields(piece, question, around),
        None => {
            let choices = || question.choices.iter().map(|choice| Choice::new(choice.as_str(), choice)).collect();
            let answer = |drawn| shown(drawn, "reponse", question.label.as_str());
            one(match question.kind {
                QuestionKind::Text => answer(Drawn::Text),
                QuestionKind::YesNo => Shown {
                    choices: vec![Choice::new("Oui", "Oui"), Choice::new("Non", "Non")],
                    ..answer(Drawn::Radios)
                },
                QuestionKind::Choice => Shown { choices: choices(), ..answer(Drawn::Radios) },
                QuestionKind::Choices => Shown { choices: choices(), ..answer(Drawn::Boxes) },
                QuestionKind::Number | QuestionKind::Amount => answer(Drawn::Number),
                QuestionKind::Day => answer(Drawn::Day),
                QuestionKind::Line | QuestionKind::Piece => answer(Drawn::Line),
            })
        }
    }
}

fn node_choice(node: &NodeBrief, priorities: &[Uuid]) -> Choice {
    let choice = Choice::new(node.id.to_string(), &format!("{} {}", node.code, node.title));
    if priorities.contains(&node.id) { choice.hint("Priorité de l’appel.") } else { choice }
}

fn piece_fields(piece: Piece, question: &Question, around: &Around<'_>) -> Vec<Group> {
    let group = |legend: &str, fields: Vec<Shown>| Group { legend: legend.to_owned(), fields };
    match piece {
        Piece::Title => {
            let hint = question.hint.clone();
            vec![group(
                "",
                vec![Shown { hint, is_optional: false, ..shown(Drawn::Line, "reponse", question.label.as_str()) }],
            )]
        }
        Piece::Objectives => {
            let (first, others): (Vec<&NodeBrief>, Vec<&NodeBrief>) =
                around.nodes.iter().partition(|node| around.priorities.contains(&node.id));
            let choices = first.into_iter().chain(others).map(|node| node_choice(node, around.priorities)).collect();
            let main = Shown {
                hint: question.hint.clone(),
                choices,
                is_optional: false,
                ..shown(Drawn::Boxes, "objectifs", question.label.as_str())
            };
            vec![group("", vec![main])]
        }
        Piece::Places => {
            let choices = around.areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect();
            let hint = question.hint.clone();
            let ticked = Shown { choices, hint, ..shown(Drawn::Boxes, "quartiers", question.label.as_str()) };
            let mut address = shown(Drawn::Line, "adresse", "Ou l’adresse du lieu");
            address.hint = "Par exemple : 12 rue des Lilas, 11000 Carcassonne.".to_owned();
            vec![group("", vec![ticked, address])]
        }
        Piece::Publics => {
            let mut all = Vec::new();
            for year in around.years.clone() {
                for (age, label) in AGES {
                    let number =
                        |(sex, what): &(&str, &str)| shown(Drawn::Number, format!("p-{year}-{age}-{sex}"), *what);
                    all.push(group(&format!("{label}, {year}"), SEXES.iter().map(number).collect()));
                }
            }
            all
        }
        Piece::Dates => vec![group(
            "",
            vec![
                Shown { is_optional: false, ..shown(Drawn::Day, "debut", "Date de début") },
                Shown { is_optional: false, ..shown(Drawn::Day, "fin", "Date de fin") },
            ],
        )],
        Piece::Means => (1..=MOST_ROWS)
            .map(|row| {
                let choices = MeanKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.french())).collect();
                group(
                    &format!("Moyen {row}"),
                    vec![
                        Shown { choices, ..shown(Drawn::Select, format!("moyen-{row}-nature"), "Nature") },
                        shown(Drawn::Line, format!("moyen-{row}-quoi"), "Lequel"),
                        shown(Drawn::Number, format!("moyen-{row}-combien"), "Nombre de personnes"),
                    ],
                )
            })
            .collect(),
        Piece::Indicators => (1..=MOST_ROWS)
            .map(|row| {
                group(
                    &format!("Indicateur {row}"),
                    vec![
                        shown(Drawn::Line, format!("compte-{row}-quoi"), "Ce que vous compterez"),
                        shown(Drawn::Line, format!("compte-{row}-unite"), "En quoi (personnes, séances…)"),
                        shown(Drawn::Line, format!("compte-{row}-cible"), "Combien vous en attendez"),
                    ],
                )
            })
            .collect(),
    }
}

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
            let row = |row: usize| {
                let text = |what: &str| fields.text(&format!("compte-{row}-{what}")).to_owned();
                Indicator { label: text("quoi"), unit: text("unite"), target: text("cible") }
            };
            let all: Vec<Indicator> = (1..=MOST_ROWS).map(row).filter(|one| !one.label.is_empty()).collect();
            let told: Vec<String> =
                all.iter().map(|one| format!("{} : {} {}", one.label, one.target, one.unit)).collect();
            (Given::Indicators(all), told.join("\n"))
        }
    }
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

/// The form of what was answered already.
pub fn filled(question: &Question, given: &Given) -> Form {
    let mut form = Form::empty();
    match given {
        Given::Text(text) => match question.kind {
            QuestionKind::Choices => text.lines().for_each(|line| form.add("reponse", line)),
            QuestionKind::Day => form = form.with_date("reponse", text.parse().ok()),
            _ => form.add("reponse", text.as_str()),
        },
        Given::Title(title) => form.add("reponse", title.as_str()),
        Given::Years(years) => form.add("reponse", years.to_string()),
        Given::Objectives(nodes) => nodes.iter().for_each(|node| form.add("objectifs", node.to_string())),
        Given::Places(places) => {
            places.iter().for_each(|one| form.add("quartiers", one.area.to_string()));
            if let Some(one) = places.iter().find(|one| !one.address.is_empty()) {
                form.add("adresse", one.address.as_str());
            }
        }
        Given::Publics(publics) => publics
            .iter()
            .for_each(|one| form.add(format!("p-{}-{}-{}", one.year, one.age, one.sex), one.people.to_string())),
        Given::Dates(starts, ends) => form = form.with_date("debut", *starts).with_date("fin", *ends),
        Given::Means(means) => {
            for (row, one) in (1..).zip(means) {
                form.add(format!("moyen-{row}-nature"), one.kind.code());
                form.add(format!("moyen-{row}-quoi"), one.label.as_str());
                form.add(format!("moyen-{row}-combien"), one.people.map(|count| count.to_string()).unwrap_or_default());
            }
        }
        Given::Indicators(all) => {
            for (row, one) in (1..).zip(all) {
                form.add(format!("compte-{row}-quoi"), one.label.as_str());
                form.add(format!("compte-{row}-unite"), one.unit.as_str());
                form.add(format!("compte-{row}-cible"), one.target.as_str());
            }
        }
    }
    form
}
