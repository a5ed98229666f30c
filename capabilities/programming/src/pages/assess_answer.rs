//! `/gestion/avis-services/{id}`: the opinion of one’s service.

use std::sync::Arc;

use applications::facade::ApplicationView;
use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above, project_path, senses, today};
use crate::actions::assess_opinion;
use crate::rules::{Opinion, Sense};

#[derive(Template)]
#[template(path = "pages/assess_answer.html")]
pub(super) struct AnswerPage {
    pub frame: Frame,
    pub form: Form,
    pub project: Link,
    pub rows: Vec<SummaryRow>,
    pub question: String,
    pub senses: Vec<Choice>,
    pub revision: String,
    pub is_given: bool,
}

impl AnswerPage {
    pub fn new(frame: Frame, form: Form, (one, view): (&Opinion, &ApplicationView), today: Date) -> Self {
        let text = |term: &str, value: &str| SummaryRow::new(Html::text(term), Html::sentence(value));
        let title =
            view.projects.iter().find(|project| project.id == one.project).map(|project| project.title.as_str());
        Self {
            frame: frame.with_form(&form).with_caption(&*one.service),
            form,
            project: Link::new(title.unwrap_or_default(), project_path(one.project)),
            rows: vec![
                text("Porteur", &view.carrier),
                text("Dossier", view.application.number.as_deref().unwrap_or_default()),
                text("État", &french::spaced(&one.standing(today))),
            ],
            question: one.question.clone(),
            senses: senses(),
            revision: one.revision.to_string(),
            is_given: one.answered_at.is_some(),
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<AnswerPage, Fault> {
    let mut tx = house.read().await?;
    let (one, view) = assess_opinion::mine(&mut tx, &visit.actor, id).await?;
    let form = typed.unwrap_or_else(|| {
        Form::filled([("avis", one.sense.map_or("", Sense::code)), ("reponse", one.words.as_str())])
    });
    let frame = visit.back_office("Donner l’avis de son service").with_breadcrumb(above(None));
    Ok(AnswerPage::new(frame, form, (&one, &view), today(house)))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Opinion>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn give(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Opinion>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let said = (Sense::from_code(fields.text("avis")), fields.text("reponse").to_owned());
    let at = (id.uuid(), fields.revision());
    let outcome = assess_opinion::answer(&mut tx, &house.outside, &visit.actor, at, said).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    let path = |id: Uuid| format!("/gestion/avis-services/{id}");
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
