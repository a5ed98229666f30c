//! Who reads what: rules of a call, and projects given to a reader by hand.

use applications::facade::{self as files, CallBrief, ProjectRow};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::assess_list::{Reader, readers};
use crate::rules::{self, Came, Routable, RoutingRule, with_ancestors};
use crate::store::reading::Place;
use crate::{acts, store};

/// A rule as it is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NewRule {
    /// A neighbourhood.
    pub area: Option<Uuid>,
    /// An element of the tree.
    pub node: Option<Uuid>,
    /// A funder of the call.
    pub funder: Option<Uuid>,
    /// Whether it sends everything.
    pub is_all: bool,
    /// To whom.
    pub reader: Option<Uuid>,
}

/// A call where this actor shares the work out.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn routed(tx: &mut Tx, actor: &Actor, call: Uuid) -> Outcome<CallBrief> {
    let call = files::call_brief(tx, call).await?.ok_or(Refusal::NotFound)?;
    match actor.may(&acts::ROUTE, &Scope::contract(call.contract)).is_allowed() {
        true => Ok(call),
        false => Err(Refusal::NotFound.into()),
    }
}

/// Adds a rule.
///
/// # Errors
/// Not this actor’s; nothing named; a reader, a neighbourhood, an element or a funder that is not of this call.
pub async fn add_rule(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    call: Uuid,
    new: impl Into<Filled<NewRule>>,
) -> Outcome<Uuid> {
    let call = routed(tx, actor, call).await?;
    let mut form = new.into();
    let new = form.value;
    form.find(rules::check_rule(new.area, new.node, new.funder, new.is_all));
    let known = readers(tx, &call, outside.now()).await?;
    let areas = strategy::facade::contract(tx, call.contract).await?.map(|one| one.area_ids).unwrap_or_default();
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let mut tell = |is_wrong: bool, field: &str, sentence: &str| {
        if is_wrong {
            form.find([FieldError::new(field, sentence)]);
        }
    };
    let is_reader = known.iter().any(|reader| Some(reader.account) == new.reader);
    tell(!is_reader, "lecteur", "Choisissez la personne qui lira ces dossiers");
    tell(new.area.is_some_and(|area| !areas.contains(&area)), "quartier", "Choisissez un quartier de la liste");
    let is_node = |node: Uuid| nodes.iter().any(|known| known.id == node);
    tell(new.node.is_some_and(|node| !is_node(node)), "objectif", "Choisissez un objectif de la liste");
    let is_funder = |id: Uuid| call.funders.iter().any(|funder| funder.id == id);
    tell(new.funder.is_some_and(|id| !is_funder(id)), "financeur", "Choisissez un financeur de la liste");
    let new = form.sound()?;
    let Some(reader) = new.reader else { return Err(Refusal::NotFound.into()) };
    let id = outside.uuid();
    let rule = RoutingRule { id, call: call.id, area: new.area, node: new.node, funder: new.funder, reader };
    store::routing::insert(tx, &rule, outside.now(), actor.account()).await?;
    record(tx, outside, actor, (call.id, "règle ajoutée"), &[("assessment_rule", id)]).await?;
    Ok(call.id)
}

/// Takes a rule out; what it sent already stays.
///
/// # Errors
/// Not this actor’s; no such rule.
pub async fn remove_rule(tx: &mut Tx, outside: &Outside, actor: &Actor, (call, id): (Uuid, Uuid)) -> Outcome<()> {
    let call = routed(tx, actor, call).await?;
    if !store::routing::remove(tx, call.id, id).await? {
        return Err(Refusal::NotFound.into());
    }
    record(tx, outside, actor, (call.id, "règle retirée"), &[("assessment_rule", id)]).await
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, what): (Uuid, &str),
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let detail = json!({ "acte": what, "lignes": touched.len() });
    let entry = Entry::on(acts::ROUTE.code, "call", call).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Of some projects, those a reader may read: not recused, not the carrier’s own, asked of her funder.
async fn readable(tx: &mut Tx, call: &CallBrief, reader: &Reader, rows: &[ProjectRow]) -> database::Result<Vec<Uuid>> {
    let rows = files::rows_for(tx, reader.actor(), &acts::ASSESS, call, rows.to_vec()).await?;
    Ok(rows.into_iter().map(|row| row.project.id).collect())
}

/// Applies the rules of a call to all its projects: each goes to every reader whose rule it meets and who may read it. What
/// was sent already stays. Gives how many readings are new.
///
/// # Errors
/// Not this actor’s.
pub async fn apply(tx: &mut Tx, outside: &Outside, actor: &Actor, call: Uuid) -> Outcome<usize> {
    let call = routed(tx, actor, call).await?;
    let rules = store::routing::of_call(tx, call.id).await?;
    let all = files::projects_of_call(tx, call.id).await?;
    let all = files::rows_for(tx, actor, &acts::ROUTE, &call, all).await?;
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let parents: Vec<(Uuid, Option<Uuid>)> = nodes.iter().map(|node| (node.id, node.parent)).collect();
    let mut touched = Vec::new();
    for reader in readers(tx, &call, outside.now()).await? {
        let own: Vec<RoutingRule> = rules.iter().filter(|rule| rule.reader == reader.account).cloned().collect();
        if own.is_empty() {
            continue;
        }
        let readable = readable(tx, &call, &reader, &all).await?;
        for row in all.iter().filter(|row| readable.contains(&row.project.id)) {
            let project = Routable {
                areas: row.areas.iter().map(|(area, _)| *area).collect(),
                nodes: with_ancestors(&row.nodes, &parents),
                funders: row.fundings.iter().map(|funding| funding.funder).collect(),
            };
            if rules::readers(&own, &project, &[]).is_empty() {
                continue;
            }
            let place = Place { project: row.project.id, application: row.application, call: call.id };
            let came = (Came::Rule, actor.account());
            let made = store::reading::assign(tx, outside, place, reader.account, came).await?;
            touched.extend(made.map(|id| ("assessment_reading", id)));
        }
    }
    if !touched.is_empty() {
        record(tx, outside, actor, (call.id, "dossiers répartis par les règles"), &touched).await?;
    }
    Ok(touched.len())
}

/// Gives projects to a reader. Gives how many are new to her.
///
/// # Errors
/// Not this actor’s; nothing chosen; nobody chosen, or somebody who may not read one of them: recused, tied to its carrier, or
/// of a funder that is not asked.
pub async fn assign(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    call: Uuid,
    (projects, reader): (&[Uuid], Option<Uuid>),
) -> Outcome<usize> {
    let call = routed(tx, actor, call).await?;
    let all = files::projects_of_call(tx, call.id).await?;
    let all = files::rows_for(tx, actor, &acts::ROUTE, &call, all).await?;
    let chosen: Vec<ProjectRow> = all.into_iter().filter(|row| projects.contains(&row.project.id)).collect();
    let known = readers(tx, &call, outside.now()).await?;
    let reader = known.into_iter().find(|one| Some(one.account) == reader);
    let mut errors = Vec::new();
    if chosen.is_empty() {
        errors.push(FieldError::new("projets", "Cochez au moins un projet"));
    }
    let Some(reader) = reader else {
        errors.push(FieldError::new("a-qui", "Choisissez la personne qui lira ces projets"));
        return Err(Failure::Input(errors));
    };
    let readable = readable(tx, &call, &reader, &chosen).await?;
    if let Some(closed) = chosen.iter().find(|row| !readable.contains(&row.project.id)) {
        let sentence = format!(
            "{} ne peut pas lire le dossier {} : retrait, lien avec le porteur ou financeur non sollicité",
            reader.name, closed.number
        );
        errors.push(FieldError::new("a-qui", sentence));
    }
    Failure::unless_empty(errors)?;
    let mut touched = Vec::new();
    for row in &chosen {
        let place = Place { project: row.project.id, application: row.application, call: call.id };
        let came = (Came::Hand, actor.account());
        let made = store::reading::assign(tx, outside, place, reader.account, came).await?;
        touched.extend(made.map(|id| ("assessment_reading", id)));
    }
    if !touched.is_empty() {
        record(tx, outside, actor, (call.id, "projets confiés"), &touched).await?;
    }
    Ok(touched.len())
}
