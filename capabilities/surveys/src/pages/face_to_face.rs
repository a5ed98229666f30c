//! `/gestion/questionnaires/{id}/face-a-face`: the whole questionnaire on one page that holds everything it needs, so that a device
//! keeps it and goes on without network. Each interview carries the key its device drew: sent twice, it is one answer.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Language, Link};
use kernel::{Failure, FieldError};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::answering::{Traveller, open, traveller, version};
use super::interview::{asked_now, frame_of, keep, kept_page, opening};
use super::photographs;
use super::questions::{Drawn, Way};
use super::typing::blank;
use super::{path, whole};
use crate::actions::{self, Ready};
use crate::rules::Mode;
use crate::store::survey::Survey;

#[derive(Template)]
#[template(path = "pages/face_to_face.html")]
pub(super) struct FacePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    pub version: i64,
    /// Where photographs go, and how heavy they may be, in words.
    pub photos: String,
    pub most: String,
    /// What the device needs to follow the answers by itself, as data.
    pub plan: String,
    /// Read aloud before the first question.
    pub opening: Vec<String>,
    /// Languages the questions may be read in, when there are several.
    pub languages: Vec<Choice>,
    pub questions: Vec<Drawn>,
    pub repeats: Vec<(String, String)>,
    pub back: Link,
}

/// The languages of a form, as one chooses among them.
pub(super) fn languages(ready: &Ready) -> Vec<Choice> {
    let codes = ready.form.languages.iter().filter_map(|one| one.code.as_deref());
    let name =
        |code: &str| Language::from_code(code).map_or_else(|| code.to_owned(), |known| known.own_name().to_owned());
    let all: Vec<Choice> = codes.map(|code| Choice::new(code, &name(code))).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

fn draw(
    (house, visit): (&House, &Visit),
    (survey, ready): (&Survey, &Ready),
    who: &Traveller,
    errors: Vec<FieldError>,
) -> Result<FacePage, Fault> {
    let plan = whole::plan_of(ready)?;
    let session = whole::session(house, &plan, who);
    let form = whole::form(&session, errors);
    Ok(FacePage {
        frame: frame_of(visit, survey, "Toutes les questions", false).with_form(&form),
        form,
        path: format!("{}/face-a-face", path(survey.id)),
        key: who.key.text().to_owned(),
        version: ready.number,
        photos: format!("{}/photos", path(survey.id)),
        most: photographs::most(),
        plan: questionnaire::portable(&ready.plan, "fr").to_string(),
        opening: opening(survey),
        languages: languages(ready),
        questions: whole::questions(&session, ready, true),
        repeats: whole::repeats(&session, ready),
        back: Link::new("Une question par écran", format!("{}/entretien", path(survey.id))),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = asked_now(&mut tx, &visit, id.uuid()).await?;
    let ready = actions::ready(&mut tx, survey.id, survey.published).await?.ok_or_else(Fault::not_found)?;
    answer::page(&draw((&house, &visit), (&survey, &ready), &blank(&house), Vec::new())?)
}

/// Keeps the whole page. A device is told the key kept, or each point to correct with its question.
pub async fn send(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let survey = asked_now(&mut tx, &visit, id.uuid()).await?;
    let ready = version(&mut tx, &survey, &fields).await?;
    drop(tx);
    let is_device = answer::asks_for_keys(&fields);
    let mut who = traveller(&house, &fields, &ready);
    let (here, around) = ((&*house, &visit), (&survey, &*ready));
    let mut errors = {
        let plan = whole::plan_of(&ready)?;
        let session = whole::session(&house, &plan, &who);
        if let Some(repeat) = fields.text("geste").strip_prefix("ajouter:") {
            who.answers = session.with_one_more(repeat);
            return answer::page(&draw(here, around, &who, Vec::new())?);
        }
        whole::same_ranks(&session, &fields)
    };
    if errors.is_empty() {
        match keep(&house, &visit, (&survey, &ready, &who), (Mode::FaceToFace, None, is_device)).await {
            Ok(_) if is_device => return answer::keys_kept(&[fields.text("cle").to_owned()]),
            Ok(code) => {
                let mut page = kept_page(&visit, &survey, (code, "", photographs::next(&survey, true)));
                page.photos = photographs::wanted(&open(&house, &ready, &who), &ready, &[]);
                return answer::page(&page);
            }
            Err(Failure::Input(more)) => errors.extend(more),
            Err(failure) => return Err(failure.into()),
        }
    }
    if is_device {
        return answer::keys_to_correct(&named(&ready, &errors));
    }
    answer::page_to_correct(&draw(here, around, &who, errors)?)
}

/// Errors with the words of their question, for whoever no longer has it under the eyes.
fn named(ready: &Ready, errors: &[FieldError]) -> Vec<FieldError> {
    let words = |error: &FieldError| {
        let key = error.field.strip_prefix(crate::rules::typed::FIELD)?;
        let item = ready.form.item(crate::rules::given::question_of(key))?;
        let label = item.label.told("fr", &ready.form.settings.default_language);
        (!label.is_empty()).then(|| format!("{label} {}", error.sentence))
    };
    errors.iter().map(|error| FieldError::new("", words(error).unwrap_or_else(|| error.sentence.clone()))).collect()
}
