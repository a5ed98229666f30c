//! What carriers take back, for whoever holds something of it.

use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Actor, Outside, Uuid};
use web::house::Boxed;

/// Lets go of fundings of a call that their carrier takes back, in the same transaction and before they change; gives the rows
/// changed, for the journal.
pub type Released =
    for<'a> fn(&'a mut Tx, &'a Outside, &'a Actor, (Uuid, Vec<Uuid>)) -> Boxed<'a, Result<Vec<(&'static str, Uuid)>>>;

static RELEASED: OnceLock<Released> = OnceLock::new();

/// Told once, at start, by whoever holds votes on fundings.
pub fn tell_released(released: Released) {
    let _ = RELEASED.set(released);
}

/// Has fundings let go of; nothing when nobody was told.
pub(crate) async fn released(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    of: (Uuid, Vec<Uuid>),
) -> Result<Vec<(&'static str, Uuid)>> {
    match RELEASED.get() {
        Some(ask) => ask(tx, outside, actor, of).await,
        None => Ok(Vec::new()),
    }
}
