//! Taking out a channel, a gathering, a figure, a need…: what it is, what needs it, and the reason asked.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Form, Frame};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::above_back;
use crate::actions;
use crate::actions::Removal;
use crate::rules::Removable;

#[derive(Template)]
#[template(path = "pages/remove.html")]
pub(super) struct RemovePage {
    pub frame: Frame,
    pub form: Form,
    pub label: String,
    pub refusal: Option<String>,
    pub back: String,
}

impl RemovePage {
    pub fn new(frame: Frame, form: Form, kind: Removable, found: &Removal) -> Self {
        Self {
            frame: frame.with_breadcrumb(above_back()[..1].to_vec()).with_form(&form),
            form,
            label: found.label.clone(),
            refusal: found.refusal.clone(),
            back: back(kind, found),
        }
    }
}

/// Where the things of that kind are listed.
fn back(kind: Removable, found: &Removal) -> String {
    match (kind, found.consultation) {
        (Removable::Theme | Removable::Solution, _) => "/gestion/ecoute/themes".to_owned(),
        (Removable::Proposal, _) => "/gestion/ecoute/pistes".to_owned(),
        (Removable::Need, _) => "/gestion/ecoute/besoins".to_owned(),
        (Removable::Consultation, _) | (_, None) => "/gestion/ecoute".to_owned(),
        (_, Some(of)) => format!("/gestion/ecoute/concertations/{of}"),
    }
}

/// Address of the page that takes it out.
pub(super) fn path(kind: Removable, id: Uuid) -> String {
    format!("/gestion/ecoute/retrait/{}/{id}", kind.code())
}

fn asked((kind, id): (String, String)) -> Result<(Removable, Uuid), Fault> {
    Removable::from_code(&kind).zip(id.parse().ok()).ok_or_else(Fault::not_found)
}

fn title(kind: Removable) -> String {
    format!("Retirer {}", kind.french())
}

pub async fn confirm(State(house): State<Arc<House>>, visit: Visit, Path(told): Path<(String, String)>) -> Answer {
    let (kind, id) = asked(told)?;
    let mut tx = house.read().await?;
    let found = actions::removal(&mut tx, &visit.actor, kind, id).await?;
    answer::page(&RemovePage::new(visit.back_office(&title(kind)), Form::empty(), kind, &found))
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(told): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (kind, id) = asked(told)?;
    let mut tx = house.write().await?;
    let found = actions::removal(&mut tx, &visit.actor, kind, id).await?;
    let outcome = actions::remove(&mut tx, &house.outside, &visit.actor, (kind, id), fields.text("motif")).await;
    let again = async |form| Ok(RemovePage::new(visit.back_office(&title(kind)), form, kind, &found));
    answer::settle(tx, outcome, (|found: Removal| back(kind, &found), "supprime"), &fields, again).await
}
