//! Removing what is over.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Scope};
use serde_json::json;

use crate::acts;
use crate::store::purge::{self, Removed};

/// Removes what the privacy page says is no longer kept; the journal says how many, never what.
///
/// # Errors
/// Not this actor's; the database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<Removed> {
    actor.authorise(&acts::MANAGE, &Scope::EVERYWHERE)?;
    let (removed, sealed) = purge::run(tx, outside.now()).await?;
    if removed != Removed::default() {
        let detail = json!({
            "sessions": removed.sessions, "liens": removed.links, "invitations": removed.invitations,
            "essais": removed.guesses, "délégations": removed.delegations, "comptes": removed.accounts,
        });
        journal::record(tx, outside, actor, Entry::general(acts::PURGE, "account").detail(detail).touched(&sealed))
            .await?;
    }
    Ok(removed)
}
