//! What other slices may ask of assessment and programming.

use applications::facade::Pending;
use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, Uuid};
use web::house::Boxed;

/// What `applications` tells a carrier that its application awaits: opinions not given yet, the committee to come.
pub fn pending(tx: &mut Tx, application: Uuid) -> Boxed<'_, Result<Vec<Pending>>> {
    Box::pin(crate::actions::assess_pending::pending(tx, application))
}

/// What awaits this person here.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    crate::actions::assess_awaiting::awaited(tx, actor, now).await
}
