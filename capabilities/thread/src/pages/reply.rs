//! Telling residents why a need will not be answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use kernel::Uuid;
use lineage::Kind;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{done_with_need, inside_path};
use crate::actions;

#[derive(Template)]
#[template(path = "pages/reply.html")]
pub(super) struct ReplyPage {
    pub frame: Frame,
    pub form: Form,
    pub need: String,
    pub back: String,
}

/// A need, in addresses.
pub struct Need;

fn draw(visit: &Visit, need: (&str, &str), id: Uuid, form: Form) -> ReplyPage {
    let back = inside_path(Kind::Need, &id.to_string());
    let above = vec![Link::new("Le fil", "/gestion/fil"), Link::new(need.0, &back)];
    ReplyPage {
        frame: visit.back_office("Dire pourquoi non").with_breadcrumb(above).with_form(&form),
        form,
        need: format!("{} {}", need.0, need.1),
        back,
    }
}

async fn named(tx: &mut database::Tx, id: Uuid) -> Result<(String, String), Fault> {
    let all = listening::facade::needs(tx).await?;
    let need = all.into_iter().find(|one| one.id == id).ok_or_else(Fault::not_found)?;
    Ok((need.code, need.label))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Need>) -> Answer {
    let mut tx = house.read().await?;
    let (code, label) = named(&mut tx, id.uuid()).await?;
    answer::page(&draw(&visit, (&code, &label), id.uuid(), Form::empty()))
}

pub async fn refuse(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Need>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (code, label) = named(&mut tx, id.uuid()).await?;
    let told = (fields.text("raison"), &house.settings.zone);
    let outcome = actions::refuse(&mut tx, &house.outside, &visit.actor, id.uuid(), told).await;
    let back = inside_path(Kind::Need, &id.uuid().to_string());
    let again = async |form| Ok(draw(&visit, (&code, &label), id.uuid(), form));
    answer::settle(tx, outcome, (|()| back, "ajoute"), &fields, again).await
}

pub async fn take_back(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Need>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    actions::take_back(&mut tx, &house.outside, &visit.actor, id.uuid(), fields.text("motif")).await?;
    tx.commit().await?;
    done_with_need(id.uuid(), "modifie")
}
