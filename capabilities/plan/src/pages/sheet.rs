//! `/gestion/actions/{id}`: a sheet with everything that can be changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Language, Tag};
use kernel::french;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::body::{Body, FileShown, Reader, Told};
use super::edit::read_state;
use super::open_sheet::{HistoryLine, since};
use super::{above_board, choices, sheet_path, status_tag, today, visible};
use crate::actions::{self, Around};
use crate::rules::{Sheet, Status};
use crate::store::comment::Comment;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub public_path: Option<String>,
    pub status: Tag,
    pub since: Html,
    pub reason: String,
    pub body: Html,
    pub history: Vec<HistoryLine>,
    pub comments: Vec<CommentShown>,
    pub files: Vec<FileShown>,
    pub statuses: Vec<Choice>,
    pub may_edit: bool,
    pub may_publish: bool,
    pub may_comment: bool,
}

/// A comment as it is shown.
pub(super) struct CommentShown {
    pub id: String,
    pub head: String,
    pub body: String,
    pub may_remove: bool,
}

impl SheetPage {
    pub async fn load(
        tx: &mut Tx,
        house: &House,
        visit: &Visit,
        (sheet, around): (&Sheet, &Around),
        form: Form,
    ) -> Result<Self, Fault> {
        let told = Told::load(tx, sheet.clone()).await?;
        let comments = store::comment::of_sheet(tx, sheet.id).await?;
        let areas: Vec<kernel::Uuid> = told.places.iter().map(|place| place.area).collect();
        let may = |act| actions::verdict(&visit.actor, act, sheet.contract, &areas).is_allowed();
        let may_edit = may(&acts::EDIT);
        let frame = visit.back_office(&sheet.text.title).with_caption(format!("Fiche {}", sheet.text.code));
        let frame = frame.with_breadcrumb(above_board());
        let zone = &house.settings.zone;
        let shown = |one: Comment| CommentShown {
            id: one.id.to_string(),
            head: format!(
                "{}, le {}{}",
                one.author_name,
                french::moment(one.said_at, zone),
                if one.is_shared { "" } else { ", entre rédacteurs" }
            ),
            may_remove: may_edit || (one.author.is_some() && one.author == visit.actor.account()),
            body: one.body,
        };
        Ok(Self::new(
            frame,
            form,
            (&told, around),
            comments.into_iter().filter(|one| one.is_shared || may_edit).map(shown).collect(),
            (may_edit, may(&acts::PUBLISH), may(&acts::COMMENT)),
            today(house),
        ))
    }

    pub fn new(
        frame: Frame,
        form: Form,
        (told, around): (&Told, &Around),
        comments: Vec<CommentShown>,
        (may_edit, may_publish, may_comment): (bool, bool, bool),
        today: jiff::civil::Date,
    ) -> Self {
        let reader = if may_edit { Reader::Writer } else { Reader::Inside };
        let mut body = Body::new(told, around, (reader, Language::French), today);
        let mut files = Vec::new();
        if may_edit {
            files.append(&mut body.photos);
            files.append(&mut body.papers);
        }
        let form = match form.field("etat") {
            Some(_) => form,
            None => form.with("etat", told.sheet.state.status.code()).with_date("depuis", Some(today)),
        };
        Self {
            frame: frame.with_form(&form),
            form,
            path: sheet_path(told.sheet.id),
            public_path: told.sheet.is_published().then(|| crate::facade::path(&told.sheet.address)),
            status: status_tag(told.sheet.state.status),
            since: since(told, Language::French),
            reason: told.sheet.state.reason.clone(),
            body: body.html(),
            history: HistoryLine::all(&told.history, Language::French),
            comments,
            files,
            statuses: choices(Status::ALL.iter().map(|one| (one.code(), one.french()))),
            may_edit,
            may_publish,
            may_comment,
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::READ).await?;
    answer::page(&SheetPage::load(&mut tx, &house, &visit, (&sheet, &around), Form::empty()).await?)
}

/// Ends an act done from the sheet: back to it, or around what is to correct.
pub(super) async fn settle(
    tx: Tx,
    house: &House,
    visit: &Visit,
    (sheet, around): (&Sheet, &Around),
    (outcome, code, fields): (Result<(), kernel::Failure>, &str, &Fields),
) -> Answer {
    let again = async |form| {
        let mut tx = house.read().await?;
        SheetPage::load(&mut tx, house, visit, (sheet, around), form).await
    };
    answer::settle(tx, outcome, (|()| sheet_path(sheet.id), code), fields, again).await
}

pub async fn say(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    let today = today(&house);
    let state = read_state(&fields, today);
    let outcome = actions::say_state(&mut tx, &house.outside, &visit.actor, sheet.id, today, state).await;
    settle(tx, &house, &visit, (&sheet, &around), (outcome, "modifie", &fields)).await
}

pub async fn publish(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::PUBLISH).await?;
    actions::publish_sheet(&mut tx, &house.outside, &visit.actor, sheet.id).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

pub async fn unpublish(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, _) = visible(&mut tx, &visit, id.uuid(), &acts::PUBLISH).await?;
    actions::unpublish_sheet(&mut tx, &house.outside, &visit.actor, sheet.id).await?;
    tx.commit().await?;
    answer::done(&sheet_path(sheet.id), "enregistre")
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sheet>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    let why = fields.text("motif-suppression");
    match actions::remove_sheet(&mut tx, &house.outside, &visit.actor, sheet.id, why).await {
        Ok(_) => {
            tx.commit().await?;
            let code = answer::encode(&around.contract.code);
            answer::done(&format!("/gestion/actions?contrat={code}"), "supprime")
        }
        Err(failure) => {
            drop(tx);
            // The same word stands in two forms of the page: each has its own field.
            let errors = Fault::from(failure).into_input()?.into_iter();
            let errors = errors.map(|error| kernel::FieldError::new("motif-suppression", error.sentence)).collect();
            let mut tx = house.read().await?;
            let form = fields.form_with(errors);
            answer::page_to_correct(&SheetPage::load(&mut tx, &house, &visit, (&sheet, &around), form).await?)
        }
    }
}
