//! What is done from the page of a sheet: its state, its validation, its publication, who follows it.

use std::sync::Arc;

use axum::extract::State;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::edit::read_state;
use super::{sheet, sheet_path, today, visible};
use crate::rules::Sheet;
use crate::{actions, acts};

pub async fn say(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    let today = today(&house);
    let state = read_state(&fields, today);
    let outcome = actions::say_state(&mut tx, &house.outside, &visit.actor, sheet.id, today, state).await;
    sheet::settle(tx, &house, &visit, (&sheet, &around), (outcome, "modifie", &fields)).await
}

pub async fn publish(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::PUBLISH).await?;
    actions::publish_sheet(&mut tx, &house.outside, &visit.actor, sheet.id).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

pub async fn unpublish(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::PUBLISH).await?;
    actions::unpublish_sheet(&mut tx, &house.outside, &visit.actor, sheet.id).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

pub async fn propose(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    actions::propose_sheet(&mut tx, &house.outside, &visit.actor, sheet.id).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

pub async fn validate(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::VALIDATE).await?;
    actions::decide_on_sheet(&mut tx, &house.outside, &visit.actor, sheet.id, None).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

pub async fn send_back(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sheet>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::VALIDATE).await?;
    let why = fields.text("motif-renvoi");
    let outcome = actions::decide_on_sheet(&mut tx, &house.outside, &visit.actor, sheet.id, Some(why)).await;
    sheet::settle(tx, &house, &visit, (&sheet, &around), (outcome, "enregistre", &fields)).await
}

/// Follows a sheet with the address of one's account.
pub async fn follow(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::READ).await?;
    actions::follow_inside(&mut tx, (&house.outside, &house.keys), &visit.actor, sheet.id, true).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

/// Follows it no more.
pub async fn leave(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::READ).await?;
    actions::follow_inside(&mut tx, (&house.outside, &house.keys), &visit.actor, sheet.id, false).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sheet>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    let why = fields.text("motif-suppression");
    match actions::remove_sheet(&mut tx, &house.outside, &visit.actor, sheet.id, why).await {
        Ok(_) => {
            tx.commit().await?;
            let code = answer::encode(&around.contract.code);
            answer::done(&format!("/gestion/actions?contrat={code}"), "supprime")
        }
        Err(failure) => {
            drop(tx);
            // The same word stands in two forms of the page: each has its own field.
            let errors = Fault::from(failure).into_input()?.into_iter();
            let errors = errors.map(|error| kernel::FieldError::new("motif-suppression", error.sentence)).collect();
            let mut tx = house.read().await?;
            let form = fields.form_with(errors);
            answer::page_to_correct(&sheet::SheetPage::load(&mut tx, &house, &visit, (&sheet, &around), form).await?)
        }
    }
}
