//! Funders taking part in a call.

use database::Tx;
use kernel::{Actor, Filled, Outcome, Outside, Refusal, Uuid};

use super::calls::{save, writable};
use crate::rules::{CallFunder, check_funder};
use crate::store;

/// A funder of a call this actor may write.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn kept(tx: &mut Tx, actor: &Actor, (call, id): (Uuid, Uuid)) -> Outcome<CallFunder> {
    super::calls::kept(tx, actor, &crate::acts::EDIT_CALL, call).await?;
    let found = store::call::funder(tx, id).await?.filter(|one| one.call == call);
    Ok(found.ok_or(Refusal::NotFound)?)
}

async fn checked(tx: &mut Tx, mut form: Filled<CallFunder>) -> Outcome<CallFunder> {
    if let Some(organisation) = form.value.organisation {
        let all = accounts::facade::organisations(tx).await?;
        match all.into_iter().find(|one| one.id == organisation) {
            Some(one) if form.value.name.is_empty() => form.value.name = one.name,
            Some(_) => {}
            None => {
                let sentence = "Choisissez une ligne de la liste, ou aucune";
                form.find([kernel::FieldError::new("organisation", sentence)]);
            }
        }
    }
    form.find(check_funder(&form.value));
    form.sound()
}

/// Adds a funder, last. Gives its identifier.
///
/// # Errors
/// Not this actor's; withdrawn; something to correct; somebody changed the call since `revision`.
pub async fn add(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (Uuid, i64),
    new: impl Into<Filled<CallFunder>>,
) -> Outcome<Uuid> {
    let before = writable(tx, actor, call).await?;
    let position = store::call::funders(tx, call).await?.iter().map(|one| one.position).max().unwrap_or_default() + 1;
    let new = checked(tx, new.into()).await?;
    let one = CallFunder { id: outside.uuid(), call, position, ..new };
    store::call::insert_funder(tx, &one).await?;
    let kept = [("Nom", one.name.as_str()), ("Ce qu’il regarde", &one.looks_at)];
    let more = vec![("call_funder", one.id)];
    save(tx, outside, actor, (&before, revision), ("financeur ajouté", &kept), more).await?;
    Ok(one.id)
}

/// Changes a funder.
///
/// # Errors
/// As [`add`].
pub async fn amend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, id, revision): (Uuid, Uuid, i64),
    new: impl Into<Filled<CallFunder>>,
) -> Outcome<Uuid> {
    let before = writable(tx, actor, call).await?;
    let known = kept(tx, actor, (call, id)).await?;
    let new = checked(tx, new.into()).await?;
    let one = CallFunder { id, call, position: known.position, ..new };
    store::call::save_funder(tx, &one).await?;
    let kept = [("Nom", one.name.as_str()), ("Ce qu’il regarde", &one.looks_at)];
    let more = vec![("call_funder", id)];
    save(tx, outside, actor, (&before, revision), ("financeur modifié", &kept), more).await?;
    Ok(id)
}

/// Takes a funder out, while nobody asks it anything.
///
/// # Errors
/// Not this actor's; withdrawn; somebody asks it money; somebody changed the call since `revision`.
pub async fn remove(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, id, revision): (Uuid, Uuid, i64),
) -> Outcome<()> {
    let before = writable(tx, actor, call).await?;
    kept(tx, actor, (call, id)).await?;
    if store::call::asked_of_funder(tx, id).await? > 0 {
        return Err(Refusal::rule(
            "Des dossiers demandent déjà une aide à ce financeur",
            "Il reste dans l’appel. Dites dans « Ce qu’il regarde » ce qui a changé.",
        )
        .into());
    }
    store::call::remove_funder(tx, id).await?;
    let more = vec![("call_funder", id)];
    save(tx, outside, actor, (&before, revision), ("financeur retiré", &[]), more).await
}
