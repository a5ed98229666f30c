//! Functions given to people, and their organisations.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Function, Grant, Moment, Scope, Uuid};

/// A function given to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Which gift.
    pub id: Uuid,
    /// To whom.
    pub account: Uuid,
    /// What, and where.
    pub grant: Grant,
    /// From when.
    pub since: Moment,
    /// Until when, not included; none: until it is withdrawn.
    pub until: Option<Moment>,
    /// By whom; none: by the platform.
    pub given_by: Option<Uuid>,
    /// Why.
    pub reason: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
}

impl Given {
    /// Whether it is in force.
    pub fn is_in_force(&self, now: Moment) -> bool {
        self.withdrawn_at.is_none() && self.since <= now && self.until.is_none_or(|until| now < until)
    }

    /// Whether it is, or will be, in force.
    pub fn is_current(&self, now: Moment) -> bool {
        self.withdrawn_at.is_none() && self.until.is_none_or(|until| now < until)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    account: Uuid,
    function: String,
    contract: Option<Uuid>,
    territory: Option<Uuid>,
    organisation: Option<Uuid>,
    since: i64,
    until: Option<i64>,
    given_by: Option<Uuid>,
    reason: String,
    withdrawn_at: Option<i64>,
}

fn read(row: Row) -> Result<Given> {
    let function = Function::from_code(&row.function)
        .ok_or_else(|| DbError::Unreadable { place: "account_function.function", problem: row.function.clone() })?;
    let scope = Scope { contract: row.contract, territory: row.territory, organisation: row.organisation };
    Ok(Given {
        id: row.id,
        account: row.account,
        grant: Grant { function, scope },
        since: Moment(row.since),
        until: row.until.map(Moment),
        given_by: row.given_by,
        reason: row.reason,
        withdrawn_at: row.withdrawn_at.map(Moment),
    })
}

/// Gives a function.
pub async fn insert(tx: &mut Tx, given: &Given) -> Result<()> {
    let scope = given.grant.scope;
    execute!(
        tx,
        "INSERT INTO account_function (id, account, function, contract, territory, organisation, since, until, given_by, \
         reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        given.id,
        given.account,
        given.grant.function.code(),
        scope.contract,
        scope.territory,
        scope.organisation,
        given.since.0,
        given.until.map(|until| until.0),
        given.given_by,
        given.reason.as_str()
    )?;
    Ok(())
}

/// Every function somebody was given, the latest first.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Given>> {
    let sql = "SELECT id, account, function, contract, territory, organisation, since, until, given_by, reason, \
               withdrawn_at FROM account_function WHERE account = $1 ORDER BY since DESC, id DESC";
    let rows: Vec<Row> = fetch_all!(tx, sql, account)?;
    rows.into_iter().map(read).collect()
}

/// Every function in force now or later, for lists.
pub async fn all_current(tx: &mut Tx, now: Moment) -> Result<Vec<Given>> {
    let sql = "SELECT id, account, function, contract, territory, organisation, since, until, given_by, reason, \
               withdrawn_at FROM account_function WHERE withdrawn_at IS NULL AND (until IS NULL OR until > $1) ORDER BY id";
    let rows: Vec<Row> = fetch_all!(tx, sql, now.0)?;
    rows.into_iter().map(read).collect()
}

/// One gift.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Given>> {
    let sql = "SELECT id, account, function, contract, territory, organisation, since, until, given_by, reason, \
               withdrawn_at FROM account_function WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// Withdraws a function; false when it already was.
pub async fn withdraw(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE account_function SET withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// How many open accounts administer the whole installation now, without an end date.
pub async fn administrator_count(tx: &mut Tx, now: Moment) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        "SELECT COUNT(DISTINCT f.account) FROM account_function f JOIN account a ON a.id = f.account \
         WHERE f.function = 'administrator' AND f.contract IS NULL AND f.territory IS NULL AND f.organisation IS NULL \
         AND f.withdrawn_at IS NULL AND f.until IS NULL AND f.since <= $1 AND a.status = 'open'",
        now.0
    )?;
    Ok(count)
}

/// Open accounts that administer an organisation now, without an end date.
pub async fn carrier_administrators(tx: &mut Tx, organisation: Uuid, now: Moment) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(
        tx,
        "SELECT DISTINCT f.account FROM account_function f JOIN account a ON a.id = f.account \
         WHERE f.function = 'carrier_administrator' AND f.organisation = $1 AND f.withdrawn_at IS NULL AND f.until IS NULL \
         AND f.since <= $2 AND a.status = 'open'",
        organisation,
        now.0
    )?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}
