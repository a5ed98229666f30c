//! Somebody a first draw designated says whether she wants to be in the second one, with the code of her letter.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::council_path;
use super::open_draw::{public_draw, public_path};
use crate::actions;
use crate::rules::{College, Council, DrawKind, DrawState};
use crate::store;
use crate::store::draw::Draw;

/// Where somebody answers her letter.
pub(super) fn answer_path(draw: Uuid) -> String {
    format!("{}/reponse", public_path(draw))
}

#[derive(Template)]
#[template(path = "pages/answer.html")]
pub(super) struct AnswerPage {
    pub frame: Frame,
    pub form: Form,
    pub choices: Vec<Choice>,
    pub months: String,
    /// What was answered; nothing before.
    pub answered: Option<bool>,
    pub is_open: bool,
}

impl AnswerPage {
    pub fn new(frame: Frame, form: Form, (months, answered, is_open): (i64, Option<bool>, bool)) -> Self {
        let choices = vec![
            Choice::translated("oui", &frame.t("Oui, je veux participer au second tirage")),
            Choice::translated("non", &frame.t("Non, je ne veux pas")),
        ];
        let frame = frame.with_form(&form);
        Self { form: form.in_language(frame.language), frame, choices, months: months.to_string(), answered, is_open }
    }
}

/// A draw of letters that were sealed, and whether answers still count.
async fn asked(tx: &mut Tx, id: Uuid) -> Result<((Council, College, Draw), bool), Fault> {
    let found = public_draw(tx, id).await?;
    if found.2.kind != DrawKind::Letters || found.2.state != DrawState::Sealed {
        return Err(Fault::not_found());
    }
    let second = store::draw::follower(tx, id, true).await?;
    Ok((found, second.is_none_or(|second| second.frozen_at.is_none())))
}

fn frame(visit: &Visit, council: &Council) -> Frame {
    let above = vec![
        Link::new("Accueil", "/"),
        Link::new("Conseils citoyens", "/conseils"),
        Link::new(&council.terms.name, council_path(council.id)),
    ];
    visit.public("Répondre à mon courrier").with_breadcrumb(above)
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let ((council, ..), is_open) = asked(&mut tx, id.uuid()).await?;
    let told = (council.terms.mandate_months, None, is_open);
    answer::page(&AnswerPage::new(frame(&visit, &council), Form::empty(), told))
}

/// Answers sent from one network in a quarter of an hour: nobody guesses a code, and a town hall is one network.
const ANSWERS: (&str, i64) = ("councils.answer", 120);

pub async fn send(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    accounts::facade::count_try(&house, ANSWERS, visit.client).await?;
    let mut tx = house.write().await?;
    let ((council, _, draw), is_open) = asked(&mut tx, id.uuid()).await?;
    let wants = match fields.text("reponse") {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    };
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let told = (fields.text("code"), wants);
    let months = council.terms.mandate_months;
    match actions::answer_letter(&mut tx, around, &visit.actor, &draw, told).await {
        Ok(()) => {
            tx.commit().await?;
            answer::page(&AnswerPage::new(frame(&visit, &council), Form::empty(), (months, wants, is_open)))
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&AnswerPage::new(frame(&visit, &council), form, (months, None, is_open)))
        }
    }
}
