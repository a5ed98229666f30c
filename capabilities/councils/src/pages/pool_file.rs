//! A file of people: how it is read, what importing it would do, then what it did. No name is shown.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::sheet::Sheet;
use interface::{Choice, Form, Frame, Link, SummaryRow};
use kernel::{FieldError, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{above, choices, college_path};
use crate::actions::{self, Mapping, Trial};
use crate::rules::{COLUMNS, Council, Names};
use crate::store::file::PoolFile;

/// Where a file is tried.
pub(super) fn file_path(id: Uuid) -> String {
    format!("/gestion/viviers/{id}")
}

#[derive(Template)]
#[template(path = "pages/pool_file.html")]
pub(super) struct FilePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub figures: Vec<(String, usize)>,
    pub remarks: Vec<String>,
    /// Field and label of each thing sought.
    pub fields_sought: Vec<(String, &'static str)>,
    pub columns: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub hidden: Vec<(String, String)>,
    pub is_held: bool,
    pub is_importing: bool,
    pub is_placed: bool,
    pub may_import: bool,
}

fn field(at: usize) -> String {
    format!("colonne-{}", COLUMNS[at].field)
}

fn read(fields: &Fields, first: Mapping, sheet: &Sheet) -> Mapping {
    if !fields.is_ticked("essai") {
        return first;
    }
    let place = |at: usize| fields.text(&field(at)).parse().ok().filter(|column| *column < sheet.headers.len());
    Mapping { places: (0..COLUMNS.len()).map(place).collect(), area: fields.text("quartier").parse().ok(), ..first }
}

/// What the page of a file shows.
pub(super) struct Told<'a> {
    pub file: &'a PoolFile,
    pub headers: &'a [String],
    pub mapping: Option<&'a Mapping>,
    pub trial: Option<&'a Trial>,
    pub errors: Vec<FieldError>,
}

impl FilePage {
    pub fn new(frame: Frame, told: Told<'_>, names: &Names) -> Self {
        let file = told.file;
        let rows = vec![
            SummaryRow::new("Fichier", file.name.as_str()),
            SummaryRow::new("Lu comme", file.format.as_str()),
            SummaryRow::new("Origine", file.origin.french()),
            SummaryRow::new("Lignes", french::integer(file.line_count)),
        ];
        let (figures, remarks) = match told.trial {
            Some(trial) => (trial.figures(), [trial.whole.clone(), trial.sentences()].concat()),
            None => actions::kept_report(&file.report),
        };
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
        let columns = told.headers.iter().enumerate().filter(|(_, header)| !header.is_empty());
        let may_import = told.errors.is_empty() && told.trial.is_some_and(|trial| trial.fresh + trial.known > 0);
        let form = form.with_errors(told.errors);
        Self {
            frame: frame.with_form(&form),
            form,
            path: file_path(file.id),
            rows,
            figures,
            remarks: remarks.iter().map(|sentence| french::spaced(sentence)).collect(),
            fields_sought: COLUMNS.iter().enumerate().map(|(at, column)| (field(at), column.french)).collect(),
            columns: columns.map(|(at, header)| Choice::new(at.to_string(), header)).collect(),
            areas: choices(names.areas()),
            hidden,
            is_held: file.state == "held",
            is_importing: file.state == "importing",
            is_placed: told.trial.is_none_or(|trial| trial.is_placed),
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
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    let frame = visit.back_office("Un fichier du vivier").with_breadcrumb([above(&council), vec![pool]].concat());
    if file.state != "held" {
        let told = Told { file: &file, headers: &[], mapping: None, trial: None, errors };
        return Ok(FilePage::new(frame, told, &names));
    }
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let sheet = actions::sheet_of(tx, &house.keys, &file).await?;
    let mapping = read(fields, actions::first_mapping(&sheet, &council, around), &sheet);
    let trial = actions::try_out(tx, around, (&council, &college, &file), (&mapping, &sheet)).await?;
    let errors = if errors.is_empty() { actions::check_mapping(&mapping, &council) } else { errors };
    let told = Told { file: &file, headers: &sheet.headers, mapping: Some(&mapping), trial: Some(&trial), errors };
    Ok(FilePage::new(frame, told, &names))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<PoolFile>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, (id.uuid(), &asked), Vec::new()).await?)
}

pub async fn import(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<PoolFile>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let mapping =
        |sheet: &Sheet, council: &Council| read(&fields, actions::first_mapping(sheet, council, around), sheet);
    match actions::import_file(&mut tx, around, &visit.actor, id.uuid(), mapping).await {
        Ok(is_done) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done(&file_path(id.uuid()), if is_done { "importe" } else { "lance" })
        }
        Err(failure) => {
            drop(tx);
            let errors = Fault::from(failure).into_input()?;
            let mut tx = house.read().await?;
            answer::page_to_correct(&draw(&mut tx, &house, &visit, (id.uuid(), &fields), errors).await?)
        }
    }
}

pub async fn forget(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<PoolFile>) -> Answer {
    let mut tx = house.write().await?;
    let college = actions::forget_file(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&format!("{}/vivier", college_path(college)), "supprime")
}
