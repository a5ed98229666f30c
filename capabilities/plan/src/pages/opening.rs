//! Opening a sheet: what names it and where it stands. What it says is written on the next page, which saves itself.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::edit::edit_path;
use super::standing::read_state;
use super::{above_board, choices, today, whole};
use crate::actions::{self, Around, NewSheet};
use crate::acts;
use crate::rules::{SheetText, Status};

#[derive(Template)]
#[template(path = "pages/opening.html")]
pub(super) struct OpeningPage {
    pub frame: Frame,
    pub form: Form,
    pub statuses: Vec<Choice>,
    pub contract: String,
}

impl OpeningPage {
    pub fn new(frame: Frame, form: Form, around: &Around) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            statuses: choices(Status::ALL.iter().map(|one| (one.code(), one.french()))),
            contract: around.contract.code.clone(),
        }
    }
}

fn page(visit: &Visit, around: &Around, form: Form) -> OpeningPage {
    let frame = visit.back_office("Ouvrir une fiche action").with_caption(&*around.contract.title);
    OpeningPage::new(frame.with_breadcrumb(above_board()), form, around)
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, asked.text("contrat"), &acts::EDIT).await?;
    let form = Form::filled([("etat", Status::Planned.code())]).with_date("depuis", Some(today(&house)));
    answer::page(&page(&visit, &around, form))
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let today = today(&house);
    let state = read_state(&fields, today);
    let (told, found) = (state.value.clone(), state.sound().err());
    let typed = Reading::of(&fields);
    let text = SheetText { code: typed.text("reference"), title: typed.text("titre"), ..SheetText::default() };
    let mut form = typed.filled(text).map(|text| NewSheet { text, state: told.clone() });
    if let Some(failure) = found {
        form.find(Fault::from(failure).into_input()?);
    }
    form.find(crate::rules::check_state(&told, today));
    let outcome = actions::create_sheet(&mut tx, &house.outside, &visit.actor, &around, form).await;
    let again = async |form| Ok(page(&visit, &around, form));
    answer::settle(tx, outcome, (edit_path, "ajoute"), &fields, again).await
}
