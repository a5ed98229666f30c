//! Gestures of sorting: moving, merging, splitting, taking out, and going back. Each form carries the key of its gesture:
//! sent twice, it is done once.

use std::sync::Arc;

use axum::extract::State;
use database::Tx;
use kernel::{Failure, Outcome, Uuid};
use listening::facade::ConsultationBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{asks_for_keys, board, kept, key, to_correct};
use crate::actions;

/// The notes ticked.
pub(super) fn ticked(fields: &Fields) -> Vec<Uuid> {
    fields.all("note").into_iter().filter_map(|id| id.parse().ok()).collect()
}

/// Where somebody comes back to: the view and the filter she came from.
fn back(id: Uuid, fields: &Fields) -> String {
    let mut query = Vec::new();
    if fields.text("vue") == "liste" {
        query.push("vue=liste".to_owned());
    }
    if let Ok(gathering) = fields.text("rencontre").parse::<Uuid>() {
        query.push(format!("rencontre={gathering}"));
    }
    if fields.text("retour") == "ressemblances" {
        return format!("{}/ressemblances", crate::facade::board_path(id));
    }
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", crate::facade::board_path(id), query.join("&"))
}

/// Ends a gesture: kept and told, or the board again with what is to correct and what was typed.
async fn ended(
    tx: Tx,
    (house, visit): (&House, &Visit),
    id: Uuid,
    fields: &Fields,
    (outcome, word): (Outcome<usize>, &str),
) -> Answer {
    match outcome {
        Ok(_) => {
            tx.commit().await?;
            match asks_for_keys(fields) {
                true => kept(&[key(house, fields)]),
                false => answer::done(&back(id, fields), word),
            }
        }
        Err(Failure::Input(errors)) if asks_for_keys(fields) => to_correct(&errors),
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            let asked = Asked(fields.clone());
            answer::page_to_correct(&board::draw(&mut tx, house, visit, id, (&asked, Some(form))).await?)
        }
    }
}

pub async fn move_notes(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ConsultationBrief>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), key(&house, &fields));
    let notes = ticked(&fields);
    let outcome = match (fields.text("vers"), fields.text("vers").parse::<Uuid>()) {
        ("aucun", _) => actions::move_notes(&mut tx, &house.outside, &visit.actor, at, &notes, None).await,
        (_, Ok(group)) => actions::move_notes(&mut tx, &house.outside, &visit.actor, at, &notes, Some(group)).await,
        _ => Err(Failure::field("vers", "Choisissez le groupe où déplacer les notes cochées")),
    };
    ended(tx, (&house, &visit), id.uuid(), &fields, (outcome, "modifie")).await
}

/// A gesture that asks nothing but, for some, the notes ticked.
macro_rules! gesture {
    ($name:ident, $word:literal $(, $ticked:ident)?) => {
        pub async fn $name(
            State(house): State<Arc<House>>,
            visit: Visit,
            PathId(id): PathId<ConsultationBrief>,
            fields: Fields,
        ) -> Answer {
            let mut tx = house.write().await?;
            let at = (id.uuid(), key(&house, &fields));
            let done = actions::$name(&mut tx, &house.outside, &visit.actor, at $(, &$ticked(&fields))?).await;
            ended(tx, (&house, &visit), id.uuid(), &fields, (done, $word)).await
        }
    };
}

gesture!(merge, "modifie", ticked);
gesture!(split, "modifie", ticked);
gesture!(take_out, "supprime", ticked);
gesture!(undo, "annule");
gesture!(redo, "modifie");

pub async fn add_group(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ConsultationBrief>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), key(&house, &fields));
    let (label, notes) = (fields.text("groupe"), ticked(&fields));
    let outcome = actions::add_group(&mut tx, &house.outside, &visit.actor, at, label, &notes).await;
    ended(tx, (&house, &visit), id.uuid(), &fields, (outcome, "ajoute")).await
}
