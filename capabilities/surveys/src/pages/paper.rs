//! `/gestion/questionnaires/{id}/papier`: the questionnaire to print, and the sheets that come back, batch by batch.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Language, Table};
use interface::{Choice, Form, Frame, Html, Link, TableOptions};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::print::languages;
use super::print_words::is_spoken;
use super::{above, path};
use crate::actions::paper::NewBatch;
use crate::rules::paper::SheetState;
use crate::store::paper::{Batch, Sheet};
use crate::store::survey::Survey;
use crate::{actions, acts, store};

/// Where a batch is followed.
pub(super) fn batch_path(id: Uuid) -> String {
    format!("/gestion/papier/{id}")
}

#[derive(Template)]
#[template(path = "pages/paper.html")]
pub(super) struct PaperPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    /// Each printed version and language.
    pub prints: Vec<Link>,
    pub versions: Vec<Choice>,
    pub batches: Option<Html>,
}

/// The batches of a questionnaire and how far each is.
pub(super) fn batches_table(lines: &[(Batch, Vec<Sheet>)]) -> Option<Html> {
    if lines.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("lot", "Lot", Kind::Text).row_header(),
        Column::new("version", "Version", Kind::Integer),
        Column::new("saisies", "Feuilles saisies", Kind::Integer),
        Column::new("attendent", "Attendent", Kind::Integer),
        Column::new("enregistrees", "Enregistrées", Kind::Integer),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("lots", "Lots de feuilles", columns);
    for (batch, sheets) in lines {
        let kept = sheets.iter().filter(|sheet| sheet.state == SheetState::Kept).count();
        let number = |count: usize| Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX));
        table.rows.push(vec![
            Cell::link(batch.label.clone(), batch_path(batch.id)),
            Cell::Integer(batch.version),
            number(sheets.len()),
            number(sheets.len() - kept),
            number(kept),
            Cell::text(if batch.is_open() { "Ouvert" } else { "Clos" }),
        ]);
    }
    Some(interface::table(&table, &TableOptions::default()))
}

async fn draw(tx: &mut database::Tx, visit: &Visit, survey: &Survey, form: Form) -> Result<PaperPage, Fault> {
    let mut versions = Vec::new();
    let mut prints = Vec::new();
    for number in (1..=survey.published).rev() {
        versions.push(Choice::new(number.to_string(), &format!("Version {number}")));
        let Some(ready) = actions::ready(tx, survey.id, number).await? else { continue };
        if number == survey.published {
            let link = |words: String, language: &str| {
                Link::new(words, format!("{}/imprimer?version={number}&langue={language}", path(survey.id)))
            };
            prints.push(link(format!("Version {number}, en français (PDF)"), "fr"));
            for other in languages(&ready).into_iter().skip(1) {
                let told = match other {
                    Language::English => "en anglais".to_owned(),
                    Language::Arabic => "en arabe".to_owned(),
                    _ => format!("langue « {} »", other.code()),
                };
                prints.push(link(format!("Version {number}, {told} (PDF)"), other.code()));
                if is_spoken(other) {
                    let href = format!("{}/affiche?langue={}", path(survey.id), other.code());
                    prints.push(Link::new(format!("Affiche, {told} (PDF)"), href));
                }
            }
        } else {
            let href = format!("{}/imprimer?version={number}&langue=fr", path(survey.id));
            prints.push(Link::new(format!("Version {number}, en français (PDF)"), href));
        }
    }
    let mut lines = Vec::new();
    for batch in store::paper::batches(tx, survey.id).await? {
        let sheets = store::paper::sheets(tx, batch.id).await?;
        lines.push((batch, sheets));
    }
    let frame = visit.back_office("Questionnaires sur papier").with_caption(survey.text.title.clone());
    Ok(PaperPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        form,
        path: path(survey.id),
        prints,
        versions,
        batches: batches_table(&lines),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::COLLECT, id.uuid()).await?;
    let form = Form::filled([("version", survey.published.to_string())]);
    answer::page(&draw(&mut tx, &visit, &survey, form).await?)
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    let mut typed = Reading::of(&fields);
    let new = NewBatch {
        label: typed.text("lot"),
        version: typed.whole("version").unwrap_or_default(),
        is_doubled: fields.is_ticked("double"),
    };
    let new = typed.filled(new);
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::paper::open_batch(&mut tx, around, &visit.actor, id.uuid(), new).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        let survey = actions::survey(&mut tx, &visit.actor, &acts::COLLECT, id.uuid()).await?;
        draw(&mut tx, &visit, &survey, form).await
    };
    answer::settle(tx, outcome, (batch_path, "ajoute"), &fields, again).await
}
