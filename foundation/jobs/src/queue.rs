//! Putting jobs into the queue and taking them out.

use database::{Result, Tx, execute, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use serde_json::Value;

/// A job to queue. Keep the payload to identifiers: the handler reads the rest when it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    kind: &'static str,
    payload: Value,
    unique_key: Option<String>,
    priority: i64,
    run_at: Option<Moment>,
    max_attempts: i64,
    requested_by: Option<Uuid>,
}

impl NewJob {
    /// A job for the handler of that kind: at once, five attempts, ordinary priority.
    pub const fn new(kind: &'static str, payload: Value) -> Self {
        Self { kind, payload, unique_key: None, priority: 0, run_at: None, max_attempts: 5, requested_by: None }
    }

    /// Not queued again while one of the same kind and key waits or runs.
    #[must_use]
    pub fn unique(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }

    /// Higher goes first; 0 is ordinary.
    #[must_use]
    pub const fn priority(mut self, priority: i64) -> Self {
        self.priority = priority;
        self
    }

    /// Not before this moment.
    #[must_use]
    pub const fn not_before(mut self, moment: Moment) -> Self {
        self.run_at = Some(moment);
        self
    }

    /// How many times it is started at most, crashes included; at least once.
    #[must_use]
    pub const fn max_attempts(mut self, count: u32) -> Self {
        self.max_attempts = if count == 0 { 1 } else { count as i64 };
        self
    }

    /// The account that asked for it, who may follow it.
    #[must_use]
    pub const fn requested_by(mut self, account: Uuid) -> Self {
        self.requested_by = Some(account);
        self
    }
}

/// What queuing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enqueued {
    /// The job: the new one, or the one that already waits or runs under this key.
    pub id: Uuid,
    /// Whether it is new.
    pub is_new: bool,
}

/// Queues a job in the caller's transaction: it exists if, and only if, that transaction commits.
///
/// # Errors
/// The database failed.
pub async fn enqueue(tx: &mut Tx, outside: &Outside, job: NewJob) -> Result<Enqueued> {
    let payload = job.payload.to_string();
    loop {
        let (id, now) = (outside.uuid(), outside.now());
        let inserted = execute!(
            tx,
            "INSERT INTO job (id, kind, payload, unique_key, priority, run_at, attempts, max_attempts, state, \
             progress_done, progress_total, progress_text, created_at, is_cancel_asked, requested_by) \
             VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 'waiting', 0, 0, '', $8, FALSE, $9) ON CONFLICT DO NOTHING",
            id,
            job.kind,
            &payload,
            job.unique_key.as_deref(),
            job.priority,
            job.run_at.unwrap_or(now).0,
            job.max_attempts,
            now.0,
            job.requested_by
        )?;
        if inserted == 1 {
            return Ok(Enqueued { id, is_new: true });
        }
        let same: Option<(Uuid,)> = fetch_optional!(
            tx,
            "SELECT id FROM job WHERE kind = $1 AND unique_key = $2 AND state IN ('waiting', 'running')",
            job.kind,
            job.unique_key.as_deref()
        )?;
        // On PostgreSQL the other one may have ended between the two statements: then this one is new after all.
        if let Some((id,)) = same {
            return Ok(Enqueued { id, is_new: false });
        }
    }
}

/// What asking for a cancellation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    /// It had not begun, and will not.
    Cancelled,
    /// It runs; its handler is told and stops at the next safe place.
    Asked,
    /// It had ended, or never was.
    TooLate,
}

/// Asks that a job stop. The action that calls this writes the journal entry.
///
/// # Errors
/// The database failed.
pub async fn cancel(tx: &mut Tx, outside: &Outside, id: Uuid) -> Result<CancelOutcome> {
    let before_start = "UPDATE job SET state = 'cancelled', finished_at = $1, is_cancel_asked = TRUE \
                        WHERE id = $2 AND state = 'waiting'";
    if execute!(tx, before_start, outside.now().0, id)? == 1 {
        return Ok(CancelOutcome::Cancelled);
    }
    let while_running = "UPDATE job SET is_cancel_asked = TRUE WHERE id = $1 AND state = 'running'";
    Ok(if execute!(tx, while_running, id)? == 1 { CancelOutcome::Asked } else { CancelOutcome::TooLate })
}

/// Puts a failed or cancelled job back into the queue with all its attempts; false when it is neither, or
/// when the same work is already waiting or running.
///
/// # Errors
/// The database failed.
pub async fn try_again(tx: &mut Tx, outside: &Outside, id: Uuid) -> Result<bool> {
    let touched = execute!(
        tx,
        "UPDATE job SET state = 'waiting', attempts = 0, run_at = $1, finished_at = NULL, is_cancel_asked = FALSE, \
         progress_done = 0, progress_total = 0, progress_text = '' \
         WHERE id = $2 AND state IN ('failed', 'cancelled') AND NOT EXISTS (SELECT 1 FROM job other \
         WHERE other.kind = job.kind AND other.unique_key = job.unique_key AND other.state IN ('waiting', 'running'))",
        outside.now().0,
        id
    )?;
    Ok(touched == 1)
}

/// Removes jobs that ended (done, failed or cancelled) before that moment; gives their number.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, ended_before: Moment) -> Result<u64> {
    execute!(tx, "DELETE FROM job WHERE state IN ('done', 'failed', 'cancelled') AND finished_at < $1", ended_before.0)
}
