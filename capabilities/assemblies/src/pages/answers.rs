//! `/gestion/saisines/{id}`: referrals, for whoever answers; and what everybody reads of them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Form, Frame, Link, SummaryRow};
use jiff::civil::Date;
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Upload, Visit, answer};

use super::referral_said::{facts, titled};
use super::referrals::ReferralsPage;
use super::{above, sheet_path};
use crate::actions::papers::PAPERS;
use crate::actions::referral;
use crate::rules::{Assembly, Referral, ReferralState};
use crate::{actions, acts, store};

/// Where whoever answers finds a referral.
pub(super) fn received_path(id: Uuid) -> String {
    format!("/gestion/saisines/{id}")
}

fn list_path(assembly: Uuid) -> String {
    format!("{}/saisines", sheet_path(assembly))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::ANSWER, id.uuid()).await?;
    let mut all = store::referral::of_assembly(&mut tx, assembly.id).await?;
    all.retain(|one| one.state != ReferralState::Draft);
    let frame = visit.back_office("Saisines").with_breadcrumb(above(&assembly));
    let today = house.outside.now().day(&house.settings.zone);
    answer::page(&ReferralsPage::new(frame, list_path(assembly.id), &all, (today, false)))
}

#[derive(Template)]
#[template(path = "pages/answer.html")]
pub(super) struct AnswerPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub revision: String,
    pub rows: Vec<SummaryRow>,
    pub words: String,
    pub answer: String,
    pub answer_file: Option<String>,
    pub satisfaction_words: String,
    pub accepted: String,
    pub is_waiting: bool,
    pub is_public: bool,
}

impl AnswerPage {
    pub fn new(frame: Frame, form: Form, one: &Referral, today: Date) -> Self {
        let path = received_path(one.id);
        Self {
            frame: frame.with_form(&form),
            form,
            revision: one.revision.to_string(),
            rows: facts(one, today),
            words: one.terms.words.clone(),
            answer: one.answer.clone(),
            answer_file: one.answer_file.map(|_| format!("{path}/piece")),
            satisfaction_words: one.satisfaction_words.clone(),
            accepted: format!("{}.", PAPERS.french()),
            is_waiting: one.state == ReferralState::Adopted,
            is_public: one.is_public,
            path,
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<AnswerPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, one) = referral::received(&mut tx, &visit.actor, id).await?;
    let list = Link::new("Saisines", list_path(assembly.id));
    let frame = visit.back_office(&titled(&one)).with_breadcrumb([above(&assembly), vec![list]].concat());
    Ok(AnswerPage::new(frame, form, &one, house.outside.now().day(&house.settings.zone)))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn extend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut typed = Reading::of(&fields);
    let asked = (typed.day("nouvelle-echeance", "la nouvelle échéance"), typed.text("raison"));
    let at = (id.uuid(), fields.revision());
    let outcome = referral::extend(&mut tx, &house.outside, &visit.actor, at, typed.filled(asked)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (received_path, "enregistre"), &fields, again).await
}

pub async fn reply(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    referral::received(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    match replied(&house, &visit, id.uuid(), &upload).await {
        Ok(id) => answer::done(&received_path(id), "enregistre"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&house, &visit, id.uuid(), form).await?)
        }
    }
}

async fn replied(house: &House, visit: &Visit, id: Uuid, upload: &Upload) -> kernel::Outcome<Uuid> {
    let mut errors = Vec::new();
    let file = Failure::gather(&mut errors, web::attached::received(house, upload, PAPERS).await)?.flatten();
    Failure::unless_empty(errors)?;
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone, house.vault.as_ref());
    let (at, words) = ((id, upload.fields.revision()), upload.fields.text("reponse").to_owned());
    let id = referral::answer(&mut tx, around, &visit.actor, at, (words, file)).await?;
    tx.commit().await?;
    Ok(id)
}

/// The file of an answer, for whoever answers.
pub async fn take_file(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    let mut tx = house.read().await?;
    let (_, one) = referral::received(&mut tx, &visit.actor, id.uuid()).await?;
    let file = one.answer_file.ok_or_else(Fault::not_found)?;
    drop(tx);
    web::attached::kept_file(&house, file).await
}

#[derive(Template)]
#[template(path = "pages/open_referral.html")]
pub(super) struct OpenReferralPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub words: String,
    pub answer: String,
    pub answer_file: Option<String>,
    pub satisfaction_words: String,
}

impl OpenReferralPage {
    pub fn new(frame: Frame, one: &Referral, today: Date) -> Self {
        Self {
            frame,
            rows: facts(one, today),
            words: one.terms.words.clone(),
            answer: one.answer.clone(),
            answer_file: one.answer_file.map(|_| format!("/saisines/{}/piece", one.id)),
            satisfaction_words: one.satisfaction_words.clone(),
        }
    }
}

/// A referral its body publishes; others are not there.
async fn published(tx: &mut database::Tx, id: Uuid) -> Result<(Assembly, Referral), Fault> {
    let one = store::referral::by_id(tx, id).await?.filter(|one| one.is_public && one.adopted.is_some());
    let one = one.ok_or_else(Fault::not_found)?;
    let assembly = store::assembly::by_id(tx, one.assembly).await?.ok_or_else(Fault::not_found)?;
    Ok((assembly, one))
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, one) = published(&mut tx, id.uuid()).await?;
    let above = vec![Link::new("Accueil", "/"), Link::new(&assembly.terms.name, format!("/instances/{}", assembly.id))];
    let frame = visit.public_in_french(&titled(&one)).with_breadcrumb(above);
    answer::page(&OpenReferralPage::new(frame, &one, house.outside.now().day(&house.settings.zone)))
}

/// The file of an answer everybody reads.
pub async fn open_file(State(house): State<Arc<House>>, PathId(id): PathId<Referral>) -> Answer {
    let mut tx = house.read().await?;
    let (_, one) = published(&mut tx, id.uuid()).await?;
    let file = one.answer_file.ok_or_else(Fault::not_found)?;
    drop(tx);
    web::attached::kept_file(&house, file).await
}
