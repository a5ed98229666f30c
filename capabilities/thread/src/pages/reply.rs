//! Telling residents why a need will not be answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use kernel::Uuid;
use lineage::Kind;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::inside_path;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/reply.html")]
pub(super) struct ReplyPage {
    pub frame: Frame,
    pub form: Form,
    pub need: String,
    pub back: String,
    /// Whether a refusal is being taken back, rather than told.
    pub is_taken_back: bool,
}

/// A need, in addresses.
pub struct Need;

fn draw(visit: &Visit, need: (&str, &str), id: Uuid, (form, is_taken_back): (Form, bool)) -> ReplyPage {
    let title = if is_taken_back { "Reprendre la réponse" } else { "Dire pourquoi non" };
    let back = inside_path(Kind::Need, &id.to_string());
    let above = vec![Link::new("Le fil", "/gestion/fil"), Link::new(need.0, &back)];
    ReplyPage {
        frame: visit.back_office(title).with_breadcrumb(above).with_form(&form),
        form,
        need: format!("{} {}", need.0, need.1),
        back,
        is_taken_back,
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
    answer::page(&draw(&visit, (&code, &label), id.uuid(), (Form::empty(), false)))
}

pub async fn refuse(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Need>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (code, label) = named(&mut tx, id.uuid()).await?;
    let told = (fields.text("raison"), &house.settings.zone);
    let outcome = actions::refuse(&mut tx, &house.outside, &visit.actor, id.uuid(), told).await;
    let back = inside_path(Kind::Need, &id.uuid().to_string());
    let again = async |form| Ok(draw(&visit, (&code, &label), id.uuid(), (form, false)));
    answer::settle(tx, outcome, (|()| back, "ajoute"), &fields, again).await
}

pub async fn opened(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Need>) -> Answer {
    let mut tx = house.read().await?;
    let (code, label) = named(&mut tx, id.uuid()).await?;
    store::reply::of_need(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    answer::page(&draw(&visit, (&code, &label), id.uuid(), (Form::empty(), true)))
}

pub async fn take_back(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Need>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (code, label) = named(&mut tx, id.uuid()).await?;
    let outcome = actions::take_back(&mut tx, &house.outside, &visit.actor, id.uuid(), fields.text("motif")).await;
    let back = inside_path(Kind::Need, &id.uuid().to_string());
    let again = async |form| Ok(draw(&visit, (&code, &label), id.uuid(), (form, true)));
    answer::settle(tx, outcome, (|()| back, "modifie"), &fields, again).await
}
