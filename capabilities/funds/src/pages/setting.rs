//! A fund, opened and set.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Cents, Filled, Scope};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, above_of, amount, choices_of, path};
use crate::actions::{self, Fund, FundKind, FundTerms};
use crate::acts;

#[derive(Template)]
#[template(path = "pages/setting.html")]
pub(super) struct SettingPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    /// What it is, when it is new.
    pub kinds: Vec<Choice>,
    pub is_label: bool,
}

fn read(fields: &Fields) -> Filled<FundTerms> {
    let mut reading = Reading::of(fields);
    let ceiling = amount(&mut reading, "plafond");
    let mut whole = |name: &str, sentence: &str| {
        let value = reading.whole(name);
        reading.needed(name, value, sentence).unwrap_or(-1)
    };
    let advance_percent = whole("avance", "Saisissez la part versée d’avance, de 0 à 100");
    let report_days = whole("delai", "Saisissez un nombre de jours");
    let quorum = whole("quorum", "Saisissez combien de personnes doivent voter");
    let per_holder = reading.whole("par-groupe").unwrap_or(0);
    let terms = FundTerms {
        name: reading.text("nom"),
        purpose: reading.text("objet"),
        rules: reading.text("regles"),
        support: reading.text("accompagnement"),
        holder: reading.text("porteur"),
        service: reading.text("service"),
        ceiling: reading.needed("plafond", ceiling, "Saisissez le plafond par projet").unwrap_or(0),
        advance_percent,
        report_days,
        quorum,
        per_holder,
        resident_majority: fields.is_ticked("majorite"),
        label_months: reading.whole("duree").unwrap_or(24),
        is_open: fields.is_ticked("ouvert"),
    };
    reading.filled(terms)
}

fn new_page(visit: &Visit, contract: &ContractBrief, form: Form) -> SettingPage {
    let frame = visit.back_office("Ouvrir un fonds ou un label").with_form(&form).with_caption(&*contract.title);
    SettingPage {
        frame: frame.with_breadcrumb(above()),
        form,
        contract: contract.code.clone(),
        kinds: choices_of!(FundKind),
        is_label: true,
    }
}

async fn contract_of(tx: &mut database::Tx, visit: &Visit, code: &str) -> Result<ContractBrief, Fault> {
    let all = strategy::facade::contracts(tx).await?;
    let hers = |one: &ContractBrief| visit.actor.may(&acts::SET, &Scope::contract(one.id)).is_allowed();
    all.into_iter().find(|one| hers(one) && (code.is_empty() || one.code == code)).ok_or_else(Fault::not_found)
}

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, asked.text("contrat")).await?;
    let usual = [("sorte", "micro"), ("avance", "80"), ("delai", "60"), ("quorum", "3"), ("duree", "24")];
    answer::page(&new_page(&visit, &contract, Form::filled(usual)))
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, fields.text("contrat")).await?;
    let mut typed = read(&fields);
    let kind = FundKind::from_code(fields.text("sorte"));
    if kind.is_none() {
        typed.find([kernel::FieldError::new("sorte", "Choisissez : micro-projets ou label")]);
    }
    let which = (contract.id, kind.unwrap_or(FundKind::Micro));
    let outcome = actions::open(&mut tx, &house.outside, &visit.actor, which, typed).await;
    let again = async |form| Ok::<_, Fault>(new_page(&visit, &contract, form));
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

fn page(visit: &Visit, fund: &Fund, form: Form) -> SettingPage {
    let frame = visit.back_office("Régler le fonds").with_form(&form).with_breadcrumb(above_of(fund));
    SettingPage { frame, form, contract: String::new(), kinds: Vec::new(), is_label: fund.kind == FundKind::Label }
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Fund>) -> Answer {
    let mut tx = house.read().await?;
    let fund = actions::fund(&mut tx, &visit.actor, &acts::SET, id.uuid()).await?;
    let terms = &fund.terms;
    let form = Form::filled([
        ("nom", terms.name.clone()),
        ("objet", terms.purpose.clone()),
        ("regles", terms.rules.clone()),
        ("accompagnement", terms.support.clone()),
        ("porteur", terms.holder.clone()),
        ("service", terms.service.clone()),
        ("plafond", Cents(terms.ceiling).typed()),
        ("avance", terms.advance_percent.to_string()),
        ("delai", terms.report_days.to_string()),
        ("quorum", terms.quorum.to_string()),
        ("par-groupe", terms.per_holder.to_string()),
        ("duree", terms.label_months.to_string()),
        ("revision", fund.revision.to_string()),
    ]);
    let form = if terms.is_open { form.with("ouvert", "oui") } else { form };
    let form = if terms.resident_majority { form.with("majorite", "oui") } else { form };
    answer::page(&page(&visit, &fund, form))
}

pub async fn set(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Fund>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let fund = actions::fund(&mut tx, &visit.actor, &acts::SET, id.uuid()).await?;
    let which = (fund.id, fields.revision());
    let outcome = actions::set(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| Ok::<_, Fault>(page(&visit, &fund, form));
    answer::settle(tx, outcome, (|()| path(fund.id), "modifie"), &fields, again).await
}
