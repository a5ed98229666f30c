//! Draws: where each stands, what it published.

use database::{Result, Tx, fetch_one};
use kernel::Uuid;

/// Whether the pool of a college is closed: a draw was frozen and is not over.
pub async fn is_pool_closed(tx: &mut Tx, college: Uuid) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM draw WHERE college = $1 \
               AND (state IN ('frozen', 'published', 'drawn') OR working = 'freezing')";
    let (count,): (i64,) = fetch_one!(tx, sql, college)?;
    Ok(count > 0)
}
