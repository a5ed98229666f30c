//! `/gestion/contrats`: the contracts somebody leads, and each of them with everything that can be changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Html, SummaryRow, Tag};
use kernel::Scope;
use web::{Answer, House, PathId, Visit, answer};

use super::show::{period, review, status_tag};
use super::told::Told;
use super::{above, sheet_path, visible};
use crate::rules::{Amendment, Contract, Level, Signatory};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/manage_list.html")]
pub(super) struct ManageListPage {
    pub frame: Frame,
    pub lines: Vec<ManageLine>,
}

pub(super) struct ManageLine {
    pub title: String,
    pub href: String,
    pub period: String,
    pub status: Tag,
}

/// The contracts this person leads.
pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let lines = store::contract::all(&mut tx)
        .await?
        .iter()
        .filter(|contract| visit.actor.may(&acts::AMEND, &Scope::contract(contract.id)).is_allowed())
        .map(|contract| ManageLine {
            title: contract.terms.title.clone(),
            href: sheet_path(contract.id),
            period: period(&contract.terms),
            status: status_tag(contract.terms.status),
        })
        .collect();
    answer::page(&ManageListPage { frame: visit.back_office("Contrats"), lines })
}

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub contract: Contract,
    pub terms: Vec<SummaryRow>,
    pub levels: Vec<Level>,
    pub counted: String,
    pub signatories: Vec<(Signatory, i64)>,
    pub brought: String,
    pub amendments: Vec<Amendment>,
    pub public_path: String,
}

impl SheetPage {
    pub fn new(frame: Frame, told: Told) -> Self {
        let edit = format!("{}/modifier", sheet_path(told.contract.id));
        let terms = &told.contract.terms;
        let names: Vec<&str> = told.areas.iter().map(|area| area.label.as_str()).collect();
        let zoning = terms.zoning_generation.map(|year| year.to_string()).unwrap_or_default();
        let row = |term: &str, value: Html| SummaryRow::new(term, value).changed_at(edit.clone());
        let rows = vec![
            row("Période", Html::text(&period(terms))),
            row("État", status_tag(terms.status).html()),
            row("Porté par", Html::text(&terms.holder)),
            row("Révision à mi-parcours", Html::text(&review(terms))),
            row("Zonage", Html::text(&zoning)),
            row("Quartiers", Html::text(&names.join(", "))),
            row("Source", Html::sentence(&terms.source)),
            row("Note", Html::sentence(&terms.note)),
        ];
        let public_path = crate::facade::path(&told.contract.code);
        let (counted, brought) = (told.levels_sentence(), told.brought());
        let lines = |signatory: Signatory| {
            let count = told.commitments.iter().filter(|one| one.signatory == signatory.id).count() as i64;
            (signatory, count)
        };
        Self {
            frame,
            terms: rows,
            counted,
            levels: told.levels,
            signatories: told.signatories.into_iter().map(lines).collect(),
            brought,
            amendments: told.amendments,
            contract: told.contract,
            public_path,
        }
    }
}

/// A contract with everything that can be changed.
pub async fn sheet(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let frame = visit.back_office(&contract.terms.title).with_breadcrumb(above(&contract)[..1].to_vec());
    let told = Told::load(&mut tx, &visit.actor, contract).await?;
    answer::page(&SheetPage::new(frame, told))
}
