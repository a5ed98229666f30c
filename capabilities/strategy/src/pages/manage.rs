//! `/gestion/contrats`: the contracts somebody leads, and each of them with everything that can be changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Html, SummaryRow, Tag};
use kernel::Scope;
use web::{Answer, House, PathId, Visit, answer};

use super::show::{Told, period, status_tag};
use super::{above, sheet_path, visible};
use crate::rules::{Branch, Contract, Level, Signatory};
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
    pub lines: Vec<NodeLine>,
    pub signatories: Vec<Signatory>,
    pub public_path: String,
}

/// One node, flattened for a table with its buttons.
pub(super) struct NodeLine {
    pub branch: Branch,
    pub depth: usize,
    pub is_first: bool,
    pub is_last: bool,
    pub below: Option<String>,
}

impl NodeLine {
    fn all(told: &Told) -> Vec<Self> {
        fn add(lines: &mut Vec<NodeLine>, levels: &[Level], branches: &[Branch], depth: usize) {
            for branch in branches {
                let same: Vec<_> = branches.iter().filter(|one| one.level.id == branch.level.id).collect();
                let is = |one: Option<&&Branch>| one.is_some_and(|one| one.node.id == branch.node.id);
                let below = levels.iter().find(|level| {
                    level.depth == branch.level.depth + 1 && level.is_transversal == branch.level.is_transversal
                });
                lines.push(NodeLine {
                    is_first: is(same.first()),
                    is_last: is(same.last()),
                    below: below.map(|level| level.names.singular.to_lowercase()),
                    branch: Branch { children: Vec::new(), ..branch.clone() },
                    depth,
                });
                add(lines, levels, &branch.children, depth + 1);
            }
        }
        let mut lines = Vec::new();
        add(&mut lines, &told.levels, &told.branches, 0);
        lines
    }
}

impl SheetPage {
    pub fn new(frame: Frame, told: Told) -> Self {
        let edit = format!("{}/modifier", sheet_path(told.contract.id));
        let terms = &told.contract.terms;
        let names: Vec<&str> = told.areas.iter().map(|area| area.label.as_str()).collect();
        let number = |year: Option<i64>| year.map(|year| year.to_string()).unwrap_or_default();
        let row = |term: &str, value: Html| SummaryRow::new(term, value).changed_at(edit.clone());
        let rows = vec![
            row("Période", Html::text(&period(terms))),
            row("État", status_tag(terms.status).html()),
            row("Année de révision", Html::text(&number(terms.review_year))),
            row("Zonage", Html::text(&number(terms.zoning_generation))),
            row("Quartiers", Html::text(&names.join(", "))),
            row("Source", Html::sentence(&terms.source)),
            row("Note", Html::sentence(&terms.note)),
        ];
        let public_path = crate::facade::path(&told.contract.code);
        let lines = NodeLine::all(&told);
        Self {
            frame,
            terms: rows,
            lines,
            levels: told.levels,
            signatories: told.signatories,
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
    let told = Told::load(&mut tx, contract).await?;
    answer::page(&SheetPage::new(frame, told))
}
