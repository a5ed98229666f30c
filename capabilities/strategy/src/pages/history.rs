//! `/gestion/contrats/{id}/historique`: who changed what in the tree, when and why; versions that are named.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame, Pagination};
use kernel::{Moment, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::readable;
use super::show::asked_page;
use super::visible;
use crate::rules::{Change, Contract, NamedVersion};
use crate::{actions, store};

/// Gestures on one page.
const LINES: u32 = 40;

/// Where the history of a contract is read.
pub(super) fn path(contract: Uuid) -> String {
    format!("/gestion/contrats/{contract}/historique")
}

/// When a gesture was made, as the town's clock says it.
pub(super) fn when(at: Moment, house: &House) -> String {
    match at.0 {
        0 => "avant que l’historique soit tenu".to_owned(),
        _ => format!("le {}", french::moment(at, &house.settings.zone)),
    }
}

/// One gesture, ready to be drawn.
pub(super) struct Line {
    pub change: Change,
    pub when: String,
    pub is_undone: bool,
    pub can_undo: bool,
}

/// One named version, ready to be drawn.
pub(super) struct VersionLine {
    pub version: NamedVersion,
    pub when: String,
}

#[derive(Template)]
#[template(path = "pages/history.html")]
pub(super) struct HistoryPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: Uuid,
    pub lines: Vec<Line>,
    pub pages: Pagination,
    pub versions: Vec<VersionLine>,
    pub may_amend: bool,
}

fn frame(visit: &Visit, contract: &Contract) -> Frame {
    visit.back_office("Historique de l’arbre").with_breadcrumb(super::reader_above(visit, contract))
}

async fn drawn(
    tx: &mut Tx,
    (house, visit): (&House, &Visit),
    contract: &Contract,
    (form, page): (Form, usize),
) -> Result<HistoryPage, Fault> {
    let may_amend = super::may_amend(visit, contract.id);
    let count = store::history::count(tx, contract.id).await?;
    let offset = (page as i64 - 1) * i64::from(LINES);
    let changes = store::history::of_contract(tx, contract.id, (i64::from(LINES), offset)).await?;
    let undone: HashSet<Uuid> = store::history::undone(tx, contract.id).await?.into_iter().collect();
    let line = |change: Change| {
        let is_undone = undone.contains(&change.id);
        let stands = change.kind.stands();
        Line { when: when(change.made_at, house), can_undo: may_amend && !is_undone && !stands, is_undone, change }
    };
    let versions = store::amendment::versions(tx, contract.id).await?;
    Ok(HistoryPage {
        frame: frame(visit, contract).with_form(&form),
        form,
        contract: contract.id,
        lines: changes.into_iter().map(line).collect(),
        pages: Pagination::new(page as u32, count as u64, LINES, format!("{}?page=", path(contract.id))),
        versions: versions
            .into_iter()
            .map(|version| VersionLine { when: when(version.taken_at, house), version })
            .collect(),
        may_amend,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = readable(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let at = (Form::empty(), asked_page(&asked));
    answer::page(&drawn(&mut tx, (&house, &visit), &contract, at).await?)
}

pub async fn name(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let said = (fields.text("nom"), fields.text("note"));
    let outcome = actions::name_version(&mut tx, &house.outside, &visit.actor, contract.id, said).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, (&house, &visit), &contract, (form, 1)).await
    };
    answer::settle(tx, outcome, (|_| path(contract.id), "ajoute"), &fields, again).await
}
