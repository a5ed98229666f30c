//! The job that removes old jobs and the personal data of old mails, and says how much.

use jiff::civil::time;
use journal::Entry;
use kernel::Actor;
use serde_json::json;

use crate::{Context, Handler, Job, Rule, Running, Schedule, mail, queue};

/// Runs every night at 3:15.
pub const HOUSEKEEPING: Schedule = Schedule { kind: KIND, rule: Rule::Daily(time(3, 15, 0, 0)) };

const KIND: &str = "jobs.purge";

/// Removes jobs that ended long ago, and what mails past their keeping held.
#[derive(Clone, Copy, Debug)]
pub struct Housekeeping {
    /// Jobs are kept this long after they ended.
    pub keep_days: i64,
}

impl Default for Housekeeping {
    fn default() -> Self {
        Self { keep_days: 90 }
    }
}

impl Handler for Housekeeping {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(&'a self, _job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let now = context.outside().now();
            let mut tx = context.db().write().await?;
            let job_count = queue::purge(&mut tx, now.plus_days(-self.keep_days)).await?;
            let mail_count = mail::purge(&mut tx, now).await?;
            let counts = json!({"jobs": job_count, "mails": mail_count});
            if job_count + mail_count > 0 {
                let entry = Entry::general("jobs.purge", "job").detail(counts.clone());
                journal::record(&mut tx, context.outside(), &Actor::Platform("tâches"), entry).await?;
            }
            context.finish(tx, Some(counts)).await
        })
    }
}
