//! `/gestion/papier/{id}/feuille`: a sheet filled in with a pen is typed, and the next one comes at once.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use kernel::{Failure, FieldError};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::answering::{Traveller, traveller};
use super::questions::{Drawn, Way};
use super::{paper, whole};
use crate::actions::paper::{Became, Pass, Typed};
use crate::actions::{self, Ready, SendingKey};
use crate::rules::paper::SheetState;
use crate::store;
use crate::store::paper::Batch;
use crate::store::survey::Survey;

#[derive(Template)]
#[template(path = "pages/typing.html")]
pub(super) struct TypingPage {
    pub frame: Frame,
    pub form: Form,
    /// Where the page is sent.
    pub path: String,
    pub key: String,
    pub version: i64,
    /// `premiere` or `seconde`; nothing where there is no sheet.
    pub pass: &'static str,
    pub questions: Vec<Drawn>,
    pub repeats: Vec<(String, String)>,
    pub save: &'static str,
    /// Where to go back to.
    pub back: Link,
}

fn pass_of(fields: &Fields) -> Pass {
    if fields.text("passage") == "seconde" { Pass::Second } else { Pass::First }
}

/// The number of the sheet to type next.
async fn next_number(tx: &mut database::Tx, visit: &Visit, batch: &Batch, pass: Pass) -> Result<Option<i64>, Fault> {
    let sheets = store::paper::sheets(tx, batch.id).await?;
    let me = visit.actor.account();
    Ok(match pass {
        Pass::First => Some(sheets.last().map_or(1, |sheet| sheet.number + 1)),
        Pass::Second => {
            let mut waiting = sheets.iter().filter(|sheet| sheet.state == SheetState::Typed);
            waiting.find(|sheet| sheet.first_by != me).map(|sheet| sheet.number)
        }
    })
}

fn draw(
    (house, visit): (&House, &Visit),
    (survey, batch, ready): (&Survey, &Batch, &Ready),
    (pass, number): (Pass, &str),
    who: &Traveller,
    errors: Vec<FieldError>,
) -> Result<TypingPage, Fault> {
    let plan = whole::plan_of(ready)?;
    let session = whole::session(house, &plan, who);
    let form = whole::form(&session, errors).with("numero", number);
    let title = if pass == Pass::First { "Saisir une feuille" } else { "Saisir une seconde fois" };
    let back = Link::new(batch.label.clone(), paper::batch_path(batch.id));
    let mut above = super::above(survey);
    above.push(back.clone());
    let frame = visit.back_office(title).with_caption(survey.text.title.clone()).with_breadcrumb(above);
    Ok(TypingPage {
        frame: frame.with_form(&form),
        form,
        path: format!("{}/feuille", paper::batch_path(batch.id)),
        key: who.key.text().to_owned(),
        version: ready.number,
        pass: if pass == Pass::First { "premiere" } else { "seconde" },
        questions: whole::questions(&session, ready, false),
        repeats: whole::repeats(&session, ready),
        save: "Enregistrer et passer à la feuille suivante",
        back,
    })
}

/// Nothing typed yet.
pub(super) fn blank(house: &House) -> Traveller {
    Traveller {
        key: SendingKey::new(house.outside.bytes()),
        token: String::new(),
        parked: String::new(),
        page: String::new(),
        answers: questionnaire::answering::Answers::new(),
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Batch>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (survey, batch) = actions::paper::batch(&mut tx, &visit.actor, id.uuid()).await?;
    let pass = pass_of(&asked);
    let Some(next) = next_number(&mut tx, &visit, &batch, pass).await?.filter(|_| batch.is_open()) else {
        return answer::see(&paper::batch_path(batch.id));
    };
    let ready = actions::ready(&mut tx, survey.id, batch.version).await?.ok_or_else(Fault::not_found)?;
    let number = Some(asked.text("numero").to_owned()).filter(|typed| !typed.is_empty());
    let number = number.unwrap_or_else(|| next.to_string());
    let page = draw((&house, &visit), (&survey, &batch, &ready), (pass, &number), &blank(&house), Vec::new())?;
    answer::page(&page)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Batch>, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let (survey, batch) = actions::paper::batch(&mut tx, &visit.actor, id.uuid()).await?;
    let ready = actions::ready(&mut tx, survey.id, batch.version).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let (pass, number) = (pass_of(&fields), fields.text("numero"));
    let mut who = traveller(&house, &fields, &ready);
    let (here, around) = ((&*house, &visit), (&survey, &batch, &*ready));
    let mut errors = {
        let plan = whole::plan_of(&ready)?;
        let session = whole::session(&house, &plan, &who);
        if let Some(repeat) = fields.text("geste").strip_prefix("ajouter:") {
            who.answers = session.with_one_more(repeat);
            return answer::page(&draw(here, around, (pass, number), &who, Vec::new())?);
        }
        whole::same_ranks(&session, &fields)
    };
    let typed =
        Typed { number: number.parse().unwrap_or_default(), key: who.key.clone(), answers: who.answers.clone() };
    let mut tx = house.write().await?;
    let tools = (&house.outside, &house.keys, &house.settings.zone);
    match actions::paper::type_sheet(&mut tx, tools, &visit.actor, (batch.id, pass), typed).await {
        Ok(became) if errors.is_empty() => {
            tx.commit().await?;
            let on = if pass == Pass::First { "premiere" } else { "seconde" };
            match became {
                Became::Differs(_) => answer::see(&format!("{}/ecarts?numero={number}", paper::batch_path(batch.id))),
                _ => answer::done(&format!("{}/feuille?passage={on}", paper::batch_path(batch.id)), "enregistre"),
            }
        }
        other => {
            drop(tx);
            let more = match other {
                Ok(_) => Vec::new(),
                Err(Failure::Input(more)) => more,
                Err(failure) => return Err(failure.into()),
            };
            errors.extend(more);
            answer::page_to_correct(&draw(here, around, (pass, number), &who, errors)?)
        }
    }
}
