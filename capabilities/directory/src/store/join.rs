//! Requests to join an organisation.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use super::known;
use crate::rules::JoinState;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which.
    pub id: Uuid,
    /// To join which organisation.
    pub organisation: Uuid,
    /// Who asks.
    pub account: Uuid,
    /// In her words.
    pub words: String,
    /// When.
    pub asked_at: Moment,
    /// Where it stands.
    pub state: JoinState,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organisation: Uuid,
    account: Uuid,
    words: String,
    asked_at: i64,
    state: String,
}

fn read(row: Row) -> Result<Request> {
    let state = known("organisation_join.state", &row.state, JoinState::from_code(&row.state))?;
    let (id, organisation, account, words) = (row.id, row.organisation, row.account, row.words);
    Ok(Request { id, organisation, account, words, asked_at: Moment(row.asked_at), state })
}

const SELECT: &str = "SELECT id, organisation, account, words, asked_at, state FROM organisation_join";

/// Requests nobody decided, of one organisation or of all.
pub async fn waiting(tx: &mut Tx, organisation: Option<Uuid>) -> Result<Vec<Request>> {
    let sql = format!("{SELECT} WHERE state = 'asked' ORDER BY asked_at, id");
    let rows: Vec<Row> = fetch_all!(tx, sqlx::AssertSqlSafe(sql))?;
    let is_of = |row: &Row| organisation.is_none_or(|id| row.organisation == id);
    rows.into_iter().filter(is_of).map(read).collect()
}

/// Requests of somebody that nobody decided.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Request>> {
    Ok(waiting(tx, None).await?.into_iter().filter(|one| one.account == account).collect())
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Request>> {
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Asks.
pub async fn insert(tx: &mut Tx, one: &Request) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO organisation_join (id, organisation, account, words, asked_at, state) VALUES ($1, $2, $3, $4, $5, $6)",
        one.id,
        one.organisation,
        one.account,
        &one.words,
        one.asked_at.0,
        one.state.code()
    )?;
    Ok(())
}

/// Decides, unless somebody did.
pub async fn decide(tx: &mut Tx, id: Uuid, state: JoinState, at: Moment) -> Result<bool> {
    let sql = "UPDATE organisation_join SET state = $1, decided_at = $2 WHERE id = $3 AND state = 'asked'";
    Ok(execute!(tx, sql, state.code(), at.0, id)? == 1)
}

/// Erases requests decided before a moment. Gives them.
pub async fn forget(tx: &mut Tx, before: Moment) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> =
        fetch_all!(tx, "DELETE FROM organisation_join WHERE decided_at < $1 RETURNING id", before.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
