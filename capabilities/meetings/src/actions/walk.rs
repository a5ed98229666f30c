//! The stops of a walk.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{gathering, meeting_of};
use crate::{acts, store};

fn check(label: &str) -> Outcome<()> {
    match label.chars().count() {
        0 => Err(Failure::field("arret", "Saisissez le nom de l’arrêt, par exemple : entrée du parc")),
        length if length > 120 => {
            Err(Failure::field("arret", format!("Le nom doit faire 120 signes au plus : {length} saisis")))
        }
        _ => Ok(()),
    }
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (what, label): (&str, &str),
    (meeting, touched): (Uuid, &[(&str, Uuid)]),
) -> Outcome<()> {
    let detail = json!({ "acte": what, "libelle": label });
    let entry = Entry::on(acts::HOLD.code, "meeting", meeting).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Adds a stop, last of the walk.
///
/// # Errors
/// Not this actor's; a name to correct.
pub async fn add_stop(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, label: &str) -> Outcome<Uuid> {
    let found = gathering(tx, actor, &acts::HOLD, id).await?;
    check(label)?;
    let meeting = meeting_of(tx, &found).await?;
    let stop = outside.uuid();
    let mut touched = vec![("walk_stop", stop)];
    if meeting.revision == 0 {
        store::meeting::save(tx, &meeting).await?;
        touched.push(("meeting", id));
    }
    store::finding::insert_stop(tx, stop, id, label).await?;
    record(tx, outside, actor, ("arrêt ajouté", label), (id, &touched)).await?;
    Ok(stop)
}

/// Renames a stop, moves it one place to the start, or takes it out; what was found there stays.
///
/// # Errors
/// Not this actor's; not there; a name to correct.
pub async fn amend_stop(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, stop): (Uuid, Uuid),
    label: &str,
    (to_the_start, is_removed): (bool, bool),
) -> Outcome<()> {
    gathering(tx, actor, &acts::HOLD, id).await?;
    let all = store::finding::stops(tx, id).await?;
    let at = all.iter().position(|one| one.id == stop).ok_or(Refusal::NotFound)?;
    check(label)?;
    let mut touched = vec![("walk_stop", stop)];
    let mut row = all[at].clone();
    label.clone_into(&mut row.label);
    row.is_removed = is_removed;
    if to_the_start && at > 0 {
        let mut before = all[at - 1].clone();
        std::mem::swap(&mut before.rank, &mut row.rank);
        store::finding::save_stop(tx, &before).await?;
        touched.push(("walk_stop", before.id));
    }
    store::finding::save_stop(tx, &row).await?;
    record(tx, outside, actor, ("arrêt corrigé", label), (id, &touched)).await
}
