//! What a carrier gives back: each thing asked marked as given, then all of it sent as one act.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::mailing::{Notice, Origin, write};
use crate::actions::advancing::{Told, tell};
use crate::actions::completing::leave_completion;
use crate::actions::looking::{Found, for_signatory};
use crate::actions::writing::looking::opened;
use crate::rules::following::{Given, agents_path, check_reply, find, has_changed};
use crate::rules::{Completion, EventKind, ItemState, Side};
use crate::{acts, store};

/// What waits for its carrier: the request that is neither answered nor closed.
///
/// # Errors
/// The database failed.
pub async fn waiting(tx: &mut Tx, application: Uuid) -> database::Result<Option<Completion>> {
    let all = store::event::completions(tx, application).await?;
    Ok(all.into_iter().find(|one| one.closed_at.is_none() && one.answered_at.is_none()))
}

/// What was given in an application and when.
///
/// # Errors
/// The database failed.
pub async fn given(tx: &mut Tx, application: Uuid) -> database::Result<Given> {
    let answers = store::answer::of_application(tx, application).await?;
    let documents = store::writing_budget::files(tx, application).await?;
    Ok(Given {
        answers: answers.into_iter().map(|one| (one.project, one.key, one.saved_at)).collect(),
        documents: documents.into_iter().map(|one| (one.project, one.kind, one.added_at)).collect(),
    })
}

/// The name of the field where a carrier says something of what is asked.
pub fn reply_field(item: Uuid) -> String {
    format!("reponse-{item}")
}

/// Marks something asked as given, with what its carrier says of it, or takes the mark back.
///
/// # Errors
/// Not there or not this actor's; nothing waits, or not this; nothing changed and no word says why; somebody sent it
/// meanwhile.
pub async fn mark(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (application, item): (Uuid, Uuid),
    (is_given, words): (bool, &str),
) -> Outcome<()> {
    let found = opened(tx, actor, application).await?.application;
    let mut one = waiting(tx, application).await?.ok_or(Refusal::NotFound)?;
    let (revision, since) = (one.revision, one.asked_at);
    let version = store::call::version(tx, found.version).await?.ok_or(Refusal::NotFound)?;
    let given = given(tx, application).await?;
    let asked = one.items.iter_mut().find(|known| known.id == item).ok_or(Refusal::NotFound)?;
    let is_changed = find(&version.terms, asked.project, &asked.key)
        .is_none_or(|askable| has_changed(&version.terms, &askable, asked.project, since, &given));
    let words = words.trim();
    if is_given {
        Failure::unless_empty(check_reply(&reply_field(item), words, is_changed).into_iter().collect())?;
        (asked.state, asked.answered_at) = (ItemState::Answered, Some(outside.now()));
        words.clone_into(&mut asked.reply);
    } else {
        (asked.state, asked.answered_at) = (ItemState::Open, None);
    }
    if !store::event::save_completion(tx, &one, revision).await? {
        return Err(Failure::conflict("cette demande de complément", &[("Réponse", words)]));
    }
    let mut touched = vec![("completion", one.id)];
    touched.extend(one.items.iter().map(|known| ("completion_item", known.id)));
    let act = if is_given { "élément du complément apporté" } else { "élément du complément repris" };
    let entry = Entry::on(acts::CARRY.code, "application", application).detail(json!({ "acte": act }));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// Sends what was asked, all of it at once, as whoever signs for the association files: nothing of it changes after. Ring the
/// bell after the commit.
///
/// # Errors
/// Not there, or not hers to sign; nothing waits; something is not given yet; somebody changed it since `revision`.
pub async fn send(
    tx: &mut Tx,
    (outside, zone, origin): (&Outside, &TimeZone, Origin<'_>),
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<()> {
    let Found { application, .. } = for_signatory(tx, actor, id).await?;
    let mut one = waiting(tx, id).await?.ok_or_else(|| {
        Refusal::rule("Rien n’est demandé", "Ce complément est déjà envoyé, ou le service ne l’attend plus.")
    })?;
    if one.revision != revision {
        return Err(Failure::conflict("cette demande de complément", &[]));
    }
    let left = one.items.iter().filter(|item| item.state == ItemState::Open).count() as i64;
    if left > 0 {
        let told = format!(
            "Il reste {} à apporter : marquez chaque élément comme apporté, ou dites pourquoi il est déjà juste",
            french::count(left, "élément", "éléments")
        );
        return Err(Failure::field("", told));
    }
    let now = outside.now();
    let is_late = now.day(zone) > one.due_on;
    one.answered_at = Some(now);
    if !store::event::save_completion(tx, &one, revision).await? {
        return Err(Failure::conflict("cette demande de complément", &[]));
    }
    let note = if is_late { "envoyé après la date demandée" } else { "" };
    let told = Told { project: None, funding: None, kind: EventKind::CompletionAnswered, note, is_shown: true };
    let event = tell(tx, outside, (actor, Side::Carrier), id, told).await?;
    let mut touched = vec![("completion", one.id), ("application_event", event)];
    touched.extend(one.items.iter().map(|item| ("completion_item", item.id)));
    touched.extend(leave_completion(tx, outside, application.clone()).await?);
    let path = agents_path(id);
    let notice = Notice {
        kind: "applications.completed",
        subject: "Complément reçu",
        sentence: "L’association a envoyé le complément demandé.",
        path: &format!("{path}/complement"),
    };
    write(tx, (outside, origin), (&application, Side::Agents), notice).await?;
    let detail = json!({ "acte": "complément envoyé", "éléments": one.items.len(), "après la date": is_late });
    let entry = Entry::on(acts::FILE.code, "application", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
