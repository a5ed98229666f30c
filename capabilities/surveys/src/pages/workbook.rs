//! A form brought from a spreadsheet or taken away: XLSForm, which Kobo, ODK and their like read too.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Form, Frame};
use kernel::{Failure, FieldError, french};
use questionnaire::xlsform;
use web::{Answer, Fault, House, PathId, Upload, Visit, answer};

use super::{above, path};
use crate::store::survey::Survey;
use crate::{actions, acts};

/// Largest workbook read, in bytes.
const MOST_BYTES: usize = 5_000_000;

#[derive(Template)]
#[template(path = "pages/workbook.html")]
pub(super) struct WorkbookPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub revision: String,
    pub has_answers: bool,
}

fn draw(visit: &Visit, survey: &Survey, form: Form) -> WorkbookPage {
    let frame = visit.back_office("Apporter un formulaire").with_caption(survey.text.title.clone());
    let revision = Some(form.value("revision").to_owned()).filter(|kept| !kept.is_empty());
    WorkbookPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        revision: revision.unwrap_or_else(|| survey.revision.to_string()),
        form,
        path: path(survey.id),
        has_answers: survey.published > 0,
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    answer::page(&draw(&visit, &survey, Form::empty()))
}

/// Most warnings carried to the next page.
const MOST_WARNINGS: usize = 30;

/// The form of a workbook with the rows of what its warnings are about, or every point to correct, on the field of the file.
async fn read(upload: &Upload, id: &str) -> Result<(questionnaire::model::Form, String), Failure> {
    let bytes = upload.bytes()?;
    if bytes.is_empty() {
        return Err(Failure::field("fichier", "Choisissez un fichier .xlsx ou .xls"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(Failure::field("fichier", "Ce fichier dépasse 5 Mo : un formulaire en fait rarement plus d’un"));
    }
    let id = id.to_owned();
    let reading = tokio::task::spawn_blocking(move || xlsform::read(&bytes, &id))
        .await
        .map_err(|error| kernel::Breakdown(Box::new(error)))?;
    let refused: Vec<FieldError> = reading
        .problems
        .iter()
        .filter(|problem| problem.is_refusal())
        .take(30)
        .map(|problem| FieldError::new("fichier", french::spaced(&problem.to_string())))
        .collect();
    Failure::unless_empty(refused)?;
    let of_question = |row: u32| {
        let mut found = None;
        reading
            .form
            .walk(&mut |item, _| found = found.take().or_else(|| (item.row.0 == row).then(|| item.name.clone())));
        found
    };
    let warned = reading.problems.iter().filter(|problem| !problem.is_refusal() && problem.sheet == "survey");
    let rows = warned.filter_map(|problem| Some(format!("{}.{}", of_question(problem.row)?, problem.row)));
    let rows: Vec<String> = rows.take(MOST_WARNINGS).collect();
    Ok((reading.form, rows.join(",")))
}

pub async fn put(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    request: Request,
) -> Answer {
    let survey = actions::survey(&mut house.read().await?, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let read = read(&upload, &survey.code.replace('-', "_")).await;
    let mut tx = house.write().await?;
    let outcome = match read {
        Ok((form, rows)) => {
            let at = (survey.id, upload.fields.revision());
            actions::change_draft(&mut tx, &house.outside, &visit.actor, at, &form).await.map(|()| rows)
        }
        Err(failure) => Err(failure),
    };
    let again = async |form| Ok::<_, Fault>(draw(&visit, &survey, form));
    let there = format!("{}/questions", path(survey.id));
    let there = |rows: String| match rows.as_str() {
        "" => there,
        rows => format!("{there}?lignes={}", answer::encode(rows)),
    };
    answer::settle(tx, outcome, (there, "importe"), &upload.fields, again).await
}

pub async fn take(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let form = actions::form_of(&survey)?;
    let bytes = xlsform::write(&form).map_err(kernel::Breakdown::because)?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    answer::download(&format!("{}.xlsx", survey.code), media, bytes)
}
