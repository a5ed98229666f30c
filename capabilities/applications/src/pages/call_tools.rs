//! `/gestion/appels/{id}/indicateurs`: the toolbox of the contract of a call.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::{above, call_path};
use crate::actions::{calls, toolbox};
use crate::rules::{Call, read_tools, written};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/call_tools.html")]
pub(super) struct ToolsPage {
    pub frame: Frame,
    pub form: Form,
}

impl ToolsPage {
    pub fn new(frame: Frame, form: Form) -> Self {
        Self { frame: frame.with_form(&form), form }
    }
}

fn draw(visit: &Visit, call: &Call, form: Form) -> ToolsPage {
    let frame = visit.back_office("Boîte à outils des indicateurs").with_breadcrumb(above(call));
    ToolsPage::new(frame, form)
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let (tools, revision) = store::toolbox::of_contract(&mut tx, call.contract).await?;
    let form = Form::filled([("outils", written(&tools)), ("revision", revision.to_string())]);
    answer::page(&draw(&visit, &call, form))
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let tools = read_tools(fields.text("outils")).unwrap_or_else(|wrong| {
        typed.tell(&wrong.field, wrong.sentence);
        Vec::new()
    });
    let at = (call.contract, fields.revision().max(0));
    let outcome = toolbox::write(&mut tx, &house.outside, &visit.actor, at, typed.filled(tools)).await;
    let again = async |form| Ok(draw(&visit, &call, form));
    let path = format!("{}/cadre", call_path(call.id));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}
