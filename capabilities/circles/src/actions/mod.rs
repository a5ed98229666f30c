//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

mod digesting;
pub mod founding;
pub mod inviting;
pub mod leaving;
pub mod looking;
mod mailing;
pub mod writing;

pub use digesting::{digest, purge};
pub use mailing::Place;

pub use crate::rules::CircleTerms;

use database::Tx;
use journal::Entry;
use kernel::{Act, Actor, Outcome, Outside, Uuid};
use serde_json::json;

/// Records an act on a group. The journal names neither the group nor anybody of it, and holds nothing typed.
async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    (circle, what): (Uuid, &str),
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let entry = Entry::on(act.code, "circle", circle).detail(json!({ "acte": what })).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
