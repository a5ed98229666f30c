//! `/gestion/programmation/reglages`: what ceilings compare with, and who goes in the first wave.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame, Link};
use kernel::{Filled, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::committee_words::{HOME, contract_of, with_contract};
use crate::actions::setting as actions;
use crate::rules::CommitteeSetting;
use crate::{acts_committee as acts, store};

/// Where the settings of committees are.
pub(super) const PATH: &str = "/gestion/programmation/reglages";

#[derive(Template)]
#[template(path = "pages/committee_setting.html")]
pub(super) struct SettingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
}

/// A part in thousandths, as it is typed: « 2,5 ».
fn percent(permille: i64) -> String {
    match permille % 10 {
        0 => (permille / 10).to_string(),
        rest => format!("{},{rest}", permille / 10),
    }
}

async fn wanted(tx: &mut Tx, visit: &Visit, code: &str) -> Result<ContractBrief, Fault> {
    let found = contract_of(tx, visit, code, &acts::HOLD_COMMITTEE).await?;
    Ok(found.ok_or_else(Fault::not_found)?.0)
}

fn page_of(visit: &Visit, contract: &ContractBrief, form: Form) -> SettingPage {
    let frame = visit.back_office("Réglages du comité").with_caption(french::spaced(&contract.title)).with_form(&form);
    SettingPage {
        frame: frame.with_breadcrumb(vec![Link::new("Programmation", HOME)]),
        form,
        path: with_contract(PATH, &contract.code),
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = wanted(&mut tx, &visit, asked.text("contrat")).await?;
    let (setting, revision) = store::setting::of_contract(&mut tx, contract.id).await?;
    let form = Form::filled([
        ("hors-quartiers", percent(setting.outside_permille)),
        ("pluriannuel", percent(setting.several_permille)),
        ("salaries", setting.fragile_employees.to_string()),
        ("revision", revision.to_string()),
    ]);
    answer::page(&page_of(&visit, &contract, form))
}

fn read(fields: &Fields) -> Filled<CommitteeSetting> {
    let mut typed = Reading::of(fields);
    let mut part = |name: &str| {
        let value = typed.number(name);
        let value = typed.needed(name, value, "Saisissez une part, par exemple 2,5");
        value.map_or(0, |share| (share * 10.0).round() as i64)
    };
    let (outside_permille, several_permille) = (part("hors-quartiers"), part("pluriannuel"));
    let employees = typed.whole("salaries");
    let employees = typed.needed("salaries", employees, "Saisissez un nombre entier");
    let setting =
        CommitteeSetting { outside_permille, several_permille, fragile_employees: employees.unwrap_or_default() };
    typed.filled(setting)
}

pub async fn set(State(house): State<Arc<House>>, visit: Visit, asked: Asked, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = wanted(&mut tx, &visit, asked.text("contrat")).await?;
    let at = (contract.id, fields.revision());
    let outcome = actions::set(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let again = async |form| Ok(page_of(&visit, &contract, form));
    answer::settle(tx, outcome, (|()| with_contract(PATH, &contract.code), "enregistre"), &fields, again).await
}
