//! Comments, sent from the sheet.

use std::sync::Arc;

use axum::extract::State;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{sheet, sheet_path, visible};
use crate::rules::Sheet;
use crate::{actions, acts};

pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (one, around) = visible(&mut tx, &visit, id.uuid(), &acts::COMMENT).await?;
    let said = (fields.text("commentaire"), fields.is_ticked("partage"));
    let outcome = actions::comment(&mut tx, &house.outside, &visit.actor, one.id, said).await.map(|_| ());
    sheet::settle(tx, &house, &visit, (&one, &around), (outcome, "ajoute", &fields)).await
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sheet>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, _) = visible(&mut tx, &visit, id.uuid(), &acts::COMMENT).await?;
    let which = fields.text("lequel").parse().map_err(|_| Fault::not_found())?;
    actions::remove_comment(&mut tx, &house.outside, &visit.actor, (one.id, which)).await?;
    tx.commit().await?;
    answer::done(&sheet_path(one.id), "supprime")
}
