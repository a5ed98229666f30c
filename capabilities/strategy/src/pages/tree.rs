//! `/gestion/contrats/{id}/arbre`: the tree with the tools that change it where it is read.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Html, Pagination};
use kernel::{Actor, Uuid};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::show::asked_page;
use super::told::Told;
use super::{above, visible};
use crate::rules::{Branch, Change, ChangeKind, Contract, find};
use crate::{actions, store};

/// Where the tree of a contract is changed.
pub(super) fn tree_path(contract: Uuid) -> String {
    format!("/gestion/contrats/{contract}/arbre")
}

/// The same, on the page and at the place where a node stands.
pub(super) fn near(contract: Uuid, node: Uuid) -> String {
    format!("{}?pres={node}#e-{node}", tree_path(contract))
}

/// The last gesture of whoever looks, to be taken back or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LastGesture {
    pub id: Uuid,
    pub words: String,
    pub is_undo: bool,
}

impl LastGesture {
    pub fn of(change: &Change) -> Self {
        let words = format!("{} : {}", change.kind.french(), change.what);
        Self { id: change.id, words, is_undo: change.kind == ChangeKind::Undone }
    }

    pub async fn load(tx: &mut Tx, actor: &Actor, contract: Uuid) -> Result<Option<Self>, Fault> {
        let Some(account) = actor.account() else { return Ok(None) };
        let Some(change) = store::history::last_of(tx, contract, account).await? else { return Ok(None) };
        let stands = change.kind.stands();
        let is_over = stands || store::history::is_undone(tx, change.id).await?;
        Ok((!is_over).then(|| Self::of(&change)))
    }
}

#[derive(Template)]
#[template(path = "pages/tree.html")]
pub(super) struct TreePage {
    pub frame: Frame,
    pub contract: Uuid,
    pub public_path: String,
    pub counted: String,
    pub tree: Html,
    pub pages: Pagination,
    pub has_levels: bool,
    pub last: Option<LastGesture>,
    pub notes: (i64, i64),
    /// The node whose branch is shown alone: its title and where the whole tree is.
    pub root: Option<(String, String)>,
}

impl TreePage {
    fn levels_path(&self) -> String {
        format!("/gestion/contrats/{}/niveaux", self.contract)
    }

    pub fn new(
        frame: Frame,
        told: &Told,
        (root, page): (Option<&Branch>, usize),
        (last, notes): (Option<LastGesture>, (i64, i64)),
    ) -> Self {
        let around = told.around(true);
        let contract = told.contract.id;
        let branches = root.map_or(&told.branches, |root| &root.children);
        let folded = around.page(branches, page);
        let base = match root {
            Some(root) => format!("{}?sous={}&page=", tree_path(contract), root.node.id),
            None => format!("{}?page=", tree_path(contract)),
        };
        Self {
            frame,
            contract,
            public_path: crate::facade::path(&told.contract.code),
            counted: told.levels_sentence(),
            tree: around.drawn(&folded.top, contract),
            pages: Pagination::new(page as u32, folded.page_count as u64, 1, base),
            has_levels: !told.levels.is_empty(),
            last,
            notes,
            root: root.map(|root| {
                let path = match root.node.parent {
                    Some(parent) => format!("{}?sous={parent}", tree_path(contract)),
                    None => tree_path(contract),
                };
                (format!("{} {}", root.node.text.code, root.node.text.title), path)
            }),
        }
    }
}

/// Which part of the tree shows a node: under which one, and which page of it.
fn where_shown(told: &Told, id: Uuid) -> (Option<Uuid>, usize) {
    let around = told.around(true);
    let first =
        (1..=around.page(&told.branches, 1).page_count).find(|page| around.page(&told.branches, *page).shows(id));
    if let Some(page) = first {
        return (None, page);
    }
    let parent = find(&told.branches, id).and_then(|branch| branch.node.parent);
    let beside = parent.and_then(|parent| find(&told.branches, parent));
    (parent, beside.map_or(1, |beside| around.page_of(&beside.children, id)))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let told = Told::load(&mut tx, &visit.actor, contract).await?;
    let (root, page) = match asked.text("pres").parse::<Uuid>() {
        Ok(id) => where_shown(&told, id),
        Err(_) => (asked.text("sous").parse().ok(), asked_page(&asked)),
    };
    let root = root.and_then(|root| find(&told.branches, root));
    let last = LastGesture::load(&mut tx, &visit.actor, told.contract.id).await?;
    let notes = store::notes::counts(&mut tx, told.contract.id).await?;
    let title = root.map_or("Arbre du contrat", |root| root.node.text.title.as_str());
    let frame = visit.back_office(title).with_breadcrumb(above(&told.contract));
    answer::page(&TreePage::new(frame, &told, (root, page), (last, notes)))
}

pub async fn undo(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Change>,
    fields: web::Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::undo(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    let back = match fields.text("retour") {
        "historique" => super::history::path(contract),
        "notes" => super::notes::path(contract),
        _ => tree_path(contract),
    };
    answer::done(&back, "annule")
}
