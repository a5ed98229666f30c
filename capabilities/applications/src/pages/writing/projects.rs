//! Projects added, copied, taken out.

use std::sync::Arc;

use axum::extract::State;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::path;
use crate::actions::writing::projects;
use crate::rules::Application;

/// Adds one.
pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.write().await?;
    let project = projects::add(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::see(&format!("{}/question/{project}/intitule", path(id.uuid())))
}

/// Copies one.
pub async fn copy(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let from = fields.text("action").parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.write().await?;
    let project = projects::copy(&mut tx, &house.outside, &visit.actor, (id.uuid(), from)).await?;
    tx.commit().await?;
    answer::done(&format!("{}#{project}", path(id.uuid())), "ajoute")
}

/// Takes one out.
pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let project = fields.text("action").parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.write().await?;
    projects::remove(&mut tx, &house.outside, &visit.actor, (id.uuid(), project)).await?;
    tx.commit().await?;
    answer::done(&path(id.uuid()), "supprime")
}
