//! People.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

/// An account as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Which.
    pub id: Uuid,
    /// Her address, as she writes it.
    pub email: String,
    /// Her name.
    pub name: String,
    /// The fingerprint of her password, when she has one.
    pub password_hash: Option<String>,
    /// The secret of her codes, sealed for this row.
    pub totp_sealed: Option<Vec<u8>>,
    /// Since when her codes are asked.
    pub totp_confirmed_at: Option<i64>,
    /// The last step a code was used for.
    pub totp_last_step: i64,
    /// `open` or `closed`.
    pub status: String,
    /// Whether it is a person of the demonstration.
    pub is_demonstration: bool,
    /// When it was created.
    pub created_at: i64,
    /// When she last entered.
    pub last_sign_in_at: Option<i64>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// Counts the changes.
    pub revision: i64,
}

impl Account {
    /// Whether codes are asked at sign-in.
    pub const fn has_second_factor(&self) -> bool {
        self.totp_confirmed_at.is_some() && self.totp_sealed.is_some()
    }

    /// Whether she may enter.
    pub fn is_open(&self) -> bool {
        self.status == "open"
    }
}

fn search_key(name: &str, email: &str) -> String {
    kernel::text::search_key(&format!("{name} {email}"))
}

/// Puts an account in; a second account of one address is a unique violation.
pub async fn insert(tx: &mut Tx, account: &Account) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO account (id, email, email_key, name, search_key, password_hash, totp_last_step, status, \
         is_demonstration, created_at, revision) VALUES ($1, $2, $3, $4, $5, $6, 0, 'open', $7, $8, 1)",
        account.id,
        account.email.as_str(),
        crate::rules::email::key(&account.email),
        account.name.as_str(),
        search_key(&account.name, &account.email),
        account.password_hash.as_deref(),
        account.is_demonstration,
        account.created_at
    )?;
    Ok(())
}

/// One account.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Account>> {
    let sql = "SELECT id, email, name, password_hash, totp_sealed, totp_confirmed_at, totp_last_step, status, \
               is_demonstration, created_at, last_sign_in_at, closed_at, revision FROM account WHERE id = $1";
    fetch_optional!(tx, sql, id)
}

/// The open account of an address.
pub async fn open_by_email(tx: &mut Tx, email_key: &str) -> Result<Option<Account>> {
    let sql = "SELECT id, email, name, password_hash, totp_sealed, totp_confirmed_at, totp_last_step, status, \
               is_demonstration, created_at, last_sign_in_at, closed_at, revision FROM account \
               WHERE email_key = $1 AND status = 'open'";
    fetch_optional!(tx, sql, email_key)
}

/// Accounts whose name or address holds these words, by name; a page of them.
pub async fn page(tx: &mut Tx, words: &str, limit: i64, offset: i64) -> Result<Vec<Account>> {
    let sql = "SELECT id, email, name, password_hash, totp_sealed, totp_confirmed_at, totp_last_step, status, \
               is_demonstration, created_at, last_sign_in_at, closed_at, revision FROM account \
               WHERE search_key LIKE '%' || $1 || '%' ORDER BY search_key, id LIMIT $2 OFFSET $3";
    fetch_all!(tx, sql, words, limit, offset)
}

/// How many accounts hold these words.
pub async fn count(tx: &mut Tx, words: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM account WHERE search_key LIKE '%' || $1 || '%'";
    let (count,): (i64,) = fetch_one!(tx, sql, words)?;
    Ok(count)
}

/// The people of an organisation, by name.
pub async fn of_organisation(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Account>> {
    let sql = "SELECT a.id, a.email, a.name, a.password_hash, a.totp_sealed, a.totp_confirmed_at, a.totp_last_step, \
               a.status, a.is_demonstration, a.created_at, a.last_sign_in_at, a.closed_at, a.revision FROM account a \
               JOIN membership m ON m.account = a.id WHERE m.organisation = $1 ORDER BY a.search_key, a.id";
    fetch_all!(tx, sql, organisation)
}

/// Open accounts of the demonstration, in the order they were made.
pub async fn of_demonstration(tx: &mut Tx) -> Result<Vec<Account>> {
    let sql = "SELECT id, email, name, password_hash, totp_sealed, totp_confirmed_at, totp_last_step, status, \
               is_demonstration, created_at, last_sign_in_at, closed_at, revision FROM account \
               WHERE is_demonstration AND status = 'open' ORDER BY created_at, id";
    fetch_all!(tx, sql)
}

/// Changes name and address, if nobody did since `revision`.
pub async fn rename(tx: &mut Tx, id: Uuid, revision: i64, name: &str, email: &str) -> Result<bool> {
    let touched = execute!(
        tx,
        "UPDATE account SET name = $1, email = $2, email_key = $3, search_key = $4, revision = revision + 1 \
         WHERE id = $5 AND revision = $6 AND status = 'open'",
        name,
        email,
        crate::rules::email::key(email),
        search_key(name, email),
        id,
        revision
    )?;
    Ok(touched == 1)
}

/// Sets the password.
pub async fn set_password(tx: &mut Tx, id: Uuid, hash: &str) -> Result<()> {
    execute!(tx, "UPDATE account SET password_hash = $1, revision = revision + 1 WHERE id = $2", hash, id)?;
    Ok(())
}

/// Notes a sign-in.
pub async fn signed_in(tx: &mut Tx, id: Uuid, at: Moment) -> Result<()> {
    execute!(tx, "UPDATE account SET last_sign_in_at = $1 WHERE id = $2", at.0, id)?;
    Ok(())
}

/// Sets the second factor: the secret sealed for this row, in force from `at`.
pub async fn set_second_factor(tx: &mut Tx, id: Uuid, sealed: &[u8], at: Moment, last_step: i64) -> Result<()> {
    execute!(
        tx,
        "UPDATE account SET totp_sealed = $1, totp_confirmed_at = $2, totp_last_step = $3, revision = revision + 1 \
         WHERE id = $4",
        sealed,
        at.0,
        last_step,
        id
    )?;
    Ok(())
}

/// Takes the second factor away: the person will set up another one.
pub async fn forget_second_factor(tx: &mut Tx, id: Uuid) -> Result<()> {
    let sql = "UPDATE account SET totp_sealed = NULL, totp_confirmed_at = NULL, totp_last_step = 0, \
               revision = revision + 1 WHERE id = $1";
    execute!(tx, sql, id)?;
    Ok(())
}

/// Uses a step: false when that step, or a later one, was used already, even a moment ago on another node.
pub async fn use_step(tx: &mut Tx, id: Uuid, step: i64) -> Result<bool> {
    let sql = "UPDATE account SET totp_last_step = $1 WHERE id = $2 AND totp_last_step < $1";
    Ok(execute!(tx, sql, step, id)? == 1)
}

/// Closes an account: nobody enters with it any more, its secrets are gone, and its address is free for another.
pub async fn close(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE account SET status = 'closed', closed_at = $1, password_hash = NULL, totp_sealed = NULL, \
               totp_confirmed_at = NULL, phone_sealed = NULL, email_key = $3, revision = revision + 1 WHERE id = $2 AND status = 'open'";
    Ok(execute!(tx, sql, at.0, id, format!("ferme/{id}"))? == 1)
}

/// Names of the open accounts that hold or held a function.
pub async fn open_names(tx: &mut Tx) -> Result<std::collections::HashMap<Uuid, String>> {
    let sql = "SELECT id, name FROM account WHERE status = 'open' AND id IN (SELECT account FROM account_function)";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().collect())
}
