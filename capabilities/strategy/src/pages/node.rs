//! `/contrat/{code}/elements/{id}`: one node of the tree, for anybody, with what stands under it and what carries it.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, Link, Pagination};
use kernel::{Scope, Uuid};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::piece::TiesPiece;
use super::show::asked_page;
use super::told::Told;
use crate::facade::{NodeTie, TieKind, node_path, path};
use crate::rules::{Branch, Node, find};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/node.html")]
pub(super) struct NodeReadPage {
    pub frame: Frame,
    pub node: Node,
    pub caption: String,
    pub tags: Vec<String>,
    pub sheets: Vec<NodeTie>,
    pub needs: Vec<NodeTie>,
    pub below: Html,
    pub pages: Pagination,
    pub edit: Option<String>,
}

impl NodeReadPage {
    fn ties(&self) -> TiesPiece<'_> {
        TiesPiece { sheets: &self.sheets, needs: &self.needs }
    }

    pub fn new(frame: Frame, told: &Told, branch: &Branch, page: usize, is_managed: bool) -> Self {
        let around = told.around(false);
        let (contract, node) = (&told.contract, &branch.node);
        let folded = around.page(&branch.children, page);
        let base = format!("{}?page=", node_path(&contract.code, node.id));
        let tied = |kind| -> Vec<NodeTie> {
            told.ties.iter().filter(|tie| tie.node == node.id && tie.kind == kind).cloned().collect()
        };
        Self {
            frame: frame.with_breadcrumb(above(told, node.id)),
            caption: format!("{} {}", branch.level.names.singular, node.text.code),
            tags: around.tags(node),
            sheets: tied(TieKind::Sheet),
            needs: tied(TieKind::Need),
            below: around.drawn(&folded.top, contract.id),
            pages: Pagination::new(page as u32, folded.page_count as u64, 1, base),
            edit: is_managed.then(|| format!("/gestion/contrats/elements/{}", node.id)),
            node: node.clone(),
        }
    }
}

/// The contract, then the nodes a node stands under.
fn above(told: &Told, id: Uuid) -> Vec<Link> {
    fn trail(branches: &[Branch], id: Uuid, code: &str, links: &mut Vec<Link>) -> bool {
        branches.iter().any(|branch| {
            if branch.node.id == id {
                return true;
            }
            links.push(Link::new(branch.node.text.title.as_str(), node_path(code, branch.node.id)));
            let is_here = trail(&branch.children, id, code, links);
            if !is_here {
                links.pop();
            }
            is_here
        })
    }
    let contract = &told.contract;
    let mut links = vec![Link::new(contract.terms.title.as_str(), path(&contract.code))];
    trail(&told.branches, id, &contract.code, &mut links);
    links
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(parts): Path<HashMap<String, String>>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let part = |name: &str| parts.get(name).map(String::as_str).unwrap_or_default();
    let id: Uuid = part("id").parse().map_err(|_| Fault::not_found())?;
    let contract = store::contract::by_code(&mut tx, part("code")).await?.ok_or_else(Fault::not_found)?;
    let told = Told::load(&mut tx, &visit.actor, contract).await?;
    let branch = find(&told.branches, id).ok_or_else(Fault::not_found)?;
    let is_managed = visit.actor.may(&acts::AMEND, &Scope::contract(told.contract.id)).is_allowed();
    let frame = visit.public(&branch.node.text.title);
    answer::page(&NodeReadPage::new(frame, &told, branch, asked_page(&asked), is_managed))
}
