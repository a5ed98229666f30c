//! `/gestion/questionnaires/{id}/entretien`: somebody asks the questions, by telephone or face to face, one a screen.
//!
//! As online, nothing is kept between two screens; the answer has a day, no hour, and nothing leads from the call to it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Html, Language, Link};
use kernel::{Failure, FieldError, Uuid, french};
use questionnaire::answering::{Page, Session};
use questionnaire::model::Kind;
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::answering::{Traveller, Turn, lines, open, questions_of, repeat_of, traveller, turn, version};
use super::photographs::{self, Wanted};
use super::questions::{Drawn, Way, filled, hidden};
use super::typing::blank;
use super::{above, calls, path};
use crate::actions::{self, Ready, Sending};
use crate::acts;
use crate::rules::{Mode, State as Stage};
use crate::store::survey::Survey;

#[derive(Template)]
#[template(path = "pages/interview.html")]
pub(super) struct InterviewPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    pub version: i64,
    /// The call and its list, when there is one.
    pub call: String,
    pub list: String,
    pub page: String,
    pub hidden: Vec<(String, String)>,
    pub questions: Vec<Drawn>,
    pub repeat: Option<(String, usize)>,
    pub is_first: bool,
    /// The language the questions are read in, and the others they may be read in.
    pub language: Language,
    pub languages: Vec<Language>,
    /// Read aloud before the first question.
    pub opening: Vec<String>,
    /// A quota that is full.
    pub alert: String,
    pub leave: Link,
}

#[derive(Template)]
#[template(path = "pages/interview_end.html")]
pub(super) struct EndPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    pub version: i64,
    pub call: String,
    pub list: String,
    pub hidden: Vec<(String, String)>,
    pub lines: Vec<(String, Html, Html)>,
    pub language: Language,
    pub alert: String,
}

#[derive(Template)]
#[template(path = "pages/interview_kept.html")]
pub(super) struct KeptPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub code: String,
    pub follow_up: String,
    /// Photographs that the questions ask for.
    pub photos: Vec<Wanted>,
    /// How the next interview is asked: kept from one photograph to the next.
    pub suite: &'static str,
    pub next: Link,
    pub back: Link,
}

/// What is read to somebody before the questions.
pub(super) fn opening(survey: &Survey) -> Vec<String> {
    let mut said = vec![
        format!("« {} »", survey.text.title),
        survey.text.purpose.clone(),
        "Vos réponses ne portent pas votre nom. Vous pouvez passer une question ou arrêter quand vous voulez."
            .to_owned(),
    ];
    if survey.text.least_age > 0 {
        said.push(format!(
            "Si la personne a moins de {} ans, un parent doit d’abord être d’accord.",
            survey.text.least_age
        ));
    }
    said.iter().map(|text| french::spaced(text)).collect()
}

/// The languages of a form that the house speaks.
fn spoken(ready: &Ready) -> Vec<Language> {
    let codes = ready.form.languages.iter().filter_map(|one| one.code.as_deref());
    codes.filter_map(Language::from_code).collect()
}

/// The language the person is asked in: the one just chosen, or the one carried from screen to screen.
fn language_of(fields: &Fields, ready: &Ready) -> Language {
    let chosen = fields.text("geste").strip_prefix(IN_LANGUAGE).unwrap_or(fields.text("langue"));
    let known = Language::from_code(chosen).filter(|language| spoken(ready).contains(language));
    known.unwrap_or(Language::French)
}

/// The gesture that changes the language of the questions, before its code.
const IN_LANGUAGE: &str = "langue:";

fn call_of(fields: &Fields) -> Option<Uuid> {
    fields.text("appel").parse().ok()
}

fn ways(fields: &Fields) -> (String, String) {
    let known = |name: &str| fields.text(name).parse::<Uuid>().map(|id| id.to_string()).unwrap_or_default();
    (known("appel"), known("liste"))
}

pub(super) fn frame_of(visit: &Visit, survey: &Survey, title: &str, is_call: bool) -> Frame {
    let how = if is_call { "par téléphone" } else { "face à face" };
    let caption = format!("{}, {how}", survey.text.title);
    visit.back_office(title).with_caption(caption).with_breadcrumb(above(survey))
}

/// Face to face, a photograph is given once the interview is kept: its question says so.
fn later(mut questions: Vec<Drawn>, page: &Page<'_>, is_call: bool) -> Vec<Drawn> {
    for (question, asked) in questions.iter_mut().zip(&page.questions) {
        if !is_call && asked.node.item.kind == Kind::Image {
            question.way = Way::Later;
        }
    }
    questions
}

fn screen(
    (visit, survey, fields): (&Visit, &Survey, &Fields),
    (ready, session): (&Ready, &Session<'_>),
    who: &Traveller,
    (page, errors, alert): (&Page<'_>, Vec<FieldError>, Option<String>),
) -> InterviewPage {
    let progress = session.progress(&page.key);
    let form = filled(&page.questions).with_errors(errors);
    let (call, list) = ways(fields);
    let language = language_of(fields, ready);
    let title = format!("Question {} sur {}", progress.page, progress.of);
    let leave = match list.parse() {
        Ok(list) => Link::new("Arrêter l’entretien sans rien garder", calls::list_path(list)),
        Err(_) => Link::new("Arrêter l’entretien sans rien garder", path(survey.id)),
    };
    let (is_first, is_call) = (progress.page <= 1, !call.is_empty());
    InterviewPage {
        frame: frame_of(visit, survey, &title, is_call).with_form(&form),
        form,
        path: format!("{}/entretien", path(survey.id)),
        key: who.key.text().to_owned(),
        version: ready.number,
        call,
        list,
        page: page.key.clone(),
        hidden: hidden(session.answers(), &page.questions),
        questions: later(questions_of(session, ready, &page.questions, language), page, is_call),
        repeat: repeat_of(session, page),
        is_first,
        language,
        languages: spoken(ready).into_iter().filter(|one| *one != language).collect(),
        opening: if is_first { opening(survey) } else { Vec::new() },
        alert: alert.unwrap_or_default(),
        leave,
    }
}

fn end_page(
    (visit, survey, fields): (&Visit, &Survey, &Fields),
    (ready, session): (&Ready, &Session<'_>),
    who: &Traveller,
    (errors, alert): (Vec<FieldError>, Option<String>),
) -> EndPage {
    let (call, list) = ways(fields);
    let language = language_of(fields, ready);
    let form = Form::empty().with_errors(errors);
    EndPage {
        frame: frame_of(visit, survey, "Fin de l’entretien", !call.is_empty()).with_form(&form),
        form,
        path: format!("{}/entretien", path(survey.id)),
        key: who.key.text().to_owned(),
        version: ready.number,
        call,
        list,
        hidden: hidden(session.answers(), &[]),
        lines: lines(session, ready, language),
        language,
        alert: alert.unwrap_or_default(),
    }
}

/// A questionnaire that may be asked.
pub(super) async fn asked_now(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<Survey, Fault> {
    let survey = actions::survey(tx, &visit.actor, &acts::COLLECT, id).await?;
    if survey.published == 0 || survey.state == Stage::Draft {
        let what = "Publiez une première version et ouvrez le questionnaire, puis posez ses questions.";
        return Err(kernel::Refusal::rule("Ce questionnaire n’est pas encore ouvert", what).into());
    }
    Ok(survey)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let survey = asked_now(&mut tx, &visit, id.uuid()).await?;
    let ready = version(&mut tx, &survey, &asked).await?;
    let who = blank(&house);
    let session = open(&house, &ready, &who);
    let page = session.next(None).ok_or_else(Fault::not_found)?;
    answer::page(&screen((&visit, &survey, &asked), (&ready, &session), &who, (&page, Vec::new(), None)))
}

pub async fn go_on(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    fields: Fields,
) -> Answer {
    let mut tx = house.read().await?;
    let survey = asked_now(&mut tx, &visit, id.uuid()).await?;
    let ready = version(&mut tx, &survey, &fields).await?;
    let mut who = traveller(&house, &fields, &ready);
    let (key, errors) = if fields.text("geste").starts_with(IN_LANGUAGE) && !who.page.is_empty() {
        // Another language of the same screen: nothing is judged.
        (Some(who.page.clone()), Vec::new())
    } else {
        let (_, turn) = turn(&house, &visit, &ready, &mut who, &fields);
        match turn {
            Turn::To(key, errors) => (Some(key), errors),
            Turn::End => (None, Vec::new()),
        }
    };
    let kept = open(&house, &ready, &who).kept();
    let alert = actions::quotas::alert(&mut tx, &ready, &kept).await?;
    let session = open(&house, &ready, &who);
    let here = (&visit, &survey, &fields);
    match key {
        Some(key) => {
            let page = session.page(&key).ok_or_else(Fault::not_found)?;
            let is_wrong = !errors.is_empty();
            let drawn = screen(here, (&ready, &session), &who, (&page, errors, alert));
            if is_wrong { answer::page_to_correct(&drawn) } else { answer::page(&drawn) }
        }
        None => answer::page(&end_page(here, (&ready, &session), &who, (Vec::new(), alert))),
    }
}

/// Keeps an interview; the number called goes in the same transaction. A device without network gave the code already.
pub(super) async fn keep(
    house: &House,
    visit: &Visit,
    (survey, ready, who): (&Survey, &Ready, &Traveller),
    (mode, call, is_device): (Mode, Option<Uuid>, bool),
) -> Result<String, Failure> {
    let sending = Sending {
        key: who.key.clone(),
        version: ready.number,
        answers: who.answers.clone(),
        token: None,
        parked: None,
        language: "fr".into(),
        code: is_device.then(|| actions::code_of_device(&who.key)),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let receipt = actions::send_collected(&mut tx, around, &visit.actor, survey, (mode, &sending)).await?;
    if let Some(call) = call {
        actions::calls::answered(&mut tx, &visit.actor, call).await?;
    }
    tx.commit().await?;
    Ok(receipt.code)
}

pub(super) fn kept_page(visit: &Visit, survey: &Survey, (code, list, next): (String, &str, Link)) -> KeptPage {
    let back = match list.parse() {
        Ok(list) => Link::new("Revenir à la liste d’appels", calls::list_path(list)),
        Err(_) => Link::new("Revenir au questionnaire", path(survey.id)),
    };
    KeptPage {
        frame: visit
            .back_office("L’entretien est enregistré")
            .with_caption(survey.text.title.clone())
            .with_breadcrumb(above(survey)),
        form: Form::empty(),
        path: path(survey.id),
        code,
        follow_up: french::spaced(&survey.text.follow_up),
        photos: Vec::new(),
        suite: if next.href.ends_with("face-a-face") { "face-a-face" } else { "entretien" },
        next,
        back,
    }
}

pub async fn send(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let survey = asked_now(&mut tx, &visit, id.uuid()).await?;
    let ready = version(&mut tx, &survey, &fields).await?;
    drop(tx);
    let who = traveller(&house, &fields, &ready);
    let (call, list) = (call_of(&fields), ways(&fields).1);
    let mode = if call.is_some() { Mode::Telephone } else { Mode::FaceToFace };
    match keep(&house, &visit, (&survey, &ready, &who), (mode, call, false)).await {
        Ok(code) => {
            let next = match list.parse() {
                Ok(list) => Link::new("Appel suivant", calls::list_path(list)),
                Err(_) => photographs::next(&survey, false),
            };
            let mut page = kept_page(&visit, &survey, (code, &list, next));
            if mode == Mode::FaceToFace {
                page.photos = photographs::wanted(&open(&house, &ready, &who), &ready, &[]);
            }
            answer::page(&page)
        }
        Err(Failure::Input(errors)) => {
            let session = open(&house, &ready, &who);
            let here = (&visit, &survey, &fields);
            answer::page_to_correct(&end_page(here, (&ready, &session), &who, (errors, None)))
        }
        Err(failure) => Err(failure.into()),
    }
}
