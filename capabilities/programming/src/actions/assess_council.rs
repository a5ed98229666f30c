//! A citizen council asked its opinion: what it reads is a list of fields, none of which names a person.

use assemblies::facade::{self as bodies, Body, OpinionBrief, Request};
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use strategy::facade::NodeBrief;

use super::assess_file::{Dossier, reference};
use crate::rules::{Showable, Shown};

/// What is asked of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Which body.
    pub body: Option<Uuid>,
    /// What it reads of the project.
    pub summary: String,
    /// What it is asked, one question a line.
    pub questions: String,
    /// Until when.
    pub due_on: Option<Date>,
}

/// The number under which a council and services speak of a project.
pub fn project_reference(dossier: &Dossier, project: Uuid) -> String {
    let Some(row) = dossier.row(project) else { return String::new() };
    reference(&row.number, row.project.position, dossier.rows.len() == 1)
}

/// What may be shown of a project to a council: the fields of the list, and no other.
pub fn showable(dossier: &Dossier, project: Uuid, nodes: &[NodeBrief]) -> Showable {
    let Some(row) = dossier.row(project) else { return Showable::default() };
    let title = |node: &Uuid| nodes.iter().find(|known| known.id == *node).map(|known| known.title.clone());
    let mut asked: Vec<(String, i64)> = Vec::new();
    for funding in &row.fundings {
        let funder = dossier.view.call.funders.iter().find(|funder| funder.id == funding.funder);
        let Some(funder) = funder else { continue };
        match asked.iter_mut().find(|(name, _)| *name == funder.name) {
            Some((_, cents)) => *cents += funding.asked.0,
            None => asked.push((funder.name.clone(), funding.asked.0)),
        }
    }
    let dates = match (row.project.starts_on, row.project.ends_on) {
        (Some(from), Some(to)) => format!("du {} au {}", french::date(from), french::date(to)),
        (Some(from), None) => format!("à partir du {}", french::date(from)),
        _ => String::new(),
    };
    Showable {
        carrier: dossier.view.carrier.clone(),
        title: row.project.title.clone(),
        objectives: row.nodes.iter().filter_map(title).collect(),
        description: description(dossier, project),
        people: row.people,
        dates,
        cost: row.totals.charges.0,
        asked,
    }
}

/// What a project says of itself: its long answers, in the order of the form.
pub fn description(dossier: &Dossier, project: Uuid) -> String {
    use applications::facade::{Part, QuestionKind};
    let sections = dossier.view.terms.sections.iter().filter(|section| section.part == Part::Project);
    let asked = sections.flat_map(|section| &section.questions).filter(|one| one.kind == QuestionKind::Text);
    let said = |key: &str| {
        let own = dossier.answers.iter().find(|one| one.project == Some(project) && one.key == key);
        own.map(|one| one.value.trim().to_owned()).filter(|text| !text.is_empty())
    };
    asked.filter_map(|question| said(&question.key)).collect::<Vec<_>>().join("\n")
}

/// Bodies that may be asked about a project: those that meet over one of its neighbourhoods.
///
/// # Errors
/// The database failed.
pub async fn bodies_for(tx: &mut Tx, actor: &Actor, dossier: &Dossier, project: Uuid) -> database::Result<Vec<Body>> {
    let areas: Vec<Uuid> =
        dossier.row(project).map(|row| row.areas.iter().map(|(area, _)| *area).collect()).unwrap_or_default();
    bodies::bodies(tx, actor, &areas).await
}

/// Asks a council its opinion on a project. The file it reads names nobody: what does is refused.
///
/// # Errors
/// A body that is not there for this actor; something to correct; personal data in what it would read.
pub async fn ask(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    (dossier, project): (&Dossier, Uuid),
    question: impl Into<Filled<Question>>,
) -> Outcome<Uuid> {
    let row = dossier.row(project).ok_or(Refusal::NotFound)?;
    let mut form = question.into();
    let known = bodies_for(tx, actor, dossier, project).await?;
    let body = known.iter().find(|body| Some(body.id) == form.value.body).map(|body| body.id);
    if body.is_none() {
        form.find([FieldError::new("instance", "Choisissez l’instance à qui demander un avis")]);
    }
    if form.value.due_on.is_none() {
        form.find([FieldError::new("echeance", "Saisissez la date de réponse attendue")]);
    }
    let question = form.sound()?;
    let (Some(body), Some(due_on)) = (body, question.due_on) else { return Err(Refusal::NotFound.into()) };
    let shown = showable(dossier, project, &[]);
    let request = Request {
        reference: project_reference(dossier, project),
        title: shown.words(Shown::Title),
        organisation: row.carrier,
        areas: row.areas.iter().map(|(area, _)| *area).collect(),
        summary: question.summary,
        amount: Cents(row.fundings.iter().map(|funding| funding.asked.0).sum()),
        questions: question.questions,
        due_on,
    };
    match bodies::ask(tx, around, actor, body, request).await {
        // Fields this form does not have are told at its head.
        Err(Failure::Input(errors)) => Err(Failure::Input(errors.into_iter().map(placed).collect())),
        other => other,
    }
}

fn placed(error: FieldError) -> FieldError {
    match error.field.as_str() {
        "resume" | "questions" | "echeance" => error,
        _ => FieldError::new("resume", error.sentence),
    }
}

/// Opinions of councils asked on a project.
///
/// # Errors
/// The database failed.
pub async fn opinions(
    tx: &mut Tx,
    dossier: &Dossier,
    project: Uuid,
    today: Date,
) -> database::Result<Vec<OpinionBrief>> {
    bodies::opinions_on(tx, &project_reference(dossier, project), today).await
}
