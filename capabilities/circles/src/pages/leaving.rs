//! `/mon-association/groupes/{id}/depart`: leaving, handing over, closing.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{name_in, names, speaking, under};
use crate::actions::leaving;
use crate::actions::looking::{leads, member};
use crate::rules::{Circle, LIST, MemberState, circle_path};
use crate::store;

#[derive(Template)]
#[template(path = "pages/leaving.html")]
pub(super) struct LeavingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub leads: bool,
    /// Associations she may leave with, when there are several.
    pub speaking: Vec<Choice>,
    /// Associations the group may be handed to.
    pub others: Vec<Choice>,
}

async fn drawn(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<LeavingPage, Fault> {
    let mut tx = house.read().await?;
    let found = member(&mut tx, &visit.actor, id).await?;
    found.open()?;
    let owner = found.circle.owner;
    let all = store::member::of_circle(&mut tx, id).await?;
    let names = names(&mut tx, &all).await?;
    let leads = leads(&visit.actor, &found);
    let others = all.iter().filter(|one| one.state == MemberState::Member && one.organisation != owner);
    let title = if leads { "Passer la main ou fermer le groupe" } else { "Quitter le groupe" };
    Ok(LeavingPage {
        frame: under(visit, &found, title).with_form(&form),
        form,
        path: circle_path(id),
        leads,
        speaking: speaking(&found.own, &names),
        others: others
            .map(|one| Choice::new(one.organisation.to_string(), &name_in(&names, one.organisation)))
            .collect(),
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Circle>) -> Answer {
    answer::page(&drawn(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn leave(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Circle>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let what = (id.uuid(), fields.text("association").parse().ok());
    let outcome = leaving::leave(&mut tx, &house.outside, &visit.actor, what).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| LIST.to_owned(), "enregistre"), &fields, again).await
}

pub async fn hand_over(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Circle>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, house.settings.public_url.as_str());
    let what = (id.uuid(), fields.text("relais").parse().ok());
    let outcome = leaving::hand_over(&mut tx, around, &visit.actor, what).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), form).await;
    let answered = answer::settle(tx, outcome, (|()| circle_path(id.uuid()), "enregistre"), &fields, again).await;
    house.bell.ring();
    answered
}

pub async fn close(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Circle>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, house.settings.public_url.as_str());
    let what = (id.uuid(), fields.is_ticked("sur"));
    let outcome = leaving::close(&mut tx, around, &visit.actor, what).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), form).await;
    let answered = answer::settle(tx, outcome, (|()| circle_path(id.uuid()), "enregistre"), &fields, again).await;
    house.bell.ring();
    answered
}
