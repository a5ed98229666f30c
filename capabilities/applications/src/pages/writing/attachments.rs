//! Documents of an application: joined, opened, taken out.

use std::sync::Arc;

use ::files::size_in_french;
use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Breakdown, Failure, Filled, Uuid, french};
use tokio::io::AsyncReadExt;
use web::attached::received;
use web::{Answer, Asked, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::{Desk, Help, path};
use crate::actions::completing::is_reopened;
use crate::actions::looking::readable;
use crate::actions::writing::attaching::{self, OTHER, PAPERS, Paper};
use crate::actions::writing::carrier;
use crate::rules::{Application, Part};
use crate::store;
use crate::store::writing_budget::Attached;

/// A document as the page shows it.
pub(super) struct FileShown {
    pub id: Uuid,
    pub what: String,
    pub name: String,
    pub size: String,
    pub hash: String,
    pub is_picture: bool,
    pub may_remove: bool,
}

#[derive(Template)]
#[template(path = "pages/writing/attachments.html")]
pub(super) struct AttachmentsPage {
    pub frame: Frame,
    pub form: Form,
    pub files: Vec<FileShown>,
    pub missing: Vec<String>,
    pub kinds: Vec<Choice>,
    /// Documents of the safe of the organisation.
    pub safe: Vec<Choice>,
    pub sheet: String,
    pub limits: String,
    pub here: String,
    pub back: String,
    pub help: Help,
}

/// What is asked, of each part: value of the list, words, whether it must be there.
fn asked(desk: &Desk, projects: &[(Uuid, String)]) -> Vec<(Paper, String, bool)> {
    let mut all = Vec::new();
    for one in &desk.terms.attachments {
        match one.part {
            Part::Application => {
                all.push((Paper { kind: one.key.clone(), project: None }, one.label.clone(), one.is_required));
            }
            Part::Project => all.extend(projects.iter().map(|(id, title)| {
                let paper = Paper { kind: one.key.clone(), project: Some(*id) };
                (paper, format!("{} – {title}", one.label), one.is_required)
            })),
        }
    }
    all.push((Paper { kind: OTHER.to_owned(), project: None }, "Une autre pièce".to_owned(), false));
    all
}

fn value(paper: &Paper) -> String {
    format!("{}:{}", super::part_text(paper.project), paper.kind)
}

/// A choice of the list, as a document.
fn paper(text: &str) -> Option<Paper> {
    let (part, kind) = text.split_once(':')?;
    Some(Paper { kind: kind.to_owned(), project: super::part_of(part).ok()? })
}

async fn page_of(tx: &mut Tx, visit: &Visit, desk: &Desk, form: Form) -> Result<AttachmentsPage, Fault> {
    let projects = store::project::of_application(tx, desk.id()).await?;
    let projects: Vec<(Uuid, String)> = projects.into_iter().map(|one| (one.id, one.title)).collect();
    let asked = asked(desk, &projects);
    // Once filed, only what is asked again is joined or taken out.
    let completions = store::event::completions(tx, desk.id()).await?;
    let opens = |project: Option<Uuid>, kind: &str| {
        desk.is_draft() || is_reopened(&completions, project, kind) || is_reopened(&completions, project, "pieces")
    };
    let given = store::writing_budget::files(tx, desk.id()).await?;
    let is_given = |paper: &Paper| given.iter().any(|one| one.kind == paper.kind && one.project == paper.project);
    let missing = asked.iter().filter(|(paper, _, is_required)| *is_required && !is_given(paper));
    let missing = missing.map(|(_, label, _)| label.clone()).collect();
    let mut files = Vec::new();
    for one in &given {
        let what = asked.iter().find(|(paper, ..)| paper.kind == one.kind && paper.project == one.project);
        let may_remove = opens(one.project, &one.kind);
        let Some(file) = ::files::find(tx, one.file).await? else { continue };
        files.push(FileShown {
            id: one.id,
            what: what.map_or_else(|| "Une autre pièce".to_owned(), |(_, label, _)| label.clone()),
            name: one.label.clone(),
            size: size_in_french(file.size),
            hash: file.content.to_string(),
            is_picture: file.thumbnail.is_some(),
            may_remove,
        });
    }
    let sheet = desk.sheet_path(&visit.actor);
    let safe = match sheet.is_empty() {
        true => Vec::new(),
        false => carrier::safe(tx, desk.found.application.organisation).await?,
    };
    Ok(AttachmentsPage {
        frame: desk.frame(visit, "Pièces à joindre").with_form(&form),
        safe: safe.iter().map(|one| Choice::new(one.id.to_string(), &told(one))).collect(),
        sheet,
        form,
        files,
        missing,
        kinds: asked
            .iter()
            .filter(|(paper, ..)| opens(paper.project, &paper.kind))
            .map(|(paper, label, _)| Choice::new(value(paper), label))
            .collect(),
        limits: format!("{}. Une photo nette du papier convient.", PAPERS.french()),
        here: format!("{}/pieces", path(desk.id())),
        back: desk.back(),
        help: desk.help(),
    })
}

/// A document of the safe, in a list: « Statuts – 2024, valable jusqu’au 31 décembre 2026 ».
fn told(one: &directory::facade::Document) -> String {
    let label = if one.label.is_empty() { String::new() } else { format!(" – {}", one.label) };
    let until = one.valid_until.map(|until| format!(", valable jusqu’au {}", french::date(until)));
    format!("{}{label}{}", one.kind.french(), until.unwrap_or_default())
}

/// Joins one of the safe.
pub async fn take(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    let what = (paper(fields.text("piece-coffre")).unwrap_or_default(), fields.text("document").parse().ok());
    let outcome = attaching::take_from_safe(&mut tx, &house.outside, &visit.actor, id.uuid(), what).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        page_of(&mut tx, &visit, &desk, form).await
    };
    let there = format!("{}/pieces", path(id.uuid()));
    answer::settle(tx, outcome, (|_| there, "ajoute"), &fields, again).await
}

/// `/dossiers/{id}/pieces`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    answer::page(&page_of(&mut tx, &visit, &desk, Form::empty()).await?)
}

/// Joins one.
pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    request: Request,
) -> Answer {
    let mut tx = house.read().await?;
    Desk::open(&mut tx, &visit, id.uuid()).await?;
    drop(tx);
    let upload = Upload::read(&house, request).await?;
    let mut errors = Vec::new();
    let prepared = Failure::gather(&mut errors, received(&house, &upload, PAPERS).await)?.flatten();
    let paper = Filled::new(paper(upload.fields.text("piece")).unwrap_or_default(), errors);
    let mut tx = house.write().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    let around = (&house.outside, house.vault.as_ref());
    let outcome = attaching::attach(&mut tx, around, &visit.actor, id.uuid(), (paper, prepared)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        page_of(&mut tx, &visit, &desk, form).await
    };
    let there = format!("{}/pieces", path(id.uuid()));
    answer::settle(tx, outcome, (|_| there, "ajoute"), &upload.fields, again).await
}

/// Takes one out.
pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let piece = fields.text("piece").parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.write().await?;
    attaching::remove(&mut tx, &house.outside, &visit.actor, (id.uuid(), piece)).await?;
    tx.commit().await?;
    answer::done(&format!("{}/pieces", path(id.uuid())), "supprime")
}

/// The document for whoever may read the application: its carrier, whoever types for it, services once filed.
async fn readable_file(tx: &mut Tx, visit: &Visit, id: Uuid, piece: Uuid) -> Result<Attached, Fault> {
    if super::looking::opened(tx, &visit.actor, id).await.is_err() {
        readable(tx, &visit.actor, id).await?;
    }
    let one = store::writing_budget::file(tx, piece).await?;
    one.filter(|one| one.application == id).ok_or_else(Fault::not_found)
}

/// `/dossiers/{id}/pieces/{piece}`; `?apercu=oui` gives the small picture.
pub async fn open(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, piece)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let (id, piece) = (super::id_of(&id)?, super::id_of(&piece)?);
    let mut tx = house.read().await?;
    let one = readable_file(&mut tx, &visit, id, piece).await?;
    let file = ::files::find(&mut tx, one.file).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    served(&house, file, asked.is_ticked("apercu")).await
}

/// A file as it came, or the small picture of it.
pub(in crate::pages) async fn served(house: &House, file: ::files::File, is_small: bool) -> Answer {
    let (content, media_type) = match file.thumbnail.filter(|_| is_small) {
        Some(thumbnail) => (thumbnail, "image/jpeg"),
        None => (file.content, file.media_type.as_str()),
    };
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::from(Breakdown(error));
    let opened = ::files::open(house.vault.as_ref(), content).await.map_err(|error| broken(Box::new(error)))?;
    let mut opened = opened.ok_or_else(|| Fault::from(Breakdown::because("a content is missing in the vault")))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| broken(Box::new(error)))?;
    answer::kept_file(&file.original_name, media_type, bytes)
}
