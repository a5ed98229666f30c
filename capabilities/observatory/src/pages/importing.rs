//! Sending a file of figures, saying what its columns hold, checking what it would do, importing it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Form, Frame, Html, Link, Sample, Site, TableOptions, Tag, TagColour};
use jobs::{Job, JobState};
use kernel::{Failure, FieldError, Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::{HOME, above};
use crate::actions::files::{self, Chosen, FigureFile, Launched, NewFile};
use crate::actions::importing::Report;
use crate::documents::tables;

#[derive(Template)]
#[template(path = "pages/sending.html")]
struct SendingPage {
    frame: Frame,
    form: Form,
    limit: String,
}

/// A column of the file.
struct ColumnShown {
    name: String,
    label: String,
    example: String,
}

/// A running import.
struct JobShown {
    tag: Tag,
    text: String,
    error: String,
    is_over: bool,
}

#[derive(Template)]
#[template(path = "pages/importing.html")]
struct ImportingPage {
    frame: Frame,
    form: Form,
    id: String,
    file_name: String,
    problem: String,
    summary: String,
    format: String,
    remarks: Vec<String>,
    has_effect: bool,
    has_refused: bool,
    table: Html,
    columns: Vec<ColumnShown>,
    job: Option<JobShown>,
}

fn sending_view(frame: Frame, form: Form, limit_bytes: usize) -> SendingPage {
    SendingPage { frame: frame.with_form(&form), form, limit: format!("{} Mo au plus.", limit_bytes / 1_000_000) }
}

fn sending_frame(visit: &Visit) -> Frame {
    visit.back_office("Importer des valeurs").with_breadcrumb(above())
}

/// `GET /gestion/observatoire/import`
pub async fn sending(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&sending_view(sending_frame(&visit), Form::empty(), house.settings.upload_limit_bytes))
}

/// What is said of a file.
fn chosen(fields: &Fields, errors: &mut Vec<FieldError>) -> Chosen {
    let as_of = match fields.form().date("date", "la date du fichier") {
        Ok(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        Err(error) => {
            errors.push(error);
            String::new()
        }
    };
    let mut columns = Vec::new();
    while fields.pairs().iter().any(|(name, _)| *name == format!("colonne-{}", columns.len())) {
        columns.push(fields.text(&format!("colonne-{}", columns.len())).to_owned());
    }
    let text = |name: &str| fields.text(name).to_owned();
    Chosen {
        source: text("source"),
        licence: text("licence"),
        as_of,
        year: text("annee"),
        edition: text("edition"),
        columns,
    }
}

/// `POST /gestion/observatoire/import`
pub async fn send(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    let mut errors = Vec::new();
    let file = NewFile {
        file_name: upload.file_name.clone(),
        content: Failure::gather(&mut errors, upload.bytes())?.unwrap_or_default(),
        chosen: chosen(&upload.fields, &mut errors),
    };
    let mut tx = house.write().await?;
    match files::keep(&mut tx, &house.outside, &visit.actor, Filled::new(file, errors)).await {
        Ok(id) => {
            tx.commit().await?;
            answer::see(&format!("{HOME}/imports/{id}"))
        }
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&sending_view(sending_frame(&visit), form, house.settings.upload_limit_bytes))
        }
    }
}

fn form_of(chosen: &Chosen, report: &Report) -> Form {
    let mut form = Form::filled([
        ("source", chosen.source.clone()),
        ("licence", chosen.licence.clone()),
        ("annee", chosen.year.clone()),
        ("edition", chosen.edition.clone()),
    ])
    .with_date("date", chosen.as_of.parse().ok());
    for (rank, held) in report.columns.iter().enumerate() {
        form.add(format!("colonne-{rank}"), held.clone());
    }
    form
}

fn job_shown(job: &Job) -> JobShown {
    let colour = match job.state {
        JobState::Done => TagColour::Green,
        JobState::Failed => TagColour::Red,
        JobState::Running => TagColour::Blue,
        _ => TagColour::Grey,
    };
    JobShown {
        tag: Tag::new(colour, job.state.french()),
        text: job.progress_text.clone(),
        error: job.last_error.clone().unwrap_or_default(),
        is_over: matches!(job.state, JobState::Failed | JobState::Cancelled),
    }
}

fn view(
    frame: Frame,
    file: &FigureFile,
    form: Form,
    outcome: Result<&Report, &str>,
    job: Option<&Job>,
) -> ImportingPage {
    let empty = Report::default();
    let (report, problem) = match outcome {
        Ok(report) => (report, String::new()),
        Err(problem) => (&empty, problem.to_owned()),
    };
    let options = TableOptions { is_caption_hidden: true, ..TableOptions::default() };
    let columns = report.headers.iter().enumerate().map(|(rank, header)| ColumnShown {
        name: format!("colonne-{rank}"),
        label: if header.is_empty() { format!("Colonne {}", rank + 1) } else { header.clone() },
        example: match report.example.get(rank).map(String::as_str) {
            None | Some("") => "Vide sur la première ligne.".to_owned(),
            Some(text) => format!("Première ligne : {}", text.chars().take(60).collect::<String>()),
        },
    });
    ImportingPage {
        frame: frame.with_form(&form),
        id: file.id.to_string(),
        file_name: file.file_name.clone(),
        summary: report.summary(),
        format: report.format.clone(),
        remarks: report.remarks.clone(),
        has_effect: problem.is_empty() && !form.has_errors() && report.new + report.changed > 0,
        has_refused: report.refused > 0,
        problem,
        table: if report.told.is_empty() { Html::default() } else { interface::table(&tables::told(report), &options) },
        columns: columns.collect(),
        job: job.map(job_shown),
        form,
    }
}

/// The page of a file, with the form as given or as chosen.
async fn shown(house: &House, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<ImportingPage, Fault> {
    let mut tx = house.read().await?;
    let (file, content) = files::open(&mut tx, &visit.actor, id).await?;
    let mut above = above();
    above.push(Link::new("Importer des valeurs", format!("{HOME}/import")));
    let frame = visit.back_office("Vérifier le fichier").with_breadcrumb(above);
    if let Some(job) = file.job {
        let job = jobs::find(&mut tx, job).await?;
        return Ok(view(frame, &file, Form::empty(), Ok(&Report::default()), job.as_ref()));
    }
    Ok(match files::dry_run(&mut tx, &file, content).await {
        Ok((report, wrong)) => {
            let form = form.unwrap_or_else(|| form_of(&files::chosen(&file), &report).with_errors(wrong));
            view(frame, &file, form, Ok(&report), None)
        }
        Err(failure) => {
            let errors = Fault::from(failure).into_input()?;
            let sentence = errors.iter().map(|error| error.sentence.as_str()).collect::<Vec<_>>().join(" ");
            view(frame, &file, form.unwrap_or_else(Form::empty), Err(&sentence), None)
        }
    })
}

/// `GET /gestion/observatoire/imports/{id}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<FigureFile>) -> Answer {
    answer::page(&shown(&house, &visit, id.uuid(), None).await?)
}

/// `POST /gestion/observatoire/imports/{id}/options`
pub async fn choose(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<FigureFile>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut errors = Vec::new();
    let chosen = chosen(&fields, &mut errors);
    let outcome = files::choose(&mut tx, &house.outside, &visit.actor, id.uuid(), Filled::new(chosen, errors)).await;
    let again = async |form| shown(&house, &visit, id.uuid(), Some(form)).await;
    let path = |()| format!("{HOME}/imports/{id}");
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}

/// `POST /gestion/observatoire/imports/{id}/application`
pub async fn launch(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<FigureFile>) -> Answer {
    let mut tx = house.write().await?;
    match files::launch(&mut tx, &house.outside, &visit.actor, id.uuid()).await {
        Ok(Launched::Done(_)) => {
            tx.commit().await?;
            answer::done(HOME, "importe")
        }
        Ok(Launched::Job(_)) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done(&format!("{HOME}/imports/{id}"), "lance")
        }
        Err(failure) => {
            // The page tells what is wrong with the file by itself.
            Fault::from(failure).into_input()?;
            drop(tx);
            answer::page_to_correct(&shown(&house, &visit, id.uuid(), None).await?)
        }
    }
}

/// `POST /gestion/observatoire/imports/{id}/abandon`
pub async fn give_up(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<FigureFile>) -> Answer {
    let mut tx = house.write().await?;
    files::give_up(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(HOME, "supprime")
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = |title: &str| Frame::back_office(site, title, HOME).with_breadcrumb(above());
    let wrong = Form::empty().with_errors(vec![FieldError::new("fichier", "Choisissez un fichier")]);
    let (file, report) = super::sample::file();
    let chosen = Chosen { source: "INSEE".into(), year: "2021".into(), ..Chosen::default() };
    let title = "Vérifier le fichier";
    let to_correct = form_of(&chosen, &report)
        .with_errors(vec![FieldError::new("colonne-1", "Aucun indicateur n’a la référence « tp »")]);
    let draw = |form, outcome: Result<&Report, &str>| {
        view(frame(title), &file, form, outcome, None).render().unwrap_or_default()
    };
    vec![
        Sample::page(
            "observatoire",
            "Importer des valeurs",
            sending_view(frame("Importer des valeurs"), Form::empty(), 20_000_000).render().unwrap_or_default(),
        ),
        Sample::page(
            "observatoire",
            "Importer des valeurs, à corriger",
            sending_view(frame("Importer des valeurs"), wrong, 20_000_000).render().unwrap_or_default(),
        ),
        Sample::page("observatoire", "Vérifier des valeurs", draw(form_of(&chosen, &report), Ok(&report))),
        Sample::page("observatoire", "Vérifier des valeurs, à corriger", draw(to_correct, Ok(&report))),
        Sample::page("observatoire", "Vérifier un fichier illisible", draw(Form::empty(), Err("Le fichier est vide."))),
    ]
}
