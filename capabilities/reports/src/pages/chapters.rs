//! `/gestion/contrats/{id}/parties`: the parts of the document of a contract, in its order, each with its title and what it
//! begins with.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Form, Frame, Link};
use kernel::Uuid;
use strategy::facade::ContractBrief;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::papers::{path as papers_path, visible};
use crate::actions::{self, Chapter, ChapterKept, ChapterText, chapters_of, order};

#[derive(Template)]
#[template(path = "pages/chapters.html")]
pub(super) struct ChaptersPage {
    pub frame: Frame,
    pub lines: Vec<ChapterLine>,
    pub order: String,
    pub back: String,
}

/// A part in the list.
pub(super) struct ChapterLine {
    pub title: String,
    pub href: String,
    pub is_kept: bool,
    pub has_introduction: bool,
}

#[derive(Template)]
#[template(path = "pages/chapter.html")]
pub(super) struct ChapterPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
}

/// Where the parts of a contract are.
fn path(contract: Uuid) -> String {
    format!("/gestion/contrats/{contract}/parties")
}

fn above(contract: &ContractBrief) -> Vec<Link> {
    vec![
        Link::new("Contrats", "/gestion/contrats"),
        Link::new(contract.title.clone(), format!("/gestion/contrats/{}", contract.id)),
        Link::new("Documents", papers_path(contract.id)),
    ]
}

impl ChaptersPage {
    pub fn new(frame: Frame, contract: Uuid, all: &[ChapterKept]) -> Self {
        let line = |one: &ChapterKept| ChapterLine {
            title: kernel::french::spaced(&one.text.title),
            href: format!("{}/{}", path(contract), one.chapter.code()),
            is_kept: one.text.is_kept,
            has_introduction: !one.text.introduction.is_empty(),
        };
        Self { frame, lines: all.iter().map(line).collect(), order: order(all), back: papers_path(contract) }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ContractBrief>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&mut tx, &visit, id.uuid()).await?;
    let all = chapters_of(&mut tx, contract.id).await?;
    let frame =
        visit.back_office("Parties du contrat").with_caption(&*contract.title).with_breadcrumb(above(&contract));
    answer::page(&ChaptersPage::new(frame, contract.id, &all))
}

/// The contract and the part an address names.
async fn named(
    tx: &mut database::Tx,
    visit: &Visit,
    (id, chapter): (String, String),
) -> Result<(ContractBrief, Chapter), Fault> {
    let id: Uuid = id.parse().map_err(|_| Fault::not_found())?;
    let chapter = Chapter::from_code(&chapter).ok_or_else(Fault::not_found)?;
    Ok((visible(tx, visit, id).await?, chapter))
}

fn drawn(visit: &Visit, contract: &ContractBrief, chapter: Chapter, form: Form) -> ChapterPage {
    let mut above = above(contract);
    above.push(Link::new("Parties", path(contract.id)));
    let frame = visit.back_office("Une partie du contrat").with_caption(chapter.french()).with_breadcrumb(above);
    ChapterPage { frame: frame.with_form(&form), form, action: format!("{}/{}", path(contract.id), chapter.code()) }
}

/// A part as a form.
pub(super) fn form_of(one: &ChapterKept) -> Form {
    let form = Form::filled([
        ("revision", one.revision.to_string()),
        ("titre", one.text.title.clone()),
        ("introduction", one.text.introduction.clone()),
    ]);
    if one.text.is_kept { form.with("presente", "oui") } else { form }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, Path(which): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (contract, chapter) = named(&mut tx, &visit, which).await?;
    let all = chapters_of(&mut tx, contract.id).await?;
    let one = all.iter().find(|one| one.chapter == chapter).ok_or_else(Fault::not_found)?;
    answer::page(&drawn(&visit, &contract, chapter, form_of(one)))
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(which): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (contract, chapter) = named(&mut tx, &visit, which).await?;
    let text = ChapterText {
        title: fields.text("titre").to_owned(),
        introduction: fields.text("introduction").replace("\r\n", "\n"),
        is_kept: fields.is_ticked("presente"),
    };
    let which = (contract.id, chapter, fields.revision());
    let outcome = actions::write_chapter(&mut tx, &house.outside, &visit.actor, which, text).await;
    let again = async |form| Ok(drawn(&visit, &contract, chapter, form));
    answer::settle(tx, outcome, (|()| path(contract.id), "modifie"), &fields, again).await
}

pub async fn place(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(which): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (contract, chapter) = named(&mut tx, &visit, which).await?;
    let how = (fields.text("geste") == "monter", fields.text("ordre"));
    actions::move_chapter(&mut tx, &house.outside, &visit.actor, (contract.id, chapter), how).await?;
    tx.commit().await?;
    answer::done(&path(contract.id), "modifie")
}
