//! Counters of tries, shared by every node. What is counted is kept as a keyed hash, never in clear.

use database::{Result, Tx, execute, fetch_one};
use kernel::{Moment, Uuid};

/// Notes a try.
pub async fn add(tx: &mut Tx, id: Uuid, counted: &[u8], at: Moment) -> Result<()> {
    execute!(tx, "INSERT INTO guess (id, counted, at) VALUES ($1, $2, $3)", id, counted, at.0)?;
    Ok(())
}

/// Tries since a moment, and the first of them.
pub async fn since(tx: &mut Tx, counted: &[u8], from: Moment) -> Result<(i64, Option<i64>)> {
    fetch_one!(tx, "SELECT COUNT(*), MIN(at) FROM guess WHERE counted = $1 AND at > $2", counted, from.0)
}

/// Forgets the tries: she got it right.
pub async fn forget(tx: &mut Tx, counted: &[u8]) -> Result<()> {
    execute!(tx, "DELETE FROM guess WHERE counted = $1", counted)?;
    Ok(())
}
