//! `/gestion/appels/{id}/import`: applications that come from elsewhere. A file is sent here, then tried on a page of its own.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use database::Tx;
use interface::{Form, Frame, Link};
use kernel::{Moment, Uuid, french};
use web::{Answer, Fault, House, PathId, Upload, Visit, answer};

use super::{above, call_path};
use crate::actions::bringing as actions;
use crate::rules::Call;
use crate::rules::bringing::COLUMNS;
use crate::store::bringing::ImportFile;

/// Where applications are brought to a call.
pub(super) fn import_path(call: Uuid) -> String {
    format!("{}/import", call_path(call))
}

/// Where a file is tried.
pub(super) fn file_path(id: Uuid) -> String {
    format!("/gestion/imports/{id}")
}

#[derive(Template)]
#[template(path = "pages/bringing.html")]
pub(super) struct BringingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub columns: Vec<(&'static str, bool)>,
    pub files: Vec<Link>,
}

fn frame(visit: &Visit, call: &Call) -> Frame {
    visit.back_office("Importer des dossiers").with_caption(&*call.title).with_breadcrumb(above(call))
}

impl BringingPage {
    pub fn new(frame: Frame, form: Form, call: Uuid, files: Vec<Link>) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            path: import_path(call),
            columns: COLUMNS.iter().map(|column| (column.header, column.is_needed)).collect(),
            files,
        }
    }
}

async fn list(tx: &mut Tx, house: &House, visit: &Visit, (id, form): (Uuid, Form)) -> Result<BringingPage, Fault> {
    let (call, files) = actions::of_call(tx, &visit.actor, id).await?;
    let zone = &house.settings.zone;
    let link = |one: &ImportFile| {
        let when = french::moment(Moment(one.sent_at), zone);
        let told = match (one.state.as_str(), one.told.as_str()) {
            ("done", told) => told.to_owned(),
            ("running", _) => "en cours".to_owned(),
            ("stopped", _) => "arrêté".to_owned(),
            _ => "pas encore importé".to_owned(),
        };
        Link::new(french::spaced(&format!("{}, envoyé le {when} : {told}", one.name)), file_path(one.id))
    };
    Ok(BringingPage::new(frame(visit, &call), form, id, files.iter().map(link).collect()))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&list(&mut tx, &house, &visit, (id.uuid(), Form::empty())).await?)
}

pub async fn receive(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    request: Request,
) -> Answer {
    actions::of_call(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let opened = match upload.bytes() {
        Ok(bytes) => actions::opened(bytes).await,
        Err(failure) => Err(failure),
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            return answer::page_to_correct(&list(&mut tx, &house, &visit, (id.uuid(), form)).await?);
        }
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys);
    let file = actions::hold(&mut tx, around, &visit.actor, id.uuid(), (&upload.file_name, opened)).await?;
    tx.commit().await?;
    answer::see(&file_path(file))
}
