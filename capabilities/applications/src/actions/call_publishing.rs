//! Publishing a call, correcting it while it is open, withdrawing it, beginning the next from it.

use database::Tx;
use database::search::{Audience, Entry};
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};

use super::calls::{free_address, kept, planned_steps, record, save};
use crate::rules::{Call, CallFunder, CallState, CallVersion, missing};
use crate::{acts, store};

/// Publishes what is written, as a new version. Applications begun keep theirs; the note says what changed.
///
/// # Errors
/// Not this actor's; withdrawn; something missing; nothing new; no note for a correction; somebody changed it since
/// `revision`.
pub async fn publish(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    note: &str,
) -> Outcome<i64> {
    let mut call = kept(tx, actor, &acts::PUBLISH_CALL, id).await?;
    if call.state == CallState::Withdrawn {
        return Err(Refusal::rule("Cet appel est retiré", "Ouvrez-en un autre à partir de celui-ci.").into());
    }
    let (funders, steps) = (store::call::funders(tx, id).await?, store::call::steps(tx, id).await?);
    if let Some((_, sentence)) = missing(&call, &funders, &steps).first() {
        return Err(Refusal::rule("L’appel n’est pas prêt", format!("{sentence}, puis publiez.")).into());
    }
    let last = store::call::versions(tx, id).await?.into_iter().next();
    if last.as_ref().is_some_and(|version| version.terms == call.terms) {
        return Err(Refusal::rule(
            "Rien n’a changé depuis la dernière version",
            "Le formulaire, les pièces, le cadre et la grille sont ceux que lisent déjà les associations.",
        )
        .into());
    }
    let note = note.trim();
    if last.is_some() && note.is_empty() {
        return Err(Failure::field("note", "Dites ce qui change : les associations le liront"));
    }
    if note.chars().count() > 1000 {
        return Err(Failure::field("note", "La note doit faire 1 000 signes au plus"));
    }
    call.state = CallState::Published;
    call.version += 1;
    let version = CallVersion {
        id: outside.uuid(),
        call: id,
        number: call.version,
        published_at: outside.now(),
        note: note.to_owned(),
        terms: call.terms.clone(),
    };
    store::call::insert_version(tx, &version, actor.account()).await?;
    store::call::set_places(tx, outside, id, &call.terms).await?;
    let more = vec![("call_version", version.id)];
    save(tx, outside, actor, (&call, revision), ("appel publié", &[("Note", note)]), more).await?;
    index(tx, &call).await?;
    Ok(call.version)
}

/// Makes a published call found by what its head says now.
pub(crate) async fn index(tx: &mut Tx, call: &Call) -> Outcome<()> {
    let (text, url) = (format!("{} {}", call.summary, call.framework), format!("/appels/{}", call.address));
    let entry = Entry::new("appel", call.id, Audience::Public)
        .told(&call.title, &text, &url)
        .of(call.contract)
        .at(&call.terms.areas)
        .on(call.opens_at.map(|at| at.day(&jiff::tz::TimeZone::UTC)));
    database::search::index(tx, &entry).await?;
    Ok(())
}

/// Withdraws a call: nobody may apply any more; the reason is read by everybody.
///
/// # Errors
/// Not this actor's; not published; no reason; somebody changed it since `revision`.
pub async fn withdraw(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: &str,
) -> Outcome<()> {
    let mut call = kept(tx, actor, &acts::PUBLISH_CALL, id).await?;
    if call.state != CallState::Published {
        return Err(Refusal::rule("Cet appel n’est pas publié", "On ne retire qu’un appel publié.").into());
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(Failure::field("raison", "Dites pourquoi, en moins de 500 signes : les associations le liront"));
    }
    call.state = CallState::Withdrawn;
    call.withdrawn_reason = reason.to_owned();
    save(tx, outside, actor, (&call, revision), ("appel retiré", &[("Raison", reason)]), Vec::new()).await?;
    database::search::forget(tx, "appel", id).await?;
    Ok(())
}

/// Begins the call of the year after from this one: what it asks, its funders and its grid; dates are to be said.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn duplicate(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let before = kept(tx, actor, &acts::EDIT_CALL, id).await?;
    let year = before.year + 1;
    let title = before.title.replace(&before.year.to_string(), &year.to_string());
    let call = Call {
        id: outside.uuid(),
        address: free_address(tx, &title).await?,
        title,
        year,
        opens_at: None,
        closes_at: None,
        state: CallState::Draft,
        version: 0,
        withdrawn_reason: String::new(),
        copied_from: Some(id),
        changed_at: outside.now(),
        revision: 1,
        ..before
    };
    store::call::insert(tx, &call).await?;
    store::call::set_places(tx, outside, call.id, &call.terms).await?;
    let mut touched = vec![("call", call.id)];
    for funder in store::call::funders(tx, id).await? {
        let one = CallFunder { id: outside.uuid(), call: call.id, ..funder };
        store::call::insert_funder(tx, &one).await?;
        touched.push(("call_funder", one.id));
    }
    let rows = store::call::set_steps(tx, call.id, &planned_steps(outside, &call)).await?;
    touched.extend(rows.into_iter().map(|row| ("call_step", row)));
    record(tx, outside, actor, &call, "appel repris d’une autre année", &touched).await?;
    Ok(call.id)
}

/// Puts published calls into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for call in store::call::all(tx).await?.iter().filter(|call| call.state == CallState::Published) {
        index(tx, call).await?;
    }
    Ok(())
}
