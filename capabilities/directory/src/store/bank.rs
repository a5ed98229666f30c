//! Bank details: sealed numbers with their two ends, never a whole number.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::BankTerms;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organisation: Uuid,
    holder: String,
    head: String,
    tail: String,
    bic: String,
    since: i64,
    entered_by: Option<Uuid>,
    confirmed_at: Option<i64>,
    ended_at: Option<i64>,
}

fn read(row: Row) -> BankTerms {
    BankTerms {
        id: row.id,
        organisation: row.organisation,
        holder: row.holder,
        head: row.head,
        tail: row.tail,
        bic: row.bic,
        since: Moment(row.since),
        entered_by: row.entered_by,
        confirmed_at: row.confirmed_at.map(Moment),
        ended_at: row.ended_at.map(Moment),
    }
}

/// Accounts of an organisation, the last entered first.
pub async fn of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<BankTerms>> {
    let sql = "SELECT id, organisation, holder, head, tail, bic, since, entered_by, confirmed_at, ended_at \
               FROM organisation_bank WHERE organisation = $1 ORDER BY since DESC, id DESC";
    let rows: Vec<Row> = fetch_all!(tx, sql, organisation)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The current one.
pub async fn current(tx: &mut Tx, organisation: Uuid) -> Result<Option<BankTerms>> {
    Ok(of(tx, organisation).await?.into_iter().find(BankTerms::is_current))
}

/// The one that waits to be confirmed.
pub async fn waiting(tx: &mut Tx, organisation: Uuid) -> Result<Option<BankTerms>> {
    Ok(of(tx, organisation).await?.into_iter().find(BankTerms::is_waiting))
}

/// Those that wait to be confirmed, whosever they are, the oldest first.
pub async fn all_waiting(tx: &mut Tx) -> Result<Vec<BankTerms>> {
    let sql = "SELECT id, organisation, holder, head, tail, bic, since, entered_by, confirmed_at, ended_at \
               FROM organisation_bank WHERE ended_at IS NULL AND confirmed_at IS NULL ORDER BY since, id";
    let rows: Vec<Row> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Makes the one that waits the current one; false when it waits no more.
pub async fn confirm(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE organisation_bank SET confirmed_at = $1, since = $1 \
               WHERE id = $2 AND confirmed_at IS NULL AND ended_at IS NULL";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// Its sealed number.
pub async fn sealed(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(tx, "SELECT iban_sealed FROM organisation_bank WHERE id = $1", id)?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Puts an account in.
pub async fn insert(tx: &mut Tx, one: &BankTerms, sealed: &[u8]) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO organisation_bank (id, organisation, holder, iban_sealed, head, tail, bic, since, entered_by, confirmed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        one.id,
        one.organisation,
        &one.holder,
        sealed,
        &one.head,
        &one.tail,
        &one.bic,
        one.since.0,
        one.entered_by,
        one.confirmed_at.map(|at| at.0)
    )?;
    Ok(())
}

/// Says that another took its place; false when one did already.
pub async fn end(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE organisation_bank SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// Erases accounts that ended before a moment. Gives them.
pub async fn forget(tx: &mut Tx, before: Moment) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> =
        fetch_all!(tx, "DELETE FROM organisation_bank WHERE ended_at < $1 RETURNING id", before.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
