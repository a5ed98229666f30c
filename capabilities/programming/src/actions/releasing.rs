//! Votes let go of, because a carrier takes back what it asked before anything is frozen.

use database::{Result, Tx};
use kernel::{Actor, Outside, Uuid};

use super::assess_thread::Rows;
use crate::rules::Vote;
use crate::store;
use crate::store::committee::Change;

/// What a line that was taken back says.
const AFTER: &str = "retiré par le porteur";

/// Takes back what committees say of some fundings of a call and did not freeze: its money goes back to its envelope. Gives the rows
/// changed: whoever asked records them.
///
/// # Errors
/// The database failed.
pub async fn release(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, fundings): (Uuid, Vec<Uuid>),
) -> Result<Rows> {
    store::committee::hold_of_call(tx, call).await?;
    let mut touched = Rows::new();
    for funding in fundings {
        for before in store::vote::open_on(tx, funding).await? {
            let after = Vote {
                proposed: None,
                decision: None,
                cents: 0,
                reason: String::new(),
                condition: String::new(),
                envelope: None,
                changed_at: outside.now(),
                changed_by: actor.journal_name(),
                ..before.clone()
            };
            if before.told() == after.told() || !store::vote::save(tx, &after).await? {
                continue;
            }
            let change = Change {
                id: outside.uuid(),
                committee: before.committee,
                funding,
                kind: "vote".to_owned(),
                at: outside.now().0,
                by_name: actor.journal_name(),
                before: before.told(),
                after: AFTER.to_owned(),
                reason: String::new(),
            };
            store::committee::note(tx, &change).await?;
            touched.extend([("committee_vote", before.id), ("committee_change", change.id)]);
        }
    }
    Ok(touched)
}
