//! Delegations.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

/// Somebody may act for somebody else, for a time.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Delegation {
    /// Which.
    pub id: Uuid,
    /// Whose functions.
    pub giver: Uuid,
    /// Her name.
    pub giver_name: String,
    /// Who uses them.
    pub receiver: Uuid,
    /// Her name.
    pub receiver_name: String,
    /// From when.
    pub starts_at: i64,
    /// Until when, not included.
    pub ends_at: i64,
    /// Why.
    pub reason: String,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
}

impl Delegation {
    /// Whether it may be used now.
    pub const fn is_in_force(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && self.starts_at <= now.0 && now.0 < self.ends_at
    }

    /// Whether this person may use it now.
    pub fn lends_to(&self, receiver: Uuid, now: Moment) -> bool {
        self.receiver == receiver && self.is_in_force(now)
    }

    /// Whether it may be used now or later.
    pub const fn is_current(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && now.0 < self.ends_at
    }
}

/// Gives a delegation.
pub async fn insert(tx: &mut Tx, delegation: &Delegation, at: Moment) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO delegation (id, giver, receiver, starts_at, ends_at, reason, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        delegation.id,
        delegation.giver,
        delegation.receiver,
        delegation.starts_at,
        delegation.ends_at,
        delegation.reason.as_str(),
        at.0
    )?;
    Ok(())
}

/// One delegation between open accounts.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Delegation>> {
    let sql = "SELECT d.id, d.giver, g.name AS giver_name, d.receiver, r.name AS receiver_name, d.starts_at, d.ends_at, \
               d.reason, d.revoked_at FROM delegation d JOIN account g ON g.id = d.giver JOIN account r ON r.id = d.receiver \
               WHERE d.id = $1 AND g.status = 'open' AND r.status = 'open'";
    fetch_optional!(tx, sql, id)
}

/// Delegations given or received by somebody, the latest first.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Delegation>> {
    let sql = "SELECT d.id, d.giver, g.name AS giver_name, d.receiver, r.name AS receiver_name, d.starts_at, d.ends_at, \
               d.reason, d.revoked_at FROM delegation d JOIN account g ON g.id = d.giver JOIN account r ON r.id = d.receiver \
               WHERE d.giver = $1 OR d.receiver = $1 ORDER BY d.starts_at DESC, d.id DESC";
    fetch_all!(tx, sql, account)
}

/// Takes a delegation back: nobody acts under it from here on.
pub async fn revoke(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    execute!(tx, "UPDATE session SET acting_for = NULL WHERE acting_for = $1", id)?;
    Ok(execute!(tx, "UPDATE delegation SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", at.0, id)? == 1)
}

/// Takes back everything somebody gave or received.
pub async fn revoke_all(tx: &mut Tx, account: Uuid, at: Moment) -> Result<()> {
    for delegation in of_account(tx, account).await? {
        revoke(tx, delegation.id, at).await?;
    }
    Ok(())
}

/// Delegations this account gave that end between two moments: to whom, and when.
pub async fn ending(tx: &mut Tx, giver: Uuid, from: Moment, until: Moment) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT r.name, d.ends_at FROM delegation d JOIN account r ON r.id = d.receiver \
               WHERE d.giver = $1 AND d.revoked_at IS NULL AND d.ends_at > $2 AND d.ends_at <= $3 ORDER BY d.ends_at, d.id";
    fetch_all!(tx, sql, giver, from.0, until.0)
}
