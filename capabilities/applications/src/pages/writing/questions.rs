//! Each question as fields of a form.

use interface::{Choice, Form};
use kernel::{Uuid, french};
use strategy::facade::NodeBrief;
use territory::facade::Area;

use crate::rules::writing::{AGES, Given, MOST_ROWS, MeanKind, Piece, SEXES};
use crate::rules::{IndicatorTool, Question, QuestionKind};

/// How a field is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    Line,
    Text,
    Lines,
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
    /// Indicators of the toolbox that the call proposes.
    pub tools: &'a [IndicatorTool],
    pub years: std::ops::Range<i64>,
}

fn shown(drawn: Drawn, name: impl Into<String>, label: impl Into<String>) -> Shown {
    let (name, label) = (name.into(), french::spaced(&label.into()));
    Shown { drawn, name, label, hint: String::new(), choices: Vec::new(), is_optional: true }
}

/// The fields of a question.
pub fn fields(question: &Question, around: &Around<'_>) -> Vec<Group> {
    let one = |field: Shown| {
        let field = Shown { hint: french::spaced(&question.hint), is_optional: !question.is_required, ..field };
        vec![Group { legend: String::new(), fields: vec![field] }]
    };
    match Piece::from_code(&question.key).filter(|_| question.kind == QuestionKind::Piece) {
        Some(piece) => piece_fields(piece, question, around),
        None => {
            let choice = |choice: &String| Choice::new(choice.as_str(), &french::spaced(choice));
            let choices = || question.choices.iter().map(choice).collect();
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
            let hint = french::spaced(&question.hint);
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
                hint: french::spaced(&question.hint),
                choices,
                is_optional: false,
                ..shown(Drawn::Boxes, "objectifs", question.label.as_str())
            };
            vec![group("", vec![main])]
        }
        Piece::Places => {
            let choices = around.areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect();
            let hint = french::spaced(&question.hint);
            let ticked = Shown { choices, hint, ..shown(Drawn::Boxes, "quartiers", question.label.as_str()) };
            let mut address = shown(Drawn::Lines, super::places::FIELD, "Ou les adresses des lieux, une par ligne");
            address.hint =
                french::spaced("Par exemple : 12 rue des Lilas, 11000 Carcassonne. Chaque adresse donne son quartier.");
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
                let choices = around
                    .tools
                    .iter()
                    .map(|one| Choice::new(&*one.code, &french::spaced(&format!("{} ({})", one.label, one.unit))));
                let tool = Shown {
                    choices: choices.collect(),
                    ..shown(Drawn::Select, format!("compte-{row}-outil"), "Choisi dans la boîte à outils")
                };
                let free =
                    if around.tools.is_empty() { "Ce que vous compterez" } else { "Ou autre chose que vous compterez" };
                let fields = vec![
                    shown(Drawn::Line, format!("compte-{row}-quoi"), free),
                    shown(Drawn::Line, format!("compte-{row}-unite"), "En quoi (personnes, séances…)"),
                    shown(Drawn::Line, format!("compte-{row}-cible"), "Combien vous en attendez"),
                ];
                let tool = (!around.tools.is_empty()).then_some(tool);
                group(&format!("Indicateur {row}"), tool.into_iter().chain(fields).collect())
            })
            .collect(),
    }
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
            let addresses: Vec<&str> = places.iter().flat_map(|one| one.address.lines()).collect();
            form.add(super::places::FIELD, addresses.join("\n"));
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
                // What was chosen says itself what is counted and in what.
                let written = |text: &str| if one.code.is_empty() { text.to_owned() } else { String::new() };
                form.add(format!("compte-{row}-outil"), one.code.as_str());
                form.add(format!("compte-{row}-quoi"), written(&one.label));
                form.add(format!("compte-{row}-unite"), written(&one.unit));
                form.add(format!("compte-{row}-cible"), one.target.as_str());
            }
        }
    }
    form
}
