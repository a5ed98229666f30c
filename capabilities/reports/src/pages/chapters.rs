//! `/gestion/contrats/{id}/parties`: the parts of the document of a contract, in its order, each with its title, what it begins
//! with and its sections.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use interface::{Form, Frame, Link};
use kernel::Uuid;
use strategy::facade::ContractBrief;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::overtaken::{self, Overtaken};
use super::papers::{path as papers_path, visible};
use super::sections::part_path;
use crate::actions::{self, Chapter, ChapterKept, ChapterText, SectionKept, chapters_of, order, sections_told};
use crate::store::sections as store;

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
    /// How many sections it has, and how many are drafts.
    pub sections: String,
}

#[derive(Template)]
#[template(path = "pages/chapter.html")]
pub(super) struct ChapterPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub sections: Vec<SectionLine>,
    /// Where a section is added.
    pub add: String,
    /// When it was last saved, and by whom.
    pub saved: String,
    pub overtaken: Option<Overtaken>,
    pub revision: String,
}

/// A section in the list of its part.
pub(super) struct SectionLine {
    pub title: String,
    pub href: String,
    pub is_draft: bool,
    /// The section that comes before it.
    pub before: Option<Uuid>,
    /// The section that comes after it.
    pub after: Option<Uuid>,
}

impl ChapterPage {
    /// A part with its sections, in their order.
    pub fn new(frame: Frame, form: Form, action: String, sections: &[SectionKept]) -> Self {
        let line = |(rank, one): (usize, &SectionKept)| SectionLine {
            title: one.text.named().to_owned(),
            href: format!("/gestion/contrats/sections/{}", one.id),
            is_draft: !one.text.is_ready,
            before: rank.checked_sub(1).and_then(|rank| sections.get(rank)).map(|one| one.id),
            after: sections.get(rank + 1).map(|one| one.id),
        };
        let revision = form.value("revision").to_owned();
        Self {
            frame: frame.with_form(&form),
            form,
            add: format!("{action}/sections"),
            action,
            sections: sections.iter().enumerate().map(line).collect(),
            saved: String::new(),
            overtaken: None,
            revision,
        }
    }
}

/// Where the parts of a contract are.
pub(super) fn path(contract: Uuid) -> String {
    format!("/gestion/contrats/{contract}/parties")
}

pub(super) fn above(contract: &ContractBrief) -> Vec<Link> {
    vec![
        Link::new("Contrats", "/gestion/contrats"),
        Link::new(contract.title.clone(), format!("/gestion/contrats/{}", contract.id)),
        Link::new("Documents", papers_path(contract.id)),
    ]
}

impl ChaptersPage {
    pub fn new(frame: Frame, contract: Uuid, all: &[ChapterKept], sections: &[SectionKept]) -> Self {
        let line = |one: &ChapterKept| ChapterLine {
            title: kernel::french::spaced(&one.text.title),
            href: part_path(contract, one.chapter),
            is_kept: one.text.is_kept,
            has_introduction: !one.text.introduction.is_empty(),
            sections: sections_told(sections.iter().filter(|section| section.chapter == one.chapter)),
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
    let sections = store::of_contract(&mut tx, contract.id).await?;
    answer::page(&ChaptersPage::new(frame, contract.id, &all, &sections))
}

/// The contract and the part an address names.
pub(super) async fn named(
    tx: &mut database::Tx,
    visit: &Visit,
    (id, chapter): (String, String),
) -> Result<(ContractBrief, Chapter), Fault> {
    let id: Uuid = id.parse().map_err(|_| Fault::not_found())?;
    let chapter = Chapter::from_code(&chapter).ok_or_else(Fault::not_found)?;
    Ok((visible(tx, visit, id).await?, chapter))
}

async fn drawn(
    tx: &mut database::Tx,
    visit: &Visit,
    contract: &ContractBrief,
    (chapter, form): (Chapter, Form),
) -> Result<ChapterPage, Fault> {
    let mut above = above(contract);
    above.push(Link::new("Parties", path(contract.id)));
    let frame = visit.back_office("Une partie du contrat").with_caption(chapter.french()).with_breadcrumb(above);
    let mut sections = store::of_contract(tx, contract.id).await?;
    sections.retain(|one| one.chapter == chapter);
    Ok(ChapterPage::new(frame, form, part_path(contract.id, chapter), &sections))
}

async fn kept(tx: &mut database::Tx, contract: Uuid, chapter: Chapter) -> Result<ChapterKept, Fault> {
    let all = chapters_of(tx, contract).await?;
    all.into_iter().find(|one| one.chapter == chapter).ok_or_else(Fault::not_found)
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
    let one = kept(&mut tx, contract.id, chapter).await?;
    let mut page = drawn(&mut tx, &visit, &contract, (chapter, form_of(&one))).await?;
    page.saved = overtaken::told(one.saved.as_ref(), house.outside.now(), &house.settings.zone);
    answer::page(&page)
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
        introduction: fields.text("introduction").to_owned(),
        is_kept: fields.is_ticked("presente"),
    };
    let which = (contract.id, chapter, fields.revision());
    let outcome = actions::write_chapter(&mut tx, &house.outside, &visit.actor, which, text).await;
    if let Ok(Some(other)) = outcome {
        let mut page = drawn(&mut tx, &visit, &contract, (chapter, fields.form())).await?;
        drop(tx);
        let told = overtaken::told(other.saved.as_ref(), house.outside.now(), &house.settings.zone);
        page.revision = other.revision.to_string();
        page.overtaken = Some(Overtaken { told, title: other.text.title, text: other.text.introduction });
        return answer::page_with(StatusCode::CONFLICT, &page);
    }
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, (chapter, form)).await
    };
    let to = match fields.text("suite") {
        "ecrire" => part_path(contract.id, chapter),
        _ => path(contract.id),
    };
    answer::settle(tx, outcome, (|_| to, "enregistre"), &fields, again).await
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
