//! Lists somebody keeps under a name: kept and forgotten from the list itself.

use std::sync::Arc;

use axum::extract::State;
use web::{Answer, Fields, House, PathId, Visit, answer};

use super::LIST;
use crate::actions::assess_view;
use crate::store::view::View;

fn list_path(query: &str) -> String {
    if query.is_empty() { LIST.to_owned() } else { format!("{LIST}?{query}") }
}

pub async fn keep(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (name, query) = (fields.text("nom"), fields.text("liste"));
    let query = assess_view::keep(&mut tx, &house.outside, &visit.actor, name, query).await?;
    tx.commit().await?;
    answer::done(&list_path(&query), "ajoute")
}

pub async fn forget(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<View>) -> Answer {
    let mut tx = house.write().await?;
    assess_view::forget(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(LIST, "supprime")
}
