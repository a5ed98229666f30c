//! What is removed once its time is over.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

use crate::rules::limits;

/// How many rows of each kind were removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Sessions that ended.
    pub sessions: u64,
    /// Links used or expired, requests never answered, secrets never confirmed.
    pub links: u64,
    /// Invitations accepted, taken back or expired.
    pub invitations: u64,
    /// Tries counted.
    pub guesses: u64,
    /// Delegations long over.
    pub delegations: u64,
    /// Closed accounts whose name was erased.
    pub accounts: u64,
}

/// Removes what is over. Gives the counts, and the rows that an act had sealed in the journal.
pub async fn run(tx: &mut Tx, now: Moment) -> Result<(Removed, Vec<(&'static str, Uuid)>)> {
    let mut sealed = Vec::new();
    let expired = now.0 - limits::EXPIRED_KEPT_MS;
    let long_closed = now.0 - limits::CLOSED_KEPT_MS;
    let sessions = execute!(tx, "DELETE FROM session WHERE expires_at <= $1 OR last_seen_at + idle_ms <= $1", now.0)?;
    let mut links = execute!(tx, "DELETE FROM sign_in_link WHERE expires_at <= $1", expired)?;
    links += execute!(tx, "DELETE FROM sign_in_request WHERE created_at <= $1", now.0 - limits::LINK_MS)?;
    links += execute!(tx, "DELETE FROM second_factor_setup WHERE created_at <= $1", now.0 - limits::SETUP_MS)?;
    let over = "DELETE FROM invitation WHERE expires_at <= $1 OR used_at <= $1 OR revoked_at <= $1 RETURNING id";
    let invitations: Vec<(Uuid,)> = fetch_all!(tx, over, expired)?;
    sealed.extend(invitations.iter().map(|(id,)| ("invitation", *id)));
    let guesses = execute!(tx, "DELETE FROM guess WHERE at <= $1", now.0 - limits::WINDOW_MS)?;
    let over = "DELETE FROM delegation WHERE (ends_at <= $1 OR revoked_at <= $1) \
                AND NOT EXISTS (SELECT 1 FROM session WHERE session.acting_for = delegation.id) RETURNING id";
    let delegations: Vec<(Uuid,)> = fetch_all!(tx, over, long_closed)?;
    sealed.extend(delegations.iter().map(|(id,)| ("delegation", *id)));
    let accounts = forget_people(tx, long_closed, &mut sealed).await?;
    let (invitations, delegations) = (invitations.len() as u64, delegations.len() as u64);
    Ok((Removed { sessions, links, invitations, guesses, delegations, accounts }, sealed))
}

/// Erases the name and address of accounts closed long ago; the row stays, so that the journal still tells acts of
/// one person from acts of another.
async fn forget_people(tx: &mut Tx, closed_before: i64, sealed: &mut Vec<(&'static str, Uuid)>) -> Result<u64> {
    let sql = "SELECT id FROM account WHERE status = 'closed' AND closed_at <= $1 AND name <> ''";
    let gone: Vec<(Uuid,)> = fetch_all!(tx, sql, closed_before)?;
    for (id,) in &gone {
        let erased = "UPDATE account SET name = '', email = '', email_key = $1, search_key = '', revision = revision + 1 \
                      WHERE id = $2";
        execute!(tx, erased, format!("efface/{id}"), *id)?;
        sealed.push(("account", *id));
        let left: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM membership WHERE account = $1 RETURNING id", *id)?;
        sealed.extend(left.iter().map(|(id,)| ("membership", *id)));
        let left: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM account_function WHERE account = $1 RETURNING id", *id)?;
        sealed.extend(left.iter().map(|(id,)| ("account_function", *id)));
        execute!(tx, "DELETE FROM recovery_code WHERE account = $1", *id)?;
    }
    Ok(gone.len() as u64)
}
