//! What was erased is remembered by a mark, so that an older backup does not bring it back.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;

use database::{Result as Read, Tx, execute, fetch_all};
use jiff::tz::TimeZone;
use jobs::NewJob;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::ledger::{self, KEEP, Marks};
use crate::{Instance, Result, SafekeepingError};

/// What an asynchronous function of a table gives.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Identifiers that stand, of one kind.
pub type Standing = for<'a> fn(&'a mut Tx) -> Boxed<'a, Read<Vec<Uuid>>>;
/// Erases one thing of a kind, with all that hangs on it.
pub type Erasing = for<'a> fn(&'a mut Tx, &'a Outside, &'a Actor, Uuid) -> Boxed<'a, Outcome<()>>;
/// Removes what is over by its date.
pub type Purging = for<'a> fn(&'a mut Tx, &'a Outside, &'a Actor) -> Boxed<'a, Outcome<()>>;

/// How what was erased is found again among what was restored, and erased again by the slice that knows it.
#[derive(Clone, Copy)]
pub struct Erasable {
    /// What it is, a stable code: the one given to [`remember`].
    pub kind: &'static str,
    /// Those that stand.
    pub standing: Standing,
    /// Erases one.
    pub erase: Erasing,
}

/// What the slices tell of it.
#[derive(Clone, Copy, Default)]
pub struct Again<'a> {
    /// What may have to be erased again.
    pub erasables: &'a [Erasable],
    /// What removes, by its date, what is over.
    pub purges: &'a [Purging],
    /// Tables whose pages are cleaned afterwards.
    pub traces: &'a [&'static str],
}

/// The mark of something erased.
pub(crate) fn mark(kind: &str, id: Uuid) -> Vec<u8> {
    Sha256::new()
        .chain_update("parvis: erased\n")
        .chain_update(kind)
        .chain_update("\n")
        .chain_update(id)
        .finalize()
        .to_vec()
}

/// Remembers that something was erased, in the transaction that erases it. A job then writes it in the file of the data folder; ring
/// the bell after the commit.
///
/// # Errors
/// The database failed.
pub async fn remember(tx: &mut Tx, outside: &Outside, kind: &str, ids: &[Uuid]) -> Read<()> {
    let day = outside.now().day(&TimeZone::UTC).to_string();
    for id in ids {
        let sql = "INSERT INTO erasure (mark, erased_on) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING";
        execute!(tx, sql, mark(kind, *id), &day)?;
    }
    if !ids.is_empty() {
        jobs::enqueue(tx, outside, NewJob::new(KEEP, json!({})).unique("registre")).await?;
    }
    Ok(())
}

/// Every mark of the database.
pub(crate) async fn marks(tx: &mut Tx) -> Read<Marks> {
    let rows: Vec<(Vec<u8>, String)> = fetch_all!(tx, "SELECT mark, erased_on FROM erasure ORDER BY mark")?;
    Ok(rows.into_iter().collect())
}

/// Erases again, in what was just restored, what these ledgers say was erased since, and what is over by its date. Gives how many
/// things were erased again.
///
/// # Errors
/// A ledger cannot be read; the database failed. The instance then holds what was to be erased: it must not be served.
pub async fn erase_again(instance: Instance<'_>, again: &Again<'_>, ledgers: &[&Path]) -> Result<u64> {
    let mut known = Marks::new();
    for path in ledgers {
        known.extend(ledger::read(path)?);
    }
    let mut tx = instance.db.write().await?;
    let count = in_one(&mut tx, instance.outside, again, &known).await.map_err(told)?;
    tx.commit().await?;
    instance.db.drop_traces(again.traces).await?;
    Ok(count)
}

async fn in_one(tx: &mut Tx, outside: &Outside, again: &Again<'_>, known: &Marks) -> Outcome<u64> {
    let actor = Actor::Platform("effacements rejoués");
    let mut count = 0;
    for erasable in again.erasables {
        for id in (erasable.standing)(tx).await? {
            if known.contains_key(&mark(erasable.kind, id)) {
                (erasable.erase)(tx, outside, &actor, id).await?;
                count += 1;
            }
        }
    }
    for (mark, day) in known {
        let sql = "INSERT INTO erasure (mark, erased_on) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING";
        execute!(tx, sql, mark, day)?;
    }
    for purge in again.purges {
        purge(tx, outside, &actor).await?;
    }
    let detail = json!({ "effacements connus": known.len(), "rejoués": count });
    journal::record(tx, outside, &actor, Entry::general("safekeeping.restore", "backup").detail(detail)).await?;
    Ok(count)
}

fn told(failure: Failure) -> SafekeepingError {
    match failure {
        Failure::Broken(broken) => SafekeepingError::NotErased(broken.to_string()),
        other => SafekeepingError::NotErased(format!("{other:?}")),
    }
}
