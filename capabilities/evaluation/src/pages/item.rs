//! A line of the framework: a question, a criterion, an indicator.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid, french};
use strategy::facade::{ContractBrief, NodeBrief};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::home::line_path;
use super::{at, choices, contract_by, contract_of, framed};
use crate::rules::{Item, ItemTerms, Level, MeasureSort, Sense, numbered};
use crate::{actions, acts, store};

/// Objectives offered as a list; past it, their references are typed.
const MOST_NODES: usize = 80;

#[derive(Template)]
#[template(path = "pages/item.html")]
pub(super) struct ItemPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub level: Level,
    /// Lines it may stand under.
    pub above: Vec<Choice>,
    pub nodes: Vec<Choice>,
    pub are_nodes_typed: bool,
    pub indicators: Vec<Choice>,
    pub sorts: Vec<Choice>,
    pub senses: Vec<Choice>,
    /// Where it is changed; empty for a new one.
    pub path: String,
    pub where_now: String,
}

pub(super) fn sorts() -> Vec<Choice> {
    choices(MeasureSort::ALL.iter().map(|one| (one.code(), one.french())))
}

pub(super) fn senses() -> Vec<Choice> {
    choices(Sense::ALL.iter().map(|one| (one.code(), one.french())))
}

const fn title(level: Level, is_new: bool) -> &'static str {
    match (level, is_new) {
        (Level::Question, true) => "Ajouter une question",
        (Level::Question, false) => "Modifier une question",
        (Level::Criterion, true) => "Ajouter un critère",
        (Level::Criterion, false) => "Modifier un critère",
        (Level::Measure, true) => "Ajouter un indicateur",
        (Level::Measure, false) => "Modifier un indicateur",
    }
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    contract: &ContractBrief,
    (level, own): (Level, Option<&Item>),
    form: Form,
) -> Result<ItemPage, Fault> {
    let all = numbered(&store::framework::items(tx, contract.id).await?);
    let nodes = match level {
        Level::Question => strategy::facade::nodes(tx, contract.id).await?,
        _ => Vec::new(),
    };
    let indicators = match level {
        Level::Measure => observatory::facade::indicators(tx).await?,
        _ => Vec::new(),
    };
    let named = all.iter().filter(|one| Some(one.item.level) == level.above());
    let now = own.and_then(|own| all.iter().find(|one| one.item.id == own.id));
    Ok(ItemPage {
        frame: framed(visit, title(level, own.is_none()), contract).with_form(&form),
        form,
        contract: contract.code.clone(),
        level,
        above: choices(named.map(|one| (one.item.id, format!("{} {}", one.number, one.item.terms.words)))),
        are_nodes_typed: nodes.len() > MOST_NODES,
        nodes: match nodes.len() > MOST_NODES {
            true => Vec::new(),
            false => choices(nodes.iter().map(|node| (node.id, format!("{} {}", node.code, node.title)))),
        },
        indicators: choices(indicators.iter().map(|one| (one.code.as_str(), one.label.as_str()))),
        sorts: sorts(),
        senses: senses(),
        path: own.map(|own| line_path(own.id)).unwrap_or_default(),
        where_now: now.map(|one| format!("Numéro {} aujourd’hui.", one.number)).unwrap_or_default(),
    })
}

/// Objectives ticked, or typed by their references between commas.
fn objectives(reading: &mut Reading<'_>, typed: &[&str], nodes: &[NodeBrief]) -> Vec<Uuid> {
    let mut all = Vec::new();
    for text in typed.iter().flat_map(|text| text.split([',', ';'])).map(str::trim).filter(|text| !text.is_empty()) {
        let named = |node: &&NodeBrief| node.code.eq_ignore_ascii_case(text) || node.id.to_string() == text;
        match nodes.iter().find(named) {
            Some(node) if !all.contains(&node.id) => all.push(node.id),
            Some(_) => {}
            None => reading.tell("objectifs", format!("« {text} » n’est la référence d’aucun objectif de ce contrat")),
        }
    }
    all
}

fn read(fields: &Fields, level: Level, nodes: &[NodeBrief]) -> Filled<ItemTerms> {
    let mut reading = Reading::of(fields);
    let mut terms = ItemTerms { words: reading.text("texte"), note: reading.text("note"), ..ItemTerms::default() };
    match level {
        Level::Question => terms.nodes = objectives(&mut reading, &fields.all("objectifs"), nodes),
        Level::Criterion => {}
        Level::Measure => {
            terms.indicator = reading.text("indicateur");
            terms.sort = MeasureSort::from_code(fields.text("sorte"));
            let sense = reading.coded("sens", Sense::from_code, "Dites quel sens est souhaité, ou qu’aucun ne l’est");
            terms.sense = sense.unwrap_or(Sense::Unsaid);
            terms.target = reading.number("cible");
            terms.target_year = reading.whole("cible-annee");
        }
    }
    reading.filled(terms)
}

fn filled(one: &Item, nodes: &[NodeBrief]) -> Form {
    let terms = &one.terms;
    let number = |value: f64| french::decimal(value, if value.fract() == 0.0 { 0 } else { 2 });
    let mut form = Form::filled([
        ("texte", terms.words.clone()),
        ("note", terms.note.clone()),
        ("sous", one.parent.map(|id| id.to_string()).unwrap_or_default()),
        ("indicateur", terms.indicator.clone()),
        ("sorte", terms.sort.map(|sort| sort.code().to_owned()).unwrap_or_default()),
        ("sens", terms.sense.code().to_owned()),
        ("cible", terms.target.map(number).unwrap_or_default()),
        ("cible-annee", terms.target_year.map(|year| year.to_string()).unwrap_or_default()),
        ("revision", one.revision.to_string()),
    ]);
    if nodes.len() > MOST_NODES {
        let codes: Vec<&str> =
            nodes.iter().filter(|node| terms.nodes.contains(&node.id)).map(|node| node.code.as_str()).collect();
        form.add("objectifs", codes.join(", "));
    } else {
        for node in &terms.nodes {
            form.add("objectifs", node.to_string());
        }
    }
    form
}

/// The contract and the level of a new line: under the line named, or a question.
async fn new_place(
    tx: &mut Tx,
    visit: &Visit,
    (contract, under): (&str, &str),
) -> Result<(ContractBrief, Level), Fault> {
    if under.is_empty() {
        return Ok((contract_of(tx, visit, &acts::WRITE, contract).await?, Level::Question));
    }
    let id: Uuid = under.parse().map_err(|_| Fault::not_found())?;
    let above = actions::item(tx, &visit.actor, id).await?;
    let level = above.level.below().ok_or_else(Fault::not_found)?;
    Ok((contract_by(tx, above.contract).await?, level))
}

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let place = (asked.text("contrat"), asked.text("sous"));
    let (contract, level) = new_place(&mut tx, &visit, place).await?;
    let form = Form::filled([("sous", asked.text("sous")), ("sens", Sense::Unsaid.code())]);
    answer::page(&drawn(&mut tx, &visit, &contract, (level, None), form).await?)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, fields.text("contrat")).await?;
    let level = Level::from_code(fields.text("niveau")).ok_or_else(Fault::not_found)?;
    let parent = fields.text("sous").parse().ok();
    let nodes = strategy::facade::nodes(&mut tx, contract.id).await?;
    let typed = read(&fields, level, &nodes);
    let which = (contract.id, level, parent);
    let outcome = actions::add_item(&mut tx, &house.outside, &visit.actor, which, typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, (level, None), form).await
    };
    answer::settle(tx, outcome, (|_| at("", &contract.code), "ajoute"), &fields, again).await
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Item>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::item(&mut tx, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let nodes = strategy::facade::nodes(&mut tx, contract.id).await?;
    let form = filled(&found, &nodes);
    answer::page(&drawn(&mut tx, &visit, &contract, (found.level, Some(&found)), form).await?)
}

pub async fn change(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Item>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::item(&mut tx, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let nodes = strategy::facade::nodes(&mut tx, contract.id).await?;
    let typed = read(&fields, found.level, &nodes);
    let which = (found.id, fields.revision(), fields.text("sous").parse().ok());
    let outcome = actions::change_item(&mut tx, &house.outside, &visit.actor, which, typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, (found.level, Some(&found)), form).await
    };
    answer::settle(tx, outcome, (|_| at("", &contract.code), "modifie"), &fields, again).await
}

pub async fn shift(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Item>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let is_up = fields.text("sens") == "haut";
    actions::shift_item(&mut tx, &house.outside, &visit.actor, id.uuid(), is_up).await?;
    tx.commit().await?;
    answer::done(&line_path(id.uuid()), "modifie")
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Item>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision());
    let contract = actions::remove_item(&mut tx, &house.outside, &visit.actor, which).await?;
    let contract = contract_by(&mut tx, contract).await?;
    tx.commit().await?;
    answer::done(&at("", &contract.code), "supprime")
}
