//! Sessions: the token is in the cookie, only its hash is here.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

/// A session.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Session {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub account: Uuid,
    /// When she entered.
    pub created_at: i64,
    /// When she was last seen, to the minute.
    pub last_seen_at: i64,
    /// How long it may rest.
    pub idle_ms: i64,
    /// When it ends whatever its use.
    pub expires_at: i64,
    /// The browser, as it calls itself.
    pub browser: String,
    /// The network it came from.
    pub network: String,
    /// When the second factor was given.
    pub second_factor_at: Option<i64>,
    /// The delegation she acts under.
    pub acting_for: Option<Uuid>,
}

impl Session {
    /// Whether it still opens anything.
    pub const fn is_alive(&self, now: Moment) -> bool {
        now.0 < self.expires_at && now.0 < self.last_seen_at + self.idle_ms
    }
}

/// Opens a session.
pub async fn insert(tx: &mut Tx, session: &Session, token_hash: &[u8]) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO session (id, token_hash, account, created_at, last_seen_at, idle_ms, expires_at, browser, network, \
         second_factor_at, acting_for) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        session.id,
        token_hash,
        session.account,
        session.created_at,
        session.last_seen_at,
        session.idle_ms,
        session.expires_at,
        session.browser.as_str(),
        session.network.as_str(),
        session.second_factor_at,
        session.acting_for
    )?;
    Ok(())
}

/// The session of a token.
pub async fn by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Session>> {
    let sql = "SELECT id, account, created_at, last_seen_at, idle_ms, expires_at, browser, network, second_factor_at, \
               acting_for FROM session WHERE token_hash = $1";
    fetch_optional!(tx, sql, token_hash)
}

/// Somebody's sessions, the latest used first.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Session>> {
    let sql = "SELECT id, account, created_at, last_seen_at, idle_ms, expires_at, browser, network, second_factor_at, \
               acting_for FROM session WHERE account = $1 ORDER BY last_seen_at DESC, id DESC";
    fetch_all!(tx, sql, account)
}

/// Notes that a session is used.
pub async fn seen(tx: &mut Tx, id: Uuid, at: Moment) -> Result<()> {
    execute!(tx, "UPDATE session SET last_seen_at = $1 WHERE id = $2 AND last_seen_at < $1", at.0, id)?;
    Ok(())
}

/// Gives the session another token once the second factor was given: the former one opens nothing.
pub async fn confirm(
    tx: &mut Tx,
    id: Uuid,
    token_hash: &[u8],
    at: Moment,
    idle_ms: i64,
    expires_at: i64,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE session SET token_hash = $1, second_factor_at = $2, last_seen_at = $2, idle_ms = $3, expires_at = $4 \
         WHERE id = $5",
        token_hash,
        at.0,
        idle_ms,
        expires_at,
        id
    )?;
    Ok(())
}

/// Acts under a delegation, or in one's own name.
pub async fn act_for(tx: &mut Tx, id: Uuid, delegation: Option<Uuid>) -> Result<()> {
    execute!(tx, "UPDATE session SET acting_for = $1 WHERE id = $2", delegation, id)?;
    Ok(())
}

/// Ends one of somebody's sessions; false when it is not hers.
pub async fn end(tx: &mut Tx, account: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM session WHERE id = $1 AND account = $2", id, account)? == 1)
}

/// Ends somebody's sessions, but the one kept.
pub async fn end_others(tx: &mut Tx, account: Uuid, kept: Option<Uuid>) -> Result<u64> {
    match kept {
        Some(kept) => execute!(tx, "DELETE FROM session WHERE account = $1 AND id <> $2", account, kept),
        None => execute!(tx, "DELETE FROM session WHERE account = $1", account),
    }
}
