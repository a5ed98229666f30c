//! `/gestion/avis/{id}`: a file submitted, for whoever asked: its papers, the answer once it is there.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Form, Frame, Link, SummaryRow};
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::above;
use super::opinion_text::{Told, told};
use super::submissions::{asked_path, facts, list_path};
use crate::actions::papers::PAPERS;
use crate::actions::submitting::{self, NewPaper};
use crate::rules::{Submission, SubmissionState};
use crate::store;
use crate::store::submission::SubmissionPaper;

#[derive(Template)]
#[template(path = "pages/submission.html")]
pub(super) struct SubmissionPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub revision: String,
    pub rows: Vec<SummaryRow>,
    pub summary: String,
    pub questions: Vec<String>,
    pub papers: Vec<Link>,
    pub accepted: String,
    pub is_open: bool,
    pub opinion: Option<Told>,
    pub is_received: bool,
}

impl SubmissionPage {
    pub fn new(
        frame: Frame,
        form: Form,
        one: &Submission,
        rows: Vec<SummaryRow>,
        papers: &[SubmissionPaper],
        opinion: Option<Told>,
    ) -> Self {
        let paper = |paper: &SubmissionPaper| Link::new(&paper.label, format!("/gestion/avis/pieces/{}", paper.id));
        Self {
            frame: frame.with_form(&form),
            form,
            path: asked_path(one.id),
            revision: one.revision.to_string(),
            rows,
            summary: one.terms.summary.clone(),
            questions: one.questions().into_iter().map(str::to_owned).collect(),
            papers: papers.iter().map(paper).collect(),
            accepted: format!("{}.", PAPERS.french()),
            is_open: one.state == SubmissionState::Open,
            opinion,
            is_received: one.received_at.is_some(),
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<SubmissionPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, one) = submitting::asked(&mut tx, &visit.actor, id).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let papers = store::submission::papers(&mut tx, id).await?;
    let meeting = match one.adopted.and_then(|adopted| adopted.ballot.meeting) {
        Some(meeting) => store::meeting::by_id(&mut tx, meeting).await?,
        None => None,
    };
    let list = Link::new("Avis demandés", list_path(assembly.id));
    let frame = visit.back_office(&one.terms.title).with_breadcrumb([above(&assembly), vec![list]].concat());
    let rows = facts(&one, &areas, house.outside.now().day(&house.settings.zone));
    Ok(SubmissionPage::new(frame, form, &one, rows, &papers, told(&one, meeting.as_ref())))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn join_paper(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    submitting::asked(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    match joined(&house, &visit, id.uuid(), &upload).await {
        Ok(id) => answer::done(&asked_path(id), "ajoute"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&house, &visit, id.uuid(), form).await?)
        }
    }
}

async fn joined(house: &House, visit: &Visit, id: Uuid, upload: &Upload) -> kernel::Outcome<Uuid> {
    let mut errors = Vec::new();
    let file = Failure::gather(&mut errors, web::attached::received(house, upload, PAPERS).await)?.flatten();
    Failure::unless_empty(errors)?;
    let new =
        NewPaper { label: upload.fields.text("papier").to_owned(), file, is_checked: upload.fields.is_ticked("relue") };
    let mut tx = house.write().await?;
    let kept = (&house.outside, house.vault.as_ref());
    let id = submitting::join_paper(&mut tx, kept, &visit.actor, id, new).await?;
    tx.commit().await?;
    Ok(id)
}

pub async fn withdraw(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, reason) = ((id.uuid(), fields.revision()), fields.text("raison").to_owned());
    let outcome = submitting::withdraw(&mut tx, &house.outside, &visit.actor, at, reason).await;
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (asked_path, "annule"), &fields, again).await
}

pub async fn receive(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    let mut tx = house.write().await?;
    submitting::receive(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&asked_path(id.uuid()), "enregistre")
}

/// A paper, for whoever asked and for members.
pub async fn take_paper(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<SubmissionPaper>) -> Answer {
    let mut tx = house.read().await?;
    let paper = submitting::readable_paper(&mut tx, &visit.actor, id.uuid()).await?;
    drop(tx);
    web::attached::kept_file(&house, paper.file).await
}
