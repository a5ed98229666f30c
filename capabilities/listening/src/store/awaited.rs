//! What is left to do in a consultation, counted.

use database::{Result, Tx, fetch_all, fetch_one};
use kernel::Uuid;

/// Needs that no evidence names.
pub async fn needs_without_evidence(tx: &mut Tx) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM need n \
               WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.need = n.id AND e.withdrawn_at IS NULL)";
    let (count,): (i64,) = fetch_one!(tx, sql)?;
    Ok(count)
}

/// By consultation, evidence that no document lets anybody read again.
pub async fn evidence_without_document(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT consultation, COUNT(*) FROM evidence WHERE withdrawn_at IS NULL AND document IS NULL \
               GROUP BY consultation";
    fetch_all!(tx, sql)
}

/// By consultation: channels, and cells of the coverage that are filled.
pub async fn coverage_filled(tx: &mut Tx) -> Result<Vec<(Uuid, i64, i64)>> {
    let sql = "SELECT h.consultation, COUNT(DISTINCT h.id), COUNT(c.id) FROM channel h \
               LEFT JOIN coverage c ON c.channel = h.id GROUP BY h.consultation";
    fetch_all!(tx, sql)
}
