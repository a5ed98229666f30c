//! Stopping a job and starting it again.

use database::Tx;
use jobs::CancelOutcome;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::acts;

/// Asks that a job stop.
///
/// # Errors
/// Not allowed, no such job, or it had ended.
pub async fn cancel_job(tx: &mut Tx, actor: &Actor, outside: &Outside, id: Uuid) -> Outcome<CancelOutcome> {
    actor.authorise(&acts::CANCEL_JOB, &Scope::EVERYWHERE)?;
    let job = jobs::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let outcome = jobs::cancel(tx, outside, id).await?;
    if outcome == CancelOutcome::TooLate {
        let title = "Cette tâche ne peut plus être arrêtée";
        return Err(Refusal::rule(title, "Elle était déjà terminée. Il n’y a rien d’autre à faire.").into());
    }
    let entry = Entry::on(acts::CANCEL_JOB.code, "job", id).detail(json!({ "kind": job.kind }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(outcome)
}

/// Puts a job that failed or was stopped back into the queue.
///
/// # Errors
/// Not allowed, no such job, or it neither failed nor was stopped.
pub async fn try_job_again(tx: &mut Tx, actor: &Actor, outside: &Outside, id: Uuid) -> Outcome<()> {
    actor.authorise(&acts::TRY_JOB_AGAIN, &Scope::EVERYWHERE)?;
    let job = jobs::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !jobs::try_again(tx, outside, id).await? {
        let title = "Cette tâche ne peut pas être relancée";
        let why =
            "Elle attend, elle est en cours, elle a réussi, ou la même tâche est déjà dans la file. Regardez la liste.";
        return Err(Refusal::rule(title, why).into());
    }
    let entry = Entry::on(acts::TRY_JOB_AGAIN.code, "job", id).detail(json!({ "kind": job.kind }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
