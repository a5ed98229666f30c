//! The projects of a call as lists read them, read again only once something was done: every act leaves an entry in the journal, so
//! as long as its last entry is the same, so are they. Lists of a large call are asked for many times between two acts.

use std::sync::{Arc, Mutex, PoisonError};

use database::{Result, Tx};
use kernel::Uuid;

use super::reading::{ProjectRow, projects_of_call};

/// Calls whose projects are remembered at once: about a megabyte each for a large town.
const MOST: usize = 4;

/// The projects of a call, with the hash of the journal they were read under.
struct Known {
    call: Uuid,
    head: String,
    rows: Arc<Vec<ProjectRow>>,
}

/// The last used comes last.
static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());

/// What [`projects_of_call`] gives, for pages that only read: never after something was written in the same transaction, which the
/// journal does not tell yet.
///
/// # Errors
/// The database failed.
pub async fn listed(tx: &mut Tx, call: Uuid) -> Result<Arc<Vec<ProjectRow>>> {
    let journal::Head { seq, hash: head } = journal::head(tx).await?;
    if seq == 0 {
        // Nothing was ever told: nothing can be known by it.
        return projects_of_call(tx, call).await.map(Arc::new);
    }
    if let Some(rows) = recalled(call, &head) {
        return Ok(rows);
    }
    let rows = Arc::new(projects_of_call(tx, call).await?);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|one| one.call != call);
    if known.len() >= MOST {
        known.remove(0);
    }
    known.push(Known { call, head, rows: rows.clone() });
    Ok(rows)
}

fn recalled(call: Uuid, head: &str) -> Option<Arc<Vec<ProjectRow>>> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let at = known.iter().position(|one| one.call == call && one.head == head)?;
    let found = known.remove(at);
    let rows = found.rows.clone();
    known.push(found);
    Some(rows)
}
