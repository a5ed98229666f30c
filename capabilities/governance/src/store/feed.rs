//! Private addresses of calendars.

use database::{Result, Tx, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};

/// When somebody opened the address of her calendar; nothing, when she has none.
pub async fn opened_at(tx: &mut Tx, account: Uuid) -> Result<Option<Moment>> {
    let row: Option<(i64,)> = fetch_optional!(tx, "SELECT opened_at FROM calendar_feed WHERE account = $1", account)?;
    Ok(row.map(|(at,)| Moment(at)))
}

/// Whose address it is.
pub async fn account_of(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> =
        fetch_optional!(tx, "SELECT account FROM calendar_feed WHERE token_hash = $1", token_hash)?;
    Ok(row.map(|(account,)| account))
}

/// Gives somebody an address; the one before opens nothing any more. Gives the row.
pub async fn open(tx: &mut Tx, outside: &Outside, account: Uuid, token_hash: &[u8]) -> Result<Uuid> {
    let sql = "INSERT INTO calendar_feed (id, account, token_hash, opened_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (account) DO UPDATE SET token_hash = excluded.token_hash, opened_at = excluded.opened_at \
               RETURNING id";
    let (id,): (Uuid,) = fetch_one!(tx, sql, outside.uuid(), account, token_hash, outside.now().0)?;
    Ok(id)
}

/// Takes her address away. Gives the rows that are gone.
pub async fn close(tx: &mut Tx, account: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM calendar_feed WHERE account = $1 RETURNING id", account)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
