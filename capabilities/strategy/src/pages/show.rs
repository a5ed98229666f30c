//! `/contrat/{code}`: what the contract says, for anybody. Somebody who opens it wants to know what it aims at,
//! where, until when, and whether this is signed or only proposed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, Link, Pagination, TableOptions, Tag, TagColour};
use kernel::{Scope, french};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::told::Told;
use crate::rules::{Amendment, Contract, ContractTerms, Shown, Status};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/show.html")]
pub(super) struct ShowPage {
    pub frame: Frame,
    pub contract: Contract,
    pub status: Tag,
    pub period: String,
    pub areas: Vec<Link>,
    pub levels_sentence: String,
    pub tree: Html,
    pub pages: Pagination,
    pub transversal: Html,
    pub transversal_title: String,
    pub signatories: Html,
    pub brought: String,
    pub amendments: Vec<Amendment>,
    pub path: String,
    pub is_managed: bool,
}

/// « du 31 mars 2024 au 30 mars 2030 ».
pub(super) fn period(terms: &ContractTerms) -> String {
    format!("Du {} au {}", french::date(terms.starts_on), french::date(terms.ends_on))
}

/// When the contract is looked at again: the day, the year, or nothing.
pub(super) fn review(terms: &ContractTerms) -> String {
    let year = terms.review_year.map(|year| year.to_string());
    terms.review_on.map(french::date).or(year).unwrap_or_default()
}

pub(super) fn status_tag(status: Status) -> Tag {
    let colour = match status {
        Status::Proposed => TagColour::Amber,
        Status::Signed => TagColour::Green,
        Status::Ended => TagColour::Grey,
    };
    Tag::new(colour, status.french())
}

impl ShowPage {
    pub fn new(frame: Frame, told: Told, page: usize, is_managed: bool) -> Self {
        let around = told.around(false);
        let folded = around.page(&told.branches, page);
        let path = crate::facade::path(&told.contract.code);
        let pages = Pagination::new(page as u32, folded.page_count as u64, 1, format!("{path}?page="));
        let (across, tree): (Vec<Shown>, Vec<Shown>) =
            folded.top.into_iter().partition(|shown| shown.level.is_transversal);
        let mut titles: Vec<&str> = across.iter().map(|shown| shown.level.names.plural.as_str()).collect();
        titles.dedup();
        Self {
            frame,
            status: status_tag(told.contract.terms.status),
            period: period(&told.contract.terms),
            levels_sentence: told.levels_sentence(),
            transversal_title: titles.join(", "),
            tree: around.drawn(&tree, told.contract.id),
            transversal: around.drawn(&across, told.contract.id),
            pages,
            signatories: interface::table(
                &told.signatories_table(),
                &TableOptions { is_caption_hidden: true, ..TableOptions::default() },
            ),
            brought: told.brought(),
            path,
            areas: told.areas,
            amendments: told.amendments,
            contract: told.contract,
            is_managed,
        }
    }
}

/// The page of a list somebody asks for, from 1.
pub(super) fn asked_page(asked: &Asked) -> usize {
    asked.text("page").parse().ok().filter(|page| (1..=10_000).contains(page)).unwrap_or(1)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = store::contract::by_code(&mut tx, &code).await?.ok_or_else(Fault::not_found)?;
    let told = Told::load(&mut tx, &visit.actor, contract).await?;
    let format = asked.text("format");
    if !format.is_empty() {
        return answer::table("arbre-du-contrat", format, &told.tree_table(), house.outside.now());
    }
    let is_managed = visit.actor.may(&acts::AMEND, &Scope::contract(told.contract.id)).is_allowed();
    let frame = visit.public(&told.contract.terms.title);
    answer::page(&ShowPage::new(frame, told, asked_page(&asked), is_managed))
}
