//! Long imports and the removal of forgotten files. Shallow: each calls an action.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, JobError, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::{Actor, Id, Outcome};
use serde::Deserialize;
use serde_json::json;

use crate::actions::addresses::{self, AddressReport};
use crate::actions::drafts::{self, Draft, FileKind, IMPORT_JOB};

/// The kind of job that removes forgotten files.
pub const PURGE: &str = "territory.purge_drafts";

/// What the clock queues.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 20, 0, 0)) }];

/// The handlers of the slice.
pub fn handlers() -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Import), Arc::new(Purge)]
}

#[derive(Deserialize)]
struct Payload {
    draft: Id<Draft>,
}

const ACTOR: Actor = Actor::Platform("import");

/// Imports a large file.
struct Import;

impl Handler for Import {
    fn kind(&self) -> &'static str {
        IMPORT_JOB
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let payload: Payload = job.read_payload()?;
            context.progress(0, 0, "Lecture du fichier");
            let mut tx = context.db().read().await?;
            let (draft, kind, content) = drafts::open(&mut tx, &ACTOR, payload.draft.uuid()).await?;
            drop(tx);
            let (tx, summary) = if kind == FileKind::Addresses {
                let mut report = import_addresses(job, context, &drafts::options(&draft).keep(), content).await?;
                context.check()?;
                let mut tx = context.db().write().await?;
                let stamp = job.id.to_string();
                addresses::finish(&mut tx, context.outside(), &ACTOR, &stamp, &mut report).await?;
                (tx, report.summary())
            } else {
                let mut tx = context.db().write().await?;
                let report = drafts::import(&mut tx, context.outside(), &ACTOR, &draft, kind, &content).await?;
                (tx, report.summary())
            };
            let mut tx = tx;
            drafts::forget(&mut tx, payload.draft.uuid()).await?;
            context.finish(tx, Some(json!({ "bilan": summary }))).await
        })
    }
}

/// Writes the addresses in batches, each in its own transaction: other writers are never kept waiting for long, and
/// a second attempt writes the same rows again.
async fn import_addresses(
    job: &Job,
    context: &Context,
    keep: &[String],
    content: Vec<u8>,
) -> Result<AddressReport, JobError> {
    let stamp = job.id.to_string();
    let keep = keep.to_vec();
    let (sender, mut batches) = tokio::sync::mpsc::channel(4);
    let reading = tokio::task::spawn_blocking(move || -> Outcome<AddressReport> {
        let mut report = AddressReport::default();
        let mut reader = addresses::open(content.as_slice())?;
        loop {
            let batch = addresses::next_batch(&mut reader, &keep, &mut report)?;
            if batch.is_empty() || sender.blocking_send(batch).is_err() {
                return Ok(report);
            }
        }
    });
    let mut written = 0;
    while let Some(batch) = batches.recv().await {
        context.check()?;
        let mut tx = context.db().write().await?;
        addresses::put_batch(&mut tx, &ACTOR, &batch, &stamp).await?;
        tx.commit().await?;
        written += batch.len() as i64;
        context.progress(written, 0, format!("{} adresses écrites", kernel::french::integer(written)));
    }
    let report = reading
        .await
        .map_err(|error| JobError::Temporary(format!("la lecture du fichier a été interrompue : {error}")))?;
    Ok(report?)
}

/// Removes the files nobody came back for.
struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let count = drafts::purge(&mut tx, context.outside()).await?;
            context.finish(tx, Some(json!({ "fichiers": count }))).await
        })
    }
}
