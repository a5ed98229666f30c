//! Asking a carrier for what is missing: only what is named can be changed.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::advancing::{Told, tell};
use super::looking;
use crate::rules::{ApplicationState, Completion, CompletionItem, EventKind, ItemState, Side, Stage};
use crate::{acts, store};

/// One thing to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of which project; none: of the whole.
    pub project: Option<Uuid>,
    /// A question, a document or a section of the terms.
    pub key: String,
    /// What is missing.
    pub why: String,
}

/// What to ask, until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCompletion {
    /// What.
    pub items: Vec<Asked>,
    /// Until when.
    pub due_on: Option<Date>,
    /// What is said of it.
    pub note: String,
}

/// Asks for what is missing. Gives the request.
///
/// # Errors
/// Not there or not this actor's; not filed; something asked already waits; nothing to ask, or something to correct.
pub async fn ask(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    new: NewCompletion,
) -> Outcome<Uuid> {
    let found = looking::for_agents(tx, actor, &acts::INSTRUCT, id).await?;
    let mut application = found.application;
    if application.state != ApplicationState::Filed {
        return Err(Refusal::rule(
            "Ce dossier n’est pas déposé",
            "On ne demande de complément qu’à un dossier déposé.",
        )
        .into());
    }
    let waiting = store::event::completions(tx, id).await?.into_iter().any(|one| one.closed_at.is_none());
    if waiting {
        return Err(Refusal::rule(
            "Un complément est déjà demandé",
            "Attendez la réponse du porteur, ou acceptez ce qu’il a apporté, avant de demander autre chose.",
        )
        .into());
    }
    let version = store::call::version(tx, application.version).await?.ok_or(Refusal::NotFound)?;
    let projects = store::project::of_application(tx, id).await?;
    let mut errors = Vec::new();
    let now = outside.now();
    match new.due_on {
        None => errors.push(FieldError::new("echeance", "Dites jusqu’à quel jour le porteur peut répondre")),
        Some(day) if day <= now.day(zone) => errors.push(FieldError::new("echeance", "Choisissez un jour à venir")),
        Some(_) => {}
    }
    if new.items.is_empty() {
        errors.push(FieldError::new("elements", "Choisissez ce qui manque"));
    }
    for item in &new.items {
        let is_known = version.terms.label(&item.key).is_some();
        let is_ours = item.project.is_none_or(|project| projects.iter().any(|one| one.id == project));
        if !is_known || !is_ours {
            errors.push(FieldError::new("elements", "Choisissez parmi ce que l’appel demande"));
        }
        if item.why.trim().is_empty() || item.why.chars().count() > 1000 {
            errors
                .push(FieldError::new("elements", "Dites pour chaque élément ce qui manque, en moins de 1 000 signes"));
        }
    }
    Failure::unless_empty(errors)?;
    let Some(due_on) = new.due_on else { return Err(Refusal::NotFound.into()) };
    let items = new.items.into_iter().map(|item| CompletionItem {
        id: outside.uuid(),
        project: item.project,
        key: item.key,
        why: item.why.trim().to_owned(),
        state: ItemState::Open,
        answered_at: None,
    });
    let one = Completion {
        id: outside.uuid(),
        application: id,
        asked_at: now,
        asked_by_name: actor.journal_name(),
        due_on,
        note: new.note.trim().to_owned(),
        answered_at: None,
        closed_at: None,
        items: items.collect(),
        revision: 1,
    };
    store::event::insert_completion(tx, &one, actor.account()).await?;
    let told = Told { project: None, funding: None, kind: EventKind::CompletionAsked, note: "", is_shown: true };
    let event = tell(tx, outside, (actor, Side::Agents), id, told).await?;
    let revision = application.revision;
    (application.stage, application.stage_at) = (Stage::ToComplete, now);
    if !store::application::save(tx, &application, revision).await? {
        return Err(Failure::conflict("ce dossier", &[("Message", &one.note)]));
    }
    let mut touched = vec![("completion", one.id), ("application_event", event), ("application", id)];
    touched.extend(one.items.iter().map(|item| ("completion_item", item.id)));
    let detail = json!({ "acte": "complément demandé", "éléments": one.items.len(), "échéance": due_on.to_string() });
    let entry = Entry::on(acts::INSTRUCT.code, "application", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Whether an application may be changed where `key` is, of this project: it is a draft, or this was asked and not yet
/// given.
pub(crate) fn is_reopened(completions: &[Completion], project: Option<Uuid>, key: &str) -> bool {
    let open = completions.iter().filter(|one| one.closed_at.is_none() && one.answered_at.is_none());
    open.flat_map(|one| &one.items).any(|item| item.project == project && item.key == key)
}
