//! Messages of a group: written, taken back; mails wanted or not.

use database::Tx;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};

use super::looking::{leads, member};
use super::record;
use crate::rules::{Message, check_words, is_again};
use crate::{acts, store};

/// Writes a message for an association; the same words sent twice in a row are one message.
///
/// # Errors
/// Not a member; the group is closed; nothing written, or too much; no association chosen among several.
pub async fn write(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (organisation, words): (Option<Uuid>, &str),
) -> Outcome<()> {
    let found = member(tx, actor, id).await?;
    found.open()?;
    let author = actor.account().ok_or(Refusal::NotFound)?;
    let words = words.trim();
    let mut errors = check_words(words);
    let speaking = found.speaking(organisation);
    if speaking.is_none() {
        errors.push(FieldError::new("association", "Choisissez l’association pour laquelle vous écrivez"));
    }
    Failure::unless_empty(errors)?;
    let organisation = speaking.ok_or(Refusal::NotFound)?;
    let now = outside.now();
    let last = store::message::page(tx, id, (0, 1)).await?.pop();
    if is_again(last.as_ref(), (author, organisation), words, now) {
        return Ok(());
    }
    let one = Message {
        id: outside.uuid(),
        circle: id,
        organisation,
        author,
        words: words.to_owned(),
        written_at: now,
        withdrawn_at: None,
    };
    store::message::insert(tx, &one).await?;
    record(tx, outside, (actor, &acts::TAKE_PART), (id, "message écrit"), &[("circle_message", one.id)]).await
}

/// Takes a message back: whoever wrote it, or whoever leads the group. Its words are erased.
///
/// # Errors
/// Not there, not hers, or taken back already.
pub async fn withdraw(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, message): (Uuid, Uuid)) -> Outcome<()> {
    let found = member(tx, actor, id).await?;
    let one = store::message::by_id(tx, message).await?.filter(|one| one.circle == id).ok_or(Refusal::NotFound)?;
    let is_hers = Some(one.author) == actor.account();
    if !(is_hers || leads(actor, &found)) || !store::message::withdraw(tx, one.id, outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    record(tx, outside, (actor, &acts::TAKE_PART), (id, "message retiré"), &[("circle_message", one.id)]).await
}

/// Says whether somebody wants mails of a group.
///
/// # Errors
/// Not a member.
pub async fn hear(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, wants: bool) -> Outcome<()> {
    member(tx, actor, id).await?;
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let row = match wants {
        true => store::member::unhush(tx, id, account).await?,
        false => {
            let row = outside.uuid();
            store::member::hush(tx, row, id, account).await?.then_some(row)
        }
    };
    let Some(row) = row else { return Ok(()) };
    let what = if wants { "courriels voulus" } else { "courriels refusés" };
    record(tx, outside, (actor, &acts::TAKE_PART), (id, what), &[("circle_quiet", row)]).await
}
