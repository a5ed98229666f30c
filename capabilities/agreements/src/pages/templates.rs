//! `/gestion/conventions/modeles`: the text each funder begins its agreements with.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Form, Frame, Link};
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{HOME, above, contract_of, draft, id_of, with_contract};
use crate::actions::setting as actions;
use crate::acts;

#[derive(Template)]
#[template(path = "pages/templates.html")]
pub(super) struct TemplatesPage {
    pub frame: Frame,
    pub links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "pages/template.html")]
pub(super) struct TemplatePage {
    pub frame: Frame,
    pub form: Form,
    pub words: Vec<(String, &'static str)>,
}

fn path(contract: Uuid, payer: Uuid) -> String {
    format!("{HOME}/modeles/{contract}/{payer}")
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let found = contract_of(&mut tx, &visit, asked.text("contrat"), &acts::TEMPLATES).await?;
    let Some((contract, _)) = found else { return Err(Fault::not_found()) };
    let payers = actions::payers(&mut tx, &visit.actor, contract.id).await?;
    let links = payers.into_iter().map(|(payer, name)| Link::new(french::spaced(&name), path(contract.id, payer)));
    let frame = visit.back_office("Modèles de convention").with_caption(&*contract.title);
    answer::page(&TemplatesPage { frame: frame.with_breadcrumb(above()), links: links.collect() })
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    (contract, payer): (Uuid, Uuid),
    form: Option<Form>,
) -> Result<TemplatePage, Fault> {
    let (name, body, revision) = actions::text(tx, &visit.actor, (contract, payer)).await?;
    let form = form.unwrap_or_else(|| Form::filled([("texte", body), ("revision", revision.to_string())]));
    let code = strategy::facade::contracts(tx).await?.into_iter().find(|one| one.id == contract).map(|one| one.code);
    let list = with_contract(&format!("{HOME}/modeles"), &code.unwrap_or_default());
    let breadcrumb = [above(), vec![Link::new("Modèles", list)]].concat();
    let frame = visit.back_office("Modèle de convention").with_form(&form).with_caption(french::spaced(&name));
    Ok(TemplatePage { frame: frame.with_breadcrumb(breadcrumb), form, words: draft::words() })
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((contract, payer)): Path<(String, String)>,
) -> Answer {
    let which = (id_of(&contract)?, id_of(&payer)?);
    answer::page(&drawn(&mut house.read().await?, &visit, which, None).await?)
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((contract, payer)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (contract, payer) = (id_of(&contract)?, id_of(&payer)?);
    let mut tx = house.write().await?;
    let body = fields.text("texte").replace("\r\n", "\n");
    let which = (contract, payer, fields.revision());
    let outcome = actions::write_text(&mut tx, &house.outside, &visit.actor, which, &body).await;
    let again = async |form| drawn(&mut house.read().await?, &visit, (contract, payer), Some(form)).await;
    answer::settle(tx, outcome, (|()| path(contract, payer), "modifie"), &fields, again).await
}
