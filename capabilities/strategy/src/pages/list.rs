//! `/contrat`: the contract when there is one, the list when there are several.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use web::{Answer, House, Visit, answer};

use crate::facade;
use crate::rules::Contract;
use crate::store;

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub lines: Vec<Line>,
}

pub(super) struct Line {
    pub title: String,
    pub href: String,
    pub period: String,
}

impl Line {
    pub fn of(contract: &Contract) -> Self {
        Self {
            title: contract.terms.title.clone(),
            href: facade::path(&contract.code),
            period: super::show::period(&contract.terms),
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let contracts = store::contract::all(&mut tx).await?;
    if let [only] = contracts.as_slice() {
        return answer::see(&facade::path(&only.code));
    }
    let lines = contracts.iter().map(Line::of).collect();
    answer::page(&ListPage { frame: visit.public("Contrats de ville"), lines })
}
