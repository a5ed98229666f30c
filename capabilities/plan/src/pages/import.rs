//! `/gestion/actions/import`: a plan brought from a spreadsheet, in three steps: the file, its columns, the trial. Nothing
//! is saved before the last one.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use database::Tx;
use documents::sheet::{Shape, Sheet as Opened, open_as};
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Steps, TableOptions};
use kernel::{Failure, french};
use web::{Answer, Asked, Fault, Fields, House, Upload, Visit, answer};

use super::{above_board, of_contract, today, whole};
use crate::actions::{self, Around, ImportReport, LineOutcome, reach};
use crate::acts;
use crate::rules::{COLUMNS, Section, cell_hint, recognised};

/// Lines read at most.
const MOST_LINES: usize = 5_000;
/// The table is carried by the page from step to step: larger ones are cut in several.
const MOST_BYTES: usize = 600_000;
/// Lines of a trial shown.
const SHOWN: usize = 150;

#[derive(Template)]
#[template(path = "pages/import.html")]
pub(super) struct ImportPage {
    pub frame: Frame,
    pub form: Form,
    pub steps: Steps,
    pub contract: String,
    pub mapping: Option<Mapping>,
    pub trial: Option<Trial>,
}

/// The second step: which column is which.
pub(super) struct Mapping {
    pub format: String,
    pub remarks: Vec<String>,
    pub columns: Vec<(String, String, bool)>,
    pub headers: Vec<Choice>,
    pub content: String,
}

/// The third step: what each line would do.
pub(super) struct Trial {
    pub summary: String,
    pub table: Html,
    pub save: Option<String>,
    pub kept: Vec<(String, String)>,
    /// Whether a reason is asked: a sheet leaves a need or an objective.
    pub asks_reason: bool,
}

impl ImportPage {
    pub fn new(frame: Frame, form: Form, contract: &str, (mapping, trial): (Option<Mapping>, Option<Trial>)) -> Self {
        let number = if trial.is_some() { 3 } else { u32::from(mapping.is_some()) + 1 };
        Self {
            frame: frame.with_form(&form),
            form,
            steps: Steps::new(number, ["Le fichier", "Les colonnes", "L’essai"]),
            contract: contract.to_owned(),
            mapping,
            trial,
        }
    }
}

fn frame(visit: &Visit, around: &Around) -> Frame {
    let frame = visit.back_office("Importer un plan d’actions").with_caption(&*around.contract.title);
    frame.with_breadcrumb(above_board())
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, asked.text("contrat"), &acts::EDIT).await?;
    answer::page(&ImportPage::new(frame(&visit, &around), Form::empty(), &around.contract.code, (None, None)))
}

fn opened(bytes: &[u8]) -> Result<Opened, Failure> {
    if bytes.is_empty() {
        return Err(Failure::field("fichier", "Choisissez un fichier CSV ou un classeur XLSX"));
    }
    let shape = Shape { most_rows: MOST_LINES, least_columns: 2 };
    open_as(bytes, &shape).map_err(|sentence| Failure::field("fichier", sentence))
}

/// A table as a text the next step reads: one line each, its number in the file first.
fn written(sheet: &Opened) -> Result<String, Failure> {
    let unwritable = |_| Failure::field("fichier", "Ce tableau n’a pas pu être relu : enregistrez-le au format CSV");
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let first = std::iter::once("0").chain(sheet.headers.iter().map(String::as_str));
    writer.write_record(first).map_err(unwritable)?;
    for (number, cells) in &sheet.rows {
        let number = number.to_string();
        let line = std::iter::once(number.as_str()).chain(cells.iter().map(String::as_str));
        writer.write_record(line).map_err(unwritable)?;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    if bytes.len() > MOST_BYTES {
        return Err(Failure::field("fichier", "Le tableau dépasse 600 ko de texte : coupez-le en plusieurs"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Headers, then lines with their number.
type Carried = (Vec<String>, Vec<(u64, Vec<String>)>);

/// Reads back what [`written`] wrote; nothing when the page was changed on its way.
fn carried(content: &str) -> Carried {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(content.as_bytes());
    let mut lines = reader.records().filter_map(Result::ok).map(|record| {
        let mut cells = record.iter().map(str::to_owned);
        let number = cells.next().and_then(|number| number.parse().ok()).unwrap_or(0);
        (number, cells.collect::<Vec<String>>())
    });
    let headers = lines.next().map(|(_, headers)| headers).unwrap_or_default();
    (headers, lines.take(MOST_LINES).collect())
}

fn mapping_page(
    visit: &Visit,
    around: &Around,
    sheet: (&[String], String, Vec<String>),
    content: String,
    form: Form,
) -> ImportPage {
    let (headers, format, remarks) = sheet;
    let mut form = form;
    for (key, at) in recognised(headers) {
        let name = format!("colonne-{key}");
        if form.field(&name).is_none_or(|field| field.values.is_empty())
            && let Some(at) = at
        {
            form.add(name, at.to_string());
        }
    }
    let mapping = Mapping {
        format,
        remarks,
        columns: COLUMNS
            .iter()
            .map(|column| (format!("colonne-{}", column.key), column.header.to_owned(), column.is_needed))
            .collect(),
        headers: super::choices(headers.iter().enumerate()),
        content,
    };
    ImportPage::new(frame(visit, around), form, &around.contract.code, (Some(mapping), None))
}

pub async fn read(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, upload.fields.text("contrat"), &acts::EDIT).await?;
    let outcome = upload.bytes().and_then(|bytes| opened(&bytes)).and_then(|sheet| Ok((written(&sheet)?, sheet)));
    match outcome {
        Ok((content, sheet)) => {
            let told = (sheet.headers.as_slice(), sheet.format.clone(), sheet.remarks.clone());
            answer::page(&mapping_page(&visit, &around, told, content, Form::empty()))
        }
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&ImportPage::new(frame(&visit, &around), form, &around.contract.code, (None, None)))
        }
    }
}

/// Which column of the file is which of ours, as chosen.
fn chosen(fields: &Fields) -> HashMap<String, usize> {
    COLUMNS
        .iter()
        .filter_map(|column| {
            let at = fields.text(&format!("colonne-{}", column.key)).parse().ok()?;
            Some((column.key.to_owned(), at))
        })
        .collect()
}

pub async fn try_out(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let (headers, lines) = carried(fields.exact("contenu"));
    let mapping = chosen(&fields);
    let report = actions::read_import(&mut tx, &visit.actor, &around, &lines, (&mapping, today(&house))).await;
    match report {
        Ok(report) => answer::page(&trial_page(&visit, &around, &report, (&fields, Form::empty()))),
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let content = fields.exact("contenu").to_owned();
            let page = mapping_page(&visit, &around, (&headers, String::new(), Vec::new()), content, form);
            answer::page_to_correct(&page)
        }
    }
}

fn trial_page(visit: &Visit, around: &Around, report: &ImportReport, (fields, form): (&Fields, Form)) -> ImportPage {
    let kept = fields.pairs().iter().filter(|(name, _)| name == "contenu" || name.starts_with("colonne-")).cloned();
    let trial = Trial::of(report, kept.collect());
    ImportPage::new(frame(visit, around), form, &around.contract.code, (None, Some(trial)))
}

impl Trial {
    pub fn of(report: &ImportReport, kept: Vec<(String, String)>) -> Self {
        let columns = vec![
            Column::new("ligne", "Ligne", Kind::Integer).row_header(),
            Column::new("fiche", "Fiche", Kind::Text),
            Column::new("resultat", "Résultat", Kind::Text),
        ];
        let mut table = Table::new("essai", "Lignes lues", columns);
        // What is wrong first: it is what there is to do.
        let mut lines: Vec<_> = report.lines.iter().collect();
        lines.sort_by_key(|line| (line.outcome != LineOutcome::Wrong, line.number));
        for line in lines.iter().take(SHOWN) {
            let result = match line.outcome {
                LineOutcome::New => "Nouvelle fiche, en brouillon".to_owned(),
                LineOutcome::Changed if line.leaves => {
                    "Fiche modifiée : elle quitte un besoin ou un objectif".to_owned()
                }
                LineOutcome::Changed => "Fiche modifiée".to_owned(),
                LineOutcome::Same => "Rien ne change".to_owned(),
                LineOutcome::Wrong => line.problems.join(". "),
            };
            let name = kernel::text::shorten(&format!("{} {}", line.code, line.title), 90);
            let number = i64::try_from(line.number).unwrap_or(0);
            table.rows.push(vec![Cell::Integer(number), Cell::text(name), Cell::text(result)]);
        }
        if report.lines.len() > SHOWN {
            table.notes.push(format!("Seules {SHOWN} lignes sont montrées, celles à corriger d’abord."));
        }
        let count = |outcome| i64::try_from(report.count(outcome)).unwrap_or(i64::MAX);
        let (new, changed) = (count(LineOutcome::New), count(LineOutcome::Changed));
        Self {
            summary: format!(
                "{}, {}, {} sans changement, {} à corriger. Rien n’est encore enregistré.",
                french::count(new, "nouvelle fiche", "nouvelles fiches"),
                french::count(changed, "fiche modifiée", "fiches modifiées"),
                french::integer(count(LineOutcome::Same)),
                french::integer(count(LineOutcome::Wrong))
            ),
            table: interface::table(&table, &TableOptions::default()),
            save: (new + changed > 0)
                .then(|| format!("Enregistrer {}", french::count(new + changed, "fiche", "fiches"))),
            kept,
            asks_reason: report.asks_reason(),
        }
    }
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let (headers, lines) = carried(fields.exact("contenu"));
    let mapping = chosen(&fields);
    let which = (&mapping, today(&house));
    let why = fields.text(actions::WHY_FIELD);
    match actions::import_plan(&mut tx, &house.outside, &visit.actor, &around, &lines, which, why).await {
        Ok(_) => {
            tx.commit().await?;
            let code = answer::encode(&around.contract.code);
            answer::done(&format!("/gestion/actions?contrat={code}"), "importe")
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            if form.error(actions::WHY_FIELD).is_some() {
                let mut tx = house.read().await?;
                let report = actions::read_import(&mut tx, &visit.actor, &around, &lines, which).await?;
                return answer::page_to_correct(&trial_page(&visit, &around, &report, (&fields, form)));
            }
            let content = fields.exact("contenu").to_owned();
            let page = mapping_page(&visit, &around, (&headers, String::new(), Vec::new()), content, form);
            answer::page_to_correct(&page)
        }
    }
}

/// `/gestion/actions/export`: the same columns, to take away.
pub async fn export(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx: Tx = house.read().await?;
    let around = of_contract(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let table = actions::exported(&mut tx, &around, &reach(&visit.actor, &acts::READ, &around.contract)).await?;
    answer::table("plan-actions", asked.text("format"), &table, house.outside.now())
}

impl ImportPage {
    /// How the lists of a sheet are written in one cell each.
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn cells(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        Section::ALL.iter().map(|one| (one.french(), cell_hint(*one))).filter(|(_, hint)| !hint.is_empty())
    }

    /// Headers of the file, to choose from.
    fn headers(&self) -> &[Choice] {
        self.mapping.as_ref().map_or(&[], |mapping| &mapping.headers)
    }
}
