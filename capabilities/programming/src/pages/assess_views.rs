//! Lists somebody keeps under a name: kept and forgotten from the list itself.

use std::sync::Arc;

use axum::extract::State;
use interface::Form;
use web::{Answer, Fields, House, PathId, Visit, answer};

use super::{LIST, assess_list};
use crate::actions::assess_view;
use crate::store::view::View;

pub async fn keep(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome =
        assess_view::keep(&mut tx, &house.outside, &visit.actor, fields.text("nom"), fields.text("liste")).await;
    let path = |query: String| if query.is_empty() { LIST.to_owned() } else { format!("{LIST}?{query}") };
    let again = async |form: Form| assess_list::again(&house, &visit, fields.text("liste"), form).await;
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

pub async fn forget(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<View>) -> Answer {
    let mut tx = house.write().await?;
    assess_view::forget(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(LIST, "supprime")
}
