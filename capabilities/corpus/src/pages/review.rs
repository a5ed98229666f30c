//! Reviewing: what was heard beside what others will read. Ten at a time, with the keyboard alone.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Outcome, Uuid};
use listening::facade::ConsultationBrief;
use territory::facade::Area;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{above, area_name, chosen, month_in_french, path};
use crate::actions::{Awaiting, Decision, field};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/review.html")]
pub(super) struct ReviewPage {
    pub frame: Frame,
    pub form: Form,
    pub consultation: Uuid,
    pub left: String,
    pub lines: Vec<Line>,
    pub choices: Vec<Choice>,
}

/// A verbatim on the page.
pub(super) struct Line {
    pub id: Uuid,
    pub revision: i64,
    pub raw: Option<String>,
    pub found: Vec<String>,
    pub told: String,
}

impl ReviewPage {
    pub fn new(
        frame: Frame,
        form: Form,
        consultation: Uuid,
        left: i64,
        awaiting: Vec<Awaiting>,
        areas: &[Area],
    ) -> Self {
        let left = kernel::french::count(left, "parole attend sa relecture", "paroles attendent leur relecture");
        let line = |one: Awaiting| {
            let mut told = vec![area_name(areas, one.verbatim.area)];
            told.push(one.verbatim.audience);
            told.push(month_in_french(one.verbatim.month.as_deref()));
            told.retain(|text| !text.is_empty());
            let (id, revision) = (one.verbatim.id, one.verbatim.revision);
            Line { id, revision, raw: one.raw, found: one.masked.found, told: told.join(", ") }
        };
        let choices = vec![
            Choice::new("accepter", "Accepter ce texte, tel quel ou changé"),
            Choice::new("refuser", "Refuser : personne ne le lira"),
            Choice::new("plus-tard", "Décider plus tard"),
        ];
        let lines = awaiting.into_iter().map(line).collect();
        Self { frame: frame.with_form(&form), form, consultation, left, lines, choices }
    }

    /// The name of a field of a line.
    fn name(&self, part: &str, id: &Uuid) -> String {
        field(part, *id)
    }
}

/// What a page that nobody filled yet proposes: to accept what nothing was found in, to decide of the rest.
pub(super) fn proposed(awaiting: &[Awaiting]) -> Form {
    let mut form = Form::empty();
    for one in awaiting {
        form.add(field("texte", one.verbatim.id), one.masked.text.clone());
        let choice = if one.masked.found.is_empty() { "accepter" } else { "plus-tard" };
        form.add(field("choix", one.verbatim.id), choice);
    }
    form
}

async fn draw(
    house: &House,
    visit: &Visit,
    consultation: &ConsultationBrief,
    form: Option<Form>,
) -> Result<ReviewPage, Fault> {
    let mut tx = house.read().await?;
    let awaiting = actions::awaiting(&mut tx, &house.keys, &visit.actor, consultation.id).await?;
    let (left, ..) = store::verbatims::counts(&mut tx, consultation.id).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let form = form.unwrap_or_else(|| proposed(&awaiting));
    let frame = visit.back_office("Relire les paroles").with_caption(&*consultation.title).with_breadcrumb(above());
    Ok(ReviewPage::new(frame, form, consultation.id, left, awaiting, &areas))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::REVIEW, asked.text("concertation")).await?;
    drop(tx);
    answer::page(&draw(&house, &visit, &consultation, None).await?)
}

fn decisions(fields: &Fields) -> Outcome<Vec<Decision>> {
    let mut all = Vec::new();
    for id in fields.all("parole").into_iter().filter_map(|id| id.parse::<Uuid>().ok()) {
        let text = |part: &str| fields.text(&field(part, id)).to_owned();
        let is_accepted = match text("choix").as_str() {
            "accepter" => true,
            "refuser" => false,
            _ => continue,
        };
        let revision = text("revision").parse().unwrap_or(-1);
        all.push(Decision {
            id,
            revision,
            is_accepted,
            text: text("texte"),
            is_confirmed: !text("confirme").is_empty(),
        });
    }
    Ok(all)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::REVIEW, fields.text("concertation")).await?;
    let outcome = match decisions(&fields) {
        Ok(decisions) => actions::review(&mut tx, &house.outside, &visit.actor, &decisions).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| draw(&house, &visit, &consultation, Some(form)).await;
    answer::settle(tx, outcome, (|()| path("relecture", consultation.id), "enregistre"), &fields, again).await
}
