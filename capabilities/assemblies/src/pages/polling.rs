//! Members vote on a draft: the vote is opened, each votes, it is closed.

use std::sync::Arc;

use axum::extract::State;
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::opinions::{draw, own_file_path};
use crate::actions::polling;
use crate::rules::{Submission, Vote};

pub async fn open(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let mut typed = Reading::of(&fields);
    let asked = (fields.is_ticked("secret"), typed.day("vote-jusqu-au", "le dernier jour du vote"));
    let outcome = polling::open_vote(&mut tx, around, &visit.actor, id.uuid(), typed.filled(asked)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn vote(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let chosen = Vote::from_code(fields.text("vote"));
    let outcome = polling::vote(&mut tx, around, &visit.actor, id.uuid(), chosen).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn close(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let outcome = polling::close_vote(&mut tx, around, &visit.actor, at, fields.is_ticked("public")).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}
