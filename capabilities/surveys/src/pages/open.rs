//! `/questionnaires` and `/q/{code}`: what is asked of residents now, and the first page of a questionnaire.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Form, Frame, Html, Language, Link, Translated};
use kernel::french;
use questionnaire::answering::{Answers, Session};
use web::{Answer, Fault, House, Visit, answer};

use super::public_path;
use crate::actions::{self, SendingKey, Standing};
use crate::rules::survey::takes_beginners;
use crate::rules::{Access, State as Stage};
use crate::store;
use crate::store::survey::Survey;

#[derive(Template)]
#[template(path = "pages/open.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    /// Title, purpose, where it is, until when.
    pub lines: Vec<(Link, String, Option<String>)>,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    let zone = &house.settings.zone;
    let open = store::survey::all(&mut tx)
        .await?
        .into_iter()
        .filter(|one| takes_beginners(one.state, &one.text, now) && one.text.access == Access::Everyone);
    let lines = open.map(|one| {
        let until = one.text.closes_at.map(|closes| french::date(closes.day(zone)));
        (Link::new(one.text.title, public_path(&one.code)), one.text.purpose, until)
    });
    let lines = lines.collect();
    let above = vec![Link::new("Accueil", "/")];
    answer::page(&OpenPage { frame: visit.public("Les questionnaires").with_breadcrumb(above), lines })
}

/// Whether somebody may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Open,
    NotYet,
    Closed,
    NeedsInvitation,
    Spent,
}

#[derive(Template)]
#[template(path = "pages/first.html")]
pub(super) struct FirstPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub entry: Entry,
    pub purpose: Html,
    pub follow_up: Html,
    pub key: String,
    pub token: String,
    pub version: i64,
    pub questions: i64,
    pub until: Option<String>,
    pub kept_until: Translated,
    pub least_age: i64,
}

impl FirstPage {
    fn length(&self) -> Translated {
        // Twenty seconds a question, told in whole minutes.
        let minutes = (self.questions * 20 + 59) / 60;
        self.frame.t_count(minutes, "Environ {n} minute.", "Environ {n} minutes.")
    }

    fn count(&self) -> Translated {
        self.frame.t_count(self.questions, "{n} question.", "{n} questions.")
    }

    fn parents(&self) -> Translated {
        let age = self.least_age.to_string();
        self.frame
            .t_with("Si vous avez moins de {age} ans, demandez d’abord à un de vos parents.", [("age", age.as_str())])
    }
}

/// The frame of a page somebody answers on: languages are changed on the first page only, where nothing is typed yet.
pub(super) fn frame(visit: &Visit, survey: &Survey, title: &str) -> Frame {
    let above = vec![Link::new("Accueil", "/"), Link::new("Les questionnaires", "/questionnaires")];
    let frame = visit.public(title).with_breadcrumb(above).with_caption(in_french(visit.language, &survey.text.title));
    Frame { is_private: true, ..frame }
}

/// Words the town wrote, marked as French where the page is not.
pub(super) fn in_french(page: Language, words: &str) -> Translated {
    let (is_fallback, is_same_language) = (page.is_translated(), page.lang() == "fr");
    Translated { text: french::spaced(words), is_fallback, is_same_language }
}

/// The questionnaire of an address, once it was published.
pub(super) async fn found(tx: &mut database::Tx, code: &str) -> Result<Survey, Fault> {
    let survey = store::survey::by_code(tx, code).await?.ok_or_else(Fault::not_found)?;
    if survey.published == 0 || survey.state == Stage::Draft { Err(Fault::not_found()) } else { Ok(survey) }
}

/// How long answers are kept: in years when they are whole, else in days, never less than it is.
pub(super) fn kept_until(frame: &Frame, days: i64) -> Translated {
    if days > 0 && days % 365 == 0 {
        return frame.t_count(
            days / 365,
            "Vos réponses sont gardées {n} an après la fermeture, puis effacées.",
            "Vos réponses sont gardées {n} ans après la fermeture, puis effacées.",
        );
    }
    let days_told = "Vos réponses sont gardées {n} jours après la fermeture, puis effacées.";
    frame.t_count(days, days_told, days_told)
}

/// The first page, with what was typed to take up answers put aside.
pub(super) async fn drawn(
    tx: &mut database::Tx,
    house: &House,
    visit: &Visit,
    (survey, token): (&Survey, &str),
    form: Form,
) -> Result<FirstPage, Fault> {
    let now = house.outside.now();
    let zone = &house.settings.zone;
    let entry = match () {
        () if !takes_beginners(survey.state, &survey.text, now) => match survey.text.opens_at {
            Some(opens) if now < opens && survey.state == Stage::Open => Entry::NotYet,
            _ => Entry::Closed,
        },
        () if survey.text.access == Access::Everyone => Entry::Open,
        () => match actions::standing_of(tx, &house.keys, survey.id, token).await? {
            Standing::Good => Entry::Open,
            Standing::Spent => Entry::Spent,
            Standing::Unknown => Entry::NeedsInvitation,
        },
    };
    let ready = actions::ready(tx, survey.id, survey.published).await?.ok_or_else(Fault::not_found)?;
    let circumstances = actions::circumstances(now, zone, 0);
    let pages = Session::open(&ready.plan, &Answers::new(), circumstances).pages().len();
    let form = form.in_language(visit.language);
    let title = Frame { title: in_french(visit.language, &survey.text.title), ..visit.public("") };
    let day = if entry == Entry::NotYet { survey.text.opens_at } else { survey.text.closes_at };
    let kept_until = kept_until(&visit.public(""), survey.text.kept_days);
    let above = vec![Link::new("Accueil", "/"), Link::new("Les questionnaires", "/questionnaires")];
    Ok(FirstPage {
        frame: title.with_breadcrumb(above).with_form(&form),
        form,
        path: public_path(&survey.code),
        entry,
        purpose: Html::sentence(&survey.text.purpose),
        follow_up: Html::sentence(&survey.text.follow_up),
        key: SendingKey::new(house.outside.bytes()).text().to_owned(),
        token: token.to_owned(),
        version: survey.published,
        questions: i64::try_from(pages).unwrap_or(i64::MAX),
        until: day.map(|day| french::date(day.day(zone))),
        kept_until,
        least_age: survey.text.least_age,
    })
}

pub async fn first(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let survey = found(&mut tx, &code).await?;
    answer::page(&drawn(&mut tx, &house, &visit, (&survey, ""), Form::empty()).await?)
}

pub async fn invited(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((code, token)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let survey = found(&mut tx, &code).await?;
    let mut page = drawn(&mut tx, &house, &visit, (&survey, &token), Form::empty()).await?;
    // Languages are kept on the same address; robots are not.
    page.frame.is_private = false;
    answer::page(&page)
}
