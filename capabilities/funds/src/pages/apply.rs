//! `/fonds/{adresse}/demande`: the one page a group fills in, on a telephone, without account.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Translated};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{areas_of, euros, read_project};
use crate::actions::{self, Filed, Fund};
use crate::store;

/// Projects a network may file in a quarter of an hour.
const FILED: (&str, i64) = ("funds.filed", 10);

#[derive(Template)]
#[template(path = "pages/apply.html")]
pub(super) struct ApplyPage {
    pub frame: Frame,
    pub form: Form,
    pub areas: Vec<Choice>,
    pub ceiling: Translated,
    pub service: String,
}

#[derive(Template)]
#[template(path = "pages/applied.html")]
pub(super) struct AppliedPage {
    pub frame: Frame,
    pub filed: Filed,
    pub back: String,
}

/// What the ceiling of a fund says beside its field.
pub(super) fn ceiling(frame: &Frame, fund: &Fund) -> Translated {
    frame.t_with("{montant} au plus.", [("montant", euros(fund.terms.ceiling).as_str())])
}

async fn open_fund(tx: &mut Tx, address: &str) -> Result<Fund, Fault> {
    store::fund::by_address(tx, address).await?.filter(|fund| fund.terms.is_open).ok_or_else(Fault::not_found)
}

async fn drawn(tx: &mut Tx, visit: &Visit, fund: &Fund, form: Form) -> Result<ApplyPage, Fault> {
    let contract = strategy::facade::contract(tx, fund.contract).await?.ok_or_else(Fault::not_found)?;
    let areas = areas_of(tx, &contract).await?;
    let frame = visit.public("Demander une aide pour un projet").with_form(&form);
    let above = vec![Link::new("Accueil", "/"), Link::new(&*fund.terms.name, format!("/fonds/{}", fund.address))];
    let caption = interface::in_french(visit.language, &fund.terms.name);
    Ok(ApplyPage {
        ceiling: ceiling(&frame, fund),
        frame: frame.with_caption(caption).with_breadcrumb(above),
        form: form.in_language(visit.language),
        areas,
        service: fund.terms.service.clone(),
    })
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let fund = open_fund(&mut tx, &address).await?;
    answer::page(&drawn(&mut tx, &visit, &fund, Form::empty()).await?)
}

pub async fn file(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(address): Path<String>,
    fields: Fields,
) -> Answer {
    let fund = open_fund(&mut house.read().await?, &address).await?;
    accounts::facade::count_try(&house, FILED, visit.client).await?;
    let mut reading = Reading::of(&fields);
    let terms = read_project(&mut reading);
    let typed = reading.filled((terms, fields.is_ticked("accord")));
    let around = (&house.outside, &house.settings.zone);
    let mut tx = house.write().await?;
    match actions::file_online(&mut tx, around, &visit.actor, &address, typed).await {
        Ok(filed) => {
            tx.commit().await?;
            let frame = visit.public("Votre projet est déposé");
            let frame = frame.with_caption(interface::in_french(visit.language, &fund.terms.name));
            let back = format!("/fonds/{}", fund.address);
            answer::page(&AppliedPage { frame: Frame { is_private: true, ..frame }, filed, back })
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&drawn(&mut tx, &visit, &fund, form).await?)
        }
    }
}
