//! The projects of a call as lists read them, read again only once something was done.

use std::sync::Arc;

use database::{Result, Tx};
use kernel::Uuid;

use super::Remembered;
use super::reading::{ProjectRow, projects_of_call};

/// Projects of four calls: about a megabyte each for a large town.
static KNOWN: Remembered<Vec<ProjectRow>> = Remembered::new(4);

/// What [`projects_of_call`] gives, for pages that only read: never after something was written in the same transaction, which the
/// journal does not tell yet.
///
/// # Errors
/// The database failed.
pub async fn listed(tx: &mut Tx, call: Uuid) -> Result<Arc<Vec<ProjectRow>>> {
    match KNOWN.recall(tx, call).await? {
        Ok(rows) => Ok(rows),
        Err(place) => Ok(KNOWN.keep(place, projects_of_call(tx, call).await?)),
    }
}
