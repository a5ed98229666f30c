//! A file of people: how it is read, what importing it would do, then what it did. No name is shown.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, SummaryRow};
use jobs::Job;
use kernel::{FieldError, Outcome, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{above, choices, college_path};
use crate::actions::{self, Kept, Mapping};
use crate::rules::{COLUMNS, Council, Names};
use crate::store::file::PoolFile;

/// Where a file is tried.
pub(super) fn file_path(id: Uuid) -> String {
    format!("/gestion/viviers/{id}")
}

/// Where a file stands, on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// A job opens it.
    Reading,
    /// Nobody could open it.
    Refused,
    /// The job that opens it ended before it did.
    Unread,
    /// A job reads it, and keeps nobody.
    Trying,
    /// Tried, or waiting to be.
    Held,
    /// A job puts people into the pool.
    Importing,
    /// Its import ended half way.
    Stopped,
    /// A job takes out whoever it put in.
    TakingBack,
    /// In the pool.
    Imported,
}

impl Stage {
    fn of(file: &PoolFile, job: Option<&Job>) -> Self {
        match (file.state.as_str(), job.map(|job| job.kind.as_str())) {
            ("held", None) if !actions::is_unread(file) => Self::Held,
            ("held", None) if file.report.is_empty() => Self::Unread,
            ("held", None) => Self::Refused,
            ("held", Some(actions::READING)) => Self::Reading,
            ("held", Some(actions::TRIAL)) => Self::Trying,
            ("held", Some(_)) => Self::TakingBack,
            ("importing", None) => Self::Stopped,
            ("importing", Some(_)) => Self::Importing,
            _ => Self::Imported,
        }
    }

    /// The title of its part, what happens or happened, and the button that stops it.
    const fn told(self) -> [&'static str; 3] {
        match self {
            Self::Reading => [
                "Lecture en cours",
                "Ce fichier est lourd : il est lu hors de cette page, puis essayé. Personne n’est gardé pendant l’essai.",
                "",
            ],
            Self::Refused => [
                "Ce fichier ne peut pas être lu",
                "Son contenu est déjà effacé. Corrigez-le, puis envoyez-le de nouveau depuis le vivier.",
                "",
            ],
            Self::Unread => [
                "La lecture s’est arrêtée avant la fin",
                "Effacez ce fichier, puis envoyez-le de nouveau depuis le vivier.",
                "",
            ],
            Self::Trying => ["Essai en cours", "Personne n’est gardé pendant l’essai.", "Arrêter l’essai"],
            Self::Held => ["Ce que ferait l’import", "", ""],
            Self::Importing => [
                "Import en cours",
                "Si vous l’annulez, les personnes que ce fichier a déjà fait entrer dans le vivier en sont retirées.",
                "Annuler l’import",
            ],
            Self::Stopped => [
                "L’import s’est arrêté avant la fin",
                "Annulez-le : les personnes que ce fichier a fait entrer dans le vivier en seront retirées, puis vous pourrez l’importer de nouveau.",
                "Annuler l’import",
            ],
            Self::TakingBack => [
                "Import annulé",
                "Les personnes que ce fichier a fait entrer dans le vivier en sont retirées, sauf celles dont quelqu’un s’est occupé depuis.",
                "",
            ],
            Self::Imported => ["Ce qu’a fait l’import", "", ""],
        }
    }
}

#[derive(Template)]
#[template(path = "pages/pool_file.html")]
pub(super) struct FilePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    /// Title, words and button of the part that says where it stands.
    pub stage: [&'static str; 3],
    /// How far a job is.
    pub progress: String,
    pub figures: Vec<(String, usize)>,
    pub remarks: Vec<String>,
    /// Field and label of each thing sought.
    pub fields_sought: Vec<(String, &'static str)>,
    pub columns: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub hidden: Vec<(String, String)>,
    pub is_held: bool,
    /// Nothing of it is in the pool, nor about to be.
    pub may_forget: bool,
    /// Tried by a job.
    pub is_long: bool,
    pub may_import: bool,
}

fn field(at: usize) -> String {
    format!("colonne-{}", COLUMNS[at].field)
}

fn read(fields: &Fields, first: Mapping, headers: &[String]) -> Mapping {
    if !fields.is_ticked("essai") {
        return first;
    }
    let place = |at: usize| fields.text(&field(at)).parse().ok().filter(|column| *column < headers.len());
    Mapping { places: (0..COLUMNS.len()).map(place).collect(), area: fields.text("quartier").parse().ok(), ..first }
}

/// What the page of a file shows.
pub(super) struct Told<'a> {
    pub file: &'a PoolFile,
    pub job: Option<&'a Job>,
    pub mapping: Option<&'a Mapping>,
    pub trial: Option<Kept>,
    pub errors: Vec<FieldError>,
}

impl FilePage {
    pub fn new(frame: Frame, told: Told<'_>, names: &Names) -> Self {
        let (file, stage) = (told.file, Stage::of(told.file, told.job));
        let mut rows =
            vec![SummaryRow::new("Fichier", file.name.as_str()), SummaryRow::new("Origine", file.origin.french())];
        if !actions::is_unread(file) {
            rows.push(SummaryRow::new("Lu comme", file.format.as_str()));
            rows.push(SummaryRow::new("Lignes", french::integer(file.line_count)));
        }
        let trial = told.trial.unwrap_or_default();
        let mut form = Form::empty();
        let mut hidden = Vec::new();
        if let Some(mapping) = told.mapping {
            for (at, place) in mapping.places.iter().enumerate() {
                let text = place.map(|place| place.to_string()).unwrap_or_default();
                form.add(field(at), text.clone());
                hidden.push((field(at), text));
            }
            let area = mapping.area.map(|area| area.to_string()).unwrap_or_default();
            form.add("quartier", area.clone());
            hidden.push(("quartier".to_owned(), area));
        }
        let columns = file.headers.iter().enumerate().filter(|(_, header)| !header.is_empty());
        let may_import = stage == Stage::Held && told.errors.is_empty() && trial.is_useful;
        let form = form.with_errors(told.errors);
        Self {
            frame: frame.with_form(&form),
            form,
            path: file_path(file.id),
            rows,
            stage: stage.told(),
            progress: told.job.map(|job| french::spaced(&job.told())).unwrap_or_default(),
            figures: trial.figures,
            remarks: trial.remarks.iter().map(|sentence| french::spaced(sentence)).collect(),
            fields_sought: COLUMNS.iter().enumerate().map(|(at, column)| (field(at), column.french)).collect(),
            columns: columns.map(|(at, header)| Choice::new(at.to_string(), header)).collect(),
            areas: choices(names.areas()),
            hidden,
            is_held: stage == Stage::Held,
            may_forget: matches!(stage, Stage::Reading | Stage::Refused | Stage::Unread | Stage::Held),
            is_long: actions::is_long(file),
            may_import,
        }
    }
}

async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (id, fields): (Uuid, &Fields),
    errors: Vec<FieldError>,
) -> Result<FilePage, Fault> {
    let (council, college, file) = actions::file(tx, &visit.actor, id).await?;
    let names = actions::names(tx, &council).await?;
    let job = actions::job_of(tx, id).await?;
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    let frame = visit.back_office("Un fichier du vivier").with_breadcrumb([above(&council), vec![pool]].concat());
    let around = (&house.outside, &house.keys, &house.settings.zone);
    if file.state != "held" || job.is_some() || actions::is_unread(&file) {
        let report = (!file.report.is_empty()).then(|| Kept::read(&file.report));
        let told = Told { file: &file, job: job.as_ref(), mapping: None, trial: report, errors };
        return Ok(FilePage::new(frame, told, &names));
    }
    let first = Mapping::read(&file.mapping);
    let first = first.unwrap_or_else(|| actions::first_mapping(&file.headers, &council, around));
    let mapping = read(fields, first, &file.headers);
    let trial = if actions::is_long(&file) {
        (!file.report.is_empty() && errors.is_empty()).then(|| Kept::read(&file.report))
    } else {
        let table = actions::table_of(tx, &house.keys, &file).await?;
        let of = (&council, &college, &file);
        Some(Kept::from(&actions::try_out(tx, around, of, (&mapping, &table)).await?))
    };
    let errors = if errors.is_empty() { actions::check_mapping(&mapping, &council) } else { errors };
    let told = Told { file: &file, job: None, mapping: Some(&mapping), trial, errors };
    Ok(FilePage::new(frame, told, &names))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<PoolFile>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, (id.uuid(), &asked), Vec::new()).await?)
}

/// Ends an act on a file: its page, or the same page around what was typed.
async fn ended(
    house: &House,
    visit: &Visit,
    (id, fields): (Uuid, &Fields),
    (tx, outcome): (Tx, Outcome<&str>),
) -> Answer {
    match outcome {
        Ok(code) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done(&file_path(id), code)
        }
        Err(failure) => {
            drop(tx);
            let errors = Fault::from(failure).into_input()?;
            let mut tx = house.read().await?;
            answer::page_to_correct(&draw(&mut tx, house, visit, (id, fields), errors).await?)
        }
    }
}

pub async fn try_again(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<PoolFile>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (council, _, file) = actions::file(&mut tx, &visit.actor, id.uuid()).await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let mapping = read(&fields, actions::first_mapping(&file.headers, &council, around), &file.headers);
    let outcome = actions::try_long(&mut tx, &house.outside, &visit.actor, id.uuid(), &mapping).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome.map(|()| "lance"))).await
}

pub async fn import(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<PoolFile>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let mapping = |headers: &[String], council: &Council| {
        read(&fields, actions::first_mapping(headers, council, around), headers)
    };
    let outcome = actions::import_file(&mut tx, around, &visit.actor, id.uuid(), mapping).await;
    let outcome = outcome.map(|is_done| if is_done { "importe" } else { "lance" });
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome)).await
}

pub async fn stop(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<PoolFile>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::stop(&mut tx, &house.outside, &visit.actor, id.uuid()).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome.map(|()| "annule"))).await
}

pub async fn forget(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<PoolFile>) -> Answer {
    let mut tx = house.write().await?;
    let college = actions::forget_file(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&format!("{}/vivier", college_path(college)), "supprime")
}
