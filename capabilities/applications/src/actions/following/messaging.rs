//! Messages about an application: one thread, two sides. A mail says that there is one, never what it says.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::mailing::{Notice, Origin, write};
use crate::actions::advancing::{Told, tell};
use crate::actions::looking::{Found, for_carrier, for_services};
use crate::rules::following::{agents_path, carrier_path, check_message};
use crate::rules::{ApplicationState, EventKind, Message, Side};
use crate::{acts, store};

/// An application on the side one comes to it by, once it is filed: for its carrier, or for services that may read it.
///
/// # Errors
/// Not there, not filed, not this actor's, or she stays out of it: the four look alike.
pub async fn found(tx: &mut Tx, actor: &Actor, side: Side, id: Uuid) -> Outcome<Found> {
    let found = match side {
        Side::Carrier => for_carrier(tx, actor, &acts::CARRY, id).await?,
        Side::Agents | Side::Platform => for_services(tx, actor, &acts::READ, id).await?,
    };
    match found.application.state {
        ApplicationState::Draft => Err(Refusal::NotFound.into()),
        ApplicationState::Filed | ApplicationState::Withdrawn => Ok(found),
    }
}

/// Whether somebody writes on her side: carriers do, and those services who answer them.
pub fn may_write(actor: &Actor, found: &Found) -> bool {
    found.side == Side::Carrier || found.ground.verdict(actor, &acts::INSTRUCT).is_allowed()
}

/// Messages the side of this reader has not read.
pub fn unread(messages: &[Message], side: Side) -> usize {
    messages.iter().filter(|one| one.side != side && one.read_at.is_none()).count()
}

/// The rows of messages of the other side that this moment makes read.
async fn mark(tx: &mut Tx, outside: &Outside, (side, id): (Side, Uuid)) -> Outcome<Vec<(&'static str, Uuid)>> {
    let rows = store::event::mark_read(tx, id, side, outside.now()).await?;
    Ok(rows.into_iter().map(|row| ("application_message", row)).collect())
}

/// Says that what the other side wrote is read, for whoever answers it and has nothing to answer.
///
/// # Errors
/// As [`found`]; services who read and do not answer.
pub async fn read(tx: &mut Tx, outside: &Outside, actor: &Actor, (side, id): (Side, Uuid)) -> Outcome<()> {
    let found = found(tx, actor, side, id).await?;
    if !may_write(actor, &found) {
        return Err(Refusal::NotFound.into());
    }
    let touched = mark(tx, outside, (side, id)).await?;
    if !touched.is_empty() {
        let detail = json!({ "acte": "messages lus", "messages": touched.len() });
        let act = if side == Side::Carrier { acts::CARRY.code } else { acts::INSTRUCT.code };
        journal::record(tx, outside, actor, Entry::on(act, "application", id).detail(detail).touched(&touched)).await?;
    }
    Ok(())
}

/// Writes to the other side; what it wrote is read then. The same words sent twice in a row are one message. Ring the bell after
/// the commit.
///
/// # Errors
/// As [`found`]; services who read and do not answer; nothing written, too much, or too often.
pub async fn send(
    tx: &mut Tx,
    (outside, origin): (&Outside, Origin<'_>),
    actor: &Actor,
    (side, id): (Side, Uuid),
    text: &str,
) -> Outcome<()> {
    let found = found(tx, actor, side, id).await?;
    if !may_write(actor, &found) {
        return Err(Refusal::NotFound.into());
    }
    let text = text.trim();
    let now = outside.now();
    let before = store::event::messages(tx, id).await?;
    let is_twice = before.last().is_some_and(|last| {
        last.side == side && last.author == actor.account() && last.text == text && last.at.plus_seconds(600) > now
    });
    if is_twice {
        return Ok(());
    }
    let recent = before.iter().filter(|one| one.side == side && one.at.plus_days(1) > now).count();
    Failure::unless_empty(check_message(text, recent))?;
    let one = Message {
        id: outside.uuid(),
        application: id,
        side,
        author: actor.account(),
        author_name: actor.journal_name(),
        text: text.to_owned(),
        at: now,
        read_at: None,
    };
    store::event::insert_message(tx, &one).await?;
    let told = Told { project: None, funding: None, kind: EventKind::Message, note: "", is_shown: true };
    let event = tell(tx, outside, (actor, side), id, told).await?;
    let (to, path, subject) = match side {
        Side::Carrier => (Side::Agents, agents_path(id), "Une association vous a écrit"),
        Side::Agents | Side::Platform => (Side::Carrier, carrier_path(id), "Le service vous a écrit"),
    };
    let notice = Notice {
        kind: "applications.message",
        subject,
        sentence: "Un message vous attend. Il se lit sur la plateforme, avec ceux d’avant.",
        path: &format!("{path}/messages"),
    };
    write(tx, (outside, origin), (&found.application, to), notice).await?;
    let mut touched = mark(tx, outside, (side, id)).await?;
    touched.extend([("application_message", one.id), ("application_event", event)]);
    let act = if side == Side::Carrier { acts::CARRY.code } else { acts::INSTRUCT.code };
    let detail = json!({ "acte": "message écrit", "signes": text.chars().count() });
    journal::record(tx, outside, actor, Entry::on(act, "application", id).detail(detail).touched(&touched)).await?;
    Ok(())
}
