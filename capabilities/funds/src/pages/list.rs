//! `/gestion/fonds`: funds and labels, what is left of each this year.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use kernel::Scope;
use web::{Answer, House, Visit, answer};

use super::{HOME, path};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    pub open: Vec<Link>,
}

pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::new("fonds", "Fonds ou label", Kind::Text).row_header(),
        Column::new("sorte", "Sorte", Kind::Text),
        Column::new("enveloppe", "Enveloppe", Kind::Euros),
        Column::new("accorde", "Accordé", Kind::Euros),
        Column::new("reste", "Reste", Kind::Euros),
        Column::new("projets", "Projets déposés", Kind::Integer),
    ]
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let today = house.outside.now().day(&house.settings.zone);
    let year = i64::from(today.year());
    let mut table = Table::new("fonds", format!("Fonds et labels en {year}"), columns());
    for fund in store::fund::all(&mut tx).await? {
        if !visit.actor.may(&acts::READ, &fund.scope()).is_allowed() {
            continue;
        }
        let standing = actions::standing(&mut tx, fund).await?;
        let here = || standing.envelopes.iter().filter(|(one, _)| one.terms.year == year);
        table.rows.push(vec![
            Cell::link(&*standing.fund.terms.name, path(standing.fund.id)),
            Cell::text(standing.fund.kind.french()),
            Cell::Euros(here().map(|(_, purse)| purse.envelope).sum()),
            Cell::Euros(here().map(|(_, purse)| purse.all.consumed()).sum()),
            Cell::Euros(here().map(|(_, purse)| purse.left()).sum()),
            Cell::Integer(standing.projects.len() as i64),
        ]);
    }
    table.source = Some("Décisions des comités et argent noté, au centime".to_owned());
    table.as_of = Some(today);
    let mut open = Vec::new();
    for contract in strategy::facade::contracts(&mut tx).await? {
        if visit.actor.may(&acts::SET, &Scope::contract(contract.id)).is_allowed() {
            let href = format!("{HOME}/nouveau?contrat={}", answer::encode(&contract.code));
            open.push(Link::new(format!("Ouvrir un fonds ou un label : {}", contract.title), href));
        }
    }
    answer::page(&ListPage {
        frame: visit.back_office("Fonds et labels"),
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &TableOptions::default()),
        open,
    })
}
