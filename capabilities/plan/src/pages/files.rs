//! Photographs and documents of a sheet: joined, opened, taken out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use interface::{Choice, Form, Frame};
use kernel::{Breakdown, Failure, Filled, Uuid};
use tokio::io::AsyncReadExt;
use web::attached::received;
use web::{Answer, Fault, House, PathId, Upload, Visit, answer};

use super::{above, sheet_path, visible};
use crate::actions::{self, FileText, PAPERS, PHOTOS};
use crate::rules::Sheet;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/files.html")]
pub(super) struct FilePage {
    pub frame: Frame,
    pub form: Form,
    pub kinds: Vec<Choice>,
}

impl FilePage {
    pub fn new(frame: Frame, form: Form) -> Self {
        let kinds = vec![
            Choice::new("photo", "Une photo").hint(&format!("{}.", PHOTOS.french())),
            Choice::new("document", "Un document").hint(&format!("{}.", PAPERS.french())),
        ];
        Self { frame: frame.with_form(&form), form, kinds }
    }
}

fn frame(visit: &Visit, sheet: &Sheet) -> Frame {
    visit.back_office("Joindre une photo ou un document").with_caption(sheet.name()).with_breadcrumb(above(sheet))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    answer::page(&FilePage::new(frame(&visit, &sheet), Form::empty()))
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, request: Request) -> Answer {
    // Nobody sends bytes to what is not hers.
    visible(&mut house.read().await?, &visit, id.uuid(), &acts::EDIT).await?;
    let upload = Upload::read(&house, request).await?;
    let is_photo = upload.fields.text("nature") == "photo";
    let mut errors = Vec::new();
    if !["photo", "document"].contains(&upload.fields.text("nature")) {
        errors.push(kernel::FieldError::new("nature", "Dites si c’est une photo ou un document"));
    }
    let limits = if is_photo { PHOTOS } else { PAPERS };
    let prepared = Failure::gather(&mut errors, received(&house, &upload, limits).await)?.flatten();
    let text = FileText {
        title: upload.fields.text("titre").to_owned(),
        is_photo,
        is_public: upload.fields.is_ticked("public"),
    };
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    let around = (&house.outside, house.vault.as_ref());
    let form = Filled::new(text, errors);
    let outcome = actions::add_file(&mut tx, around, &visit.actor, sheet.id, form, prepared).await;
    let again = async |form| Ok(FilePage::new(frame(&visit, &sheet), form));
    answer::settle(tx, outcome, (|_| sheet_path(sheet.id), "ajoute"), &upload.fields, again).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let one = store::file::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    visible(&mut tx, &visit, one.sheet, &acts::EDIT).await?;
    let sheet = actions::remove_file(&mut tx, &house.outside, &visit.actor, one.id).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet), "supprime")
}

/// `/actions/fichiers/{id}/{name}`: anybody opens what is public of a published sheet; of a picture, the copy that
/// says neither place nor device.
pub async fn open(State(house): State<Arc<House>>, visit: Visit, Path((id, _)): Path<(String, String)>) -> Answer {
    let id: Uuid = id.parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.read().await?;
    let one = store::file::by_id(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let sheet = store::sheet::by_id(&mut tx, one.sheet).await?.ok_or_else(Fault::not_found)?;
    let verdict = actions::verdict_on(&mut tx, &visit.actor, &acts::READ, sheet.contract, sheet.id).await?;
    let is_agent = verdict.is_allowed();
    let is_told = is_agent || (one.is_public && sheet.is_published());
    if !is_told {
        return Err(Fault::not_found());
    }
    let file = files::find(&mut tx, one.file).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let (content, media_type) = match file.published {
        Some(redrawn) => (redrawn, "image/jpeg"),
        None => (file.content, file.media_type.as_str()),
    };
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::from(Breakdown(error));
    let opened = files::open(house.vault.as_ref(), content).await.map_err(|error| broken(Box::new(error)))?;
    let mut opened = opened.ok_or_else(|| Fault::from(Breakdown::because("a content is missing in the vault")))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| broken(Box::new(error)))?;
    answer::kept_file(&file.original_name, media_type, bytes)
}
