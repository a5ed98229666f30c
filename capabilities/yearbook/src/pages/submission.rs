//! `/gestion/rapports-annuels/{id}/avis`: which councils are asked, and until when.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::french;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{today, under};
use crate::actions::{self, Submission, found};
use crate::rules::{Report, State as Stands, earliest_due, lacking, report_path};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/submission.html")]
pub(super) struct SubmissionPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    /// Who is asked: kind, name.
    pub councils: Vec<(&'static str, String)>,
    /// Chapters the law asks for that are empty.
    pub lacking: Vec<String>,
    /// « 3 avril 2026 »: the first day that may be the last, when sent today.
    pub earliest: String,
}

impl SubmissionPage {
    fn hint(&self) -> String {
        format!("Pour un envoi aujourd’hui, le {} au plus tôt.", self.earliest)
    }
}

/// The page, while there is something to submit.
async fn drawn(
    house: &House,
    visit: &Visit,
    id: kernel::Uuid,
    form: Option<Form>,
) -> Result<Option<SubmissionPage>, Fault> {
    let mut tx = house.read().await?;
    let of = found(&mut tx, &visit.actor, &acts::DECIDE, id).await?;
    if of.report.state != Stands::Draft {
        return Ok(None);
    }
    let today = today(house);
    let earliest = earliest_due(today);
    let form = form.unwrap_or_else(|| {
        let form = Form::filled([("revision", of.report.revision.to_string())]);
        form.with_date("envoi", Some(today)).with_date("echeance", Some(earliest))
    });
    let councils = actions::councils_of(&mut tx, &of.contract).await?;
    let chapters = store::chapter::of_report(&mut tx, id).await?;
    let frame = under(visit, &of, "Soumettre le rapport pour avis");
    Ok(Some(SubmissionPage {
        frame: frame.with_form(&form),
        form,
        action: format!("{}/avis", report_path(id)),
        councils: councils.into_iter().map(|(kind, name)| (kind.french(), name)).collect(),
        lacking: lacking(&chapters).into_iter().map(french::spaced).collect(),
        earliest: french::long_date(earliest),
    }))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Report>) -> Answer {
    match drawn(&house, &visit, id.uuid(), None).await? {
        Some(page) => answer::page(&page),
        None => answer::see(&report_path(id.uuid())),
    }
}

pub async fn submit(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Report>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut typed = Reading::of(&fields);
    let today = today(&house);
    let on = typed.needed_day("envoi", "la date d’envoi aux conseils").unwrap_or(today);
    let due_on = typed.needed_day("echeance", "le dernier jour pour répondre").unwrap_or(today);
    let terms = typed.filled(Submission { on, due_on });
    let (around, at) = ((&house.outside, &house.settings.zone), (id.uuid(), fields.revision()));
    let outcome = actions::submit(&mut tx, around, &visit.actor, at, terms).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), Some(form)).await?.ok_or_else(Fault::not_found);
    answer::settle(tx, outcome, (|()| report_path(id.uuid()), "enregistre"), &fields, again).await
}
