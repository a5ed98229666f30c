//! What other slices may ask of assessment and programming.

use applications::facade::Pending;
use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, Uuid};
use web::house::Boxed;

pub use crate::actions::assess_file::Carriers;
pub use crate::rules::CarrierFacts;

/// Told once, at start: what is known once of a carrier, for the checks of its files. Without it, checks say that nobody here
/// can tell.
pub fn tell_carriers(carriers: Carriers) {
    crate::actions::assess_file::tell_carriers(carriers);
}

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
