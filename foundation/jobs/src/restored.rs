//! What becomes of jobs and mails that come back from a backup.
//!
//! Between the backup and the accident the old instance went on: it may have sent the mails that the backup still
//! holds as queued. So no restored mail leaves by itself: it comes back as `uncertain`, and an administrator who
//! has looked queues it again ([`crate::mail::send_again`]). Jobs act on the database only, and the database has
//! gone back with them: those that waited or ran are to be done again, and wait.

use database::{Result, Tx, execute};
use kernel::Outside;

/// What was held back or put back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Mails that were waiting or leaving, and are now uncertain.
    pub mail_count: u64,
    /// Jobs that were running, and wait again.
    pub job_count: u64,
}

/// Settles mails and jobs right after a restore, in the transaction that restores them.
///
/// # Errors
/// The database failed.
pub async fn hold_restored(tx: &mut Tx, outside: &Outside) -> Result<Held> {
    let mail_count = execute!(
        tx,
        "UPDATE mail SET state = 'uncertain', locked_by = NULL, locked_until = NULL, last_error = $1 \
         WHERE state IN ('queued', 'sending')",
        "rétabli depuis une sauvegarde : peut-être déjà envoyé avant l’incident ; vérifiez, puis renvoyez-le si besoin"
    )?;
    let job_count = execute!(
        tx,
        "UPDATE job SET state = CASE WHEN is_cancel_asked THEN 'cancelled' ELSE 'waiting' END, \
         finished_at = CASE WHEN is_cancel_asked THEN CAST($1 AS BIGINT) END, run_at = $1, \
         attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END, locked_by = NULL, locked_until = NULL \
         WHERE state = 'running'",
        outside.now().0
    )?;
    Ok(Held { mail_count, job_count })
}
