//! What is done of a draw from its page: each step answers with it.

use std::sync::Arc;

use axum::extract::State;
use database::Tx;
use interface::Form;
use kernel::Uuid;
use web::{Answer, Fields, House, PathId, Visit, answer};

use super::ceremony::drawn;
use super::draws::draw_path;
use crate::actions::{self, NumberRead, Step};
use crate::store::draw::Draw;

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &house, &visit, id.uuid(), None).await?)
}

/// Ends a step: the page of the draw, or the same page around what was typed.
async fn ended(
    house: &House,
    visit: &Visit,
    (id, fields): (Uuid, &Fields),
    (tx, outcome): (Tx, kernel::Outcome<()>),
    code: &str,
) -> Answer {
    let again = async |form: Form| {
        let typed = fields.pairs().iter().filter(|(name, _)| name != "revision").cloned();
        let form = Form::filled(typed).with_errors(form.errors());
        drawn(&mut house.read().await?, house, visit, id, Some(form)).await
    };
    answer::settle(tx, outcome, (|()| draw_path(id), code), fields, again).await
}

pub async fn study(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::ask_study(&mut tx, &house.outside, &visit.actor, id.uuid()).await;
    let answer = ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "lance").await;
    house.bell.ring();
    answer
}

async fn asked((house, visit): (&House, &Visit), mut tx: Tx, (id, fields): (Uuid, Fields), step: Step) -> Answer {
    let outcome = actions::ask(&mut tx, &house.outside, &visit.actor, (id, fields.revision()), step).await;
    let answer = ended(house, visit, (id, &fields), (tx, outcome), "lance").await;
    house.bell.ring();
    answer
}

pub async fn freeze(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let tx = house.write().await?;
    asked((&house, &visit), tx, (id.uuid(), fields), Step::Freeze).await
}

pub async fn publish(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draw>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let text = |name: &str| fields.text(name).to_owned();
    let typed = actions::TypedOrder { signature: text("ordre-signature"), why: text("ordre-repli") };
    let noted = actions::note_order(&mut tx, &house.outside, &visit.actor, id.uuid(), &typed).await;
    if noted.is_err() {
        return ended(&house, &visit, (id.uuid(), &fields), (tx, noted), "lance").await;
    }
    asked((&house, &visit), tx, (id.uuid(), fields), Step::Publish).await
}

pub async fn stop(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::stop_step(&mut tx, &house.outside, &visit.actor, at).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "annule").await
}

pub async fn dice(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let whole = |name: &str| fields.text(name).parse().ok();
    let early = fields.text("avance").to_owned();
    let number = NumberRead { typed: whole("nombre"), again: whole("nombre-bis"), early };
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let outcome = actions::read_dice(&mut tx, around, &visit.actor, at, &number).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}

pub async fn beacon(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let text = |name: &str| fields.text(name).to_owned();
    let typed = actions::Typed { signature: text("signature"), value: text("balise"), why: text("repli") };
    let outcome = actions::read_beacon(&mut tx, &house.outside, &visit.actor, at, &typed).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}

pub async fn seal(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let at = (id.uuid(), fields.revision());
    let outcome = actions::seal(&mut tx, around, &visit.actor, at, fields.text("temoins")).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}

pub async fn abandon(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draw>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::abandon(&mut tx, &house.outside, &visit.actor, at, fields.text("raison")).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}
