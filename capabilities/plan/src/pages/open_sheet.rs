//! `/actions/{code}`: a sheet that anybody reads. A draft is not there, whatever address is tried.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, Language, Tag, t_with};
use kernel::french;
use web::{Answer, Fault, House, Visit, answer};

use super::body::{Body, Reader, Told};
use super::{sheet_path, status_tag_in, today};
use crate::actions::{around_sheet, verdict};
use crate::rules::Said;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/open_sheet.html")]
pub(super) struct OpenSheetPage {
    pub frame: Frame,
    pub status: Tag,
    pub since: Html,
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
    pub fn all(history: &[Said], language: Language) -> Vec<Self> {
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
                status: status_tag_in(language, said.state.status),
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
    let language = visit.language;
    let caption = t_with(language, "Action {code}", [("code", told.sheet.text.code.as_str())]);
    let frame = visit.public(&told.sheet.text.title).with_caption(caption);
    answer::page(&OpenSheetPage {
        frame,
        status: status_tag_in(language, told.sheet.state.status),
        since: since(&told, language),
        reason: told.sheet.state.reason.clone(),
        body: Body::new(&told, &around, (Reader::Public, language), today(&house)).html(),
        address: crate::facade::path(&told.sheet.address),
        history: HistoryLine::all(&told.history, language),
        contract: (around.contract.title.clone(), strategy::facade::path(&around.contract.code)),
        follow: format!("/actions/suivre?action={}", answer::encode(&told.sheet.address)),
        thread: format!("/fil/action/{}", answer::encode(&told.sheet.address)),
        manage: manage.then(|| sheet_path(told.sheet.id)),
    })
}

/// « Depuis le 3 mars 2026. Source : comité de pilotage. »
pub(super) fn since(told: &Told, language: Language) -> Html {
    let state = &told.sheet.state;
    let day = t_with(language, "Depuis le {jour}.", [("jour", french::date(state.since).as_str())]);
    match state.source.as_str() {
        "" => Html::from(&day),
        source => Html::trusted(format!("{day} {}", t_with(language, "Source : {source}.", [("source", source)]))),
    }
}
