//! Answers put aside by somebody who will go on later.

use database::{Result, Tx, execute, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

/// Puts answers aside, or what was there under this code in their place.
pub async fn save(tx: &mut Tx, id: Uuid, survey: Uuid, sealed: &[u8], until: Moment) -> Result<()> {
    let sql = "INSERT INTO parked_answer (id, survey, sealed, until) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (id) DO UPDATE SET sealed = $3, until = $4";
    execute!(tx, sql, id, survey, sealed, until.0)?;
    Ok(())
}

/// What was put aside under a code, until its time is over.
pub async fn find(tx: &mut Tx, id: Uuid, survey: Uuid, now: Moment) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT sealed FROM parked_answer WHERE id = $1 AND survey = $2 AND until > $3";
    let found: Option<(Vec<u8>,)> = fetch_optional!(tx, sql, id, survey, now.0)?;
    Ok(found.map(|(sealed,)| sealed))
}

/// Forgets what was put aside.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM parked_answer WHERE id = $1", id)?;
    Ok(())
}

/// Counts letters tried in vain.
pub async fn count_try(tx: &mut Tx, id: Uuid, survey: Uuid, now: Moment) -> Result<()> {
    execute!(tx, "INSERT INTO parked_try (id, survey, minute) VALUES ($1, $2, $3)", id, survey, minute(now))?;
    Ok(())
}

/// How many were tried in vain this minute.
pub async fn tries(tx: &mut Tx, survey: Uuid, now: Moment) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM parked_try WHERE survey = $1 AND minute = $2";
    let (count,): (i64,) = fetch_one!(tx, sql, survey, minute(now))?;
    Ok(count)
}

const fn minute(now: Moment) -> i64 {
    now.0 / 60_000
}

/// Forgets what was put aside and never taken up again, and old tries. Gives how many were put aside.
pub async fn purge(tx: &mut Tx, now: Moment) -> Result<u64> {
    execute!(tx, "DELETE FROM parked_try WHERE minute < $1", minute(now))?;
    execute!(tx, "DELETE FROM parked_answer WHERE until <= $1", now.0)
}
