//! `/gestion/questionnaires/{id}/appels`: lists of numbers, brought from a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use documents::sheet::{self, Shape};
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, TableOptions};
use kernel::{Breakdown, Failure, Uuid, french};
use web::{Answer, Fault, House, PathId, Reading, Upload, Visit, answer};

use super::{above, path};
use crate::actions::calls::{Brought, MOST_NUMBERS, NewList};
use crate::store::calls::List;
use crate::store::survey::Survey;
use crate::{actions, acts, store};

/// Largest file of numbers, in bytes.
const MOST_BYTES: usize = 5_000_000;

/// Where a list is called from.
pub(super) fn list_path(id: Uuid) -> String {
    format!("/gestion/telephone/{id}")
}

#[derive(Template)]
#[template(path = "pages/calls.html")]
pub(super) struct CallsPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub lists: Option<Html>,
    /// What was just brought.
    pub brought: Option<(String, String, Vec<String>)>,
    pub is_published: bool,
}

/// The lists of a questionnaire.
pub(super) fn lists_table(lines: &[(List, i64, i64)]) -> Option<Html> {
    if lines.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("liste", "Liste", Kind::Text).row_header(),
        Column::new("numeros", "Numéros", Kind::Integer),
        Column::new("restent", "À appeler", Kind::Integer),
        Column::new("jusqu", "Gardés jusqu’au", Kind::Text),
    ];
    let mut table = Table::new("appels", "Listes d’appels", columns);
    for (list, all, left) in lines {
        let until = if list.is_open() { french::iso_date(&list.until) } else { "close, effacés".into() };
        let name = Cell::link(list.label.clone(), list_path(list.id));
        table.rows.push(vec![name, Cell::Integer(*all), Cell::Integer(*left), Cell::text(until)]);
    }
    Some(interface::table(&table, &TableOptions::default()))
}

async fn draw(
    tx: &mut database::Tx,
    visit: &Visit,
    survey: &Survey,
    (form, brought): (Form, Option<&Brought>),
) -> Result<CallsPage, Fault> {
    let mut lines = Vec::new();
    for list in store::calls::lists(tx, survey.id).await? {
        let counts = store::calls::counts(tx, list.id).await?;
        let is_left = |state: &str| ["waiting", "absent", "call_back"].contains(&state);
        let all = counts.iter().map(|line| line.1).sum();
        let left =
            if list.is_open() { counts.iter().filter(|line| is_left(&line.0)).map(|line| line.1).sum() } else { 0 };
        lines.push((list, all, left));
    }
    let frame = visit.back_office("Appels téléphoniques").with_caption(survey.text.title.clone());
    let told = |one: &Brought| {
        let count = i64::try_from(one.count).unwrap_or(i64::MAX);
        (french::count(count, "numéro à appeler", "numéros à appeler"), list_path(one.list), one.remarks.clone())
    };
    Ok(CallsPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        form,
        path: path(survey.id),
        lists: lists_table(&lines),
        brought: brought.map(told),
        is_published: survey.published > 0,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::COLLECT, id.uuid()).await?;
    answer::page(&draw(&mut tx, &visit, &survey, (Form::filled([("essais", "4")]), None)).await?)
}

/// A table in a file somebody sends, or what is wrong with it in French.
///
/// # Errors
/// The file is too large, or broken on the way.
pub(super) async fn table_of(
    upload: &Upload,
    (most_rows, least_columns): (usize, usize),
) -> Result<Result<sheet::Sheet, String>, Failure> {
    let bytes = upload.bytes()?;
    if upload.file_name.is_empty() && bytes.is_empty() {
        return Ok(Err("Choisissez un fichier CSV, .xlsx ou .ods".to_owned()));
    }
    if bytes.len() > MOST_BYTES {
        return Ok(Err("Ce fichier dépasse 5 Mo : découpez-le en plusieurs".to_owned()));
    }
    let shape = Shape { most_rows, least_columns };
    let reading = tokio::task::spawn_blocking(move || sheet::open_as(&bytes, &shape)).await;
    Ok(reading.map_err(|error| Breakdown(Box::new(error)))?)
}

pub async fn bring(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    request: Request,
) -> Answer {
    let survey = actions::survey(&mut house.read().await?, &visit.actor, &acts::COLLECT, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let sheet = match table_of(&upload, (MOST_NUMBERS, 1)).await {
        Ok(sheet) => sheet,
        Err(Failure::Input(errors)) => Err(errors.into_iter().map(|error| error.sentence).collect()),
        Err(failure) => return Err(failure.into()),
    };
    let mut typed = Reading::of(&upload.fields);
    let new = NewList {
        label: typed.text("liste"),
        most_tries: typed.whole("essais").unwrap_or_default(),
        until: typed.day("jusqu-au", "le jour de l’effacement"),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    match actions::calls::bring(&mut tx, around, &visit.actor, survey.id, (typed.filled(new), &sheet)).await {
        Ok(brought) => {
            tx.commit().await?;
            let form = Form::filled([("essais", "4")]);
            answer::page(&draw(&mut house.read().await?, &visit, &survey, (form, Some(&brought))).await?)
        }
        Err(failure) => {
            drop(tx);
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut house.read().await?, &visit, &survey, (form, None)).await?)
        }
    }
}
