//! Which organisations stand for which signatory.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::french;
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::{HOME, at, choices, contract_by, id_of, whole_contract};
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/signatories.html")]
pub(super) struct SignatoriesPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub rows: Vec<SignatoryShown>,
    pub signatories: Vec<Choice>,
    pub organisations: Vec<Choice>,
}

/// A signatory, with its organisations: name, where that is undone.
pub(super) struct SignatoryShown {
    pub name: String,
    pub organisations: Vec<(String, String)>,
}

async fn drawn(tx: &mut Tx, visit: &Visit, contract: &ContractBrief, form: Form) -> Result<SignatoriesPage, Fault> {
    let stands = actions::stands(tx, contract.id).await?;
    let ids: Vec<_> = stands.iter().flat_map(|one| &one.organisations).map(|(_, id)| *id).collect();
    let names = accounts::facade::organisation_names(tx, &ids).await?;
    let shown = |one: &actions::Stands| SignatoryShown {
        name: french::spaced(&one.signatory.name),
        organisations: one
            .organisations
            .iter()
            .map(|(row, id)| (names.get(id).cloned().unwrap_or_default(), format!("{HOME}/signataires/{row}/retrait")))
            .collect(),
    };
    let rows = stands.iter().map(shown).collect();
    let free = super::institutions(tx).await?.into_iter().filter(|(id, _)| !ids.contains(id));
    Ok(SignatoriesPage {
        frame: super::framed(visit, "Signataires et organisations", contract).with_form(&form),
        form,
        contract: contract.code.clone(),
        rows,
        organisations: choices(free),
        signatories: choices(stands.into_iter().map(|one| (one.signatory.id, one.signatory.name))),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, asked.text("contrat")).await?;
    answer::page(&drawn(&mut tx, &visit, &contract, Form::empty()).await?)
}

pub async fn link(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, fields.text("contrat")).await?;
    let mut reading = Reading::of(&fields);
    let pair = (
        reading.chosen("signataire", "Choisissez un signataire de ce contrat").unwrap_or_default(),
        reading.chosen("organisation", "Choisissez une organisation de la liste").unwrap_or_default(),
    );
    let typed = reading.filled(pair);
    let outcome = actions::stand_for(&mut tx, &house.outside, &visit.actor, contract.id, typed).await;
    let to = at("/signataires", &contract.code);
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, form).await
    };
    answer::settle(tx, outcome, (|()| to, "ajoute"), &fields, again).await
}

pub async fn unlink(State(house): State<Arc<House>>, visit: Visit, Path(id): Path<String>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::withdraw(&mut tx, &house.outside, &visit.actor, id_of(&id)?).await?;
    let contract = contract_by(&mut tx, contract).await?;
    tx.commit().await?;
    answer::done(&at("/signataires", &contract.code), "supprime")
}
