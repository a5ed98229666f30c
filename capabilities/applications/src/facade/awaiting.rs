//! What an application awaits from those who assess and decide, as another slice tells it.

use std::sync::OnceLock;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::Uuid;
use web::house::Boxed;

/// Something an application awaits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// About which project; none: the whole.
    pub project: Option<Uuid>,
    /// About which funding.
    pub funding: Option<Uuid>,
    /// What, as its carrier reads it: « Comité des financeurs ».
    pub what: String,
    /// When it is expected.
    pub expected_on: Option<Date>,
}

/// Tells what an application awaits.
pub type Awaiting = for<'a> fn(&'a mut Tx, Uuid) -> Boxed<'a, Result<Vec<Pending>>>;

static AWAITING: OnceLock<Awaiting> = OnceLock::new();

/// Told once, at start, by whoever knows how applications are assessed.
pub fn tell_awaiting(awaiting: Awaiting) {
    let _ = AWAITING.set(awaiting);
}

/// What an application awaits; nothing when nobody was told.
pub(crate) async fn pending(tx: &mut Tx, application: Uuid) -> Result<Vec<Pending>> {
    match AWAITING.get() {
        Some(ask) => ask(tx, application).await,
        None => Ok(Vec::new()),
    }
}
