//! Other aids somebody who is refused may look for, as another slice keeps them.

use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::Uuid;
use web::house::Boxed;

/// Another possible aid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aid {
    /// What it is.
    pub title: String,
    /// Who gives it.
    pub holder: String,
    /// Where it is described; empty when nowhere.
    pub address: String,
}

/// Tells the other aids of a contract.
pub type Aids = for<'a> fn(&'a mut Tx, Uuid) -> Boxed<'a, Result<Vec<Aid>>>;

static AIDS: OnceLock<Aids> = OnceLock::new();

/// Told once, at start, by whoever keeps them.
pub fn tell_aids(aids: Aids) {
    let _ = AIDS.set(aids);
}

/// The other aids of a contract; none when nobody was told.
pub(crate) async fn aids(tx: &mut Tx, contract: Uuid) -> Result<Vec<Aid>> {
    match AIDS.get() {
        Some(ask) => ask(tx, contract).await,
        None => Ok(Vec::new()),
    }
}
