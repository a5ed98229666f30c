//! Taking words back with the code given to whoever said them, and removing what is over.

use database::{Db, Tx};
use jobs::NewJob;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use safekeeping::erasure::Erasable;
use serde_json::json;
use web::house::Boxed;
use web::keys::token_hash;

use super::learning;
use crate::facade::elsewhere;
use crate::rules::code;
use crate::store::purge::{self, Removed};
use crate::store::verbatims::Verbatim;
use crate::{acts, store};

/// The kind of job that removes what is over, and the traces of what was taken back.
pub(crate) const PURGE: &str = "corpus.purge";

/// Sentences erased, as they are remembered when an older backup comes back.
const VERBATIM: &str = "parole";

/// Tables whose pages are cleaned once words are gone.
pub use purge::TRACES;

/// How what was taken back is erased again when an older backup comes back.
pub const ERASABLES: &[Erasable] = &[Erasable { kind: VERBATIM, standing, erase: again }];

fn standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(store::verbatims::ids(tx))
}

fn again<'a>(tx: &'a mut Tx, outside: &'a Outside, actor: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(erase(tx, outside, actor, id))
}

/// Takes back every sentence given with a code: as it was heard, masked, its themes, the evidence made of it. Gives how
/// many; what the machine proposed of them and the grouping of the consultation go too. A job then cleans the pages of the database; ring the bell after the commit.
///
/// # Errors
/// No sentence has this code.
pub async fn take_back(tx: &mut Tx, outside: &Outside, actor: &Actor, typed: &str) -> Outcome<usize> {
    let unknown = || {
        Failure::field(
            "cle",
            "Aucune parole n’a ce code. Vérifiez les seize signes, sans O ni zéro ; si vous l’avez déjà utilisé, tout est effacé",
        )
    };
    let hash = code::comparable(typed).map(|comparable| token_hash(&comparable)).ok_or_else(unknown)?;
    let held = elsewhere::erase(tx, outside, actor, &hash).await?;
    let found = store::verbatims::of_code(tx, &hash).await?;
    let count = held + found.len();
    if count == 0 {
        return Err(unknown());
    }
    erase_all(tx, outside, actor, found).await?;
    jobs::enqueue(tx, outside, NewJob::new(PURGE, json!({ "effacement": true }))).await?;
    Ok(count)
}

/// See [`crate::facade::erase`].
///
/// # Errors
/// The database failed.
pub async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let found = store::verbatims::by_id(tx, id).await?;
    erase_all(tx, outside, actor, found.into_iter().collect()).await
}

async fn erase_all(tx: &mut Tx, outside: &Outside, actor: &Actor, found: Vec<Verbatim>) -> Outcome<()> {
    let Some(first) = found.first() else { return Ok(()) };
    let consultation = first.consultation;
    let mut touched: Vec<(&'static str, Uuid)> = Vec::new();
    for one in &found {
        // Its typical words and sentences may come from what is taken back: it is made again at will.
        if store::groupings::forget(tx, one.consultation).await? {
            touched.push(("grouping", one.consultation));
        }
        if let Some(evidence) = one.evidence {
            listening::facade::words::erase_evidence(tx, outside, actor, evidence).await?;
        }
        // What led to the words and where they led: the thread keeps that something was there, and that it was taken back.
        let links = lineage::untie_all(tx, outside, actor, one.id, listening::facade::words::TAKEN_BACK).await?;
        touched.extend(links.into_iter().map(|link| ("lineage_link", link)));
        touched.extend(store::verbatims::delete(tx, one.id).await?);
    }
    let ids: Vec<Uuid> = found.iter().map(|one| one.id).collect();
    safekeeping::erasure::remember(tx, outside, VERBATIM, &ids).await?;
    // What was made of the words of the consultation, and is kept a while, may quote them.
    touched.extend(elsewhere::forget_made(tx, consultation).await?);
    learning::learn_without(tx, outside, consultation).await?;
    let detail = json!({ "acte": "effacement par code", "paroles": found.len() });
    let entry = Entry::on(acts::ERASE, "consultation", consultation).detail(detail).touched(&touched).dated_only();
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Removes the sentences whose time is over; the journal says how many, never what.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<Removed> {
    let (removed, mut touched) = purge::run(tx, outside.now()).await?;
    let refused: Vec<Uuid> = touched.iter().filter(|(table, _)| *table == "verbatim").map(|(_, id)| *id).collect();
    for id in refused {
        let links =
            lineage::untie_all(tx, outside, actor, id, "Parole refusée à la relecture, effacée à sa date").await?;
        touched.extend(links.into_iter().map(|link| ("lineage_link", link)));
    }
    if removed != Removed::default() {
        let detail = json!({ "paroles brutes": removed.raw, "paroles refusées": removed.refused });
        let entry = Entry::general(acts::ERASE, "verbatim").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(removed)
}

/// Cleans the pages of the database of what was deleted.
///
/// # Errors
/// The database failed.
pub async fn drop_traces(db: &Db) -> Outcome<()> {
    let tables = [purge::TRACES, &elsewhere::traces()].concat();
    db.drop_traces(&tables).await?;
    Ok(())
}
