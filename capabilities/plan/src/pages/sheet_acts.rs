//! What is done from the page of a sheet: its state, its validation, its publication, who follows it.

use std::sync::Arc;

use axum::extract::State;
use kernel::Act;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::standing::read_state;
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

/// What one button of the page does, with nothing typed.
#[derive(Clone, Copy)]
enum Gesture {
    Publish,
    Unpublish,
    Propose,
    Validate,
    /// Follows it with the address of one's account.
    Follow,
    /// Follows it no more.
    Leave,
}

impl Gesture {
    /// The right it needs.
    const fn right(self) -> &'static Act {
        match self {
            Self::Publish | Self::Unpublish => &acts::PUBLISH,
            Self::Propose => &acts::EDIT,
            Self::Validate => &acts::VALIDATE,
            Self::Follow | Self::Leave => &acts::READ,
        }
    }
}

/// Does it, then shows the sheet again.
async fn does(house: &House, visit: &Visit, id: PathId<Sheet>, gesture: Gesture) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, visit, id.0.uuid(), gesture.right()).await?;
    let (outside, actor, id) = (&house.outside, &visit.actor, sheet.id);
    match gesture {
        Gesture::Publish => actions::publish_sheet(&mut tx, outside, actor, id).await?,
        Gesture::Unpublish => actions::unpublish_sheet(&mut tx, outside, actor, id).await?,
        Gesture::Propose => actions::propose_sheet(&mut tx, outside, actor, id).await?,
        Gesture::Validate => actions::decide_on_sheet(&mut tx, outside, actor, id, None).await?,
        Gesture::Follow | Gesture::Leave => {
            let is_followed = matches!(gesture, Gesture::Follow);
            actions::follow_inside(&mut tx, (outside, &house.keys), actor, id, is_followed).await?;
        }
    }
    tx.commit().await?;
    answer::done(&sheet_path(id), "enregistre")
}

pub async fn publish(State(house): State<Arc<House>>, visit: Visit, id: PathId<Sheet>) -> Answer {
    does(&house, &visit, id, Gesture::Publish).await
}

pub async fn unpublish(State(house): State<Arc<House>>, visit: Visit, id: PathId<Sheet>) -> Answer {
    does(&house, &visit, id, Gesture::Unpublish).await
}

pub async fn propose(State(house): State<Arc<House>>, visit: Visit, id: PathId<Sheet>) -> Answer {
    does(&house, &visit, id, Gesture::Propose).await
}

pub async fn validate(State(house): State<Arc<House>>, visit: Visit, id: PathId<Sheet>) -> Answer {
    does(&house, &visit, id, Gesture::Validate).await
}

pub async fn follow(State(house): State<Arc<House>>, visit: Visit, id: PathId<Sheet>) -> Answer {
    does(&house, &visit, id, Gesture::Follow).await
}

pub async fn leave(State(house): State<Arc<House>>, visit: Visit, id: PathId<Sheet>) -> Answer {
    does(&house, &visit, id, Gesture::Leave).await
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
