//! A file of evidence: tried first without saving, told line by line, then saved in one go.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions};
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, Upload, Visit, answer};

use super::{above_back, choices};
use crate::actions::ImportReport;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/import.html")]
pub(super) struct ImportPage {
    pub frame: Frame,
    pub form: Form,
    pub consultations: Vec<Choice>,
    pub report: Option<Told>,
}

/// What a trial says.
pub(super) struct Told {
    pub refusal: String,
    pub summary: String,
    pub table: Html,
    pub save: Option<String>,
    pub consultation: String,
    pub content: String,
}

/// The text tried is carried by the page to the act that saves it: files larger than this are cut in several.
const MOST_BYTES: usize = 400_000;

impl Told {
    pub fn of(report: &ImportReport, consultation: Uuid, content: String) -> Self {
        let columns = vec![
            Column::new("ligne", "Ligne", Kind::Integer).row_header(),
            Column::new("propos", "Ce qui a été dit", Kind::Text),
            Column::new("resultat", "Résultat", Kind::Text),
        ];
        let mut table = Table::new("essai", "Lignes lues", columns);
        for line in report.lines.iter().take(200) {
            let said = line.evidence.as_ref().map(|one| kernel::text::shorten(&one.said, 120)).unwrap_or_default();
            let result = if line.problem.is_empty() { "Prête" } else { &line.problem };
            let number = i64::try_from(line.number).unwrap_or(0);
            table.rows.push(vec![Cell::Integer(number), Cell::text(said), Cell::text(result)]);
        }
        if report.lines.len() > 200 {
            table.notes.push("Seules les 200 premières lignes sont montrées.".to_owned());
        }
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let ready = count(report.ready_count());
        let left = count(report.lines.len()) - ready;
        Self {
            refusal: report.refusal.clone(),
            summary: format!(
                "{}, {}. Rien n’est encore enregistré.",
                kernel::french::count(ready, "ligne prête", "lignes prêtes"),
                kernel::french::count(left, "ligne laissée de côté", "lignes laissées de côté")
            ),
            table: interface::table(&table, &TableOptions::default()),
            save: (ready > 0).then(|| format!("Enregistrer {}", kernel::french::count(ready, "preuve", "preuves"))),
            consultation: consultation.to_string(),
            content,
        }
    }
}

async fn draw(tx: &mut database::Tx, visit: &Visit, form: Form, report: Option<Told>) -> Result<ImportPage, Fault> {
    let consultations = store::setting::consultations(tx).await?;
    let frame = visit.back_office("Importer des preuves").with_breadcrumb(above_back()[..1].to_vec());
    Ok(ImportPage {
        frame: frame.with_form(&form),
        form,
        consultations: choices(consultations.iter().map(|one| (one.id, one.title.as_str()))),
        report,
    })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut page = draw(&mut tx, &visit, Form::empty(), None).await?;
    if let [only] = page.consultations.as_slice() {
        page.form.add("concertation", only.value.clone());
    }
    answer::page(&page)
}

pub async fn read(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    let mut tx = house.read().await?;
    let mut errors = Vec::new();
    let id = upload.fields.text("concertation").parse::<Uuid>();
    let id = id.map_err(|_| Failure::field("concertation", "Choisissez une concertation"));
    let id = Failure::gather(&mut errors, id)?;
    let bytes = Failure::gather(&mut errors, upload.bytes().and_then(small_enough))?;
    let outcome = match (id, bytes) {
        (Some(id), Some(bytes)) => {
            let report = actions::read_import(&mut tx, &house.outside, &visit.actor, id, &bytes).await;
            report.map(|report| (id, bytes, report))
        }
        _ => Err(Failure::Input(errors)),
    };
    match outcome {
        Ok((id, bytes, report)) => {
            // Old spreadsheets write Windows-1252: carried on as UTF-8.
            let content = actions::decoded(&bytes);
            let told = Told::of(&report, id, content);
            answer::page(&draw(&mut tx, &visit, upload.fields.form(), Some(told)).await?)
        }
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut tx, &visit, form, None).await?)
        }
    }
}

fn small_enough(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    match bytes.len() {
        0 => Err(Failure::field("fichier", "Choisissez un fichier CSV")),
        length if length > MOST_BYTES => {
            Err(Failure::field("fichier", "Le fichier dépasse 400 ko : coupez-le en plusieurs"))
        }
        _ => Ok(bytes),
    }
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = match fields.text("concertation").parse::<Uuid>() {
        Err(_) => Err(Failure::field("concertation", "Choisissez une concertation")),
        Ok(id) => {
            let bytes = fields.exact("contenu").as_bytes();
            actions::import_evidence(&mut tx, &house.outside, &visit.actor, id, bytes).await
        }
    };
    match outcome {
        Ok(_) => {
            tx.commit().await?;
            answer::done("/gestion/ecoute/preuves", "importe")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut tx, &visit, form, None).await?)
        }
    }
}
