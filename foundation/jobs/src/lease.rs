//! Who holds a job, until when, and how it ends. Every statement that ends a job names the claim it was
//! taken under: a worker whose lease went to another touches no row.

use database::{Db, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, on};
use journal::Entry;
use kernel::{Actor, Outside, Uuid};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::reading::{JobRow, job_columns};
use crate::{Job, Pace};

/// A job in the hands of one worker, for one attempt.
#[derive(Clone, Debug)]
pub(crate) struct Claimed {
    pub job: Job,
    /// `worker/uuid`: new at each claim, so that even the same worker cannot mistake an old lease for its own.
    pub claim: String,
}

/// Progress as a handler told it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub done: i64,
    pub total: i64,
    pub text: String,
}

/// How long to wait before attempt `attempts + 1`: doubled each time, up to a cap.
pub(crate) fn backoff_seconds(attempts: i64, first_seconds: i64, longest_seconds: i64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 30)).unwrap_or(0);
    first_seconds.saturating_mul(1_i64 << doublings).min(longest_seconds)
}

/// The next job of one of these kinds, now this worker's; `None` when there is nothing to do.
pub(crate) async fn claim_next(
    db: &Db,
    outside: &Outside,
    worker: &str,
    kinds: &[&'static str],
    pace: &Pace,
) -> Result<Option<Claimed>> {
    let now = outside.now();
    // A look first: an idle worker then never takes the write lock.
    let mut tx = db.read().await?;
    let (ready,): (i64,) = fetch_one!(
        &mut tx,
        "SELECT COUNT(*) FROM job WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND locked_until < $1)",
        now.0
    )?;
    drop(tx);
    if ready == 0 || kinds.is_empty() {
        return Ok(None);
    }
    let mut tx = db.write().await?;
    end_abandoned(&mut tx, outside).await?;
    let claim = format!("{worker}/{}", outside.uuid());
    let marks: Vec<String> = (0..kinds.len()).map(|rank| format!("${}", rank + 4)).collect();
    let sql = format!(
        "UPDATE job SET state = 'running', locked_by = $1, locked_until = $2, attempts = attempts + 1 \
         WHERE id = (SELECT id FROM job WHERE ((state = 'waiting' AND run_at <= $3) \
         OR (state = 'running' AND locked_until < $3)) AND kind IN ({}) \
         ORDER BY priority DESC, run_at, id LIMIT 1{}) RETURNING {}",
        marks.join(", "),
        if tx.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" },
        job_columns!()
    );
    let until = now.plus_seconds(pace.lease_seconds);
    let row: Option<JobRow> = on!(&mut tx, conn => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(&claim).bind(until.0).bind(now.0);
        for kind in kinds {
            query = query.bind(*kind);
        }
        query.fetch_optional(conn).await
    })?;
    tx.commit().await?;
    row.map(|row| Ok(Claimed { job: Job::try_from(row)?, claim })).transpose()
}

/// Jobs whose worker died and that must not be started again: stopped on request, or out of attempts
/// (a job that kills its worker each time would otherwise go round for ever).
async fn end_abandoned(tx: &mut Tx, outside: &Outside) -> Result<()> {
    let now = outside.now().0;
    execute!(
        tx,
        "UPDATE job SET state = 'cancelled', finished_at = $1, locked_by = NULL, locked_until = NULL \
         WHERE state = 'running' AND locked_until < $1 AND is_cancel_asked",
        now
    )?;
    let lost: Vec<(Uuid, String, i64)> = fetch_all!(
        tx,
        "UPDATE job SET state = 'failed', finished_at = $1, locked_by = NULL, locked_until = NULL, last_error = $2 \
         WHERE state = 'running' AND locked_until < $1 AND attempts >= max_attempts RETURNING id, kind, attempts",
        now,
        "la tâche a été interrompue à chaque essai, sans dire pourquoi"
    )?;
    for (id, kind, attempts) in lost {
        record_failure(tx, outside, id, &kind, attempts).await?;
    }
    Ok(())
}

/// The error itself stays with the job, which is purged: it may name a person, and the journal is kept.
async fn record_failure(tx: &mut Tx, outside: &Outside, id: Uuid, kind: &str, attempts: i64) -> Result<()> {
    let entry = Entry::on("jobs.fail", "job", id).detail(json!({"kind": kind, "attempts": attempts}));
    journal::record(tx, outside, &Actor::Platform("tâches"), entry).await.map(|_| ())
}

/// Keeps the lease and writes the progress; gives whether a stop was asked, `None` when the lease is lost.
pub(crate) async fn renew(
    db: &Db,
    outside: &Outside,
    held: &Claimed,
    progress: &Progress,
    lease_seconds: i64,
) -> Result<Option<bool>> {
    let mut tx = db.write().await?;
    let row: Option<(bool,)> = fetch_optional!(
        &mut tx,
        "UPDATE job SET locked_until = $1, progress_done = $2, progress_total = $3, progress_text = $4 \
         WHERE id = $5 AND state = 'running' AND locked_by = $6 RETURNING is_cancel_asked",
        outside.now().plus_seconds(lease_seconds).0,
        progress.done,
        progress.total,
        &progress.text,
        held.job.id,
        &held.claim
    )?;
    tx.commit().await?;
    Ok(row.map(|(is_asked,)| is_asked))
}

/// Reads, without writing, whether a stop was asked; `None` when the lease is lost.
pub(crate) async fn look(db: &Db, held: &Claimed) -> Result<Option<bool>> {
    let mut tx = db.read().await?;
    let sql = "SELECT is_cancel_asked FROM job WHERE id = $1 AND state = 'running' AND locked_by = $2";
    let row: Option<(bool,)> = fetch_optional!(&mut tx, sql, held.job.id, &held.claim)?;
    Ok(row.map(|(is_asked,)| is_asked))
}

/// Marks the job done in the handler's own transaction; false when the lease is lost.
pub(crate) async fn mark_done(
    tx: &mut Tx,
    outside: &Outside,
    id: Uuid,
    claim: &str,
    progress: &Progress,
    result: Option<&Value>,
) -> Result<bool> {
    let touched = execute!(
        tx,
        "UPDATE job SET state = 'done', finished_at = $1, result = $2, last_error = NULL, locked_by = NULL, \
         locked_until = NULL, progress_done = $3, progress_total = $4, progress_text = $5 \
         WHERE id = $6 AND state = 'running' AND locked_by = $7",
        outside.now().0,
        result.map(Value::to_string),
        progress.done,
        progress.total,
        &progress.text,
        id,
        claim
    )?;
    Ok(touched == 1)
}

/// Ends the attempt for good, journaled when it is a failure. False when the lease is lost.
pub(crate) async fn end(
    db: &Db,
    outside: &Outside,
    held: &Claimed,
    is_failure: bool,
    error: Option<&str>,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let touched = execute!(
        &mut tx,
        "UPDATE job SET state = $1, finished_at = $2, last_error = $3, locked_by = NULL, locked_until = NULL \
         WHERE id = $4 AND state = 'running' AND locked_by = $5",
        if is_failure { "failed" } else { "cancelled" },
        outside.now().0,
        error,
        held.job.id,
        &held.claim
    )?;
    if touched == 1 && is_failure {
        record_failure(&mut tx, outside, held.job.id, &held.job.kind, held.job.attempts).await?;
    }
    tx.commit().await?;
    Ok(touched == 1)
}

/// Puts the job back for another attempt; one whose stop was asked is cancelled instead.
pub(crate) async fn postpone(
    db: &Db,
    outside: &Outside,
    held: &Claimed,
    error: &str,
    delay_seconds: i64,
) -> Result<bool> {
    let mut tx = db.write().await?;
    let now = outside.now();
    let touched = execute!(
        &mut tx,
        "UPDATE job SET state = CASE WHEN is_cancel_asked THEN 'cancelled' ELSE 'waiting' END, \
         finished_at = CASE WHEN is_cancel_asked THEN CAST($1 AS BIGINT) END, run_at = $2, last_error = $3, \
         locked_by = NULL, locked_until = NULL WHERE id = $4 AND state = 'running' AND locked_by = $5",
        now.0,
        now.plus_seconds(delay_seconds).0,
        error,
        held.job.id,
        &held.claim
    )?;
    tx.commit().await?;
    Ok(touched == 1)
}

/// Gives the job back untouched when the worker stops: another may start it at once, and this attempt
/// does not count.
pub(crate) async fn release(db: &Db, held: &Claimed) -> Result<bool> {
    let mut tx = db.write().await?;
    let touched = execute!(
        &mut tx,
        "UPDATE job SET state = 'waiting', attempts = attempts - 1, locked_by = NULL, locked_until = NULL \
         WHERE id = $1 AND state = 'running' AND locked_by = $2",
        held.job.id,
        &held.claim
    )?;
    tx.commit().await?;
    Ok(touched == 1)
}

#[cfg(test)]
mod tests {
    use super::backoff_seconds;

    #[test]
    fn waits_double_up_to_the_cap() {
        let waits: Vec<i64> = (1..=6).map(|attempts| backoff_seconds(attempts, 10, 100)).collect();
        assert_eq!(waits, [10, 20, 40, 80, 100, 100]);
        assert_eq!(backoff_seconds(i64::MAX, i64::MAX, 3600), 3600);
        assert_eq!(backoff_seconds(0, 10, 100), 10);
    }
}
