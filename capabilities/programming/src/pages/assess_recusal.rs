//! `/gestion/dossiers/{id}/retrait`: a conflict of interest declared; the file is gone at once for whoever it is about.

use std::sync::Arc;

use applications::facade::Application;
use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{LIST, above, choices, today};
use crate::actions::assess_file::{self, Dossier};
use crate::actions::assess_list::readers;
use crate::actions::assess_recusing::{self, Declared};
use crate::acts;

#[derive(Template)]
#[template(path = "pages/assess_recusal.html")]
pub(super) struct RecusalPage {
    pub frame: Frame,
    pub form: Form,
    pub people: Vec<Choice>,
    pub out: Vec<String>,
    pub carrier: String,
}

impl RecusalPage {
    pub fn new(frame: Frame, form: Form, carrier: &str, (people, out): (Vec<Choice>, Vec<String>)) -> Self {
        Self { frame: frame.with_form(&form), form, people, out, carrier: carrier.to_owned() }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<RecusalPage, Fault> {
    let mut tx = house.read().await?;
    let around = (today(house), &house.settings.zone);
    let dossier: Dossier = assess_file::open(&mut tx, around, &visit.actor, &acts::RECUSE, id).await?;
    let people = match assess_recusing::may_name(&visit.actor, dossier.view.call.contract) {
        true => {
            let known = readers(&mut tx, &dossier.view.call, house.outside.now()).await?;
            choices(known.iter().map(|reader| (reader.account, &reader.name)))
        }
        false => Vec::new(),
    };
    let out = assess_recusing::names(&mut tx, &dossier.view).await?;
    let frame = visit.back_office("Déclarer un lien avec ce dossier").with_breadcrumb(above(Some(&dossier)));
    Ok(RecusalPage::new(frame, form, &dossier.view.carrier, (people, out)))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn declare(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let mut typed = Reading::of(&fields);
    let declared = Declared {
        account: typed.offered("personne"),
        is_whole_organisation: fields.is_ticked("association"),
        reason: typed.text("raison"),
    };
    let mut tx = house.write().await?;
    let outcome = match typed.filled(declared).sound() {
        Ok(declared) => assess_recusing::declare(&mut tx, &house.outside, &visit.actor, id.uuid(), declared).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    let path = |address: String| format!("{LIST}?appel={address}");
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
