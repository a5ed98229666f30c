//! `/mon-association/groupes/{id}/invitation`: what an association is asked to, and its answer.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{listed, name_in, names, speaking, titles};
use crate::actions::inviting;
use crate::actions::looking::{binds, invited};
use crate::rules::{Circle, LIST, MemberState, circle_path};
use crate::store;

#[derive(Template)]
#[template(path = "pages/invitation.html")]
pub(super) struct InvitationPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub name: String,
    pub purpose: String,
    pub themes: String,
    pub owner: String,
    pub count: String,
    /// Associations she may answer for, when there are several.
    pub speaking: Vec<Choice>,
    pub may_answer: bool,
}

async fn drawn(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<InvitationPage, Fault> {
    let mut tx = house.read().await?;
    let found = invited(&mut tx, &visit.actor, id).await?;
    let circle = &found.circle;
    let all = store::member::of_circle(&mut tx, id).await?;
    let names = names(&mut tx, &all).await?;
    let count = all.iter().filter(|one| one.state == MemberState::Member).count();
    let themes = store::circle::themes(&mut tx, id).await?;
    Ok(InvitationPage {
        frame: listed(visit, "Une invitation").with_form(&form),
        form,
        path: visit.path.clone(),
        name: circle.name.clone(),
        purpose: circle.purpose.clone(),
        themes: titles(&mut tx, &themes).await?.join(", "),
        owner: name_in(&names, circle.owner),
        count: french::count(i64::try_from(count).unwrap_or(i64::MAX), "association", "associations"),
        speaking: speaking(&found.own, &names),
        may_answer: found.own.iter().any(|one| binds(&visit.actor, one.organisation).is_ok()),
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Circle>) -> Answer {
    answer::page(&drawn(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn answer(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Circle>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let is_accepted = match fields.text("reponse") {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    };
    let around = (&house.outside, house.settings.public_url.as_str());
    let what = (fields.text("association").parse().ok(), is_accepted);
    let outcome = inviting::answer(&mut tx, around, &visit.actor, id.uuid(), what).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), form).await;
    let next = |is_in| if is_in { circle_path(id.uuid()) } else { LIST.to_owned() };
    let answered = answer::settle(tx, outcome, (next, "enregistre"), &fields, again).await;
    house.bell.ring();
    answered
}
