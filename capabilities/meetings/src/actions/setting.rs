//! Opening a meeting to telephones, closing it, counting who came.

use database::Tx;
use jobs::NewJob;
use journal::Entry;
use kernel::{Actor, Breakdown, Outcome, Outside, Uuid};
use serde_json::json;

use super::{PURGE, gathering, joining, meeting_of};
use crate::rules::{Counted, Dimension, Invites, LENGTH, OPEN_MS, categories, join_code};
use crate::store::meeting::Meeting;
use crate::{acts, store};

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (what, meeting): (&str, Uuid),
    touched: &[(&str, Uuid)],
) -> Outcome<()> {
    let entry = Entry::on(acts::HOLD.code, "meeting", meeting).detail(json!({ "acte": what })).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Opens a meeting to telephones, for twelve hours at most. Gives its code, a new one each time.
///
/// # Errors
/// Not this actor's.
pub async fn open_to_telephones(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    invites: Invites,
) -> Outcome<String> {
    let found = gathering(tx, actor, &acts::HOLD, id).await?;
    let meeting = meeting_of(tx, &found).await?;
    let mut code = join_code(outside.bytes::<{ LENGTH * 2 }>());
    // Two meetings never share a code, even one that is over: a telephone still holds it.
    for _ in 0..20 {
        if store::meeting::by_code(tx, &code).await?.is_none() {
            break;
        }
        code = join_code(outside.bytes::<{ LENGTH * 2 }>());
    }
    if store::meeting::by_code(tx, &code).await?.is_some() {
        return Err(Breakdown::because("no free code for a meeting").into());
    }
    let open_until = Some(kernel::Moment(outside.now().0 + OPEN_MS));
    let row = Meeting { join_code: Some(code.clone()), invites, open_until, ..meeting };
    store::meeting::save(tx, &row).await?;
    joining::tell_waiting(tx, outside, actor, id).await?;
    record(tx, outside, actor, ("ouverte aux téléphones", id), &[("meeting", id)]).await?;
    Ok(code)
}

/// Closes a meeting to telephones.
///
/// # Errors
/// Not this actor's.
pub async fn close_to_telephones(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let found = gathering(tx, actor, &acts::HOLD, id).await?;
    let meeting = meeting_of(tx, &found).await?;
    if meeting.join_code.is_none() {
        return Ok(());
    }
    store::meeting::save(tx, &Meeting { join_code: None, open_until: None, ..meeting }).await?;
    joining::tell_waiting(tx, outside, actor, id).await?;
    jobs::enqueue(tx, outside, NewJob::new(PURGE, json!({ "rencontre": "fermée" })).unique("fermeture")).await?;
    record(tx, outside, actor, ("fermée aux téléphones", id), &[("meeting", id)]).await
}

/// Keeps how many people of each category came; categories that are not given were not counted.
///
/// # Errors
/// Not this actor's.
pub async fn count_people(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    counted: Vec<Counted>,
) -> Outcome<()> {
    let found = gathering(tx, actor, &acts::HOLD, id).await?;
    let meeting = meeting_of(tx, &found).await?;
    let mut touched = Vec::new();
    if meeting.revision == 0 {
        store::meeting::save(tx, &meeting).await?;
        touched.push(("meeting", id));
    }
    let before = store::meeting::headcount(tx, id).await?;
    for dimension in Dimension::ALL.iter().copied() {
        for (category, _) in categories(dimension) {
            let is_it = |one: &&Counted| one.dimension == dimension && one.category == *category;
            match (counted.iter().find(is_it), before.iter().find(is_it)) {
                (now, known) if now == known => {}
                (Some(now), _) => {
                    touched.push(("headcount", store::meeting::put_count(tx, outside.uuid(), id, now).await?));
                }
                (None, _) => {
                    let gone = store::meeting::delete_count(tx, id, dimension, category).await?;
                    touched.extend(gone.map(|row| ("headcount", row)));
                }
            }
        }
    }
    if touched.is_empty() {
        return Ok(());
    }
    record(tx, outside, actor, ("participants comptés", id), &touched).await
}
