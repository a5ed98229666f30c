//! `/q/{code}/resultats`: what everybody may read of the answers: who was heard, each question on its base, nothing small
//! enough to point at somebody.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, Link, TableOptions};
use kernel::french;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::figure::chart_of;
use super::open::found;
use super::public_path;
use crate::actions::{self, Subject};
use crate::facade::results::{first_of, notes, table_of};
use crate::facade::tables::Reader;

#[derive(Template)]
#[template(path = "pages/results.html")]
pub(super) struct ResultsPage {
    pub frame: Frame,
    pub counted: String,
    pub lines: Vec<(Link, String, String)>,
    pub heard: Option<Html>,
    pub table: Option<Html>,
    pub chart: Option<Html>,
    pub follow_up: String,
    pub notes: Vec<String>,
    pub is_open: bool,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let survey = found(&mut tx, &code).await?;
    if !survey.text.is_published {
        return Err(Fault::not_found());
    }
    let around = (&house.outside, &house.settings.zone);
    let counted = actions::counted_for_everybody(&mut tx, around, &survey).await?.ok_or_else(Fault::not_found)?;
    let here = format!("{}/resultats", public_path(&survey.code));
    let sheet = counted.sheet();
    let question = sheet.subject(asked.text("question"));
    let shown = |table: &documents::Table| interface::table(table, &TableOptions::default());
    let mut lines = Vec::new();
    for subject in sheet.subjects() {
        if sheet.is_open(subject) || Some(subject) == question {
            continue;
        }
        let (first, base) = first_of(sheet, subject, Reader::Everybody)?;
        let href = format!("{here}?question={}", answer::encode(sheet.name(subject)));
        lines.push((Link::new(french::spaced(sheet.label(subject)), href), first, base));
    }
    let day = french::date(counted.until().unwrap_or_else(|| counted.read_at.day(&house.settings.zone)));
    let (mut table, mut chart) = (None, None);
    if let Some(subject) = question {
        table = table_of(sheet, subject, Reader::Everybody)?.as_ref().map(shown);
        chart = chart_of(sheet, subject, Reader::Everybody, (&survey.text.title, &day))?;
    }
    let heard = match question {
        None => table_of(sheet, Subject::Question(counted.mode()), Reader::Everybody)?.as_ref().map(shown),
        Some(_) => None,
    };
    let count = i64::try_from(counted.data.len()).unwrap_or(i64::MAX);
    let title = question
        .map_or_else(|| "Ce que disent les réponses".to_owned(), |subject| french::spaced(sheet.label(subject)));
    let mut above = vec![Link::new("Accueil", "/"), Link::new("Les questionnaires", "/questionnaires")];
    above.push(Link::new(survey.text.title.clone(), public_path(&survey.code)));
    if question.is_some() {
        above.push(Link::new("Résultats", here.clone()));
    }
    let frame = visit.public(&title).with_caption(survey.text.title.clone()).with_breadcrumb(above);
    let is_open = survey.state == crate::rules::State::Open;
    answer::page(&ResultsPage {
        frame,
        counted: match counted.until() {
            None => "Les premiers chiffres viennent un jour après les onze premières réponses.".to_owned(),
            Some(_) => format!("{}, jusqu’au {day}.", french::count(count, "réponse", "réponses")),
        },
        lines,
        heard,
        table,
        chart,
        follow_up: french::spaced(&survey.text.follow_up),
        notes: notes(&counted),
        is_open,
    })
}
