//! `/dossiers/{id}/suivi`: what became of each project, funder by funder.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Tag, TagColour};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::french;
use web::{Answer, House, PathId, Visit, answer};

use super::told;
use crate::actions::following::messaging::unread;
use crate::facade::{Aid, Pending, aids, pending};
use crate::pages::writing::{Desk, Help, path};
use crate::rules::following::{Followed, Progress, followed, silence, withdrawable};
use crate::rules::{
    Application, ApplicationState, CallFunder, CallStep, Completion, Event, Funding, Project, ProjectState, Side, Stage,
};
use crate::store;

/// A step.
pub(super) struct StepShown {
    pub tag: Tag,
    pub label: &'static str,
    pub when: String,
}

/// What a project asks of a funder for a year.
pub(super) struct LineShown {
    pub title: String,
    pub decision: String,
    pub steps: Vec<StepShown>,
}

/// A project.
pub(super) struct ProjectShown {
    pub anchor: String,
    pub title: String,
    pub state: String,
    pub lines: Vec<LineShown>,
    pub awaited: Vec<String>,
}

/// What is asked of its carrier, if something is.
pub(super) struct AskedShown {
    pub words: String,
    pub is_open: bool,
}

#[derive(Template)]
#[template(path = "pages/following/timeline.html")]
pub(super) struct TimelinePage {
    pub frame: Frame,
    pub state: Tag,
    pub lead: String,
    pub asked: Option<AskedShown>,
    pub unread: String,
    pub silence: String,
    pub projects: Vec<ProjectShown>,
    pub awaited: Vec<String>,
    pub events: Vec<(String, String)>,
    /// Whether she reads the printed form, which tells what stands elsewhere of the association.
    pub has_form: bool,
    /// Other aids to look for, once somebody said no.
    pub aids: Vec<Aid>,
    /// Whether something may still be taken back.
    pub may_withdraw: bool,
    /// Why it was taken back whole, when it was.
    pub withdrawn: String,
    pub here: String,
    pub help: Help,
}

/// Where an application stands, for its carrier.
pub(super) fn stage_tag(application: &Application) -> Tag {
    if application.state == ApplicationState::Withdrawn {
        return Tag::new(TagColour::Grey, application.state.french());
    }
    // What is decided is not told before it is notified.
    match application.stage {
        Stage::ToComplete => Tag::new(TagColour::Amber, Stage::ToComplete.french()),
        Stage::Decided => Tag::new(TagColour::Blue, Stage::Assessed.french()),
        Stage::Notified => Tag::new(TagColour::Green, "réponse envoyée"),
        Stage::Inadmissible => Tag::new(TagColour::Red, Stage::Inadmissible.french()),
        stage => Tag::new(TagColour::Blue, stage.french()),
    }
}

fn step_shown(step: &Followed, today: Date, zone: &TimeZone) -> StepShown {
    let told = told::step(step, today, zone);
    let tag = match told.progress {
        Progress::Done(_) => Tag::new(TagColour::Green, "fait"),
        Progress::No(_) => Tag::new(TagColour::Red, "non"),
        // A day that is past is awaited, not to come.
        Progress::ToCome(Some(day)) if day < today => Tag::new(TagColour::Amber, "attendu"),
        Progress::ToCome(_) => Tag::new(TagColour::Grey, "à venir"),
    };
    StepShown { tag, label: told.label, when: told.when }
}

/// « Comité des financeurs, prévu pour le 16 juin 2026 ».
fn awaited_words(one: &Pending) -> String {
    let day = one.expected_on.map(|day| format!(", prévu pour le {}", french::date(day)));
    french::spaced(&format!("{}{}", one.what, day.unwrap_or_default()))
}

/// What the timeline is drawn from.
pub(super) struct Followable<'a> {
    pub application: &'a Application,
    pub projects: &'a [Project],
    pub fundings: &'a [Funding],
    pub funders: &'a [CallFunder],
    pub steps: &'a [CallStep],
    pub events: &'a [Event],
    pub pending: &'a [Pending],
    pub today: Date,
    pub zone: &'a TimeZone,
}

/// Each project with its funders.
pub(super) fn projects(of: &Followable<'_>) -> Vec<ProjectShown> {
    let line = |funding: &Funding| {
        let funder = of.funders.iter().find(|one| one.id == funding.funder).map_or("", |one| one.name.as_str());
        let steps = followed(funding, of.application.filed_at, of.events, of.steps);
        LineShown {
            title: told::asked(funder, funding.year, funding.asked),
            decision: told::decision(funding, of.events),
            steps: steps.iter().map(|step| step_shown(step, of.today, of.zone)).collect(),
        }
    };
    let project = |project: &Project| ProjectShown {
        anchor: format!("action-{}", project.position),
        title: if project.title.is_empty() { format!("Action {}", project.position) } else { project.title.clone() },
        state: match project.state {
            ProjectState::Active => String::new(),
            state => state.french().to_owned(),
        },
        lines: of.fundings.iter().filter(|one| one.project == project.id).map(line).collect(),
        awaited: of.pending.iter().filter(|one| one.project == Some(project.id)).map(awaited_words).collect(),
    };
    of.projects.iter().map(project).collect()
}

/// What is asked of its carrier, or was given back and is read again.
fn asked(completions: &[Completion], today: Date) -> Option<AskedShown> {
    let one = completions.iter().find(|one| one.closed_at.is_none())?;
    let day = french::date(one.due_on);
    let words = match one.answered_at {
        Some(_) => "Votre complément est envoyé. Le service le relit.".to_owned(),
        None if today > one.due_on => format!(
            "Le service a demandé un complément, attendu pour le {day}. Cette date est passée : envoyez-le dès que possible."
        ),
        None => format!("Le service demande un complément, à envoyer avant la fin du {day}."),
    };
    Some(AskedShown { words, is_open: one.answered_at.is_none() })
}

/// `/dossiers/{id}/suivi`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let id = id.uuid();
    let mut tx = house.read().await?;
    let desk = Desk::open(&mut tx, &visit, id).await?;
    let application = &desk.found.application;
    if application.state == ApplicationState::Draft {
        return answer::see(&path(id));
    }
    let all = store::project::of_application(&mut tx, id).await?;
    let fundings = store::funding::of_application(&mut tx, id).await?;
    let funders = store::call::funders(&mut tx, desk.call.id).await?;
    let steps = store::call::steps(&mut tx, desk.call.id).await?;
    let events = store::event::of_application(&mut tx, id).await?;
    let completions = store::event::completions(&mut tx, id).await?;
    let messages = store::event::messages(&mut tx, id).await?;
    let pending = pending(&mut tx, id).await?;
    let is_refused = fundings.iter().any(told::is_refused);
    let aids = if is_refused { aids(&mut tx, desk.call.contract).await? } else { Vec::new() };
    drop(tx);
    let today = house.outside.now().day(&desk.zone);
    let of = Followable {
        application,
        projects: &all,
        fundings: &fundings,
        funders: &funders,
        steps: &steps,
        events: &events,
        pending: &pending,
        today,
        zone: &desk.zone,
    };
    let months = desk.call.silence_months;
    let silence = silence(application, months, (&fundings, &events), (today, &desk.zone));
    let unread = unread(&messages, Side::Carrier) as i64;
    let number = application.number.as_deref().unwrap_or_default();
    let filed = application.filed_at.map(|at| format!("Déposé le {}", french::moment(at, &desk.zone)));
    answer::page(&TimelinePage {
        frame: desk.frame(&visit, &format!("Suivi du dossier {number}")),
        state: stage_tag(application),
        lead: filed.map_or_else(String::new, |filed| format!("{filed} par {}.", application.filed_by_name)),
        asked: asked(&completions, today),
        unread: if unread > 0 { french::count(unread, "message non lu", "messages non lus") } else { String::new() },
        silence: told::silence(silence, months),
        projects: projects(&of),
        awaited: pending.iter().filter(|one| one.project.is_none()).map(awaited_words).collect(),
        events: told::events(&events, (&all, &fundings, &funders), &desk.zone),
        has_form: !desk.sheet_path(&visit.actor).is_empty(),
        aids,
        may_withdraw: application.state == ApplicationState::Filed && !withdrawable(&all, &fundings).is_empty(),
        withdrawn: application.withdrawn_reason.clone(),
        here: path(id),
        help: desk.help(),
    })
}
