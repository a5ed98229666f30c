//! A project an agent types from a paper form.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Translated};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::apply::{AppliedPage, ceiling};
use super::{above_of, areas_of, path, read_project};
use crate::actions::{self, Fund, NewPaper};
use crate::acts;

#[derive(Template)]
#[template(path = "pages/paper.html")]
pub(super) struct PaperPage {
    pub frame: Frame,
    pub form: Form,
    pub areas: Vec<Choice>,
    pub ceiling: Translated,
}

async fn drawn(tx: &mut Tx, visit: &Visit, fund: &Fund, form: Form) -> Result<PaperPage, Fault> {
    let contract = strategy::facade::contract(tx, fund.contract).await?.ok_or_else(Fault::not_found)?;
    let areas = areas_of(tx, &contract).await?;
    let frame = visit.back_office("Saisir un projet d’après un papier").with_form(&form);
    let ceiling = ceiling(&frame, fund);
    Ok(PaperPage { frame: frame.with_breadcrumb(above_of(fund)), form, areas, ceiling })
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Fund>) -> Answer {
    let mut tx = house.read().await?;
    let fund = actions::fund(&mut tx, &visit.actor, &acts::FILE, id.uuid()).await?;
    answer::page(&drawn(&mut tx, &visit, &fund, Form::empty()).await?)
}

pub async fn file(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Fund>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let fund = actions::fund(&mut tx, &visit.actor, &acts::FILE, id.uuid()).await?;
    let mut reading = Reading::of(&fields);
    let terms = read_project(&mut reading);
    let paper_on = reading.day("papier", "le jour écrit sur le papier");
    let typed = reading.filled(NewPaper { terms, paper_on });
    let around = (&house.outside, &house.settings.zone);
    match actions::file_paper(&mut tx, around, &visit.actor, fund.id, typed).await {
        Ok(filed) => {
            tx.commit().await?;
            let frame = visit.back_office("Le projet est saisi").with_breadcrumb(above_of(&fund));
            answer::page(&AppliedPage { frame: Frame { is_private: true, ..frame }, filed, back: path(fund.id) })
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&drawn(&mut tx, &visit, &fund, form).await?)
        }
    }
}
