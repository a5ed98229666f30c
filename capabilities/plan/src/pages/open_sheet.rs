//! `/actions/{code}`: a sheet that anybody reads. A draft is not there, whatever address is tried.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, Tag};
use kernel::french;
use web::{Answer, Fault, House, Visit, answer};

use super::body::{Body, Reader, Told};
use super::{sheet_path, status_tag, today};
use crate::actions::{around_sheet, verdict};
use crate::rules::Said;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/open_sheet.html")]
pub(super) struct OpenSheetPage {
    pub frame: Frame,
    pub status: Tag,
    pub since: String,
    pub reason: String,
    pub body: Html,
    pub address: String,
    pub history: Vec<HistoryLine>,
    pub contract: (String, String),
    pub follow: String,
    /// Where its thread is read.
    pub thread: String,
    pub manage: Option<String>,
}

/// A line of the history of a sheet.
pub(super) struct HistoryLine {
    pub status: Tag,
    pub since: String,
    pub source: String,
    pub reason: String,
    pub by: String,
}

impl HistoryLine {
    /// What was said, the last first; two lines that say the same are one.
    pub fn all(history: &[Said]) -> Vec<Self> {
        let mut lines: Vec<&Said> = Vec::new();
        for said in history {
            match lines.last_mut() {
                Some(last) if last.state == said.state => *last = said,
                _ => lines.push(said),
            }
        }
        lines
            .into_iter()
            .map(|said| Self {
                status: status_tag(said.state.status),
                since: french::date(said.state.since),
                source: said.state.source.clone(),
                reason: said.state.reason.clone(),
                by: said.by.clone(),
            })
            .collect()
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let sheet = store::sheet::by_address(&mut tx, &address).await?.filter(crate::rules::Sheet::is_published);
    let sheet = sheet.ok_or_else(Fault::not_found)?;
    let around = around_sheet(&mut tx, &sheet).await?.ok_or_else(Fault::not_found)?;
    let told = Told::load(&mut tx, sheet).await?;
    let areas: Vec<kernel::Uuid> = told.places.iter().map(|place| place.area).collect();
    let manage = verdict(&visit.actor, &acts::READ, told.sheet.contract, &areas).is_allowed();
    let frame = visit.public_in_french(&told.sheet.text.title).with_caption(format!("Action {}", told.sheet.text.code));
    answer::page(&OpenSheetPage {
        frame,
        status: status_tag(told.sheet.state.status),
        since: since(&told),
        reason: told.sheet.state.reason.clone(),
        body: Body::new(&told, &around, Reader::Public, today(&house)).html(),
        address: crate::facade::path(&told.sheet.address),
        history: HistoryLine::all(&told.history),
        contract: (around.contract.title.clone(), strategy::facade::path(&around.contract.code)),
        follow: format!("/actions/suivre?action={}", answer::encode(&told.sheet.address)),
        thread: format!("/fil/action/{}", answer::encode(&told.sheet.address)),
        manage: manage.then(|| sheet_path(told.sheet.id)),
    })
}

/// « depuis le 3 mars 2026 (comité de pilotage) ».
pub(super) fn since(told: &Told) -> String {
    let state = &told.sheet.state;
    let source = if state.source.is_empty() { String::new() } else { format!(" Source : {}.", state.source) };
    french::spaced(&format!("Depuis le {}.{source}", french::date(state.since)))
}
