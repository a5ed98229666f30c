//! A year of an endowment fund: what it collected and spent.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame, Html, TableOptions};
use kernel::{Cents, Filled, Scope, Uuid};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::sponsor::years_table;
use super::{above_of, at, contract_by};
use crate::actions::{self, EndowmentFund, EndowmentYearTerms};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/fund_year.html")]
pub(super) struct FundYearPage {
    pub frame: Frame,
    pub form: Form,
    pub years: Html,
}

fn read(fields: &Fields) -> Filled<EndowmentYearTerms> {
    let mut reading = Reading::of(fields);
    let mut money = |name: &str, sentence: &str| {
        let read = |text: &str| Cents::read_positive(text).ok().map(|amount| amount.0);
        let typed = reading.parsed(name, read, "Le montant est un nombre d’euros, par exemple 12 500");
        reading.needed(name, typed, sentence).unwrap_or(0)
    };
    let collected = money("collecte", "Saisissez ce qui a été collecté, 0 compris");
    let used = money("depense", "Saisissez ce qui a été dépensé, 0 compris");
    let terms = EndowmentYearTerms {
        year: reading.whole("annee").unwrap_or(0),
        collected,
        used,
        note: reading.text("note"),
        source: reading.text("source"),
        counted_on: reading.needed_day("compte", "le jour du calcul").unwrap_or_default(),
    };
    reading.filled(terms)
}

async fn drawn(tx: &mut Tx, visit: &Visit, fund: &EndowmentFund, form: Form) -> Result<FundYearPage, Fault> {
    let contract = contract_by(tx, fund.contract).await?;
    let years = store::sponsor::years(tx, contract.id).await?;
    let frame = visit.back_office("Année d’un fonds de dotation").with_form(&form).with_caption(&*fund.name);
    Ok(FundYearPage {
        frame: frame.with_breadcrumb(above_of(&contract.code, "Mécénat et fonds de dotation", "/mecenat")),
        form,
        years: interface::table(&years_table(fund, &years), &TableOptions::default()),
    })
}

/// A fund this actor keeps.
async fn own_fund(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<EndowmentFund, Fault> {
    let fund = store::sponsor::fund(tx, id).await?.ok_or_else(Fault::not_found)?;
    let place = Scope::contract(fund.contract);
    if !visit.actor.may(&acts::READ, &place).is_allowed() {
        return Err(Fault::not_found());
    }
    visit.actor.authorise(&acts::MANAGE, &place)?;
    Ok(fund)
}

pub async fn form(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<EndowmentFund>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let fund = own_fund(&mut tx, &visit, id.uuid()).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let year = super::year_asked(&asked, today.year().into());
    let years = store::sponsor::years(&mut tx, fund.contract).await?;
    let form = match years.iter().find(|one| one.fund == fund.id && one.terms.year == year) {
        Some(known) => Form::filled([
            ("annee", year.to_string()),
            ("collecte", Cents(known.terms.collected).typed()),
            ("depense", Cents(known.terms.used).typed()),
            ("note", known.terms.note.clone()),
            ("source", known.terms.source.clone()),
            ("revision", known.revision.to_string()),
        ])
        .with_date("compte", Some(known.terms.counted_on)),
        None => {
            Form::filled([("annee", year.to_string()), ("revision", "0".to_owned())]).with_date("compte", Some(today))
        }
    };
    answer::page(&drawn(&mut tx, &visit, &fund, form).await?)
}

pub async fn keep(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<EndowmentFund>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let fund = own_fund(&mut tx, &visit, id.uuid()).await?;
    let contract = contract_by(&mut tx, fund.contract).await?;
    let around = (&house.outside, &house.settings.zone);
    let which = (fund.id, fields.revision());
    let outcome = actions::keep_endowment(&mut tx, around, &visit.actor, which, read(&fields)).await;
    let to = at("/mecenat", &contract.code);
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &fund, form).await
    };
    answer::settle(tx, outcome, (|_| to, "enregistre"), &fields, again).await
}
