//! What is done behind the counter: one function per act, one entry of the journal each.

mod jobs_followed;
mod journal_taken;
mod mails_followed;

pub use jobs_followed::{cancel_job, try_job_again};
pub use journal_taken::{Extract, export_journal};
pub use mails_followed::{followed, mail_for, send_mail_again};
