//! Whom and what a call is for: priorities of the contract, neighbourhoods, organisations, years.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, call_path, revision_of};
use crate::actions::calls;
use crate::acts;
use crate::rules::{Call, CallFrame};

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Offered {
    pub nodes: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub tools: Vec<Choice>,
    /// Where the toolbox is written.
    pub toolbox: String,
}

#[derive(Template)]
#[template(path = "pages/call_cadre.html")]
pub(super) struct CadrePage {
    pub frame: Frame,
    pub form: Form,
    pub offered: Offered,
}

impl CadrePage {
    pub fn new(frame: Frame, form: Form, offered: Offered) -> Self {
        Self { frame: frame.with_form(&form), form, offered }
    }
}

async fn draw(tx: &mut Tx, visit: &Visit, call: &Call, form: Form) -> Result<CadrePage, Fault> {
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let own = strategy::facade::contract(tx, call.contract).await?.map(|one| one.area_ids).unwrap_or_default();
    let areas = territory::facade::areas_among(tx, &own).await?;
    let tools = calls::offered_tools(tx, call).await?;
    let tool = |one: crate::rules::IndicatorTool| {
        Choice::new(&*one.code, &french::spaced(&format!("{} : {} ({})", one.code, one.label, one.unit)))
    };
    let offered = Offered {
        tools: tools.into_iter().map(tool).collect(),
        toolbox: format!("{}/indicateurs", call_path(call.id)),
        nodes: nodes
            .into_iter()
            .map(|node| {
                let label = format!("{} {} {}", node.level, node.code, node.title);
                Choice::new(node.id.to_string(), &label)
            })
            .collect(),
        areas: areas.into_iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect(),
        kinds: accounts::OrganisationKind::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
    };
    let frame = visit.back_office("Pour qui et pour quoi").with_breadcrumb(above(call));
    Ok(CadrePage::new(frame, form, offered))
}

pub(super) fn form_of(call: &Call) -> Form {
    let terms = &call.terms;
    let mut form = Form::filled([("annees", terms.years.to_string()), ("revision", revision_of(call))]);
    for node in &terms.priorities {
        form.add("priorites", node.to_string());
    }
    for area in &terms.areas {
        form.add("quartiers", area.to_string());
    }
    for kind in &terms.kinds {
        form.add("structures", kind.clone());
    }
    for one in &terms.indicators {
        form.add("indicateurs", one.code.clone());
    }
    form
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    answer::page(&draw(&mut tx, &visit, &call, form_of(&call)).await?)
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let ids = |name: &str| -> Vec<Uuid> { fields.all(name).iter().filter_map(|id| id.parse().ok()).collect() };
    let frame = CallFrame {
        priorities: ids("priorites"),
        areas: ids("quartiers"),
        kinds: fields.all("structures").into_iter().map(str::to_owned).collect(),
        years: typed.whole("annees").unwrap_or_default(),
        indicators: fields.all("indicateurs").into_iter().map(str::to_owned).collect(),
    };
    let at = (call.id, fields.revision());
    let outcome = calls::amend_frame(&mut tx, &house.outside, &visit.actor, at, typed.filled(frame)).await;
    let again = async |form| draw(&mut house.read().await?, &visit, &call, form).await;
    answer::settle(tx, outcome, (|()| call_path(call.id), "enregistre"), &fields, again).await
}
