//! `/mes-exports`: lists asked for by somebody, taken away once they are made.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Tag, TagColour};
use jobs::JobState;
use kernel::{Failure, Moment, Outcome, Refusal, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use crate::actions::list_exports as actions;
use crate::rules::{Committee, ListFormat, Narrowed};
use crate::store;
use crate::store::list_export::ListExport;

/// Where somebody's lists are.
pub(super) const PATH: &str = "/mes-exports";

#[derive(Template)]
#[template(path = "pages/my_exports.html")]
pub(super) struct ExportsPage {
    pub frame: Frame,
    pub lines: Vec<ExportShown>,
}

/// A list.
pub(super) struct ExportShown {
    pub words: String,
    pub tag: Tag,
    pub told: String,
    pub file: String,
    pub removal: String,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let account = visit.actor.account().ok_or_else(Fault::not_found)?;
    let zone = &house.settings.zone;
    let mut lines = Vec::new();
    for one in store::list_export::of_account(&mut tx, account).await? {
        let job = jobs::find(&mut tx, one.job).await?;
        let state = job.as_ref().map(|job| job.state);
        let (colour, word) = match (&one.name, state) {
            (Some(_), _) => (TagColour::Green, "Prêt"),
            (None, Some(JobState::Running)) => (TagColour::Blue, "En cours"),
            (None, Some(JobState::Failed)) => (TagColour::Red, "Échoué"),
            (None, _) => (TagColour::Grey, "En attente"),
        };
        let format = one.wish.split('?').next().and_then(ListFormat::from_code).map_or("", ListFormat::french);
        let when = french::moment(Moment(one.asked_at), zone);
        lines.push(ExportShown {
            words: french::spaced(&format!("{}, {format}, demandé le {when}", one.title)),
            tag: Tag::new(colour, word),
            told: format!("Gardé jusqu’au {}.", actions::kept_until(&one, zone)),
            file: one.name.as_ref().map(|_| format!("{PATH}/{}", one.id)).unwrap_or_default(),
            removal: format!("{PATH}/{}/suppression", one.id),
        });
    }
    answer::page(&ExportsPage { frame: visit.back_office("Mes exports"), lines })
}

/// `/gestion/programmation/{id}/exports`: has the list made as it is filtered.
pub async fn ask(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let narrowed = Narrowed::read(fields.text("filtres"));
    let format = ListFormat::from_code(fields.text("format"));
    let asked = actions::ask_list(&mut tx, &house.outside, &visit.actor, id.uuid(), (format, &narrowed)).await;
    self::asked(&house, tx, asked, "Revenez au tableau et choisissez un format de fichier.").await
}

/// Ends the asking for a list: kept and rung for, or told why not.
pub(super) async fn asked(house: &House, tx: Tx, asked: Outcome<Uuid>, why: &str) -> Answer {
    match asked {
        Ok(_) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done(PATH, "lance")
        }
        Err(Failure::Input(_)) => Err(Fault::from(Failure::from(Refusal::rule("Aucun format choisi", why)))),
        Err(failure) => Err(failure.into()),
    }
}

pub async fn file(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ListExport>) -> Answer {
    let mut tx = house.read().await?;
    let one = actions::own_list(&mut tx, &visit.actor, id.uuid()).await?;
    let bytes = store::list_export::content(&mut tx, one.id).await?.ok_or_else(Fault::not_found)?;
    answer::download(&one.name.unwrap_or_default(), "application/octet-stream", bytes)
}

pub async fn forget(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ListExport>) -> Answer {
    let mut tx = house.write().await?;
    actions::forget_list(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(PATH, "supprime")
}
