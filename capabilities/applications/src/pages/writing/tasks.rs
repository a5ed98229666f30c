//! The task list of an application.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Tag, TagColour};
use kernel::{Uuid, french};
use web::{Answer, House, PathId, Visit, answer};

use super::list::state_tag;
use super::{Desk, Help, last_saved, part_text, path};
use crate::actions::writing::{filing, whole};
use crate::rules::writing::{
    Lateness, Whole, WholeProject, chart, findings, form, is_answered, lateness, progress, told_moment,
};
use crate::rules::{Application, ApplicationState, Part, Section, Side};
use crate::store;

/// Something to do.
pub(super) struct Task {
    pub label: String,
    pub href: String,
    pub state: Tag,
    pub note: String,
}

/// What there is to do for the whole, or for one project.
pub(super) struct TaskPart {
    pub anchor: String,
    pub title: String,
    pub project: Option<Uuid>,
    pub tasks: Vec<Task>,
}

#[derive(Template)]
#[template(path = "pages/writing/tasks.html")]
pub(super) struct TasksPage {
    pub frame: Frame,
    pub state: Tag,
    pub closes: String,
    pub saved: String,
    pub notice: String,
    pub may_confirm: bool,
    /// What changed in the call since it was begun: the day, then what was said of it.
    pub corrected: Vec<String>,
    /// Where the form is printed; nothing for whoever only types.
    pub cerfa: String,
    pub progress: String,
    pub parts: Vec<TaskPart>,
    pub is_draft: bool,
    pub here: String,
    pub help: Help,
}

fn tag(done: usize, of: usize, is_begun: bool) -> Tag {
    match (done == of, is_begun) {
        (true, true) => Tag::new(TagColour::Green, "terminé"),
        (true, false) => Tag::new(TagColour::Grey, "facultatif"),
        (false, true) => Tag::new(TagColour::Blue, "commencé"),
        (false, false) => Tag::new(TagColour::Grey, "à faire"),
    }
}

fn section_task(here: &str, section: &Section, part: &str, answered: &[(String, String)]) -> Task {
    let (done, of, is_begun) = progress(section, answered);
    let missing = section.questions.iter().find(|one| one.is_required && !is_answered(one, answered));
    let first = missing.or(section.questions.first()).map_or("", |question| question.key.as_str());
    let note = if of > 0 && is_begun && done < of { format!("{done} sur {of}") } else { String::new() };
    Task {
        label: french::spaced(&section.title),
        href: format!("{here}/question/{part}/{first}"),
        state: tag(done, of, is_begun),
        note,
    }
}

fn budget_task(here: &str, whole: &Whole, project: Option<&WholeProject>, year: i64) -> Task {
    let answered = project.map_or(&whole.answered, |one| &one.answered);
    let is_begun = Whole::has_budget(answered, year);
    let funders = if project.is_some() { whole.funders.as_slice() } else { &[] };
    let budget = match project {
        Some(project) => project.budgets.iter().find(|(of, _)| *of == year).map(|(_, budget)| budget.clone()),
        None => Some(whole.own_budget.clone()),
    };
    let found = findings(&chart(&whole.terms.chart), &budget.unwrap_or_default(), funders);
    let refuses = found.iter().find(|(_, refuses)| *refuses).map(|(sentence, _)| sentence.clone());
    let label = if project.is_some() { format!("Budget {year}") } else { format!("Budget de l’association, {year}") };
    Task {
        label,
        href: format!("{here}/budget/{}/{year}", part_text(project.map(|one| one.id))),
        state: tag(usize::from(refuses.is_none()), 1, is_begun || refuses.is_none()),
        note: refuses.filter(|_| is_begun).unwrap_or_default(),
    }
}

fn files_task(here: &str, whole: &Whole) -> Task {
    let (mut of, mut done) = (0, 0);
    for asked in whole.terms.attachments.iter().filter(|one| one.is_required) {
        let parts: Vec<Option<Uuid>> = match asked.part {
            Part::Application => vec![None],
            Part::Project => whole.projects.iter().map(|one| Some(one.id)).collect(),
        };
        for part in parts {
            of += 1;
            done += usize::from(whole.files.iter().any(|(project, kind)| *project == part && *kind == asked.key));
        }
    }
    let note = if of > 0 { format!("{done} sur {of}") } else { String::new() };
    let state = tag(done, of, !whole.files.is_empty());
    Task { label: "Pièces à joindre".to_owned(), href: format!("{here}/pieces"), state, note }
}

/// The sheet of the organisation: written once, it fills the first points of the form.
fn sheet_task(href: &str, whole: &Whole) -> Task {
    let lacks = whole.carrier.len();
    let note = match lacks {
        0 => String::new(),
        count => french::count(count as i64, "élément manque", "éléments manquent"),
    };
    Task {
        label: "Fiche de l’association".to_owned(),
        href: href.to_owned(),
        state: tag(usize::from(lacks == 0), 1, lacks == 0),
        note,
    }
}

/// What there is to do, part by part.
pub(super) fn parts_of((here, sheet): (&str, &str), whole: &Whole) -> Vec<TaskPart> {
    let sections = form(&whole.terms);
    let of_part = |part: Part| sections.iter().filter(move |section| section.part == part);
    let mut tasks = vec![sheet_task(sheet, whole)];
    tasks.extend(of_part(Part::Application).map(|section| section_task(here, section, "dossier", &whole.answered)));
    tasks.push(budget_task(here, whole, None, whole.application.first_year));
    tasks.push(files_task(here, whole));
    let mut all = vec![TaskPart { anchor: "dossier".to_owned(), title: "Le dossier".to_owned(), project: None, tasks }];
    for project in &whole.projects {
        let part = project.id.to_string();
        let mut tasks: Vec<Task> =
            of_part(Part::Project).map(|section| section_task(here, section, &part, &project.answered)).collect();
        tasks.extend(whole.years().map(|year| budget_task(here, whole, Some(project), year)));
        all.push(TaskPart { anchor: part, title: project.title.clone(), project: Some(project.id), tasks });
    }
    all
}

/// Versions of the call that came after the one this application began with, a sentence each, the first first.
async fn corrected(tx: &mut Tx, desk: &Desk) -> database::Result<Vec<String>> {
    let own = desk.found.application.version;
    if store::call::version(tx, own).await?.is_none_or(|version| version.number >= desk.call.version) {
        return Ok(Vec::new());
    }
    let all = store::call::versions(tx, desk.call.id).await?;
    let later = all.iter().take_while(|version| version.id != own).map(|version| {
        let day = french::date(version.published_at.day(&desk.zone));
        french::spaced(&format!("Le {day} : {}", version.note))
    });
    let mut told: Vec<String> = later.collect();
    told.reverse();
    Ok(told)
}

/// `/dossiers/{id}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    let now = house.outside.now();
    let whole = whole::whole(&mut tx, desk.found.application.clone(), now.day(&desk.zone)).await?;
    let answers = store::answer::of_application(&mut tx, id.uuid()).await?;
    let application = &whole.application;
    let is_draft = application.state == ApplicationState::Draft;
    let typed_for = application.typed_by.is_some() && application.confirmed_at.is_none() && is_draft;
    let is_carrier = desk.found.side == Side::Carrier;
    let notice = match lateness(&desk.call, application, now) {
        Lateness::TooLate(closed) if is_draft => format!(
            "L’appel est clos depuis {}. Ce que vous avez écrit est gardé. Si un empêchement vous a retardé·e, appelez le \
             service : il peut accepter un dépôt hors délai.",
            told_moment(closed, &desk.zone)
        ),
        Lateness::Admitted if is_draft => {
            let until = application.late_until.map_or_else(String::new, |at| told_moment(at, &desk.zone));
            format!("Le service accepte votre dépôt après la clôture, jusqu’à {until} : {}", application.late_reason)
                .replace("jusqu’à le ", "jusqu’au ")
        }
        _ if typed_for && is_carrier => {
            "Ce dossier a été saisi avec vous. Relisez-le, corrigez, puis confirmez : il pourra alors être déposé."
                .to_owned()
        }
        _ if typed_for => "Vous saisissez pour cette association, qui confirmera avant de déposer.".to_owned(),
        _ => String::new(),
    };
    let corrected = if is_draft { corrected(&mut tx, &desk).await? } else { Vec::new() };
    let missing = crate::rules::writing::missing(&whole).len() as i64;
    let told = match missing {
        _ if !is_draft => String::new(),
        0 => "Tout est rempli : vous pouvez relire et déposer.".to_owned(),
        count => format!("Il reste {} à remplir avant de déposer.", french::count(count, "élément", "éléments")),
    };
    let here = path(id.uuid());
    let title = application.number.as_ref().map_or_else(|| "Votre dossier".to_owned(), |one| format!("Dossier {one}"));
    let sheet = desk.sheet_path(&visit.actor);
    answer::page(&TasksPage {
        cerfa: if sheet.is_empty() { String::new() } else { format!("{here}/cerfa.pdf") },
        frame: desk.frame(&visit, &title),
        state: state_tag(application.state),
        closes: desk.call.closes_at.filter(|_| is_draft).map_or_else(String::new, |at| french::moment(at, &desk.zone)),
        saved: last_saved(&answers, now, &desk.zone),
        notice,
        may_confirm: typed_for && is_carrier,
        corrected,
        progress: told,
        parts: parts_of((&here, &sheet), &whole),
        is_draft,
        here,
        help: desk.help(),
    })
}

/// Confirms what was typed for the association.
pub async fn confirm(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.write().await?;
    filing::confirm(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&path(id.uuid()), "enregistre")
}
