//! What is done behind the counter: one function per act, one entry of the journal each.

mod jobs_followed;
mod journal_taken;
mod mails_followed;

pub use jobs_followed::{cancel_job, try_job_again};
pub use journal_taken::{Extract, export_journal};
pub use mails_followed::send_mail_again;

use kernel::{Act, Actor, Outcome, Refusal, Scope};

/// Lets go on who may do this act in the whole installation.
fn allow(actor: &Actor, act: &'static Act) -> Outcome<()> {
    match actor.may(act, &Scope::EVERYWHERE) {
        verdict if verdict.is_allowed() => Ok(()),
        verdict => Err(Refusal::NotAllowed { act, verdict }.into()),
    }
}
