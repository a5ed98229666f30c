//! `/gestion/dossiers/actions/{id}/conseil`: asking a citizen council its opinion, with what it may read and nothing else.

use std::sync::Arc;

use applications::facade::Project;
use askama::Template;
use assemblies::facade::Body;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use jiff::ToSpan;
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices, project_path, today};
use crate::actions::assess_council::{self, Question};
use crate::actions::assess_file::{self, Dossier};
use crate::acts;
use crate::rules::{Showable, Shown};

#[derive(Template)]
#[template(path = "pages/assess_council.html")]
pub(super) struct CouncilPage {
    pub frame: Frame,
    pub form: Form,
    pub bodies: Vec<Choice>,
    pub rows: Vec<SummaryRow>,
}

impl CouncilPage {
    pub fn new(frame: Frame, form: Form, bodies: &[Body], shown: &Showable) -> Self {
        let told = [Shown::Carrier, Shown::Title];
        let row = |field: &Shown| SummaryRow::new(Html::text(field.french()), Html::text(&shown.words(*field)));
        Self {
            frame: frame.with_form(&form),
            form,
            bodies: choices(bodies.iter().map(|body| (body.id, &body.name))),
            rows: told.iter().map(row).collect(),
        }
    }
}

struct Around {
    dossier: Dossier,
    bodies: Vec<Body>,
    shown: Showable,
}

async fn around(house: &House, visit: &Visit, id: Uuid) -> Result<Around, Fault> {
    let mut tx = house.read().await?;
    let now = (today(house), &house.settings.zone);
    let dossier = assess_file::open_project(&mut tx, now, &visit.actor, &acts::ASK, id).await?;
    let nodes = strategy::facade::nodes(&mut tx, dossier.view.call.contract).await?;
    let bodies = assess_council::bodies_for(&mut tx, &visit.actor, &dossier, id).await?;
    let shown = assess_council::showable(&dossier, id, &nodes);
    Ok(Around { dossier, bodies, shown })
}

fn frame(visit: &Visit, around: &Around, project: Uuid) -> Frame {
    let own = Link::new(around.shown.words(Shown::Title), project_path(project));
    let frame = visit.back_office("Demander l’avis d’un conseil citoyen");
    frame.with_breadcrumb([above(Some(&around.dossier)), vec![own]].concat())
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>) -> Answer {
    let around = around(&house, &visit, id.uuid()).await?;
    let days = around.bodies.first().map_or(60, |body| body.reply_days);
    let mut form = Form::filled([("resume", around.shown.summary())]);
    form = form.with_date("echeance", today(&house).checked_add(days.days()).ok());
    if let [only] = around.bodies.as_slice() {
        form.add("instance", only.id.to_string());
    }
    answer::page(&CouncilPage::new(frame(&visit, &around, id.uuid()), form, &around.bodies, &around.shown))
}

pub async fn ask(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>, fields: Fields) -> Answer {
    let around = around(&house, &visit, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let question = Question {
        body: typed.offered("instance"),
        summary: typed.text("resume"),
        questions: typed.text("questions"),
        due_on: typed.day("echeance", "la date de réponse attendue"),
    };
    let mut tx = house.write().await?;
    let now = (&house.outside, &house.settings.zone);
    let of = (&around.dossier, id.uuid());
    let outcome = assess_council::ask(&mut tx, now, &visit.actor, of, typed.filled(question)).await;
    let again =
        async |form| Ok(CouncilPage::new(frame(&visit, &around, id.uuid()), form, &around.bodies, &around.shown));
    answer::settle(tx, outcome, (|_| project_path(id.uuid()), "envoye"), &fields, again).await
}
