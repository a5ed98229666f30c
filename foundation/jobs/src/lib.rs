//! Work done apart from the page that asked for it: a queue in the database, workers on one or several
//! nodes, a schedule in the town's time, and the mail outbox.
//!
//! - A job is queued in the transaction of the act that needs it ([`enqueue`]): no act, no job.
//! - It is claimed under a lease. A worker that dies loses the lease and another takes the job over.
//! - Its effect and its "done" mark commit together ([`Context::finish`]): a worker that lost its lease
//!   cannot commit, so the effect in the database happens once.
//! - What leaves the database (a mail) cannot be undone: see [`mail`] for what is promised there.
//!
//! Nodes compare leases with their own clocks, which must agree within a fraction of the lease (NTP does).

mod attempt;
mod handler;
mod housekeeping;
mod lease;
pub mod mail;
mod privacy;
mod queue;
mod reading;
mod restored;
mod schedule;
pub mod testing;
mod worker;

use database::Migration;

pub use handler::{Context, Done, Handler, JobError, Running};
pub use housekeeping::{HOUSEKEEPING, Housekeeping};
pub use privacy::PRIVACY;
pub use queue::{CancelOutcome, Enqueued, NewJob, cancel, enqueue, purge, try_again};
pub use reading::{Job, JobState, counts, find, list};
pub use restored::{Held, hold_restored};
pub use schedule::{Rule, Schedule, enqueue_due};
pub use worker::{Bell, Pace, Worker};

/// The tables of jobs, schedules and mails.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "jobs/0001_jobs", sql: include_str!("0001_jobs.sql") },
    Migration { name: "jobs/0002_unsubscribe", sql: include_str!("0002_unsubscribe.sql") },
    Migration { name: "jobs/0003_mail_contract", sql: include_str!("0003_mail_contract.sql") },
];
