//! Sending a file, checking line by line what it would do, importing it. The file stays between the steps.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use geography::{Mapping, NeighbourhoodKind, Role};
use interface::{Choice, Form, Frame, Html, Link, Sample, Site, TableOptions, Tag, TagColour};
use jobs::{Job, JobState};
use kernel::{Failure, FieldError, Filled};
use web::{Answer, Asked, Fault, Fields, House, PathId, Upload, Visit, answer};

use crate::actions::drafts::{self, Draft, DraftOptions, FileKind, Launched, NewFile};
use crate::actions::{Change, PerimeterOptions, Report, SourceTold};
use crate::documents as press;

/// Lines of a report shown on a page; the file gives them all.
const MOST_LINES: usize = 100;

#[derive(Template)]
#[template(path = "pages/sending.html")]
struct SendingPage {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    limit: String,
}

#[derive(Template)]
#[template(path = "pages/importing.html")]
struct ImportingPage {
    frame: Frame,
    form: Form,
    id: String,
    kind: FileKind,
    file_name: String,
    problem: String,
    summary: String,
    format: String,
    remarks: Vec<String>,
    has_effect: bool,
    is_blind: bool,
    has_refused: bool,
    table: Html,
    roles: Vec<(String, String)>,
    columns: Vec<Choice>,
    natures: Vec<Choice>,
    job: Option<JobShown>,
}

/// A running import.
struct JobShown {
    tag: Tag,
    text: String,
    error: String,
    is_over: bool,
}

fn sending_view(frame: Frame, form: Form, limit_bytes: usize) -> SendingPage {
    let hints = [
        "GeoJSON, Shapefile compressé (.zip) ou CSV avec une colonne de géométrie (WKT).",
        "Tableau au schéma SCDL « équipements », CSV ou .xlsx.",
        "Fichier « adresses-<département>.csv.gz » de la Base Adresse Nationale.",
    ];
    let kinds =
        FileKind::ALL.into_iter().zip(hints).map(|(kind, hint)| Choice::new(kind.key(), kind.french()).hint(hint));
    SendingPage {
        frame: frame.with_form(&form),
        form,
        kinds: kinds.collect(),
        limit: format!("{} Mo au plus.", limit_bytes / 1_000_000),
    }
}

/// `GET /gestion/territoire/import`
pub async fn sending(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let form = Form::empty().with("nature", asked.text("nature"));
    answer::page(&sending_view(
        visit.back_office("Importer un fichier").with_breadcrumb(vec![Link::new("Territoire", "/gestion/territoire")]),
        form,
        house.settings.upload_limit_bytes,
    ))
}

/// `POST /gestion/territoire/import`
pub async fn send(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let limit = house.settings.upload_limit_bytes;
    let again = |form: Form| {
        answer::page_to_correct(&sending_view(
            visit
                .back_office("Importer un fichier")
                .with_breadcrumb(vec![Link::new("Territoire", "/gestion/territoire")]),
            form,
            limit,
        ))
    };
    let upload = Upload::read(&house, request).await?;
    let mut errors = Vec::new();
    let file = NewFile {
        kind: FileKind::from_key(upload.fields.text("nature")),
        file_name: upload.file_name.clone(),
        content: Failure::gather(&mut errors, upload.bytes())?.unwrap_or_default(),
        told: source(&upload.fields, &mut errors),
    };
    let mut tx = house.write().await?;
    match drafts::keep(&mut tx, &house.outside, &visit.actor, Filled::new(file, errors)).await {
        Ok(id) => {
            tx.commit().await?;
            answer::see(&format!("/gestion/territoire/imports/{id}"))
        }
        Err(failure) => again(upload.fields.form_with(Fault::from(failure).into_input()?)),
    }
}

/// What is said of the origin of a file.
fn source(fields: &Fields, errors: &mut Vec<FieldError>) -> SourceTold {
    SourceTold {
        source: fields.text("source").to_owned(),
        licence: fields.text("licence").to_owned(),
        as_of: day(&fields.form(), "date", "la date du fichier", errors),
    }
}

/// A day as an ISO text; empty when none was typed, or when it is none, which is told.
fn day(form: &Form, name: &str, label: &str, errors: &mut Vec<FieldError>) -> String {
    match form.date(name, label) {
        Ok(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        Err(error) => {
            errors.push(error);
            String::new()
        }
    }
}

/// What is chosen, as a form.
fn chosen_form(options: &DraftOptions, proposed: Option<&Mapping>) -> Form {
    let perimeters = &options.perimeters;
    let told = &perimeters.told;
    let mut form = Form::filled([
        ("source", told.source.clone()),
        ("licence", told.licence.clone()),
        ("garder", perimeters.keep.clone()),
        ("projection", perimeters.epsg.map(|epsg| epsg.to_string()).unwrap_or_default()),
        ("nature", perimeters.kind.map(|kind| kind.key().to_owned()).unwrap_or_default()),
    ])
    .with_date("date", told.as_of.parse().ok())
    .with_date("debut", perimeters.valid_from.parse().ok())
    .with_date("fin", perimeters.valid_until.parse().ok());
    if perimeters.accepts_any_code {
        form.add("toutes-formes", "oui");
    }
    if let Some(mapping) = perimeters.mapping.as_ref().or(proposed) {
        for (rank, role) in Role::ALL.into_iter().enumerate() {
            form.add(format!("colonne-{rank}"), mapping.column(role).unwrap_or_default());
        }
    }
    form
}

fn view(
    frame: Frame,
    (draft, kind): (&Draft, FileKind),
    form: Form,
    columns: &[String],
    outcome: Result<&Report, &str>,
    job: Option<&Job>,
) -> ImportingPage {
    let href = format!("/gestion/territoire/imports/{}", draft.id);
    let options = TableOptions {
        csv: Some(format!("{href}/rapport?format=csv")),
        is_caption_hidden: true,
        ..TableOptions::default()
    };
    let empty = Report::default();
    let (report, problem) = match outcome {
        Ok(report) => (report, String::new()),
        Err(problem) => (&empty, problem.to_owned()),
    };
    let table = if report.lines.is_empty() {
        Html::default()
    } else {
        interface::table(&press::report(report, MOST_LINES), &options)
    };
    ImportingPage {
        frame: frame.with_form(&form),
        form,
        id: draft.id.to_string(),
        kind,
        file_name: draft.file_name.clone(),
        summary: report.summary(),
        format: report.format.clone(),
        remarks: report.remarks.clone(),
        has_effect: problem.is_empty() && (report.has_effect() || kind == FileKind::Addresses),
        is_blind: kind == FileKind::Addresses,
        has_refused: report.count(Change::Refused) > 0,
        problem,
        table,
        roles: Role::ALL
            .into_iter()
            .enumerate()
            .map(|(rank, role)| (format!("colonne-{rank}"), press::sentence_case(role.label())))
            .collect(),
        columns: columns.iter().map(|name| Choice::new(name, name)).collect(),
        natures: NeighbourhoodKind::ALL
            .into_iter()
            .map(|kind| Choice::new(kind.key(), &press::sentence_case(kind.label())))
            .collect(),
        job: job.map(job_shown),
    }
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

/// The page of a file, with the form as given or as chosen.
async fn shown(house: &House, visit: &Visit, id: kernel::Uuid, form: Option<Form>) -> Result<ImportingPage, Fault> {
    let mut tx = house.read().await?;
    let (draft, kind, content) = drafts::open(&mut tx, &visit.actor, id).await?;
    let options = drafts::options(&draft);
    let frame = visit.back_office("Vérifier le fichier").with_breadcrumb(vec![
        Link::new("Territoire", "/gestion/territoire"),
        Link::new("Importer un fichier", "/gestion/territoire/import"),
    ]);
    if let Some(job) = draft.job {
        let job = jobs::find(&mut tx, job).await?;
        let page = view(frame, (&draft, kind), Form::empty(), &[], Ok(&Report::default()), job.as_ref());
        return Ok(page);
    }
    let mut columns = Vec::new();
    let mut proposed = None;
    if kind == FileKind::Perimeters
        && let Some((names, mapping)) = crate::actions::perimeters::columns(content.clone()).await
    {
        columns = names;
        proposed = Some(mapping);
    }
    let outcome = drafts::dry_run(&mut tx, &draft, kind, &content).await;
    let form = form.unwrap_or_else(|| chosen_form(&options, proposed.as_ref()));
    Ok(match outcome {
        Ok(report) => view(frame, (&draft, kind), form, &columns, Ok(&report), None),
        Err(failure) => {
            let errors = Fault::from(failure).into_input()?;
            let sentence = errors.iter().map(|error| error.sentence.as_str()).collect::<Vec<_>>().join(" ");
            view(frame, (&draft, kind), form, &columns, Err(&sentence), None)
        }
    })
}

/// `GET /gestion/territoire/imports/{id}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draft>) -> Answer {
    answer::page(&shown(&house, &visit, id.uuid(), None).await?)
}

/// `GET /gestion/territoire/imports/{id}/rapport`
pub async fn report(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draft>) -> Answer {
    let mut tx = house.read().await?;
    let (draft, kind, content) = drafts::open(&mut tx, &visit.actor, id.uuid()).await?;
    let report = drafts::dry_run(&mut tx, &draft, kind, &content).await?;
    answer::table("rapport-import", "csv", &press::report(&report, usize::MAX), house.outside.now())
}

/// `POST /gestion/territoire/imports/{id}/options`
pub async fn choose(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draft>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = drafts::choose(&mut tx, &house.outside, &visit.actor, id.uuid(), read(&fields)).await;
    let again = async |form| shown(&house, &visit, id.uuid(), Some(form)).await;
    let path = |()| format!("/gestion/territoire/imports/{id}");
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}

fn read(fields: &Fields) -> Filled<DraftOptions> {
    let mut errors = Vec::new();
    let told = source(fields, &mut errors);
    let form = fields.form();
    let valid_from = day(&form, "debut", "la date de début", &mut errors);
    let valid_until = day(&form, "fin", "la date de fin", &mut errors);
    let epsg = match fields.text("projection") {
        "" => None,
        text => match text.trim_start_matches("EPSG:").parse::<u32>() {
            Ok(epsg) => Some(epsg),
            Err(_) => {
                errors.push(FieldError::new(
                    "projection",
                    "La projection est un numéro EPSG, par exemple 2154 pour Lambert-93",
                ));
                None
            }
        },
    };
    let kind = NeighbourhoodKind::from_key(fields.text("nature"));
    if kind.is_none() && !fields.text("nature").is_empty() {
        errors.push(FieldError::new("nature", "Choisissez la nature des quartiers dans la liste"));
    }
    let mut mapping = Mapping::default();
    for (rank, role) in Role::ALL.into_iter().enumerate() {
        let column = fields.text(&format!("colonne-{rank}"));
        mapping.set(role, (!column.is_empty()).then(|| column.to_owned()));
    }
    let perimeters = PerimeterOptions {
        mapping: (mapping != Mapping::default()).then_some(mapping),
        accepts_any_code: fields.is_ticked("toutes-formes"),
        kind,
        epsg,
        keep: fields.text("garder").to_owned(),
        valid_from,
        valid_until,
        told,
    };
    Filled::new(DraftOptions { perimeters }, errors)
}

/// `POST /gestion/territoire/imports/{id}/application`
pub async fn launch(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draft>) -> Answer {
    let mut tx = house.write().await?;
    match drafts::launch(&mut tx, &house.outside, &visit.actor, id.uuid()).await {
        Ok(Launched::Done(_)) => {
            tx.commit().await?;
            answer::done("/gestion/territoire", "importe")
        }
        Ok(Launched::Job(_)) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done(&format!("/gestion/territoire/imports/{id}"), "lance")
        }
        Err(failure) => {
            // The page tells what is wrong with the file by itself.
            Fault::from(failure).into_input()?;
            drop(tx);
            answer::page_to_correct(&shown(&house, &visit, id.uuid(), None).await?)
        }
    }
}

/// `POST /gestion/territoire/imports/{id}/abandon`
pub async fn give_up(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draft>) -> Answer {
    let mut tx = house.write().await?;
    drafts::give_up(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done("/gestion/territoire", "supprime")
}

/// A file for samples.
pub(super) fn sample_draft() -> Draft {
    Draft {
        id: kernel::Uuid::from_u128(2),
        kind: "contours".into(),
        file_name: "quartiers.geojson".into(),
        options: String::new(),
        created_at: 1_773_572_400_000,
        created_by: None,
        job: None,
        size_bytes: 1200,
    }
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    use crate::actions::Line;
    use geography::Verdict;
    let frame = |title: &str| Frame::back_office(site, title, "/gestion/territoire/import");
    let line = |number, change, verdict, sentence: &str| Line {
        line: number,
        code: format!("QN01102{number}"),
        name: "La Conte - Ozanam".into(),
        change,
        verdict,
        sentences: if sentence.is_empty() { Vec::new() } else { vec![sentence.into()] },
    };
    let report = Report {
        format: "GeoJSON, UTF-8, projection WGS 84".into(),
        remarks: Vec::new(),
        lines: vec![
            line(1, Change::New, Verdict::Accepted, ""),
            line(2, Change::Changed, Verdict::AcceptedWithRemarks, "Le contour se croise : il est accepté tel quel."),
            line(3, Change::Refused, Verdict::Refused, "Le code figure déjà à la ligne 1."),
        ],
    };
    let draft = sample_draft();
    let columns = ["code_qp".to_owned(), "lib_qp".to_owned()];
    let form = || chosen_form(&DraftOptions::default(), None);
    let title = "Vérifier le fichier";
    let wrong = Form::empty().with_errors(vec![FieldError::new("fichier", "Choisissez un fichier")]);
    let draw = |kind, outcome: Result<&Report, &str>| {
        view(frame(title), (&draft, kind), form(), &columns, outcome, None).render().unwrap_or_default()
    };
    vec![
        Sample::page(
            "territoire",
            "Importer un fichier",
            sending_view(frame("Importer un fichier"), Form::empty(), 20_000_000).render().unwrap_or_default(),
        ),
        Sample::page(
            "territoire",
            "Importer, à corriger",
            sending_view(frame("Importer un fichier"), wrong, 20_000_000).render().unwrap_or_default(),
        ),
        Sample::page("territoire", "Vérifier des contours", draw(FileKind::Perimeters, Ok(&report))),
        Sample::page(
            "territoire",
            "Vérifier un fichier illisible",
            draw(FileKind::Facilities, Err("Le fichier est vide. Vérifiez l’export, puis envoyez-le de nouveau.")),
        ),
        Sample::page("territoire", "Vérifier des adresses", draw(FileKind::Addresses, Ok(&Report::default()))),
    ]
}
