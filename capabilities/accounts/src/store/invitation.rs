//! Invitations.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Function, Moment, Scope, Uuid};

use crate::rules::codes;

/// Somebody was invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Which.
    pub id: Uuid,
    /// To which address.
    pub email: String,
    /// To do what.
    pub functions: Vec<Function>,
    /// Where.
    pub scope: Scope,
    /// By whom.
    pub invited_by: Option<Uuid>,
    /// When.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
    /// When it was accepted.
    pub used_at: Option<Moment>,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
}

impl Invitation {
    /// Whether it may still be accepted.
    pub fn is_open(&self, now: Moment) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && now < self.expires_at
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    email: String,
    functions: String,
    contract: Option<Uuid>,
    territory: Option<Uuid>,
    organisation: Option<Uuid>,
    invited_by: Option<Uuid>,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

fn read(row: Row) -> Invitation {
    Invitation {
        id: row.id,
        email: row.email,
        functions: codes::read(&row.functions),
        scope: Scope { contract: row.contract, territory: row.territory, organisation: row.organisation },
        invited_by: row.invited_by,
        created_at: Moment(row.created_at),
        expires_at: Moment(row.expires_at),
        used_at: row.used_at.map(Moment),
        revoked_at: row.revoked_at.map(Moment),
    }
}

/// Keeps an invitation.
pub async fn insert(tx: &mut Tx, invitation: &Invitation, token_hash: &[u8]) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO invitation (id, token_hash, email, email_key, functions, contract, territory, organisation, \
         invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        invitation.id,
        token_hash,
        invitation.email.as_str(),
        crate::rules::email::key(&invitation.email),
        codes::written(&invitation.functions),
        invitation.scope.contract,
        invitation.scope.territory,
        invitation.scope.organisation,
        invitation.invited_by,
        invitation.created_at.0,
        invitation.expires_at.0
    )?;
    Ok(())
}

/// The latest invitations.
pub async fn latest(tx: &mut Tx, limit: i64) -> Result<Vec<Invitation>> {
    let sql = "SELECT id, email, functions, contract, territory, organisation, invited_by, created_at, expires_at, used_at, \
               revoked_at FROM invitation ORDER BY created_at DESC, id DESC LIMIT $1";
    let rows: Vec<Row> = fetch_all!(tx, sql, limit)?;
    Ok(rows.into_iter().map(read).collect())
}

/// One invitation.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Invitation>> {
    let sql = "SELECT id, email, functions, contract, territory, organisation, invited_by, created_at, expires_at, used_at, \
               revoked_at FROM invitation WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(read))
}

/// The invitation of a token.
pub async fn by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Invitation>> {
    let sql = "SELECT id, email, functions, contract, territory, organisation, invited_by, created_at, expires_at, used_at, \
               revoked_at FROM invitation WHERE token_hash = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, token_hash)?;
    Ok(row.map(read))
}

/// Uses an invitation: false when it was used a moment before.
pub async fn consume(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE invitation SET used_at = $1 \
               WHERE id = $2 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $1";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// Takes an invitation back.
pub async fn revoke(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE invitation SET revoked_at = $1 WHERE id = $2 AND used_at IS NULL AND revoked_at IS NULL";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// Invitations that nobody used and that end between two moments: how many, and the first end.
pub async fn ending(tx: &mut Tx, from: Moment, until: Moment) -> Result<(i64, Option<i64>)> {
    let sql = "SELECT COUNT(*), MIN(expires_at) FROM invitation \
               WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > $1 AND expires_at <= $2";
    fetch_one!(tx, sql, from.0, until.0)
}
