//! `/gestion/dossiers/actions/{id}/avis`: asking a service its opinion.

use std::sync::Arc;

use applications::facade::Project;
use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use jiff::ToSpan;
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices, project_path, today};
use crate::actions::assess_file::{self, Dossier};
use crate::actions::assess_list::readers;
use crate::actions::assess_opinion;
use crate::acts;
use crate::rules::NewOpinion;

/// Days a service is given when nobody says otherwise.
const DAYS: i64 = 21;

#[derive(Template)]
#[template(path = "pages/assess_service.html")]
pub(super) struct ServicePage {
    pub frame: Frame,
    pub form: Form,
    pub people: Vec<Choice>,
}

impl ServicePage {
    pub fn new(frame: Frame, form: Form, people: Vec<Choice>) -> Self {
        Self { frame: frame.with_form(&form), form, people }
    }
}

async fn dossier(house: &House, visit: &Visit, id: Uuid) -> Result<(Dossier, Vec<Choice>), Fault> {
    let mut tx = house.read().await?;
    let around = (today(house), &house.settings.zone);
    let dossier = assess_file::open_project(&mut tx, around, &visit.actor, &acts::ASK, id).await?;
    let known = readers(&mut tx, &dossier.view.call, house.outside.now()).await?;
    let people = choices(known.iter().map(|reader| (reader.account, &reader.name)));
    Ok((dossier, people))
}

fn frame(visit: &Visit, dossier: &Dossier, project: Uuid) -> Frame {
    let title = dossier.row(project).map(|row| row.project.title.clone()).unwrap_or_default();
    let own = Link::new(&title, project_path(project));
    let frame = visit.back_office("Demander l’avis d’un service").with_caption(&*title);
    frame.with_breadcrumb([above(Some(dossier)), vec![own]].concat())
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>) -> Answer {
    let (dossier, people) = dossier(&house, &visit, id.uuid()).await?;
    let form = Form::empty().with_date("echeance", today(&house).checked_add(DAYS.days()).ok());
    answer::page(&ServicePage::new(frame(&visit, &dossier, id.uuid()), form, people))
}

pub async fn ask(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>, fields: Fields) -> Answer {
    let (dossier, people) = dossier(&house, &visit, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let new = NewOpinion {
        service: typed.text("service"),
        asked_of: typed.offered("personne"),
        question: typed.text("question"),
        due_on: typed.day("echeance", "la date de réponse attendue"),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = assess_opinion::ask(&mut tx, around, &visit.actor, (&dossier, id.uuid()), typed.filled(new)).await;
    let again = async |form| Ok(ServicePage::new(frame(&visit, &dossier, id.uuid()), form, people));
    answer::settle(tx, outcome, (project_path, "envoye"), &fields, again).await
}
