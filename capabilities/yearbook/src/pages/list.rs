//! `/gestion/rapports-annuels`: the reports of each contract, and opening one.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, Link};
use kernel::{Scope, Uuid};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{tag, today};
use crate::actions::{self, Found, viewing};
use crate::acts;
use crate::rules::report_path;

/// A report in the list.
pub(super) struct Line {
    pub link: Link,
    pub contract: String,
    pub tag: Html,
}

impl Line {
    pub fn new(of: &Found) -> Self {
        Self {
            link: Link::new(of.title(), report_path(of.report.id)),
            contract: of.contract.title.clone(),
            tag: tag(of.report.state).html(),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub form: Form,
    pub lines: Vec<Line>,
    /// Contracts whose report this person may open.
    pub contracts: Vec<Choice>,
}

async fn drawn(house: &House, visit: &Visit, form: Option<Form>) -> Result<ListPage, Fault> {
    let mut tx = house.read().await?;
    let contracts = strategy::facade::contracts(&mut tx).await?;
    let may = |id: Uuid| visit.actor.may(&acts::WRITE, &Scope::contract(id)).is_allowed();
    let contracts: Vec<Choice> =
        contracts.iter().filter(|one| may(one.id)).map(|one| Choice::new(one.id.to_string(), &one.title)).collect();
    // The report tells the year that ended; one contract only is chosen already.
    let first = || {
        let year = today(house).year() - 1;
        let form = Form::filled([("annee", year.to_string())]);
        match contracts.as_slice() {
            [only] => form.with("contrat", only.value.clone()),
            _ => form,
        }
    };
    let form = form.unwrap_or_else(first);
    let lines = viewing::reports(&mut tx, &visit.actor).await?.iter().map(Line::new).collect();
    let frame = visit.back_office("Rapports annuels").with_breadcrumb(vec![Link::new("Gestion", "/gestion")]);
    Ok(ListPage { frame: frame.with_form(&form), form, lines, contracts })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&drawn(&house, &visit, None).await?)
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let mut typed = Reading::of(&fields);
    let contract: Option<Uuid> = typed.chosen("contrat", "Choisissez le contrat dont c’est le rapport");
    let year = typed.whole("annee");
    let year = typed.needed("annee", year, "Saisissez l’année du rapport, par exemple 2026").unwrap_or_default();
    let terms = typed.filled((contract, year));
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::create(&mut tx, around, &visit.actor, terms).await;
    let again = async |form| drawn(&house, &visit, Some(form)).await;
    answer::settle(tx, outcome, (report_path, "ajoute"), &fields, again).await
}
