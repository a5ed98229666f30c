//! One function per act: authorise, load, rule, save, journal.

pub mod files;
pub mod importing;
pub mod library;
pub mod opening;
pub mod secrecy;
pub mod values;
pub mod viewing;

use kernel::{Act, Actor, Outcome, Scope};

pub use crate::store::figures::{Origin, Stored};
pub use library::{add, change, define};

/// Refuses who may not do this anywhere; figures belong to the whole installation.
pub(crate) fn authorise(actor: &Actor, act: &'static Act) -> Outcome<()> {
    // A grant limited to one contract still allows keeping what is common.
    if actor.may_somewhere(act).is_allowed() {
        return Ok(());
    }
    actor.authorise(act, &Scope::EVERYWHERE)
}
