//! `/gestion/dossiers/repartition`: rules that send projects to readers by territory, theme and funder.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::Uuid;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{LIST, above, called, choices};
use crate::actions::assess_list::{chosen, readers};
use crate::actions::assess_routing::{self, NewRule};
use crate::rules::RoutingRule;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/assess_routing.html")]
pub(super) struct RoutingPage {
    pub frame: Frame,
    pub form: Form,
    pub call: String,
    /// Each rule as a sentence.
    pub rules: Vec<(String, String)>,
    pub areas: Vec<Choice>,
    pub nodes: Vec<Choice>,
    pub funders: Vec<Choice>,
    pub readers: Vec<Choice>,
}

async fn draw(tx: &mut Tx, house: &House, visit: &Visit, (address, form): (&str, Form)) -> Result<RoutingPage, Fault> {
    let (_, call) = chosen(tx, &visit.actor, &acts::ROUTE, address).await?;
    let call = assess_routing::routed(tx, &visit.actor, call.ok_or_else(Fault::not_found)?.id).await?;
    let contract = strategy::facade::contract(tx, call.contract).await?.ok_or_else(Fault::not_found)?;
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let known = readers(tx, &call, house.outside.now()).await?;
    let mut rules = Vec::new();
    for rule in store::routing::of_call(tx, call.id).await? {
        let mut parts = Vec::new();
        parts.extend(areas.iter().find(|area| Some(area.id) == rule.area).map(|area| area.name.clone()));
        parts.extend(nodes.iter().find(|node| Some(node.id) == rule.node).map(|node| node.title.clone()));
        parts.extend(call.funders.iter().find(|one| Some(one.id) == rule.funder).map(|one| one.name.clone()));
        let what = if parts.is_empty() { "tous les projets".to_owned() } else { parts.join(", ") };
        rules.push((rule.id.to_string(), format!("{what} → {}", called(tx, rule.reader).await?)));
    }
    Ok(RoutingPage {
        frame: visit
            .back_office("Répartir les dossiers")
            .with_caption(&*call.title)
            .with_breadcrumb(above(None))
            .with_form(&form),
        form,
        call: call.id.to_string(),
        rules,
        areas: choices(areas.iter().map(|area| (area.id, &area.name))),
        nodes: choices(nodes.iter().map(|node| (node.id, format!("{} {}", node.code, node.title)))),
        funders: choices(call.funders.iter().map(|one| (one.id, &one.name))),
        readers: choices(known.iter().map(|reader| (reader.account, &reader.name))),
    })
}

fn path(address: &str) -> String {
    format!("{LIST}/repartition?appel={address}")
}

async fn call_of(tx: &mut Tx, visit: &Visit, fields: &Fields) -> Result<applications::facade::CallBrief, Fault> {
    let id = fields.text("appel-choisi").parse().map_err(|_| Fault::not_found())?;
    Ok(assess_routing::routed(tx, &visit.actor, id).await?)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, (asked.text("appel"), Form::empty())).await?)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = call_of(&mut tx, &visit, &fields).await?;
    let mut typed = Reading::of(&fields);
    let rule = NewRule {
        area: typed.offered("quartier"),
        node: typed.offered("objectif"),
        funder: typed.offered("financeur"),
        is_all: fields.is_ticked("tous"),
        reader: typed.offered("lecteur"),
    };
    let outcome = assess_routing::add_rule(&mut tx, &house.outside, &visit.actor, call.id, typed.filled(rule)).await;
    let again = async |form| draw(&mut house.read().await?, &house, &visit, (&call.address, form)).await;
    answer::settle(tx, outcome, (|_: Uuid| path(&call.address), "ajoute"), &fields, again).await
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<RoutingRule>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let call = call_of(&mut tx, &visit, &fields).await?;
    assess_routing::remove_rule(&mut tx, &house.outside, &visit.actor, (call.id, id.uuid())).await?;
    tx.commit().await?;
    answer::done(&path(&call.address), "supprime")
}

pub async fn apply(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = call_of(&mut tx, &visit, &fields).await?;
    assess_routing::apply(&mut tx, &house.outside, &visit.actor, call.id).await?;
    tx.commit().await?;
    answer::done(&format!("{LIST}?appel={}", call.address), "enregistre")
}
