//! `/dossiers/{id}/complement`: what is asked again, why and until when; each thing opens alone, is marked as given, and
//! all of it is sent at once.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Form, Frame, Link, Tag, TagColour};
use kernel::{Actor, Failure, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use crate::actions::following::giving::{self, reply_field};
use crate::actions::looking::Found;
use crate::pages::writing::{Desk, Help, id_of, part_text, path};
use crate::rules::following::{AskableKind, find};
use crate::rules::writing::form as sections;
use crate::rules::{Application, ApplicationState, CallTerms, Completion, CompletionItem, ItemState, Project, Side};
use crate::store;

/// Something asked.
pub(super) struct ItemShown {
    pub id: Uuid,
    pub label: String,
    pub why: String,
    pub links: Vec<Link>,
    pub is_given: bool,
    pub tag: Tag,
    pub reply: String,
    pub field: String,
}

/// What waits.
pub(super) struct WaitingShown {
    pub lead: String,
    pub is_late: bool,
    pub note: String,
    pub items: Vec<ItemShown>,
    pub left: String,
    pub revision: i64,
    /// Who sends it, when it is not the reader.
    pub sender: &'static str,
}

#[derive(Template)]
#[template(path = "pages/following/completion.html")]
pub(super) struct CompletionPage {
    pub frame: Frame,
    pub form: Form,
    pub waiting: Option<WaitingShown>,
    /// Requests answered or ended, the last first: what became of each.
    pub past: Vec<String>,
    pub here: String,
    pub help: Help,
}

/// Where something asked is given: its page alone, or those of its section or of its years.
pub(super) fn links(application: &Application, terms: &CallTerms, item: &CompletionItem) -> Vec<Link> {
    let (here, part) = (path(application.id), part_text(item.project));
    let Some(asked) = find(terms, item.project, &item.key) else { return Vec::new() };
    match asked.kind {
        AskableKind::Document => vec![Link::new("Joindre ou remplacer la pièce", format!("{here}/pieces"))],
        AskableKind::Question => {
            vec![Link::new("Corriger la réponse", format!("{here}/question/{part}/{}", item.key))]
        }
        AskableKind::Budget => {
            let years = if item.project.is_some() { application.years } else { 1 };
            let year =
                |year: i64| Link::new(format!("Corriger le budget {year}"), format!("{here}/budget/{part}/{year}"));
            (application.first_year..application.first_year + years).map(year).collect()
        }
        AskableKind::Section => {
            let all = sections(terms).into_iter().filter(|one| one.key == item.key && one.part == asked.part);
            let question = |key: &str, label: &str| Link::new(label, format!("{here}/question/{part}/{key}"));
            all.flat_map(|one| one.questions).map(|one| question(&one.key, &french::spaced(&one.label))).collect()
        }
    }
}

/// What is asked, as people read it: « Devis – Cuisines du monde ».
pub(crate) fn label(terms: &CallTerms, projects: &[Project], item: &CompletionItem) -> String {
    let label = find(terms, item.project, &item.key).map_or_else(|| item.key.clone(), |asked| asked.label);
    match item.project.and_then(|id| projects.iter().find(|one| one.id == id)) {
        Some(project) if !project.title.is_empty() => french::spaced(&format!("{label} – {}", project.title)),
        _ => french::spaced(&label),
    }
}

fn past(one: &Completion, zone: &jiff::tz::TimeZone) -> String {
    let asked = french::date(one.asked_at.day(zone));
    let count = one.items.len();
    let many = french::count(count as i64, "élément demandé", "éléments demandés");
    let sent = if count == 1 { "envoyé" } else { "envoyés" };
    let then = match (one.answered_at, one.closed_at) {
        (Some(at), None) => format!("{sent} le {}, en cours de relecture", french::date(at.day(zone))),
        (Some(at), Some(closed)) => {
            format!("{sent} le {}, {} le {}", french::date(at.day(zone)), became(one), french::date(closed.day(zone)))
        }
        (None, Some(closed)) => {
            format!("sans réponse ; le service n’attend plus depuis le {}", french::date(closed.day(zone)))
        }
        (None, None) => "en attente".to_owned(),
    };
    french::spaced(&format!("{many} le {asked} par {} : {then}.", one.asked_by_name))
}

/// What became of what was given, once a request is closed: accepted, or asked again.
fn became(one: &Completion) -> String {
    let accepted = one.items.iter().filter(|item| item.state == ItemState::Accepted).count();
    match (accepted, one.items.len() - accepted) {
        (1, 0) => "accepté".to_owned(),
        (_, 0) => "acceptés".to_owned(),
        (0, 1) => "redemandé".to_owned(),
        (0, _) => "redemandés".to_owned(),
        (accepted, again) => {
            let (accepted, again) = (accepted as i64, again as i64);
            format!(
                "{}, {}",
                french::count(accepted, "accepté", "acceptés"),
                french::count(again, "redemandé", "redemandés")
            )
        }
    }
}

/// What waits, as its page shows it.
pub(super) fn waiting(
    one: &Completion,
    (application, terms, projects): (&Application, &CallTerms, &[Project]),
    (today, sender): (jiff::civil::Date, &'static str),
) -> WaitingShown {
    let item = |item: &CompletionItem| ItemShown {
        id: item.id,
        label: label(terms, projects, item),
        why: item.why.clone(),
        links: links(application, terms, item),
        is_given: item.state != ItemState::Open,
        tag: match item.state {
            ItemState::Open => Tag::new(TagColour::Amber, item.state.french()),
            ItemState::Answered | ItemState::Accepted => Tag::new(TagColour::Green, item.state.french()),
        },
        reply: item.reply.clone(),
        field: reply_field(item.id),
    };
    let left = one.items.iter().filter(|item| item.state == ItemState::Open).count() as i64;
    let (day, by) = (french::date(one.due_on), &one.asked_by_name);
    let is_late = today > one.due_on;
    let lead = match is_late {
        true => format!(
            "{by} attendait ceci pour le {day}. Cette date est passée. Vous pouvez encore l’envoyer : le service verra qu’il \
             vient après, et dira s’il en tient compte."
        ),
        false => {
            format!("{by} demande ceci, à envoyer avant la fin du {day}. Seul ce qui est ci-dessous peut changer.")
        }
    };
    WaitingShown {
        lead,
        is_late,
        note: one.note.clone(),
        items: one.items.iter().map(item).collect(),
        left: match left {
            0 => "Tout est apporté : vous pouvez envoyer.".to_owned(),
            left => format!("Il reste {} à apporter.", french::count(left, "élément", "éléments")),
        },
        revision: one.revision,
        sender,
    }
}

/// Who sends what was asked: whoever signs for the association. Nothing when that is the reader.
pub(super) fn sender(actor: &Actor, found: &Found) -> &'static str {
    match found.side {
        Side::Carrier if found.may_sign(actor) => "",
        Side::Carrier => "La personne qui signe pour l’association l’enverra.",
        Side::Agents | Side::Platform => {
            "Vous avez saisi ce dossier avec l’association : la personne qui signe pour elle l’enverra."
        }
    }
}

async fn draw(tx: &mut Tx, house: &House, visit: &Visit, desk: &Desk, form: Form) -> Result<CompletionPage, Fault> {
    let id = desk.id();
    let projects = store::project::of_application(tx, id).await?;
    let completions = store::event::completions(tx, id).await?;
    let today = house.outside.now().day(&desk.zone);
    let is_open = |one: &&Completion| one.closed_at.is_none() && one.answered_at.is_none();
    let of = (&desk.found.application, &desk.terms, projects.as_slice());
    let sender = sender(&visit.actor, &desk.found);
    let frame = desk.frame(visit, "Compléter le dossier");
    Ok(CompletionPage {
        frame: frame.with_form(&form),
        form,
        waiting: completions.iter().find(is_open).map(|one| waiting(one, of, (today, sender))),
        past: completions.iter().rev().filter(|one| !is_open(one)).map(|one| past(one, &desk.zone)).collect(),
        here: path(id),
        help: desk.help(),
    })
}

async fn opened(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<Desk, Fault> {
    let desk = Desk::open(tx, visit, id).await?;
    match desk.found.application.state {
        ApplicationState::Draft => Err(Fault::not_found()),
        ApplicationState::Filed | ApplicationState::Withdrawn => Ok(desk),
    }
}

/// `/dossiers/{id}/complement`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let desk = opened(&mut tx, &visit, id.uuid()).await?;
    answer::page(&draw(&mut tx, &house, &visit, &desk, Form::empty()).await?)
}

/// Marks one thing as given, or takes the mark back.
pub async fn mark(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, item)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, item) = (id_of(&id)?, id_of(&item)?);
    let mut tx = house.write().await?;
    let desk = opened(&mut tx, &visit, id).await?;
    let said = (fields.text("geste") != "reprendre", fields.text(&reply_field(item)));
    let outcome = giving::mark(&mut tx, &house.outside, &visit.actor, (id, item), said).await;
    let again = async |form| draw(&mut house.read().await?, &house, &visit, &desk, form).await;
    let there = format!("{}/complement#{item}", path(id));
    answer::settle(tx, outcome, (|()| there, "enregistre"), &fields, again).await
}

/// Sends all of it.
pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let desk = opened(&mut tx, &visit, id.uuid()).await?;
    let around = (&house.outside, &desk.zone, house.settings.public_url.as_str());
    let at = (id.uuid(), fields.revision());
    let outcome: Result<(), Failure> = giving::send(&mut tx, around, &visit.actor, at).await;
    let is_sent = outcome.is_ok();
    let again = async |form| draw(&mut house.read().await?, &house, &visit, &desk, form).await;
    let there = crate::facade::follow_path(id.uuid());
    let answered = answer::settle(tx, outcome, (|()| there, "enregistre"), &fields, again).await;
    if is_sent {
        house.bell.ring();
    }
    answered
}
