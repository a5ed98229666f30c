//! Who stays out of what services asked a body: this slice knows applicants by name only, another one knows who must not
//! read of them.

use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Actor, Uuid};
use web::house::Boxed;

use crate::rules::Submission;

/// Tells whether somebody stays out of what an organisation asks, or of what is asked under a reference.
pub type KeptOut = for<'a> fn(&'a mut Tx, &'a Actor, Option<Uuid>, &'a str) -> Boxed<'a, Result<bool>>;

static KEPT_OUT: OnceLock<KeptOut> = OnceLock::new();

/// Told once, at start, by whoever knows conflicts of interest.
pub fn tell_kept_out(kept_out: KeptOut) {
    let _ = KEPT_OUT.set(kept_out);
}

/// Whether this actor stays out of a file; nobody does when nobody was told.
pub(crate) async fn is_kept_out(tx: &mut Tx, actor: &Actor, of: &Submission) -> Result<bool> {
    match KEPT_OUT.get() {
        Some(ask) => ask(tx, actor, of.terms.organisation, &of.terms.reference).await,
        None => Ok(false),
    }
}
