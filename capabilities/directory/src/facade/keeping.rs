//! Who must not open the sheet of an organisation, as another slice knows it: conflicts of interest.

use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Actor, Uuid};
use web::house::Boxed;

/// Tells whether an actor stays out of what an organisation asks, or of what has that reference.
pub type KeptOut = for<'a> fn(&'a mut Tx, &'a Actor, Option<Uuid>, &'a str) -> Boxed<'a, Result<bool>>;

static KEPT_OUT: OnceLock<KeptOut> = OnceLock::new();

/// Told once, at start, by whoever knows conflicts of interest.
pub fn tell_kept_out(kept_out: KeptOut) {
    let _ = KEPT_OUT.set(kept_out);
}

/// Whether this agent stays out of an organisation; nobody does when nobody was told.
pub(crate) async fn is_kept_out(tx: &mut Tx, actor: &Actor, organisation: Uuid) -> Result<bool> {
    match KEPT_OUT.get() {
        Some(ask) => ask(tx, actor, Some(organisation), "").await,
        None => Ok(false),
    }
}
