//! A file of words: columns chosen, tried without saving, told line by line, then saved in one go.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use documents::csv::Flavour;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions};
use kernel::{Breakdown, Failure, Outcome, french};
use listening::facade::ConsultationBrief;
use web::{Answer, Asked, Fault, Fields, House, Upload, Visit, answer};

use super::entry::picked;
use super::{above, choices, chosen};
use crate::actions::{Mapping, Report};
use crate::facade::Taken;
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/import.html")]
pub(super) struct ImportPage {
    pub frame: Frame,
    pub form: Form,
    pub channels: Vec<Choice>,
    pub trial: Option<Trial>,
    pub saved: String,
    pub codes: Html,
}

/// What a trial says.
pub(super) struct Trial {
    pub summary: String,
    pub remarks: Vec<String>,
    pub headers: Vec<Choice>,
    pub table: Html,
    pub save: String,
}

/// The text tried is carried by the page to the act that saves it: files larger than this are cut in several.
const MOST_BYTES: usize = 400_000;

impl Trial {
    pub fn of(report: &Report) -> Self {
        let columns = vec![
            Column::new("ligne", "Ligne", Kind::Integer).row_header(),
            Column::new("parole", "Parole", Kind::Text),
            Column::new("resultat", "Résultat", Kind::Text),
        ];
        let mut table = Table::new("essai", "Lignes lues", columns);
        for line in report.lines.iter().take(200) {
            let said = line.words.as_ref().map(|one| kernel::text::shorten(&one.text, 120)).unwrap_or_default();
            let result = match (&line.words, line.remark.as_str()) {
                (Some(_), "") => "Prête".to_owned(),
                (Some(_), remark) => format!("Prête, à relire de près. {remark}"),
                (None, remark) => remark.to_owned(),
            };
            table.rows.push(vec![
                Cell::Integer(i64::try_from(line.number).unwrap_or(0)),
                Cell::text(said),
                Cell::text(result),
            ]);
        }
        if report.lines.len() > 200 {
            table.notes.push("Seules les 200 premières lignes sont montrées.".to_owned());
        }
        let ready = report.ready().len() as i64;
        let left = report.lines.len() as i64 - ready;
        Self {
            summary: format!(
                "{}, {}. Rien n’est encore enregistré.",
                french::count(ready, "ligne prête", "lignes prêtes"),
                french::count(left, "ligne laissée de côté", "lignes laissées de côté")
            ),
            remarks: report.remarks.clone(),
            headers: report.headers.iter().enumerate().map(|(at, name)| Choice::new(at.to_string(), name)).collect(),
            table: interface::table(&table, &TableOptions::default()),
            save: if ready > 0 {
                format!("Enregistrer {}", french::count(ready, "parole", "paroles"))
            } else {
                String::new()
            },
        }
    }
}

async fn draw(
    tx: &mut database::Tx,
    visit: &Visit,
    consultation: &ConsultationBrief,
    form: Form,
    trial: Option<Trial>,
) -> Result<ImportPage, Fault> {
    let channels = listening::facade::words::channels(tx, consultation.id).await?;
    let frame = visit.back_office("Importer des paroles").with_caption(&*consultation.title).with_breadcrumb(above());
    Ok(ImportPage {
        frame: frame.with_form(&form),
        form: form.with("concertation", consultation.id.to_string()),
        channels: choices(channels.iter().map(|one| (one.id, one.label.as_str()))),
        trial,
        saved: String::new(),
        codes: Html::default(),
    })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::RECORD, asked.text("concertation")).await?;
    answer::page(&draw(&mut tx, &visit, &consultation, Form::empty(), None).await?)
}

/// The columns chosen on the page.
fn mapping(fields: &Fields) -> Mapping {
    let at = |name: &str| fields.text(name).parse().ok();
    Mapping {
        text: at("colonne-parole"),
        area: at("colonne-quartier"),
        audience: at("colonne-public"),
        month: at("colonne-mois"),
        times: at("colonne-fois"),
    }
}

/// The form of a trial: the columns used, and the table to carry to the next step.
fn form_of(fields: &Fields, report: &Report, content: String) -> Form {
    let at = |rank: Option<usize>| rank.map(|rank| rank.to_string()).unwrap_or_default();
    Form::filled([
        ("canal", fields.text("canal").to_owned()),
        ("colonne-parole", at(report.mapping.text)),
        ("colonne-quartier", at(report.mapping.area)),
        ("colonne-public", at(report.mapping.audience)),
        ("colonne-mois", at(report.mapping.month)),
        ("colonne-fois", at(report.mapping.times)),
        ("contenu", content),
    ])
}

/// Any table, as the text the page carries.
fn carried(bytes: &[u8]) -> Outcome<String> {
    let shape = documents::sheet::Shape { least_columns: 1, ..Default::default() };
    let refused = |sentence: String| Failure::field("fichier", sentence);
    let sheet = documents::sheet::open_as(bytes, &shape).map_err(refused)?;
    let columns = sheet.headers.iter().map(|name| Column::new(name, name, Kind::Text)).collect();
    let mut table = Table::new("paroles", "Paroles", columns);
    table.rows = sheet.rows.into_iter().map(|(_, cells)| cells.into_iter().map(Cell::Text).collect()).collect();
    let bytes = documents::csv::write(&table, Flavour::OpenData).map_err(|error| Breakdown(Box::new(error)))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub async fn read(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::RECORD, upload.fields.text("concertation")).await?;
    let outcome = match upload.bytes().and_then(small_enough) {
        Ok(bytes) => match carried(&bytes) {
            Ok(content) => {
                let report = actions::read_words(&mut tx, &house.outside, &bytes, None).await;
                report.map(|report| (report, content))
            }
            Err(failure) => Err(failure),
        },
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok((report, content)) => {
            let form = form_of(&upload.fields, &report, content);
            answer::page(&draw(&mut tx, &visit, &consultation, form, Some(Trial::of(&report))).await?)
        }
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut tx, &visit, &consultation, form, None).await?)
        }
    }
}

fn small_enough(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    match bytes.len() {
        0 => Err(Failure::field("fichier", "Choisissez un fichier CSV ou .xlsx")),
        length if length > MOST_BYTES => {
            Err(Failure::field("fichier", "Le fichier dépasse 400 ko : coupez-le en plusieurs"))
        }
        _ => Ok(bytes),
    }
}

/// Tries again with other columns, or saves.
pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::RECORD, fields.text("concertation")).await?;
    let bytes = fields.exact("contenu").as_bytes();
    let report = actions::read_words(&mut tx, &house.outside, bytes, Some(mapping(&fields))).await?;
    if fields.text("geste") != "enregistrer" {
        let form = form_of(&fields, &report, fields.exact("contenu").to_owned());
        return answer::page(&draw(&mut tx, &visit, &consultation, form, Some(Trial::of(&report))).await?);
    }
    let around = (&house.outside, &house.keys);
    let outcome = match picked(&fields, "canal", "Choisissez un canal dans la liste") {
        Ok(channel) => {
            let place = (consultation.id, channel);
            actions::import_words(&mut tx, around, &visit.actor, place, bytes, mapping(&fields)).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(taken) => {
            let mut page = draw(&mut tx, &visit, &consultation, Form::empty(), None).await?;
            tx.commit().await?;
            page.saved = french::count(taken.len() as i64, "parole enregistrée", "paroles enregistrées");
            page.codes = codes(&report, &taken);
            answer::page(&page)
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&draw(&mut tx, &visit, &consultation, form, Some(Trial::of(&report))).await?)
        }
    }
}

/// The codes of what was saved, in the order of the file.
fn codes(report: &Report, taken: &[Taken]) -> Html {
    let columns = vec![
        Column::new("parole", "Parole", Kind::Text).row_header(),
        Column::new("code", "Code d’effacement", Kind::Text),
    ];
    let mut table = Table::new("codes", "Codes d’effacement", columns);
    for (words, one) in report.ready().into_iter().zip(taken) {
        let beginning = kernel::text::shorten(&words.text, 60);
        table.rows.push(vec![Cell::text(beginning), Cell::text(&one.deletion_code)]);
    }
    interface::table(&table, &TableOptions::default())
}
