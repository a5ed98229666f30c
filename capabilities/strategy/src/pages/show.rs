//! `/contrat/{code}`: what the contract says, for anybody. Somebody who opens it wants to know what it aims at,
//! where, until when, and whether this is signed or only proposed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions, Tag, TagColour};
use web::{Answer, Asked, Fault, House, Visit, answer};

use crate::rules::{Branch, Contract, ContractTerms, Level, Signatory, Status, branches};
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
    pub transversal: Html,
    pub transversal_title: String,
    pub signatories: Html,
    pub path: String,
    pub manage: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/branch.html")]
struct BranchPiece<'a> {
    branches: &'a [Branch],
}

impl BranchPiece<'_> {
    fn under<'b>(&self, branch: &'b Branch) -> BranchPiece<'b> {
        BranchPiece { branches: &branch.children }
    }
}

/// « du 31 mars 2024 au 30 mars 2030 ».
pub(super) fn period(terms: &ContractTerms) -> String {
    format!("Du {} au {}", kernel::french::date(terms.starts_on), kernel::french::date(terms.ends_on))
}

pub(super) fn status_tag(status: Status) -> Tag {
    let colour = match status {
        Status::Proposed => TagColour::Amber,
        Status::Signed => TagColour::Green,
        Status::Ended => TagColour::Grey,
    };
    Tag::new(colour, status.french())
}

/// Everything a page about a contract shows.
pub(super) struct Told {
    pub contract: Contract,
    pub areas: Vec<Link>,
    pub levels: Vec<Level>,
    pub branches: Vec<Branch>,
    pub signatories: Vec<Signatory>,
}

impl Told {
    pub async fn load(tx: &mut database::Tx, contract: Contract) -> Result<Self, Fault> {
        let area_ids = store::contract::areas(tx, contract.id).await?;
        let mut areas = Vec::with_capacity(area_ids.len());
        let current = territory::facade::areas(tx).await?;
        for id in area_ids {
            let found = match current.iter().find(|area| area.id == id) {
                Some(area) => Some(area.clone()),
                None => territory::facade::area(tx, id).await?,
            };
            areas.extend(found.map(|area| Link::new(area.name, territory::facade::path(&area.code))));
        }
        let levels = store::tree::levels(tx, contract.id).await?;
        let nodes = store::tree::nodes(tx, contract.id).await?;
        let signatories = store::signatory::of_contract(tx, contract.id).await?;
        let branches = branches(&levels, &nodes);
        Ok(Self { contract, areas, levels, branches, signatories })
    }

    /// The tree as a table, one line a node, parents before children.
    pub fn tree_table(&self) -> Table {
        let columns = vec![
            Column::new("niveau", "Niveau", Kind::Text),
            Column::new("reference", "Référence", Kind::Text).row_header(),
            Column::new("intitule", "Intitulé", Kind::Text),
            Column::new("rattache_a", "Rattaché à", Kind::Text),
            Column::new("resume", "Résumé", Kind::Text),
            Column::new("note", "Note", Kind::Text),
        ];
        let mut table = Table::new("arbre-du-contrat", format!("Objectifs : {}", self.contract.terms.title), columns);
        table.source = Some(self.contract.terms.source.clone()).filter(|source| !source.is_empty());
        if self.contract.terms.status == Status::Proposed {
            table.notes.push("Architecture proposée : le contrat signé peut en différer.".to_owned());
        }
        fn lines(table: &mut Table, branches: &[Branch], parent: &str) {
            for branch in branches {
                let text = &branch.node.text;
                let cells = [&branch.level.names.singular, &text.code, &text.title, parent, &text.summary, &text.note];
                table.rows.push(cells.into_iter().map(Cell::text).collect());
                lines(table, &branch.children, &text.code);
            }
        }
        lines(&mut table, &self.branches, "");
        table
    }

    pub fn signatories_table(&self) -> Table {
        let columns = vec![
            Column::new("organisme", "Organisme", Kind::Text).row_header(),
            Column::new("signature", "Signature", Kind::Text),
            Column::new("etat", "État", Kind::Text),
            Column::new("engagement", "Engagement", Kind::Text),
        ];
        let mut table = Table::new("signataires", "Signataires du contrat", columns);
        table.rows = self
            .signatories
            .iter()
            .map(|one| {
                let terms = &one.terms;
                let cells = [&terms.name, terms.requirement.french(), terms.status.french(), &terms.commitment];
                cells.into_iter().map(Cell::text).collect()
            })
            .collect();
        let mut laws: Vec<&str> = self.signatories.iter().map(|one| one.terms.legal_basis.as_str()).collect();
        laws.dedup();
        table.source = Some(laws.join(" ; ")).filter(|laws| !laws.is_empty());
        table
    }

    /// « 3 enjeux, 12 objectifs, 3 préoccupations transverses ».
    pub fn levels_sentence(&self) -> String {
        fn count(branches: &[Branch], level: &Level) -> i64 {
            branches.iter().map(|one| i64::from(one.level.id == level.id) + count(&one.children, level)).sum()
        }
        let parts: Vec<String> = self
            .levels
            .iter()
            .map(|level| {
                let names = &level.names;
                let (one, several) = (names.singular.to_lowercase(), names.plural.to_lowercase());
                kernel::french::count(count(&self.branches, level), &one, &several)
            })
            .collect();
        parts.join(", ")
    }

    fn piece(branches: &[Branch]) -> Html {
        Html::trusted(BranchPiece { branches }.render().unwrap_or_default())
    }

    pub fn page(self, frame: Frame, manage: Option<String>) -> ShowPage {
        let (across, tree): (Vec<Branch>, Vec<Branch>) =
            self.branches.iter().cloned().partition(|branch| branch.level.is_transversal);
        let transversal_title = across.first().map(|branch| branch.level.names.plural.clone()).unwrap_or_default();
        ShowPage {
            frame,
            status: status_tag(self.contract.terms.status),
            period: period(&self.contract.terms),
            levels_sentence: self.levels_sentence(),
            tree: Self::piece(&tree),
            transversal: Self::piece(&across),
            transversal_title,
            signatories: interface::table(
                &self.signatories_table(),
                &TableOptions { is_caption_hidden: true, ..TableOptions::default() },
            ),
            path: crate::facade::path(&self.contract.code),
            areas: self.areas,
            contract: self.contract,
            manage,
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = store::contract::by_code(&mut tx, &code).await?.ok_or_else(Fault::not_found)?;
    let told = Told::load(&mut tx, contract).await?;
    let format = asked.text("format");
    if !format.is_empty() {
        return answer::table("arbre-du-contrat", format, &told.tree_table(), house.outside.now());
    }
    let place = kernel::Scope::contract(told.contract.id);
    let manage = visit.actor.may(&acts::AMEND, &place).is_allowed().then(|| super::sheet_path(told.contract.id));
    let frame = visit.public(&told.contract.terms.title);
    answer::page(&told.page(frame, manage))
}
