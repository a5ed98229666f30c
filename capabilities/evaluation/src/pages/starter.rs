//! Questions to start from: one ticks those that speak of the contract, then writes them again in its own words.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::french;
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{at, contract_of, framed};
use crate::rules::STARTER;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/starter.html")]
pub(super) struct StarterPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub questions: Vec<Choice>,
    pub already: i64,
}

/// The questions of the starter, with their criteria, those that stand there already left out.
pub(super) fn offered(there: &[String]) -> Vec<Choice> {
    let told = |one: &crate::rules::StarterQuestion| {
        let criteria: Vec<&str> = one.criteria.iter().map(|criterion| criterion.words).collect();
        Choice::new(one.key, &french::spaced(one.words)).hint(&french::spaced(&criteria.join(" ")))
    };
    STARTER.iter().filter(|one| there.iter().all(|words| words != one.words)).map(told).collect()
}

async fn drawn(tx: &mut Tx, visit: &Visit, contract: &ContractBrief, form: Form) -> Result<StarterPage, Fault> {
    let items = store::framework::items(tx, contract.id).await?;
    let there: Vec<String> = items.into_iter().map(|one| one.terms.words).collect();
    let questions = offered(&there);
    Ok(StarterPage {
        frame: framed(visit, "Partir du cadre proposé", contract).with_form(&form),
        form,
        contract: contract.code.clone(),
        already: (STARTER.len() - questions.len()) as i64,
        questions,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, asked.text("contrat")).await?;
    let mut form = Form::empty();
    for one in STARTER {
        form.add("questions", one.key);
    }
    answer::page(&drawn(&mut tx, &visit, &contract, form).await?)
}

pub async fn accept(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, fields.text("contrat")).await?;
    let keys = fields.all("questions");
    let outcome = actions::accept_starter(&mut tx, &house.outside, &visit.actor, contract.id, &keys).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, form).await
    };
    answer::settle(tx, outcome, (|_| at("", &contract.code), "ajoute"), &fields, again).await
}
