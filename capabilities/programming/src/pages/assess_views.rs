//! Lists somebody keeps under a name: kept and forgotten from the list itself.

use std::sync::Arc;

use axum::extract::State;
use interface::Form;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{LIST, assess_list};
use crate::actions::assess_view;
use crate::store::view::View;

pub async fn keep(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome =
        assess_view::keep(&mut tx, &house.outside, &visit.actor, fields.text("nom"), fields.text("liste")).await;
    let path = |query: String| if query.is_empty() { LIST.to_owned() } else { format!("{LIST}?{query}") };
    let pairs = fields.text("liste").split('&').filter_map(|pair| pair.split_once('='));
    let shown = Fields::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let again = async |form: Form| {
        let mut tx = house.read().await?;
        assess_list::load(&mut tx, &house, &visit, (&shown, form)).await?.ok_or_else(Fault::not_found)
    };
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

pub async fn forget(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<View>) -> Answer {
    let mut tx = house.write().await?;
    assess_view::forget(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(LIST, "supprime")
}
