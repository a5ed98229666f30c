//! `/gestion/dossiers/{id}/complement`: asking a carrier for what is missing, and nothing else opens again.

use std::sync::Arc;

use applications::facade::{Application, Asked, Part};
use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use jiff::ToSpan;
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, file_path, today};
use crate::actions::assess_checking;
use crate::actions::assess_file::{self, Dossier};
use crate::acts;

/// Days a carrier is given when nobody says otherwise.
const DAYS: i64 = 15;

#[derive(Template)]
#[template(path = "pages/assess_more.html")]
pub(super) struct MorePage {
    pub frame: Frame,
    pub form: Form,
    pub choices: Vec<Choice>,
}

/// `key` or `key|project`, as the form names what is asked.
fn value(key: &str, project: Option<Uuid>) -> String {
    project.map_or_else(|| key.to_owned(), |project| format!("{key}|{project}"))
}

/// Everything that may be asked: each question and document, of the whole and of each project.
fn everything(dossier: &Dossier) -> Vec<(String, Option<Uuid>, String)> {
    let mut all = Vec::new();
    let terms = &dossier.view.terms;
    let parts = std::iter::once((Part::Application, None, String::new()));
    let own = dossier.rows.iter().map(|row| (Part::Project, Some(row.project.id), format!("{} : ", row.project.title)));
    for (part, project, before) in parts.chain(own) {
        let questions = terms.sections.iter().filter(|section| section.part == part);
        let questions = questions.flat_map(|section| &section.questions).map(|one| (&one.key, &one.label));
        let papers = terms.attachments.iter().filter(|one| one.part == part).map(|one| (&one.key, &one.label));
        all.extend(papers.chain(questions).map(|(key, label)| (key.clone(), project, format!("{before}{label}"))));
    }
    all
}

impl MorePage {
    pub fn new(frame: Frame, form: Form, dossier: &Dossier) -> Self {
        let choice = |(key, project, label): &(String, Option<Uuid>, String)| {
            let why = dossier.checks.iter().find(|check| check.key == *key && check.project == *project);
            let why = why.filter(|check| check.met == crate::rules::Met::No).map(|check| check.sentence.as_str());
            Choice::new(value(key, *project), label).hint(why.unwrap_or_default())
        };
        Self { frame: frame.with_form(&form), form, choices: everything(dossier).iter().map(choice).collect() }
    }
}

fn frame(visit: &Visit, dossier: &Dossier) -> Frame {
    visit.back_office("Demander ce qui manque").with_breadcrumb(above(Some(dossier)))
}

async fn dossier(house: &House, visit: &Visit, id: Uuid) -> Result<Dossier, Fault> {
    let mut tx = house.read().await?;
    let around = (today(house), &house.settings.zone);
    Ok(assess_file::open(&mut tx, around, &visit.actor, &acts::CHECK, id).await?)
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let dossier = dossier(&house, &visit, id.uuid()).await?;
    let due = today(&house).checked_add(DAYS.days()).ok();
    let mut form = Form::empty().with_date("echeance", due);
    for check in assess_checking::proposed(&dossier.checks, |key| dossier.view.terms.label(key).is_some()) {
        form.add("elements", value(&check.key, check.project));
    }
    answer::page(&MorePage::new(frame(&visit, &dossier), form, &dossier))
}

pub async fn ask(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let dossier = dossier(&house, &visit, id.uuid()).await?;
    let mut tx = house.write().await?;
    let mut typed = Reading::of(&fields);
    let note = typed.text("message");
    let due = typed.day("echeance", "la date de réponse");
    let (why, all) = (note.trim(), everything(&dossier));
    let items = fields.all("elements").into_iter().map(|chosen| {
        let (key, project) = chosen.split_once('|').map_or((chosen, None), |(key, id)| (key, id.parse().ok()));
        let check = dossier.checks.iter().find(|check| check.key == key && check.project == project);
        let check = check.filter(|check| check.met == crate::rules::Met::No).map(|check| check.sentence.clone());
        let label = all.iter().find(|(known, of, _)| known == key && *of == project).map(|(.., label)| label.clone());
        let told = check.or(label).unwrap_or_default();
        let why = if why.is_empty() { told } else { format!("{told} {why}") };
        Asked { project, key: key.to_owned(), why: kernel::text::shorten(&why, 990) }
    });
    let new = (items.collect(), due, note.clone());
    let around = (&house.outside, &house.settings.zone);
    let outcome = match typed.filled(()).sound() {
        Ok(()) => assess_checking::ask_more(&mut tx, around, &visit.actor, id.uuid(), new).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| Ok(MorePage::new(frame(&visit, &dossier), form, &dossier));
    answer::settle(tx, outcome, (file_path, "envoye"), &fields, again).await
}
