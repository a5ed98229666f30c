//! `/gestion/rapports-annuels/{id}/approbation`: what approval waits for, and noting it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{opinion_words, today, under};
use crate::actions::{self, Approval, found};
use crate::rules::{Report, State as Stands, opinion_path, report_path};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/approval.html")]
pub(super) struct ApprovalPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    /// Each council, where it stands, and what is done with its opinion: « suite à donner ».
    pub opinions: Vec<(Link, String, bool)>,
}

/// The page, while approval is awaited.
async fn drawn(house: &House, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<Option<ApprovalPage>, Fault> {
    let mut tx = house.read().await?;
    let of = found(&mut tx, &visit.actor, &acts::DECIDE, id).await?;
    if of.report.state != Stands::Submitted {
        return Ok(None);
    }
    let form = form.unwrap_or_else(|| Form::filled([("revision", of.report.revision.to_string())]));
    let today = today(house);
    let opinions = store::opinion::of_report(&mut tx, id).await?.into_iter().map(|one| {
        let words = of.report.asked.map_or_else(String::new, |asked| opinion_words(&one, asked.due_on, today));
        let waits = one.lacks_follow_up();
        (Link::new(one.body, opinion_path(one.id)), french::spaced(&words), waits)
    });
    Ok(Some(ApprovalPage {
        opinions: opinions.collect(),
        frame: under(visit, &of, "Noter l’approbation").with_form(&form),
        form,
        action: format!("{}/approbation", report_path(id)),
    }))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Report>) -> Answer {
    match drawn(&house, &visit, id.uuid(), None).await? {
        Some(page) => answer::page(&page),
        None => answer::see(&report_path(id.uuid())),
    }
}

pub async fn approve(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Report>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut typed = Reading::of(&fields);
    let on = typed.needed_day("date", "la date de la délibération").unwrap_or_else(|| today(&house));
    let deliberation = typed.text("deliberation");
    let terms = typed.filled(Approval { on, deliberation });
    let (around, at) = ((&house.outside, &house.settings.zone), (id.uuid(), fields.revision()));
    let outcome = actions::approve(&mut tx, around, &visit.actor, at, terms).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), Some(form)).await?.ok_or_else(Fault::not_found);
    answer::settle(tx, outcome, (|()| report_path(id.uuid()), "enregistre"), &fields, again).await
}
