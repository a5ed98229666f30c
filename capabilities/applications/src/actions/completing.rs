//! Asking a carrier for what is missing: only what is named can be changed.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::advancing::{Told, settle_stage, tell};
use super::looking;
use crate::rules::following::find;
use crate::rules::{Application, ApplicationState, Completion, CompletionItem, EventKind, ItemState, Side, Stage};
use crate::{acts, store};

/// One thing to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of which project; none: of the whole.
    pub project: Option<Uuid>,
    /// A question, a document, a section or a budget, by the name it may be asked under.
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

/// Asks for what is missing. A request that its carrier answered is closed by the next one: what is not asked again is
/// accepted. Gives the request.
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
    let now = outside.now();
    let before = store::event::completions(tx, id).await?.into_iter().find(|one| one.closed_at.is_none());
    if before.as_ref().is_some_and(|one| one.answered_at.is_none() && now.day(zone) <= one.due_on) {
        return Err(Refusal::rule(
            "Un complément est déjà demandé",
            "Attendez la réponse du porteur, ou la date que vous lui avez donnée, avant de demander autre chose.",
        )
        .into());
    }
    let version = store::call::version(tx, application.version).await?.ok_or(Refusal::NotFound)?;
    let projects = store::project::of_application(tx, id).await?;
    let mut errors = Vec::new();
    match new.due_on {
        None => errors.push(FieldError::new("echeance", "Dites jusqu’à quel jour le porteur peut répondre")),
        Some(day) if day <= now.day(zone) => errors.push(FieldError::new("echeance", "Choisissez un jour à venir")),
        Some(_) => {}
    }
    if new.items.is_empty() {
        errors.push(FieldError::new("elements", "Choisissez ce qui manque"));
    }
    for (rank, item) in new.items.iter().enumerate() {
        let is_twice = new.items.iter().take(rank).any(|one| (one.project, &one.key) == (item.project, &item.key));
        let is_known = find(&version.terms, item.project, &item.key).is_some() && !is_twice;
        let is_ours = item.project.is_none_or(|project| projects.iter().any(|one| one.id == project));
        if !is_known || !is_ours {
            errors.push(FieldError::new("elements", "Choisissez parmi ce que l’appel demande"));
        }
        if item.why.trim().is_empty() || item.why.chars().count() > 1000 {
            errors
                .push(FieldError::new("elements", "Dites pour chaque élément ce qui manque, en moins de 1 000 signes"));
        }
    }
    if new.note.chars().count() > 2000 {
        errors.push(FieldError::new("message", "Écrivez moins de 2 000 signes"));
    }
    Failure::unless_empty(errors)?;
    let Some(due_on) = new.due_on else { return Err(Refusal::NotFound.into()) };
    let mut touched = Vec::new();
    if let Some(before) = before {
        touched.extend(settle(tx, outside, before, &new.items).await?);
    }
    let items = new.items.into_iter().map(|item| CompletionItem {
        id: outside.uuid(),
        project: item.project,
        key: item.key,
        why: item.why.trim().to_owned(),
        state: ItemState::Open,
        reply: String::new(),
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
    touched.extend([("completion", one.id), ("application_event", event), ("application", id)]);
    touched.extend(one.items.iter().map(|item| ("completion_item", item.id)));
    let detail = json!({ "acte": "complément demandé", "éléments": one.items.len(), "échéance": due_on.to_string() });
    let entry = Entry::on(acts::INSTRUCT.code, "application", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Rows that an act wrote, for the journal.
pub(super) type Rows = Vec<(&'static str, Uuid)>;

/// Closes a request: what was given and is not asked again is accepted. Gives the rows.
async fn settle(tx: &mut Tx, outside: &Outside, mut one: Completion, again: &[Asked]) -> Outcome<Rows> {
    let revision = one.revision;
    one.closed_at = Some(outside.now());
    let is_asked =
        |item: &CompletionItem| again.iter().any(|asked| (asked.project, &asked.key) == (item.project, &item.key));
    for item in one.items.iter_mut().filter(|item| item.state == ItemState::Answered) {
        if !is_asked(item) {
            item.state = ItemState::Accepted;
        }
    }
    if !store::event::save_completion(tx, &one, revision).await? {
        return Err(Failure::conflict("cette demande de complément", &[]));
    }
    let items = one.items.iter().map(|item| ("completion_item", item.id));
    Ok(std::iter::once(("completion", one.id)).chain(items).collect())
}

/// Accepts what a carrier gave, or ends a request whose last day is past. Gives the application.
///
/// # Errors
/// Not there or not this actor's; nothing was asked; its carrier still has time to answer; somebody changed it since
/// `revision`.
pub async fn accept(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<Uuid> {
    let found = looking::for_services(tx, actor, &acts::INSTRUCT, id).await?;
    let one = store::event::completions(tx, id).await?.into_iter().find(|one| one.closed_at.is_none());
    let one = one.ok_or(Refusal::NotFound)?;
    if one.revision != revision {
        return Err(Failure::conflict("cette demande de complément", &[]));
    }
    if one.answered_at.is_none() && outside.now().day(zone) <= one.due_on {
        let told = format!("Il peut répondre jusqu’au {} inclus.", kernel::french::date(one.due_on));
        return Err(Refusal::rule("Le porteur n’a pas encore répondu", told).into());
    }
    let is_answered = one.answered_at.is_some();
    let mut touched = settle(tx, outside, one, &[]).await?;
    touched.extend(leave_completion(tx, outside, found.application).await?);
    let act = if is_answered { "complément accepté" } else { "complément clos sans réponse" };
    let entry = Entry::on(acts::INSTRUCT.code, "application", id).detail(json!({ "acte": act })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// Closes whatever is still asked of an application, because it is complete: the caller has looked it up, and records
/// the rows given.
///
/// # Errors
/// The database failed.
pub async fn close(tx: &mut Tx, outside: &Outside, id: Uuid) -> Outcome<Rows> {
    let mut touched = Rows::new();
    for one in store::event::completions(tx, id).await?.into_iter().filter(|one| one.closed_at.is_none()) {
        touched.extend(settle(tx, outside, one, &[]).await?);
    }
    Ok(touched)
}

/// An application that nothing is asked of any more goes back to the stage its fundings make. Gives its row, if it moved.
pub(super) async fn leave_completion(
    tx: &mut Tx,
    outside: &Outside,
    application: Application,
) -> Outcome<Option<(&'static str, Uuid)>> {
    match application.stage {
        Stage::ToComplete => {
            let years = application.years;
            settle_stage(tx, outside, application, (Stage::Filed, years)).await
        }
        _ => Ok(None),
    }
}

/// Whether an application may be changed where `key` is, of this project: it is a draft, or this was asked and not yet
/// given.
pub(crate) fn is_reopened(completions: &[Completion], project: Option<Uuid>, key: &str) -> bool {
    let open = completions.iter().filter(|one| one.closed_at.is_none() && one.answered_at.is_none());
    open.flat_map(|one| &one.items).any(|item| item.project == project && item.key == key)
}
