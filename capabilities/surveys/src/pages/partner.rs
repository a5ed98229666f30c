//! `/gestion/questionnaires/{id}/fichier`: answers a partner collected with another tool, tried, then kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Choice, Form, Frame, SummaryRow};
use kernel::{FieldError, Uuid, french};
use tabulation::answers::{Question, Remark};
use web::{Answer, Asked, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::calls::table_of;
use super::{above, path};
use crate::actions::partner::{self, Held, MOST_ROWS, Trial};
use crate::rules::partner::{Place, groups, is_technical};
use crate::store::partner::PartnerFile;
use crate::store::survey::Survey;
use crate::{actions, acts};

/// Where a file is tried.
fn file_path(id: Uuid) -> String {
    format!("/gestion/fichiers/{id}")
}

#[derive(Template)]
#[template(path = "pages/partner.html")]
pub(super) struct PartnerPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub is_published: bool,
}

#[derive(Template)]
#[template(path = "pages/partner_trial.html")]
pub(super) struct TrialPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub refusals: Vec<String>,
    pub remarks: Vec<String>,
    pub left_out: Vec<String>,
    /// Field, words and columns offered, for each question.
    pub questions: Vec<(String, String)>,
    pub columns: Vec<Choice>,
    /// The columns chosen, carried by the act that keeps.
    pub hidden: Vec<(String, String)>,
    pub keep: String,
}

fn upload_page(visit: &Visit, survey: &Survey, form: Form) -> PartnerPage {
    let frame = visit.back_office("Fichier d’un partenaire").with_caption(survey.text.title.clone());
    PartnerPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        form,
        path: path(survey.id),
        is_published: survey.published > 0,
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::COLLECT, id.uuid()).await?;
    answer::page(&upload_page(&visit, &survey, Form::empty()))
}

pub async fn hold(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    request: Request,
) -> Answer {
    let survey = actions::survey(&mut house.read().await?, &visit.actor, &acts::COLLECT, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let sheet = table_of(&upload, (MOST_ROWS, 2)).await;
    let mut tx = house.write().await?;
    let outcome = match sheet {
        Ok(sheet) => {
            let around = (&house.outside, &house.keys);
            partner::hold(&mut tx, around, &visit.actor, survey.id, (&upload.file_name, sheet)).await
        }
        Err(failure) => Err(failure),
    };
    let again = async |form| Ok::<_, Fault>(upload_page(&visit, &survey, form));
    match outcome {
        Ok(file) => {
            tx.commit().await?;
            answer::see(&file_path(file))
        }
        other => answer::settle(tx, other, (file_path, "ajoute"), &upload.fields, again).await,
    }
}

/// The field where the column of a question is chosen.
fn field(question: &Question) -> String {
    format!("q.{}", question.variable.name)
}

/// The columns chosen by hand, or those that seem right.
fn places(fields: &Fields, questions: &[Question], held: &Held) -> Vec<Place> {
    if !fields.is_ticked("essai") {
        return partner::guess(questions, held);
    }
    questions.iter().map(|question| Place::read(fields.text(&field(question)), &held.headers)).collect()
}

/// Columns a question may be in.
pub(super) fn columns(headers: &[String]) -> Vec<Choice> {
    let several = groups(headers).into_iter().map(|(start, ends)| {
        let count = french::count(i64::try_from(ends.len()).unwrap_or(i64::MAX), "colonne", "colonnes");
        Choice::new(Place::Columns(start.clone()).text(), &format!("{start} […] ({count})"))
    });
    let one = headers.iter().enumerate().filter(|(_, header)| !header.is_empty() && !is_technical(header));
    let one = one.map(|(column, header)| Choice::new(Place::Column(column).text(), &kernel::text::shorten(header, 80)));
    several.chain(one).collect()
}

fn told(remark: &Remark) -> String {
    let sentence = match remark.line {
        Some(line) => format!("Ligne {line} : {}", remark.sentence),
        None => remark.sentence.clone(),
    };
    french::spaced(&sentence)
}

fn count(number: usize, singular: &str, plural: &str) -> String {
    french::count(i64::try_from(number).unwrap_or(i64::MAX), singular, plural)
}

pub(super) fn trial_page(
    frame: Frame,
    path: String,
    (name, held, trial): (&str, &Held, &Trial),
    (questions, places): (&[Question], &[Place]),
    errors: Vec<FieldError>,
) -> TrialPage {
    let mut form = Form::empty();
    let mut hidden = Vec::new();
    for (question, place) in questions.iter().zip(places) {
        form.add(field(question), place.text());
        hidden.push((field(question), place.text()));
    }
    let form = form.with_errors(errors);
    let rows = vec![
        SummaryRow::new("Fichier", name),
        SummaryRow::new("Lu comme", held.format.as_str()),
        SummaryRow::new("Lignes", count(held.rows.len(), "ligne", "lignes")),
        SummaryRow::new("Nouvelles réponses", count(trial.fresh, "réponse", "réponses")),
        SummaryRow::new("Déjà importées", count(trial.known, "réponse", "réponses")),
    ];
    let keep = match (trial.refusals.is_empty(), trial.fresh) {
        (true, fresh) if fresh > 0 => format!("Importer {}", count(fresh, "réponse", "réponses")),
        _ => String::new(),
    };
    TrialPage {
        frame: frame.with_form(&form),
        form,
        path,
        rows,
        refusals: trial.refusals.iter().map(told).collect(),
        remarks: trial.remarks.iter().map(told).collect(),
        left_out: trial.left_out.clone(),
        questions: questions.iter().map(|one| (field(one), one.variable.label.clone())).collect(),
        columns: columns(&held.headers),
        hidden,
        keep,
    }
}

async fn draw(
    tx: &mut database::Tx,
    house: &House,
    visit: &Visit,
    (id, fields): (Uuid, &Fields),
    errors: Vec<FieldError>,
) -> Result<TrialPage, Fault> {
    let (survey, file, held) = partner::held(tx, &house.keys, &visit.actor, id).await?;
    let ready = actions::ready(tx, survey.id, survey.published).await?.ok_or_else(Fault::not_found)?;
    let questions = partner::questions(&ready)?;
    let places = places(fields, &questions, &held);
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let trial = partner::try_out(tx, around, &ready, (&held, &questions, &places)).await?;
    let frame =
        visit.back_office("Essai de l’import").with_caption(survey.text.title.clone()).with_breadcrumb(above(&survey));
    Ok(trial_page(frame, file_path(id), (&file.name, &held, &trial), (&questions, &places), errors))
}

pub async fn trial(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<PartnerFile>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, (id.uuid(), &asked), Vec::new()).await?)
}

pub async fn import(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<PartnerFile>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (survey, ..) = partner::held(&mut tx, &house.keys, &visit.actor, id.uuid()).await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let chosen = |questions: &[Question], held: &Held| places(&fields, questions, held);
    let outcome = partner::import(&mut tx, around, &visit.actor, id.uuid(), chosen).await;
    let again =
        async |form: Form| draw(&mut house.read().await?, &house, &visit, (id.uuid(), &fields), form.errors()).await;
    answer::settle(tx, outcome, (|_| path(survey.id), "importe"), &fields, again).await
}

pub async fn forget(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<PartnerFile>) -> Answer {
    let mut tx = house.write().await?;
    let survey = partner::forget(&mut tx, &house.keys, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&format!("{}/fichier", path(survey)), "supprime")
}
