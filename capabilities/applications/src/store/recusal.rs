//! Who stays out of what.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

use crate::rules::Recusal;

type Row = (Uuid, Uuid, Option<Uuid>, Option<Uuid>, String, i64);

fn read((id, account, application, organisation, reason, declared_at): Row) -> Recusal {
    Recusal { id, account, application, organisation, reason, declared_at: Moment(declared_at) }
}

/// Recusals of an account.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Recusal>> {
    let sql = "SELECT id, account, application, organisation, reason, declared_at FROM recusal WHERE account = $1 \
               ORDER BY declared_at, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, account)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Recusals that concern an application, by itself or by the organisation that asks.
pub async fn of_application(tx: &mut Tx, application: Uuid, organisation: Uuid) -> Result<Vec<Recusal>> {
    let sql = "SELECT id, account, application, organisation, reason, declared_at FROM recusal \
               WHERE application = $1 OR organisation = $2 ORDER BY declared_at, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, application, organisation)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Every recusal, the first first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Recusal>> {
    let sql =
        "SELECT id, account, application, organisation, reason, declared_at FROM recusal ORDER BY declared_at, id";
    let rows: Vec<Row> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Puts a recusal in.
pub async fn insert(tx: &mut Tx, one: &Recusal, by: Option<Uuid>) -> Result<()> {
    let sql = "INSERT INTO recusal (id, account, application, organisation, reason, declared_at, declared_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let at = one.declared_at.0;
    execute!(tx, sql, one.id, one.account, one.application, one.organisation, &one.reason, at, by)?;
    Ok(())
}
