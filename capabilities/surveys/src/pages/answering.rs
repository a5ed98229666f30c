//! `/q/{code}/…`: somebody answers. Nothing is kept between two pages: what she typed travels with her, until she sends it
//! or puts it aside.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Form, Frame, Html, Language, Translated};
use kernel::{Failure, FieldError, Outcome, Refusal};
use questionnaire::answering::{Answers, Asked, Page, Session};
use questionnaire::model::Kind;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::open::{FirstPage, drawn as first_page, found, frame};
use super::public_path;
use super::questions::{Drawn, Way, drawn, filled, grouped, hidden, titled, told};
use crate::actions::{self, Doors, Parked, Ready, Receipt, Sending, SendingKey, circumstances};
use crate::rules::Mode;
use crate::rules::typed::{self, answers, field, is_typed};
use crate::store::survey::Survey;

/// What travels with somebody who answers.
#[derive(Clone, Debug)]
pub(super) struct Traveller {
    pub key: SendingKey,
    pub token: String,
    pub parked: String,
    pub page: String,
    pub answers: Answers,
}

#[derive(Template)]
#[template(path = "pages/step.html")]
pub(super) struct StepPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    pub version: i64,
    pub token: String,
    pub parked: String,
    pub page: String,
    pub hidden: Vec<(String, String)>,
    pub questions: Vec<Drawn>,
    /// The repeat that may be asked once more, and its instance that may be taken away.
    pub repeat: Option<(String, usize)>,
    pub is_first: bool,
    pub languages: Vec<Language>,
}

#[derive(Template)]
#[template(path = "pages/check.html")]
pub(super) struct CheckPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    pub version: i64,
    pub token: String,
    pub parked: String,
    pub hidden: Vec<(String, String)>,
    /// Key of the question, its words, its answer.
    pub lines: Vec<(String, Html, Html)>,
}

#[derive(Template)]
#[template(path = "pages/receipt.html")]
pub(super) struct ReceiptPage {
    pub frame: Frame,
    pub code: String,
    pub follow_up: String,
}

#[derive(Template)]
#[template(path = "pages/parked.html")]
pub(super) struct ParkedPage {
    pub frame: Frame,
    pub letters: String,
    pub path: String,
    pub until: String,
}

#[derive(Template)]
#[template(path = "pages/refused.html")]
pub(super) struct RefusedPage {
    pub frame: Frame,
    pub sentence: String,
    pub lines: Vec<(String, Html, Html)>,
}

/// What came back with a page; answers are read with the form they were typed on.
pub(super) fn traveller(house: &House, fields: &Fields, ready: &Ready) -> Traveller {
    let is_day = |key: &str| {
        let nodes = ready.plan.named(crate::rules::given::question_of(key));
        nodes.iter().any(|node| ready.plan.nodes[*node].item.kind == Kind::Date)
    };
    let drawn = || SendingKey::new(house.outside.bytes());
    Traveller {
        key: SendingKey::read(fields.text("cle")).unwrap_or_else(drawn),
        token: fields.text("invitation").to_owned(),
        parked: crate::rules::parked::read_letters(fields.text("reprise")).unwrap_or_default(),
        page: fields.text("page").to_owned(),
        answers: answers(fields.pairs(), is_day),
    }
}

/// Number of the version somebody began with, or of the present one.
fn number(survey: &Survey, fields: &Fields) -> i64 {
    fields.text("version").parse().unwrap_or(survey.published)
}

/// The version somebody began with, or the present one.
pub(super) async fn version(tx: &mut Tx, survey: &Survey, fields: &Fields) -> Result<Arc<Ready>, Fault> {
    if let Some(ready) = actions::ready(tx, survey.id, number(survey, fields)).await? {
        return Ok(ready);
    }
    actions::ready(tx, survey.id, survey.published).await?.ok_or_else(Fault::not_found)
}

pub(super) fn open<'a>(house: &House, ready: &'a Ready, who: &Traveller) -> Session<'a> {
    let circumstances = circumstances(house.outside.now(), &house.settings.zone, who.key.chance());
    Session::open(&ready.plan, &who.answers, circumstances)
}

/// The repeat of a page that its reader may ask once more.
pub(super) fn repeat_of(session: &Session<'_>, page: &Page<'_>) -> Option<(String, usize)> {
    let (before, rest) = page.questions.last()?.key.rsplit_once('[')?;
    let position = rest.split(']').next()?.parse::<usize>().ok()?;
    session.is_counted_by_hand(before).then(|| (before.to_owned(), position))
}

fn step(
    (visit, survey): (&Visit, &Survey),
    (ready, session): (&Ready, &Session<'_>),
    who: &Traveller,
    page: &Page<'_>,
    errors: Vec<FieldError>,
) -> StepPage {
    let progress = session.progress(&page.key);
    let (rank, of) = (progress.page.to_string(), progress.of.to_string());
    let form = filled(&page.questions).with_errors(errors).in_language(visit.language);
    let title = interface::t_with(visit.language, "Question {n} sur {total}", [("n", rank.as_str()), ("total", &of)]);
    let frame = frame(visit, survey, "").with_form(&form);
    StepPage {
        frame: Frame { title, ..frame },
        form,
        path: public_path(&survey.code),
        key: who.key.text().to_owned(),
        version: ready.number,
        token: who.token.clone(),
        parked: who.parked.clone(),
        page: page.key.clone(),
        hidden: hidden(session.answers(), &page.questions),
        questions: questions_of(session, ready, &page.questions, visit.language),
        repeat: repeat_of(session, page),
        is_first: progress.page <= 1,
        languages: Language::ALL.into_iter().filter(|language| *language != visit.language).collect(),
    }
}

/// Every answer, to be read before it is sent.
pub(super) fn lines(session: &Session<'_>, ready: &Ready, page: Language) -> Vec<(String, Html, Html)> {
    let asked = session.asked();
    let shown = asked.iter().filter(|one| is_typed(one) && one.node.item.kind.is_answered());
    shown
        .map(|one| {
            let words = titled(session, &ready.plan.form, one, page);
            (one.key.to_owned(), words, told(session, &ready.plan.form, one, page))
        })
        .collect()
}

fn check_page(
    (visit, survey): (&Visit, &Survey),
    (ready, session): (&Ready, &Session<'_>),
    who: &Traveller,
    errors: Vec<FieldError>,
) -> CheckPage {
    // A point to correct leads to its line, where it is changed.
    let form = Form::empty().with_errors(errors).in_language(visit.language);
    CheckPage {
        frame: frame(visit, survey, "Relisez vos réponses").with_form(&form),
        form,
        path: public_path(&survey.code),
        key: who.key.text().to_owned(),
        version: ready.number,
        token: who.token.clone(),
        parked: who.parked.clone(),
        hidden: hidden(session.answers(), &[]),
        lines: lines(session, ready, visit.language),
    }
}

/// What is wrong on a page.
fn wrong(session: &Session<'_>, page: &Page<'_>, fields: &Fields, language: Language) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for asked in page.questions.iter().filter(|asked| is_typed(asked)) {
        if typed::same_rank(fields.pairs(), asked.key) {
            let told = interface::t(language, "Deux réponses ont le même rang : donnez un rang différent à chacune.");
            errors.push(FieldError::new(field(asked.key), told.text));
        } else if let Some(fault) = session.fault(asked, language.lang()) {
            errors.push(FieldError::new(field(asked.key), fault.sentence));
        }
    }
    errors
}

/// Boxes all unticked send nothing: what the page asked and was not sent is no answer any more.
fn without_unsent(session: &Session<'_>, who: &mut Traveller) {
    if let Some(page) = session.page(&who.page) {
        let sent: Vec<String> = page.questions.iter().map(|asked| asked.key.to_owned()).collect();
        for key in sent {
            who.answers.entry(key).or_default();
        }
    }
}

/// Where somebody goes from the page she sent.
pub(super) enum Turn {
    /// To a page, with what is to correct on it.
    To(String, Vec<FieldError>),
    /// To the end, where everything is read again.
    End,
}

impl Turn {
    fn to(page: &Page<'_>) -> Self {
        Self::To(page.key.clone(), Vec::new())
    }
}

/// Reads a page that was sent, and says where its reader goes.
pub(super) fn turn<'a>(
    house: &House,
    visit: &Visit,
    ready: &'a Ready,
    who: &mut Traveller,
    fields: &Fields,
) -> (Session<'a>, Turn) {
    without_unsent(&open(house, ready, who), who);
    let gesture = fields.text("geste");
    let mut session = open(house, ready, who);
    if let Some(repeat) = gesture.strip_prefix("ajouter:") {
        who.answers = session.with_one_more(repeat);
        session = open(house, ready, who);
    } else if let Some((repeat, rank)) = gesture.strip_prefix("retirer:").and_then(|rest| rest.rsplit_once(':')) {
        who.answers = session.without(repeat, rank.parse().unwrap_or_default());
        session = open(house, ready, who);
    }
    let turn = turn_of(&session, visit, (gesture, &who.page), fields);
    (session, turn)
}

fn turn_of(session: &Session<'_>, visit: &Visit, (gesture, here): (&str, &str), fields: &Fields) -> Turn {
    let current = session.page(here);
    let stays = gesture.is_empty() && !here.is_empty() && visit.path_and_query.contains("langue=");
    if let Some(page) = gesture.strip_prefix("aller:").and_then(|key| session.page(key)) {
        return Turn::to(&page);
    }
    if let (Some(page), "precedent") = (&current, gesture) {
        // Going back never refuses what was typed.
        let before = session.previous(&page.key);
        return Turn::to(before.as_ref().unwrap_or(page));
    }
    if let Some(page) = &current {
        if stays || gesture.starts_with("retirer:") {
            return Turn::to(page);
        }
        let errors = wrong(session, page, fields, visit.language);
        if !errors.is_empty() {
            return Turn::To(page.key.clone(), errors);
        }
    }
    let after = (!here.is_empty()).then_some(here);
    session.next(after).map_or(Turn::End, |page| Turn::to(&page))
}

pub async fn go_on(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let survey = found(&mut tx, &code).await?;
    let ready = version(&mut tx, &survey, &fields).await?;
    let mut who = traveller(&house, &fields, &ready);
    let (session, turn) = turn(&house, &visit, &ready, &mut who, &fields);
    let (here, form) = ((&visit, &survey), (&*ready, &session));
    match turn {
        Turn::To(key, errors) => {
            let page = session.page(&key).ok_or_else(Fault::not_found)?;
            let is_wrong = !errors.is_empty();
            let drawn = step(here, form, &who, &page, errors);
            if is_wrong { answer::page_to_correct(&drawn) } else { answer::page(&drawn) }
        }
        Turn::End => answer::page(&check_page(here, form, &who, Vec::new())),
    }
}

pub async fn put_aside(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(code): Path<String>,
    fields: Fields,
) -> Answer {
    let mut tx = house.read().await?;
    let survey = found(&mut tx, &code).await?;
    let ready = version(&mut tx, &survey, &fields).await?;
    drop(tx);
    let mut who = traveller(&house, &fields, &ready);
    without_unsent(&open(&house, &ready, &who), &mut who);
    let parked = Parked {
        key: who.key.text().to_owned(),
        version: ready.number,
        page: who.page,
        answers: who.answers,
        token: who.token,
    };
    let mut tx = house.write().await?;
    let known = Some(who.parked.as_str()).filter(|letters| !letters.is_empty());
    let letters = actions::park(&mut tx, (&house.outside, &house.keys), survey.id, known, &parked).await?;
    tx.commit().await?;
    let until = house.outside.now().plus_days(actions::DAYS_KEPT).day(&house.settings.zone);
    answer::page(&ParkedPage {
        frame: frame(&visit, &survey, "Vos réponses sont mises de côté"),
        letters,
        path: public_path(&survey.code),
        until: kernel::french::date(until),
    })
}

pub async fn take_up(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(code): Path<String>,
    fields: Fields,
) -> Answer {
    let mut tx = house.read().await?;
    let survey = found(&mut tx, &code).await?;
    let typed = fields.text("lettres");
    match actions::take_up(&mut tx, (&house.outside, &house.keys), survey.id, typed).await {
        Ok(parked) => {
            let ready = actions::ready(&mut tx, survey.id, parked.version).await?.ok_or_else(Fault::not_found)?;
            let who = Traveller {
                key: SendingKey::read(&parked.key).unwrap_or_else(|| SendingKey::new(house.outside.bytes())),
                token: parked.token,
                parked: crate::rules::parked::read_letters(typed).unwrap_or_default(),
                page: parked.page.clone(),
                answers: parked.answers,
            };
            let session = open(&house, &ready, &who);
            let page = session.page(&parked.page).or_else(|| session.next(None));
            match page {
                Some(page) => answer::page(&step((&visit, &survey), (&ready, &session), &who, &page, Vec::new())),
                None => answer::page(&check_page((&visit, &survey), (&ready, &session), &who, Vec::new())),
            }
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            drop(tx);
            let mut tx = house.write().await?;
            actions::count_try(&mut tx, &house.outside, survey.id).await?;
            tx.commit().await?;
            let mut tx = house.read().await?;
            let token = fields.text("invitation").to_owned();
            let page: FirstPage = first_page(&mut tx, &house, &visit, (&survey, &token), form).await?;
            answer::page_to_correct(&page)
        }
    }
}

/// The questionnaire of an address as it was last read, and the version somebody began with: what is sent is kept only
/// where the questionnaire has not changed since, so nothing needs to be read again before.
async fn known(house: &House, code: &str, fields: &Fields) -> Result<(Arc<Survey>, Arc<Ready>), Fault> {
    let doors = house.shelves.shelf::<Doors>();
    if let Some(survey) = doors.recall(code)
        && let Some(ready) = actions::on_shelf(survey.id, number(&survey, fields))
    {
        return Ok((survey, ready));
    }
    let mut tx = house.read().await?;
    let survey = Arc::new(found(&mut tx, code).await?);
    let ready = version(&mut tx, &survey, fields).await?;
    doors.put(survey.clone());
    Ok((survey, ready))
}

/// Keeps what somebody sends; nobody else waits while it is checked.
async fn kept(house: &Arc<House>, (survey, ready): (&Arc<Survey>, &Ready), sending: Sending) -> Outcome<Receipt> {
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let made = actions::made(around, ready, Mode::Online, &sending)?;
    let (owned, survey) = (house.clone(), survey.clone());
    house
        .act(move |tx| {
            Box::pin(async move { actions::send(tx, (&owned.outside, &owned.keys), &survey, &sending, made).await })
        })
        .await
}

pub async fn send(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, fields: Fields) -> Answer {
    let (survey, ready) = known(&house, &code, &fields).await?;
    let who = traveller(&house, &fields, &ready);
    let sending = Sending {
        key: who.key.clone(),
        version: ready.number,
        answers: who.answers.clone(),
        token: Some(who.token.clone()).filter(|token| !token.is_empty()),
        parked: Some(who.parked.clone()).filter(|letters| !letters.is_empty()),
        language: visit.language.lang().to_owned(),
        code: None,
    };
    match kept(&house, (&survey, &ready), sending).await {
        Ok(receipt) => {
            if receipt.revision != survey.revision {
                house.shelves.shelf::<Doors>().forget(&code);
            }
            answer::page(&ReceiptPage {
                frame: frame(&visit, &survey, "Merci, c’est envoyé"),
                code: receipt.code,
                follow_up: kernel::french::spaced(&receipt.follow_up),
            })
        }
        Err(failure) => {
            house.shelves.shelf::<Doors>().forget(&code);
            let session = open(&house, &ready, &who);
            let here = (&visit, &*survey);
            match failure {
                Failure::Input(errors) => answer::page_to_correct(&check_page(here, (&ready, &session), &who, errors)),
                Failure::Refused(Refusal::Rule { title, explanation }) => {
                    let page = RefusedPage {
                        frame: frame(&visit, &survey, &title),
                        sentence: explanation,
                        lines: lines(&session, &ready, visit.language),
                    };
                    answer::page_with(axum::http::StatusCode::CONFLICT, &page)
                }
                other => Err(other.into()),
            }
        }
    }
}

impl StepPage {
    /// Another language of the same page.
    fn in_language(&self, language: &Language) -> String {
        format!("{}/suite?langue={}", self.path, language.code())
    }

    fn add_label(&self) -> Translated {
        self.frame.t("Ajouter une autre réponse comme celle-ci")
    }
}

/// The questions asked on a page, for other pages that ask them.
pub(super) fn questions_of(session: &Session<'_>, ready: &Ready, asked: &[Asked<'_>], page: Language) -> Vec<Drawn> {
    grouped(asked.iter().map(|one| drawn(session, &ready.plan.form, one, page)).collect())
}
