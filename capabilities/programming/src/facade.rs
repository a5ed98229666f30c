//! What other slices may ask of assessment and programming.

use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment};

/// What awaits this person here.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    crate::actions::assess_awaiting::awaited(tx, actor, now).await
}
