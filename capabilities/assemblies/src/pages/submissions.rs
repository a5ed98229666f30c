//! `/gestion/instances/{id}/avis`: what a body is asked its opinion on, and asking it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Cents, Filled, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices, sheet_path};
use crate::rules::{Assembly, Submission, SubmissionTerms};
use crate::{actions, acts};

/// Where what a body is asked is listed.
pub(super) fn list_path(id: kernel::Uuid) -> String {
    format!("{}/avis", sheet_path(id))
}

/// Where whoever asked follows a file.
pub(super) fn asked_path(id: kernel::Uuid) -> String {
    format!("/gestion/avis/{id}")
}

/// « avis rendu : favorable », « avis à rendre, avant le 3 mai 2026 ».
pub(super) fn standing(one: &Submission, today: Date) -> String {
    let due = french::date(one.terms.due_on);
    match (one.adopted, one.draft_sense) {
        (Some(adopted), Some(sense)) => {
            format!("avis nᵒ {} du {} : {}", adopted.number, french::date(adopted.ballot.on), sense.french())
        }
        _ if one.is_late(today) => format!("{} ({due})", one.state_words(today)),
        _ if one.state == crate::rules::SubmissionState::Open => format!("{}, avant le {due}", one.state.french()),
        _ => one.state.french().to_owned(),
    }
}

/// What was asked, row by row.
pub(super) fn facts(one: &Submission, areas: &[territory::facade::Area], today: Date) -> Vec<SummaryRow> {
    let terms = &one.terms;
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
    let name = |id: &kernel::Uuid| areas.iter().find(|area| area.id == *id).map(|area| area.name.clone());
    let mut rows = vec![text("Demandeur", &terms.applicant)];
    if !terms.reference.is_empty() {
        rows.push(text("Référence", &terms.reference));
    }
    rows.push(text("Quartiers", &terms.areas.iter().filter_map(name).collect::<Vec<_>>().join(", ")));
    if let Some(amount) = terms.amount {
        rows.push(text("Montant demandé", &french::euros(amount)));
    }
    rows.push(text("Demandé le", &french::date(one.submitted_on)));
    if let Some(day) = one.amended_on {
        rows.push(text("Modifié le", &french::date(day)));
    }
    rows.push(text("État", &standing(one, today)));
    if !one.reason.is_empty() {
        rows.push(text("Pourquoi la demande est retirée", &one.reason));
    }
    rows
}

#[derive(Template)]
#[template(path = "pages/submissions.html")]
pub(super) struct SubmissionsPage {
    pub frame: Frame,
    pub path: String,
    /// Each file with where it stands.
    pub lines: Vec<(Link, String)>,
}

impl SubmissionsPage {
    pub fn new(frame: Frame, assembly: &Assembly, all: &[Submission], today: Date) -> Self {
        let line =
            |one: &Submission| (Link::new(&one.terms.title, asked_path(one.id)), french::spaced(&standing(one, today)));
        Self {
            frame: frame.with_breadcrumb(above(assembly)),
            path: list_path(assembly.id),
            lines: all.iter().map(line).collect(),
        }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, all) = actions::submitting::all_asked(&mut tx, &visit.actor, id.uuid()).await?;
    let today = house.outside.now().day(&house.settings.zone);
    answer::page(&SubmissionsPage::new(visit.back_office("Avis demandés"), &assembly, &all, today))
}

#[derive(Template)]
#[template(path = "pages/submission_form.html")]
pub(super) struct SubmissionFormPage {
    pub frame: Frame,
    pub form: Form,
    pub areas: Vec<Choice>,
    pub organisations: Vec<Choice>,
    /// Whether it was sent already, and is changed.
    pub is_amended: bool,
}

impl SubmissionFormPage {
    pub fn new(frame: Frame, form: Form, (areas, organisations): (Vec<Choice>, Vec<Choice>), is_amended: bool) -> Self {
        Self { frame: frame.with_form(&form), form, areas, organisations, is_amended }
    }
}

async fn draw(
    tx: &mut Tx,
    visit: &Visit,
    assembly: &Assembly,
    (form, amended): (Form, Option<&Submission>),
) -> Result<SubmissionFormPage, Fault> {
    let known = territory::facade::areas(tx).await?.into_iter().filter(|area| assembly.terms.areas.contains(&area.id));
    let areas = choices(known.map(|area| (area.id, area.name)));
    let organisations = accounts::facade::organisations(tx).await?.into_iter().map(|one| (one.id, one.name));
    let list = Link::new("Avis demandés", list_path(assembly.id));
    let own = amended.map(|one| Link::new(&one.terms.title, asked_path(one.id)));
    let title = if amended.is_some() { "Modifier ce dossier" } else { "Demander un avis" };
    let frame =
        visit.back_office(title).with_breadcrumb([above(assembly), vec![list], own.into_iter().collect()].concat());
    Ok(SubmissionFormPage::new(frame, form, (areas, choices(organisations)), amended.is_some()))
}

/// The day an answer is due when nobody says another.
fn due(assembly: &Assembly, today: Date) -> Date {
    today.checked_add(assembly.terms.reply_days.days()).unwrap_or(today)
}

/// What was typed of a file.
fn read(fields: &Fields, due: Date) -> Filled<SubmissionTerms> {
    let mut typed = Reading::of(fields);
    let amount = |text: &str| Cents::parse(text).ok();
    let terms = SubmissionTerms {
        reference: typed.text("reference"),
        title: typed.text("titre"),
        organisation: typed.offered("organisation"),
        applicant: typed.text("demandeur"),
        areas: fields.all("quartiers").into_iter().filter_map(|area| area.parse().ok()).collect(),
        summary: typed.text("resume"),
        amount: typed.parsed("montant", amount, "Ce doit être un montant, par exemple 12 500 ou 12 500,50"),
        questions: typed.text("questions"),
        due_on: typed.day("echeance", "la date de réponse").unwrap_or(due),
    };
    typed.filled(terms)
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::ASK, id.uuid()).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let mut form = Form::filled([("reference", asked.text("reference"))]);
    form = form.with_date("echeance", Some(due(&assembly, today)));
    if let [only] = assembly.terms.areas.as_slice() {
        form.add("quartiers", only.to_string());
    }
    answer::page(&draw(&mut tx, &visit, &assembly, (form, None)).await?)
}

pub async fn create(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::ASK, id.uuid()).await?;
    let around = (&house.outside, &house.settings.zone);
    let today = house.outside.now().day(&house.settings.zone);
    let terms = read(&fields, due(&assembly, today));
    let outcome = actions::submitting::submit(&mut tx, around, &visit.actor, assembly.id, terms).await;
    let again = async |form| draw(&mut house.read().await?, &visit, &assembly, (form, None)).await;
    answer::settle(tx, outcome, (asked_path, "ajoute"), &fields, again).await
}

/// The form of a file as it was sent.
fn form_of(one: &Submission) -> Form {
    let terms = &one.terms;
    let mut form = Form::filled([
        ("titre", terms.title.clone()),
        ("reference", terms.reference.clone()),
        ("organisation", terms.organisation.map(|id| id.to_string()).unwrap_or_default()),
        ("demandeur", if terms.organisation.is_some() { String::new() } else { terms.applicant.clone() }),
        ("resume", terms.summary.clone()),
        (
            "montant",
            terms.amount.map(|amount| french::euros(amount).replace('€', "").trim().to_owned()).unwrap_or_default(),
        ),
        ("questions", terms.questions.clone()),
        ("revision", one.revision.to_string()),
    ]);
    for area in &terms.areas {
        form.add("quartiers", area.to_string());
    }
    form.with_date("echeance", Some(terms.due_on))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, one) = actions::submitting::asked(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&draw(&mut tx, &visit, &assembly, (form_of(&one), Some(&one))).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (assembly, one) = actions::submitting::asked(&mut tx, &visit.actor, id.uuid()).await?;
    let around = (&house.outside, &house.settings.zone);
    let (at, terms) = ((one.id, fields.revision()), read(&fields, one.terms.due_on));
    let outcome = actions::submitting::amend(&mut tx, around, &visit.actor, at, terms).await;
    let again = async |form| draw(&mut house.read().await?, &visit, &assembly, (form, Some(&one))).await;
    answer::settle(tx, outcome, (asked_path, "modifie"), &fields, again).await
}
