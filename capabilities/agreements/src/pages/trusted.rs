//! `/gestion/conventions/certificats`: the authorities a contract trusts to say who signs a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame};
use kernel::french;
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{above, contract_of, with_contract};
use crate::actions::trusting;
use crate::rules::told_certificate;
use crate::store::trusted::TrustedCertificate;
use crate::{acts, store};

/// Where they are.
pub(super) const TRUSTED: &str = "/gestion/conventions/certificats";

#[derive(Template)]
#[template(path = "pages/trusted.html")]
pub(super) struct TrustedPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub rows: Vec<TrustedShown>,
}

/// A certificate that is trusted.
pub(super) struct TrustedShown {
    pub told: String,
    pub fingerprint: String,
    pub added: String,
    pub removal: String,
    pub subject: String,
}

async fn drawn(tx: &mut Tx, house: &House, visit: &Visit, code: &str, form: Form) -> Result<TrustedPage, Fault> {
    let (contract, _) = contract_of(tx, visit, code, &acts::SET).await?.ok_or_else(Fault::not_found)?;
    let zone = &house.settings.zone;
    let row = |one: &TrustedCertificate| TrustedShown {
        told: told_certificate(&one.certificate, |at| at.day(zone)),
        fingerprint: one.certificate.fingerprint.clone(),
        added: french::spaced(&format!("Ajouté le {} par {}", french::moment(one.added_at, zone), one.by_name)),
        removal: format!("{TRUSTED}/{}/retrait", one.id),
        subject: one.certificate.subject.clone(),
    };
    let rows = store::trusted::of_contract(tx, contract.id).await?.iter().map(row).collect();
    let frame = visit.back_office("Autorités de signature").with_form(&form).with_caption(&*contract.title);
    Ok(TrustedPage { frame: frame.with_breadcrumb(above()), form, contract: contract.code, rows })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, asked.text("contrat"), Form::empty()).await?)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let code = fields.text("contrat");
    let mut tx = house.write().await?;
    let found = contract_of(&mut tx, &visit, code, &acts::SET).await?;
    let (contract, _) = found.ok_or_else(Fault::not_found)?;
    let outcome = trusting::add(&mut tx, &house.outside, &visit.actor, contract.id, fields.text("certificats")).await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, code, form).await;
    answer::settle(tx, outcome, (|()| with_contract(TRUSTED, &contract.code), "ajoute"), &fields, again).await
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<TrustedCertificate>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = contract_of(&mut tx, &visit, fields.text("contrat"), &acts::SET).await?;
    let (contract, _) = found.ok_or_else(Fault::not_found)?;
    trusting::remove(&mut tx, &house.outside, &visit.actor, (contract.id, id.uuid())).await?;
    tx.commit().await?;
    answer::done(&with_contract(TRUSTED, &contract.code), "supprime")
}
