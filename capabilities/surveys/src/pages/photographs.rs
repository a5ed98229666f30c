//! `/gestion/questionnaires/{id}/photos`: photographs taken face to face, given once the interview is kept, seen once mixed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use files::Prepared;
use interface::{Form, Frame, Html, Link};
use kernel::{Breakdown, Failure, FieldError, Outcome, Refusal, Uuid, french};
use questionnaire::answering::{Answers, Session};
use questionnaire::model::Kind;
use web::{Answer, Asked, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::interview::{asked_now, kept_page};
use super::questions::titled;
use super::{above, path};
use crate::actions::photographs::{self, NewPhoto, PAGE, PHOTOS};
use crate::actions::{self, Ready};
use crate::rules::given::question_of;
use crate::store::survey::Survey;
use crate::{acts, store};

/// A photograph that a question asks for, once the interview is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The key of its question.
    pub key: String,
    /// Its words.
    pub label: Html,
    /// Whether it is kept already.
    pub is_kept: bool,
}

/// A photograph of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Where it is.
    pub path: String,
    /// What stands in its place for whoever does not see it.
    pub told: String,
    /// Neighbourhood and month.
    pub caption: String,
}

#[derive(Template)]
#[template(path = "pages/photographs.html")]
pub(super) struct PhotographsPage {
    pub frame: Frame,
    /// The words of each question with its photographs.
    pub groups: Vec<(String, Vec<Shown>)>,
    /// What waits, in a sentence.
    pub waiting: String,
    pub may_lead: bool,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What may be sent, in a sentence.
pub(super) fn accepted() -> String {
    format!("{}. Ni visage ni plaque : le lieu et l’appareil sont effacés de la photo.", PHOTOS.french())
}

/// The photographs an interview asks for, those already kept among them.
pub(super) fn wanted(session: &Session<'_>, ready: &Ready, kept: &[String]) -> Vec<Wanted> {
    let asked = session.asked();
    let photos = asked.iter().filter(|one| one.node.item.kind == Kind::Image);
    photos
        .map(|one| Wanted {
            key: one.key.to_owned(),
            label: titled(session, &ready.plan.form, one, interface::Language::French),
            is_kept: kept.iter().any(|key| key == one.key),
        })
        .collect()
}

/// The photograph sent, received and drawn again.
async fn photo_of(house: &House, upload: &Upload) -> Outcome<Vec<u8>> {
    if upload.file_name.is_empty() {
        return Err(Failure::field("photo", "Choisissez une photo"));
    }
    let file = tokio::fs::File::open(upload.path()?).await;
    let mut file = file.map_err(|error| Failure::Broken(Breakdown(Box::new(error))))?;
    let received = files::receive(house.vault.as_ref(), &upload.file_name, PHOTOS, &mut file).await;
    let received: Prepared = received.map_err(|error| error.at_field("photo"))?;
    let drawn = received.redrawn().await.map_err(|error| error.at_field("photo"))?;
    drawn.ok_or_else(|| Failure::Broken(Breakdown::because("a photograph was not drawn again")))
}

/// The name of the field where the photograph of a question is chosen.
pub(super) fn field(key: &str) -> String {
    format!("photo.{key}")
}

/// The largest photograph a device keeps, bytes, and in words.
pub(super) const MOST: u64 = PHOTOS.largest_bytes;

pub(super) fn most() -> String {
    files::size_in_french(MOST)
}

/// Keeps a photograph. A device is told its key; a page shows what else the interview asks for.
pub async fn keep(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    let survey = asked_now(&mut house.read().await?, &visit, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let fields = &upload.fields;
    let outcome = match photo_of(&house, &upload).await {
        Ok(bytes) => {
            let new = NewPhoto { code: fields.text("code").into(), question: fields.text("question").into(), bytes };
            let mut tx = house.write().await?;
            let around = (&house.outside, &house.keys);
            match photographs::keep(&mut tx, around, &visit.actor, &survey, new).await {
                Ok(_) => tx.commit().await.map_err(Failure::from),
                Err(failure) => Err(failure),
            }
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) if answer::asks_for_keys(fields) => answer::keys_kept(&[fields.text("cle").to_owned()]),
        Ok(()) => answer::page(&after(&house, &visit, &survey, (fields, Form::empty())).await?),
        Err(Failure::Input(errors)) if answer::asks_for_keys(fields) => answer::keys_to_correct(&errors),
        Err(failure) => {
            let at = field(fields.text("question"));
            let errors = Fault::from(failure).into_input()?.into_iter();
            let form = fields.form_with(errors.map(|error| FieldError::new(at.clone(), error.sentence)).collect());
            answer::page_to_correct(&after(&house, &visit, &survey, (fields, form)).await?)
        }
    }
}

/// The page of an interview that is kept, again, with what it still asks for.
async fn after(
    house: &House,
    visit: &Visit,
    survey: &Survey,
    (fields, form): (&Fields, Form),
) -> Result<super::interview::KeptPage, Fault> {
    let code = fields.text("code").to_owned();
    let mut tx = house.read().await?;
    let found = photographs::interview_of(&mut tx, &house.keys, survey, &code).await?;
    let (answer, hash) = found.ok_or(Refusal::NotFound)?;
    let kept = store::photo::questions_of(&mut tx, survey.id, &hash).await.map_err(Failure::from)?;
    let ready = actions::ready(&mut tx, survey.id, answer.version).await?.ok_or_else(Fault::not_found)?;
    let given: Answers = serde_json::from_str(&answer.given).map_err(|error| Breakdown(Box::new(error)))?;
    let circumstances = actions::circumstances(house.outside.now(), &house.settings.zone, 0);
    let wanted = wanted(&Session::open(&ready.plan, &given, circumstances), &ready, &kept);
    let whole = fields.text("suite") == "face-a-face";
    let mut page = kept_page(visit, survey, (code, "", next(survey, whole)));
    page.frame = page.frame.with_form(&form);
    Ok(super::interview::KeptPage { form, photos: wanted, ..page })
}

/// Where the next interview begins: on one page, or a question a screen.
pub(super) fn next(survey: &Survey, is_whole: bool) -> Link {
    let end = if is_whole { "face-a-face" } else { "entretien" };
    Link::new("Entretien suivant", format!("{}/{end}", path(survey.id)))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let may_lead = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await.is_ok();
    let number = asked.text("page").parse::<i64>().unwrap_or(1).max(1);
    let (listed, mixed, waiting) = photographs::seen(&mut tx, &survey, number - 1).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let form = actions::form_of(&survey)?;
    let here = format!("{}/photos", path(survey.id));
    let mut groups: Vec<(String, Vec<Shown>)> = Vec::new();
    for (rank, one) in ((number - 1) * PAGE + 1..).zip(listed) {
        let item = form.item(question_of(&one.question));
        let label = item.map_or("", |item| item.label.told("fr", &form.settings.default_language));
        let label = french::spaced(if label.is_empty() { &one.question } else { label });
        let area = areas.iter().find(|area| Some(area.id) == one.area).map(|area| area.name.clone());
        let month = month(&one.month);
        let caption: Vec<String> = [area, month].into_iter().flatten().collect();
        let shown =
            Shown { path: format!("{here}/{}", one.id), told: format!("Photo {rank}"), caption: caption.join(", ") };
        match groups.last_mut() {
            Some((last, photos)) if *last == label => photos.push(shown),
            _ => groups.push((label, vec![shown])),
        }
    }
    let other = |number: i64| format!("{here}?page={number}");
    answer::page(&PhotographsPage {
        frame: visit.back_office("Photos").with_caption(survey.text.title.clone()).with_breadcrumb(above(&survey)),
        groups,
        waiting: told(waiting),
        may_lead,
        before: (number > 1).then(|| other(number - 1)),
        after: (number * PAGE < mixed).then(|| other(number + 1)),
    })
}

/// « mars 2026 » of `2026-03`.
fn month(told: &str) -> Option<String> {
    let first = french::date(format!("{told}-01").parse().ok()?);
    first.split_once([' ', '\u{a0}']).map(|(_, month)| month.to_owned())
}

/// What waits to be mixed, in a sentence.
pub(super) fn told(waiting: i64) -> String {
    if waiting == 0 {
        return String::new();
    }
    let count = french::count(waiting, "photo attend", "photos attendent");
    format!("{count} d’être mêlées à celles de cinq personnes au moins, ou la fermeture du questionnaire.")
}

fn ids((id, photo): (String, String)) -> Result<(Uuid, Uuid), Fault> {
    id.parse().ok().zip(photo.parse().ok()).ok_or_else(Fault::not_found)
}

/// What a photograph shows.
pub async fn picture(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    let (id, photo) = ids(at)?;
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id).await?;
    let bytes = photographs::opened(&mut tx, &house.keys, survey.id, photo).await?;
    answer::kept_file("photo.jpg", "image/jpeg", bytes)
}

/// Takes a photograph out.
pub async fn withdraw(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    let (id, photo) = ids(at)?;
    let mut tx = house.write().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id).await?;
    photographs::withdraw(&mut tx, &house.outside, &visit.actor, &survey, photo).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&format!("{}/photos", path(id)), "supprime")
}
