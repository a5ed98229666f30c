//! Links that let somebody in once, and what was asked to have one.

use database::{Result, Tx, execute, fetch_optional};
use kernel::{Moment, Uuid};

/// Somebody asked for a link. Whether the address is known is looked at later, out of sight.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Request {
    /// The address typed, as a key.
    pub email_key: String,
    /// Where the platform is reached.
    pub address: String,
    /// Where to go once in.
    pub next_path: String,
    /// When.
    pub created_at: i64,
}

/// A link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SignInLink {
    /// Which.
    pub id: Uuid,
    /// Whom it lets in.
    pub account: Uuid,
    /// Where to go once in.
    pub next_path: String,
    /// Until when.
    pub expires_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

impl SignInLink {
    /// Whether it still lets in.
    pub const fn is_good(&self, now: Moment) -> bool {
        self.used_at.is_none() && now.0 < self.expires_at
    }
}

/// Keeps a request until the workshop has answered it.
pub async fn ask(tx: &mut Tx, id: Uuid, request: &Request) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sign_in_request (id, email_key, address, next_path, created_at) VALUES ($1, $2, $3, $4, $5)",
        id,
        request.email_key.as_str(),
        request.address.as_str(),
        request.next_path.as_str(),
        request.created_at
    )?;
    Ok(())
}

/// Takes a request out, if it is still there.
pub async fn take_request(tx: &mut Tx, id: Uuid) -> Result<Option<Request>> {
    let sql = "DELETE FROM sign_in_request WHERE id = $1 RETURNING email_key, address, next_path, created_at";
    fetch_optional!(tx, sql, id)
}

/// Makes a link.
pub async fn insert(tx: &mut Tx, link: &SignInLink, token_hash: &[u8], at: Moment) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sign_in_link (id, token_hash, account, next_path, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        link.id,
        token_hash,
        link.account,
        link.next_path.as_str(),
        at.0,
        link.expires_at
    )?;
    Ok(())
}

/// The link of a token.
pub async fn by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<SignInLink>> {
    let sql = "SELECT id, account, next_path, expires_at, used_at FROM sign_in_link WHERE token_hash = $1";
    fetch_optional!(tx, sql, token_hash)
}

/// Uses a link: false when it was used a moment before, by whoever else holds it.
pub async fn consume(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE sign_in_link SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND expires_at > $1";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// Spoils the links somebody has not used.
pub async fn spoil(tx: &mut Tx, account: Uuid, at: Moment) -> Result<u64> {
    execute!(tx, "UPDATE sign_in_link SET used_at = $1 WHERE account = $2 AND used_at IS NULL", at.0, account)
}
