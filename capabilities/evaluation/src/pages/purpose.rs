//! What an evaluation is for, and whether everybody reads it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use web::{Answer, Asked, Fields, House, Visit, answer};

use super::{at, contract_of, framed};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/purpose.html")]
pub(super) struct PurposePage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
}

const TITLE: &str = "Présenter l’évaluation";

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, asked.text("contrat")).await?;
    let (purpose, revision) = match store::framework::of_contract(&mut tx, contract.id).await? {
        Some(one) => (one.purpose, one.revision),
        None => (String::new(), 0),
    };
    let form = Form::filled([("presentation", purpose), ("revision", revision.to_string())]);
    answer::page(&PurposePage { frame: framed(&visit, TITLE, &contract), form, contract: contract.code })
}

pub async fn keep(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, fields.text("contrat")).await?;
    let which = (contract.id, fields.revision());
    let typed = fields.text("presentation");
    let outcome = actions::keep_purpose(&mut tx, &house.outside, &visit.actor, which, typed).await;
    let again = async |form: Form| {
        let frame = framed(&visit, TITLE, &contract).with_form(&form);
        Ok(PurposePage { frame, form, contract: contract.code.clone() })
    };
    answer::settle(tx, outcome, (|()| at("", &contract.code), "enregistre"), &fields, again).await
}

pub async fn publish(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::PUBLISH, fields.text("contrat")).await?;
    actions::publish(&mut tx, &house.outside, &visit.actor, (contract.id, fields.revision())).await?;
    tx.commit().await?;
    answer::done(&at("", &contract.code), "enregistre")
}

pub async fn withdraw(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::PUBLISH, fields.text("contrat")).await?;
    actions::withdraw(&mut tx, &house.outside, &visit.actor, (contract.id, fields.revision())).await?;
    tx.commit().await?;
    answer::done(&at("", &contract.code), "enregistre")
}
