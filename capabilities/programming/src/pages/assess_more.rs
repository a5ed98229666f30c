//! `/gestion/dossiers/{id}/complement`: asking a carrier for what is missing, and nothing else opens again.

use std::sync::Arc;

use applications::facade::{Application, Asked, Completion, CompletionItem, ItemState, Part, askable};
use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Tag, TagColour};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, file_path, today};
use crate::actions::assess_checking;
use crate::actions::assess_file::{self, Dossier, zone_of};
use crate::acts;

/// Days a carrier is given when nobody says otherwise.
const DAYS: i64 = 15;

/// Something asked, and what the carrier says of it.
pub(super) struct ItemShown {
    pub label: String,
    pub why: String,
    pub reply: String,
    pub tag: Tag,
}

/// A request that is not closed.
pub(super) struct WaitingShown {
    pub title: &'static str,
    pub words: String,
    pub items: Vec<ItemShown>,
    /// The button that ends it; empty while its carrier still has time.
    pub end: &'static str,
    pub revision: i64,
}

#[derive(Template)]
#[template(path = "pages/assess_more.html")]
pub(super) struct MorePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub waiting: Option<WaitingShown>,
    pub may_ask: bool,
    pub choices: Vec<Choice>,
}

/// `key` or `key|project`, as the form names what is asked.
fn value(key: &str, project: Option<Uuid>) -> String {
    project.map_or_else(|| key.to_owned(), |project| format!("{key}|{project}"))
}

/// Something that may be asked: its name, its project, what people read.
type Offered = (String, Option<Uuid>, String);

/// Everything that may be asked, of the whole and of each project.
fn everything(dossier: &Dossier) -> Vec<Offered> {
    let all = askable(&dossier.view.terms);
    let parts = std::iter::once((Part::Application, None, String::new()));
    let own = dossier.rows.iter().map(|row| (Part::Project, Some(row.project.id), format!("{} : ", row.project.title)));
    let offered = |(part, project, before): (Part, Option<Uuid>, String)| {
        let of_part = all.iter().filter(|one| one.part == part);
        of_part.map(|one| (one.key.clone(), project, format!("{before}{}", one.label))).collect::<Vec<_>>()
    };
    parts.chain(own).flat_map(offered).collect()
}

/// What is asked of a file and is not closed, as services read it today.
pub(super) fn waiting(
    one: &Completion,
    label: impl Fn(&CompletionItem) -> String,
    (today, zone): (Date, &TimeZone),
) -> WaitingShown {
    let item = |item: &CompletionItem| ItemShown {
        label: label(item),
        why: item.why.clone(),
        reply: item.reply.clone(),
        tag: match item.state {
            ItemState::Open => Tag::new(TagColour::Amber, item.state.french()),
            ItemState::Answered | ItemState::Accepted => Tag::new(TagColour::Green, item.state.french()),
        },
    };
    let due = french::date(one.due_on);
    let (title, words, end) = match one.answered_at {
        Some(at) => {
            let late =
                if at.day(zone) > one.due_on { format!(", après la date demandée ({due})") } else { String::new() };
            let words = format!("Le porteur a répondu le {}{late}.", french::moment(at, zone));
            ("Complément reçu", words, "Accepter ce complément")
        }
        None if today > one.due_on => {
            let words = format!("Le porteur n’a pas répondu. La date du {due} est passée.");
            ("Complément demandé", words, "Ne plus attendre ce complément")
        }
        None => ("Complément demandé", format!("Attendu pour le {due}. Le porteur n’a pas encore répondu."), ""),
    };
    WaitingShown { title, words, items: one.items.iter().map(item).collect(), end, revision: one.revision }
}

impl MorePage {
    pub fn new(frame: Frame, form: Form, dossier: &Dossier, (today, zone): (Date, &TimeZone)) -> Self {
        let all = everything(dossier);
        let choice = |(key, project, label): &Offered| {
            let why = dossier.checks.iter().find(|check| check.key == *key && check.project == *project);
            let why = why.filter(|check| check.met == crate::rules::Met::No).map(|check| check.sentence.as_str());
            Choice::new(value(key, *project), label).hint(why.unwrap_or_default())
        };
        let label = |item: &CompletionItem| {
            let known = all.iter().find(|(key, project, ..)| *key == item.key && *project == item.project);
            known.map_or_else(|| item.key.clone(), |(.., label)| label.clone())
        };
        let waiting = open(dossier).map(|one| waiting(one, label, (today, zone)));
        Self {
            frame: frame.with_form(&form),
            form,
            path: file_path(dossier.view.application.id),
            may_ask: waiting.as_ref().is_none_or(|one| !one.end.is_empty()),
            waiting,
            choices: all.iter().map(choice).collect(),
        }
    }
}

/// What is asked of a file and is not closed.
fn open(dossier: &Dossier) -> Option<&Completion> {
    dossier.completions.iter().find(|one| one.closed_at.is_none())
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
    // What was asked before and is still missing is chosen again; otherwise, what the checks find.
    match open(&dossier) {
        Some(before) => {
            for item in before.items.iter().filter(|item| item.state == ItemState::Open) {
                form.add("elements", value(&item.key, item.project));
            }
        }
        None => {
            let all = everything(&dossier);
            for check in assess_checking::proposed(&dossier.checks, |check| {
                all.iter().any(|(key, project, ..)| *key == check.key && *project == check.project)
            }) {
                form.add("elements", value(&check.key, check.project));
            }
        }
    }
    answer::page(&MorePage::new(frame(&visit, &dossier), form, &dossier, day(&house, &dossier)))
}

/// Today where the call is, and its zone.
fn day<'h>(house: &'h House, dossier: &Dossier) -> (Date, &'h TimeZone) {
    (house.outside.now().day(&zone_of(&dossier.view, &house.settings.zone)), &house.settings.zone)
}

pub async fn accept(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let at = (id.uuid(), fields.revision());
    let id = assess_checking::accept(&mut tx, around, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&file_path(id), "enregistre")
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
        let label = all.iter().find(|(known, of, ..)| known == key && *of == project).map(|(.., label)| label.clone());
        let told = check.or(label).unwrap_or_default();
        let why = if why.is_empty() { told } else { format!("{told} {why}") };
        Asked { project, key: key.to_owned(), why: kernel::text::shorten(&why, 990) }
    });
    let new = (items.collect(), due, note.clone());
    let around = (&house.outside, &house.settings.zone, house.settings.public_url.as_str());
    let outcome = match typed.filled(()).sound() {
        Ok(()) => assess_checking::ask_more(&mut tx, around, &visit.actor, id.uuid(), new).await,
        Err(failure) => Err(failure),
    };
    let is_asked = outcome.is_ok();
    let day = day(&house, &dossier);
    let again = async |form| Ok(MorePage::new(frame(&visit, &dossier), form, &dossier, day));
    let answered = answer::settle(tx, outcome, (file_path, "envoye"), &fields, again).await;
    if is_asked {
        house.bell.ring();
    }
    answered
}
