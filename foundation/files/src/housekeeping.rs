//! The job by which deleted files really go, once their quarantine is over.

use std::sync::Arc;

use jiff::civil::time;
use jobs::{Context, Handler, Job, JobError, Rule, Running, Schedule};
use journal::Entry;
use kernel::{Actor, Breakdown, Uuid};
use serde_json::json;

use crate::vault::Vault;
use crate::{FileError, purge_quarantine, sweep};

/// Runs every night at 3:30.
pub const HOUSEKEEPING: Schedule = Schedule { kind: KIND, rule: Rule::Daily(time(3, 30, 0, 0)) };

pub(crate) const KIND: &str = "files.purge";

/// Removes files whose quarantine is over, then the contents nobody needs any more.
pub struct Housekeeping {
    /// Where contents are kept.
    pub vault: Arc<dyn Vault>,
}

impl Handler for Housekeeping {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(&'a self, _job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let purge = purge_quarantine(&mut tx, context.outside().now()).await?;
            if !purge.files.is_empty() {
                let touched: Vec<(&str, Uuid)> = purge.files.iter().map(|id| ("file", *id)).collect();
                let detail = json!({"files": purge.files.len(), "bytes": purge.size});
                let entry = Entry::general(KIND, "file").detail(detail).touched(&touched);
                journal::record(&mut tx, context.outside(), &Actor::Platform("tâches"), entry).await?;
            }
            // Rows first, contents after: stopped in between, the next night sweeps what was announced.
            tx.commit().await?;
            let swept = sweep(context.db(), self.vault.as_ref()).await.map_err(broken)?;
            let counts = json!({"files": purge.files.len(), "contents": swept.removed_count});
            let tx = context.db().write().await?;
            context.finish(tx, Some(counts)).await
        })
    }
}

fn broken(error: FileError) -> JobError {
    match error {
        FileError::Database(error) => error.into(),
        other => JobError::Broken(Breakdown(Box::new(other))),
    }
}
