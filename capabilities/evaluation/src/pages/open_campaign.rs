//! Totals of what carriers counted, for everybody: small counts are kept back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, TableOptions};
use kernel::{Uuid, french};
use web::{Answer, Fault, House, Visit, answer};

use super::campaign::sent;
use super::open::{open_frame, published};
use super::totals;
use crate::store;

#[derive(Template)]
#[template(path = "pages/open_campaign.html")]
pub(super) struct OpenCampaign {
    pub frame: Frame,
    pub tables: Vec<Html>,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path((code, id)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (contract, _) = published(&mut tx, &code).await?;
    let id: Uuid = id.parse().map_err(|_| Fault::not_found())?;
    let found = store::campaign::by_id(&mut tx, id).await?;
    let found = found.filter(|one| one.contract == contract.id && one.published_at.is_some());
    let found = found.ok_or_else(Fault::not_found)?;
    let asks = store::campaign::asks(&mut tx, id).await?;
    let requests = store::campaign::requests(&mut tx, id).await?;
    let replies = store::campaign::replies(&mut tx, id).await?;
    let tables = totals::tables(&asks, &sent(&requests, &replies), requests.len(), true);
    let title = french::spaced(&format!("{} : {}", found.terms.year, found.terms.title));
    answer::page(&OpenCampaign {
        frame: open_frame(&visit, &title, &contract, true),
        tables: tables.iter().map(|table| interface::table(table, &TableOptions::default())).collect(),
    })
}
