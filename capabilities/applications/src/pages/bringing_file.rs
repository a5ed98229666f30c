//! `/gestion/imports/{id}`: a file of applications. Its columns are said, what it would do is told line by line, then a job
//! brings it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, Steps, TableOptions};
use jobs::Job;
use kernel::{FieldError, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::above;
use super::bringing::{file_path, import_path};
use crate::actions::bringing::{self as actions, is_live};
use crate::actions::bringing_trial::{self as trials, Fate, Report};
use crate::rules::bringing::{COLUMNS, Mapping, mapping_text, read_mapping};
use crate::store::bringing::ImportFile;

/// Lines of a trial shown.
const SHOWN: usize = 150;

/// Where a file stands, on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Waiting to be brought.
    Held,
    /// A job brings it.
    Running,
    /// Stopped half way.
    Stopped,
    /// Brought.
    Done,
    /// Erased.
    Erased,
}

#[derive(Template)]
#[template(path = "pages/bringing_file.html")]
pub(super) struct FilePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub steps: Steps,
    pub at: At,
    pub told: Vec<String>,
    pub progress: String,
    /// Field, label, whether it is needed, of each column.
    pub columns: Vec<(String, &'static str, bool)>,
    pub headers: Vec<Choice>,
    pub figures: Vec<(&'static str, String)>,
    pub remarks: Vec<String>,
    pub table: Html,
    pub may_bring: bool,
}

fn field(key: &str) -> String {
    format!("colonne-{key}")
}

/// What the page of a file shows.
pub(super) struct Told<'a> {
    pub file: &'a ImportFile,
    pub job: Option<&'a Job>,
    pub headers: &'a [String],
    pub remarks: Vec<String>,
    /// What bringing it would do; none when a needed column is not said.
    pub report: Option<Report>,
    pub is_erased: bool,
}

impl FilePage {
    pub fn new(frame: Frame, form: Form, told: Told<'_>) -> Self {
        let file = told.file;
        let at = match (file.state.as_str(), is_live(told.job)) {
            ("running", true) => At::Running,
            (_, _) if told.is_erased => At::Erased,
            ("running" | "stopped", _) => At::Stopped,
            ("done", _) => At::Done,
            _ => At::Held,
        };
        let mut form = form;
        for (key, place) in read_mapping(&file.mapping) {
            let name = field(&key);
            if form.field(&name).is_none() {
                form.add(name, place.to_string());
            }
        }
        form.add("revision", file.revision.to_string());
        let report = told.report.unwrap_or_default();
        let writes = report.count(Fate::New) + report.count(Fate::Added);
        let mut about = vec![format!("{}, {}", file.name, file.format), lines_told(file.line_count)];
        if at == At::Done && !file.told.is_empty() {
            about.push(format!("Import fini : {}", file.told));
        }
        let headers = told.headers.iter().enumerate().filter(|(_, header)| !header.is_empty());
        let mut remarks = told.remarks;
        if !report.left_out.is_empty() {
            remarks.push(format!("Colonnes dont rien n’est fait : {}", report.left_out.join(", ")));
        }
        let number = match at {
            At::Held if report.lines.is_empty() => 2,
            At::Held => 3,
            _ => 4,
        };
        Self {
            frame: frame.with_form(&form),
            form,
            path: file_path(file.id),
            steps: Steps::new(number, ["Le fichier", "Les colonnes", "L’essai", "L’import"]),
            at,
            told: about.iter().map(|one| french::spaced(one)).collect(),
            progress: told.job.filter(|_| at == At::Running).map(|job| french::spaced(&job.told())).unwrap_or_default(),
            columns: COLUMNS.iter().map(|column| (field(column.key), column.header, column.is_needed)).collect(),
            headers: headers.map(|(at, header)| Choice::new(at.to_string(), header)).collect(),
            figures: figures(&report),
            remarks: remarks.iter().map(|one| french::spaced(one)).collect(),
            table: trial(&report),
            may_bring: at != At::Running && at != At::Erased && writes > 0,
        }
    }
}

fn lines_told(count: i64) -> String {
    french::count(count, "ligne", "lignes")
}

fn figures(report: &Report) -> Vec<(&'static str, String)> {
    if report.lines.is_empty() {
        return Vec::new();
    }
    let whole = |count: usize| french::integer(i64::try_from(count).unwrap_or(i64::MAX));
    let written = || report.lines.iter().filter(|line| matches!(line.fate, Fate::New | Fate::Added));
    vec![
        ("Nouveaux dossiers", whole(report.count(Fate::New))),
        ("Dossiers complétés", whole(report.count(Fate::Added))),
        ("Actions créées", whole(written().map(|line| line.projects).sum())),
        ("Demandes à un financeur créées", whole(written().map(|line| line.fundings).sum())),
        ("Organisations créées", whole(report.new_carriers())),
        ("Dossiers déjà là, sans changement", whole(report.count(Fate::Same))),
        ("Dossiers jamais déposés, laissés de côté", whole(report.count(Fate::Unfiled))),
        ("Dossiers refusés", whole(report.count(Fate::Wrong))),
    ]
}

/// What is wrong first, cell by cell; then what each application would be.
fn trial(report: &Report) -> Html {
    if report.lines.is_empty() {
        return Html::default();
    }
    let columns = vec![
        Column::new("ligne", "Ligne", Kind::Integer),
        Column::new("colonne", "Colonne", Kind::Text),
        Column::new("dossier", "Dossier", Kind::Text).row_header(),
        Column::new("resultat", "Résultat", Kind::Text),
    ];
    let mut table = Table::new("essai", "Ce que ferait l’import", columns);
    let number = |line: u64| Cell::Integer(i64::try_from(line).unwrap_or(0));
    let problems = report.problems();
    let of = |line: u64| report.lines.iter().find(|one| one.brought.lines.contains(&line));
    for problem in problems.iter().take(SHOWN) {
        let reference = of(problem.line).map_or("", |one| one.brought.reference.as_str());
        table.rows.push(vec![
            number(problem.line),
            Cell::text(&*problem.column),
            Cell::text(reference),
            Cell::text(french::spaced(&problem.sentence)),
        ]);
    }
    let room = SHOWN.saturating_sub(table.rows.len());
    let sound: Vec<_> = report.lines.iter().filter(|line| line.fate != Fate::Wrong).collect();
    for line in sound.iter().take(room) {
        let count = |many: usize, one: &str, several: &str| french::count(many as i64, one, several);
        let result = match line.fate {
            Fate::New => format!(
                "Nouveau dossier : {}, {}",
                count(line.projects, "action", "actions"),
                count(line.fundings, "demande", "demandes")
            ),
            Fate::Added => {
                format!("Dossier complété : {}", count(line.fundings, "nouvelle demande", "nouvelles demandes"))
            }
            Fate::Same => "Déjà là : rien ne change".to_owned(),
            Fate::Unfiled | Fate::Wrong => "Jamais déposé : laissé de côté".to_owned(),
        };
        let name = kernel::text::shorten(&format!("{} {}", line.brought.reference, line.brought.carrier), 90);
        let first = line.brought.lines.first().copied().unwrap_or_default();
        table.rows.push(vec![number(first), Cell::text(""), Cell::text(name), Cell::text(french::spaced(&result))]);
    }
    if problems.len() + sound.len() > SHOWN {
        table.notes.push(format!("Seules {SHOWN} lignes sont montrées, celles à corriger d’abord."));
    }
    interface::table(&table, &TableOptions::default())
}

async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (id, typed): (Uuid, Option<(&Fields, Vec<FieldError>)>),
) -> Result<FilePage, Fault> {
    let (call, mut file, job) = actions::file(tx, &visit.actor, id).await?;
    let frame = visit.back_office("Un fichier de dossiers").with_caption(&*call.title);
    let frame =
        frame.with_breadcrumb([above(&call), vec![Link::new("Importer des dossiers", import_path(call.id))]].concat());
    let is_running = file.state == "running" && is_live(job.as_ref());
    let sheet = match actions::sheet_of(tx, &house.keys, &file).await {
        Ok(sheet) if !is_running => sheet,
        Ok(_) => {
            let told = Told {
                file: &file,
                job: job.as_ref(),
                headers: &[],
                remarks: Vec::new(),
                report: None,
                is_erased: false,
            };
            return Ok(FilePage::new(frame, Form::empty(), told));
        }
        Err(kernel::Failure::Refused(kernel::Refusal::NotFound)) => {
            let told =
                Told { file: &file, job: None, headers: &[], remarks: Vec::new(), report: None, is_erased: true };
            return Ok(FilePage::new(frame, Form::empty(), told));
        }
        Err(failure) => return Err(failure.into()),
    };
    let form = match typed {
        Some((fields, errors)) if fields.pairs().is_empty() => Form::empty().with_errors(errors),
        Some((fields, errors)) => {
            file.mapping = mapping_text(&chosen(fields, sheet.headers.len()));
            Form::empty().with_errors(errors)
        }
        None => Form::empty(),
    };
    let today = house.outside.now().day(&house.settings.zone);
    let mapping = read_mapping(&file.mapping);
    let report = match trials::try_out(tx, (&call, today), (&sheet, &mapping)).await {
        Ok(report) => Some(report),
        Err(kernel::Failure::Input(_)) => None,
        Err(failure) => return Err(failure.into()),
    };
    let told = Told {
        file: &file,
        job: job.as_ref(),
        headers: &sheet.headers,
        remarks: sheet.remarks.clone(),
        report,
        is_erased: false,
    };
    Ok(FilePage::new(frame, form, told))
}

/// Which column of the file is which of ours, as chosen.
fn chosen(fields: &Fields, most: usize) -> Mapping {
    let all = COLUMNS.iter().filter_map(|column| {
        let at: usize = fields.text(&field(column.key)).parse().ok()?;
        Some((column.key.to_owned(), at))
    });
    all.filter(|(_, at)| *at < most).collect()
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ImportFile>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, (id.uuid(), None)).await?)
}

/// Says which column is which, then tries.
pub async fn map(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ImportFile>,
    fields: Fields,
) -> Answer {
    let mapping = chosen(&fields, usize::MAX);
    // The file is opened before anything is written, so that nobody waits for it.
    let headers = {
        let mut tx = house.read().await?;
        let (_, file, _) = actions::file(&mut tx, &visit.actor, id.uuid()).await?;
        actions::sheet_of(&mut tx, &house.keys, &file).await.map_or_else(|_| Vec::new(), |sheet| sheet.headers)
    };
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::map(&mut tx, &house.outside, &visit.actor, at, (&mapping, &headers)).await;
    match outcome {
        Ok(()) => {
            tx.commit().await?;
            answer::done(&file_path(id.uuid()), "enregistre")
        }
        Err(failure) => {
            drop(tx);
            let errors = Fault::from(failure).into_input()?;
            let mut tx = house.read().await?;
            answer::page_to_correct(&draw(&mut tx, &house, &visit, (id.uuid(), Some((&fields, errors)))).await?)
        }
    }
}

pub async fn launch(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ImportFile>) -> Answer {
    let mut tx = house.write().await?;
    match actions::launch(&mut tx, &house.outside, &visit.actor, id.uuid()).await {
        Ok(()) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done(&file_path(id.uuid()), "lance")
        }
        Err(failure) => {
            drop(tx);
            let errors = Fault::from(failure).into_input()?;
            let fields = Fields::default();
            let mut tx = house.read().await?;
            answer::page_to_correct(&draw(&mut tx, &house, &visit, (id.uuid(), Some((&fields, errors)))).await?)
        }
    }
}

pub async fn stop(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ImportFile>) -> Answer {
    let mut tx = house.write().await?;
    actions::stop(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&file_path(id.uuid()), "annule")
}

pub async fn erase(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ImportFile>) -> Answer {
    let mut tx = house.write().await?;
    let call = actions::erase(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&import_path(call), "supprime")
}
