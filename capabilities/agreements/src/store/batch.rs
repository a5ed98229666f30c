//! Batches of papers asked for.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;

/// A batch of papers.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Batch {
    /// Which.
    pub id: Uuid,
    /// The call whose agreements are put on paper.
    pub call: Uuid,
    /// The job that does it.
    pub job: Uuid,
    /// When it was asked for, in milliseconds.
    pub asked_at: i64,
    /// Who asked.
    pub by_name: String,
}

/// Puts a batch in.
pub async fn insert(tx: &mut Tx, one: &Batch) -> Result<()> {
    let sql = "INSERT INTO agreement_batch (id, call, job, asked_at, by_name) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, one.id, one.call, one.job, one.asked_at, &one.by_name)?;
    Ok(())
}

/// A batch.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Batch>> {
    fetch_optional!(tx, "SELECT id, call, job, asked_at, by_name FROM agreement_batch WHERE id = $1", id)
}

/// The last batch of each call.
pub async fn last_of(tx: &mut Tx, call: Uuid) -> Result<Option<Batch>> {
    let sql =
        "SELECT id, call, job, asked_at, by_name FROM agreement_batch WHERE call = $1 ORDER BY asked_at DESC, id DESC";
    let all: Vec<Batch> = fetch_all!(tx, sql, call)?;
    Ok(all.into_iter().next())
}
