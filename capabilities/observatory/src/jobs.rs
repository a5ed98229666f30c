//! Long imports and the removal of forgotten files. Shallow: each calls an action.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::{Actor, Id};
use serde::Deserialize;
use serde_json::json;

use crate::actions::files::{self, FigureFile, IMPORT_JOB};
use crate::actions::importing;
use crate::store;

/// The kind of job that removes forgotten files.
pub const PURGE: &str = "observatory.purge_files";

/// What the clock queues.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 25, 0, 0)) }];

/// The handlers of the slice.
pub fn handlers() -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Import), Arc::new(Purge)]
}

#[derive(Deserialize)]
struct Payload {
    file: Id<FigureFile>,
}

const ACTOR: Actor = Actor::Platform("import");
/// Values written in one transaction: other writers are never kept waiting for long.
const AT_ONCE: usize = 20_000;

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
            let mut tx = context.db().write().await?;
            let (file, content) = files::open(&mut tx, &ACTOR, payload.file.uuid()).await?;
            let chosen = files::chosen(&file);
            let mut opened = importing::open(content)?;
            let mut importer = files::importer(&mut tx, &opened, &chosen).await?;
            let origin = store::figures::origin(&mut tx, &importing::origin(&chosen)).await?;
            tx.commit().await?;
            let (mut written, mut batch, mut is_over) = (0, Vec::with_capacity(AT_ONCE), false);
            while !is_over {
                while batch.len() < AT_ONCE {
                    let Some((number, cells)) = opened.lines.read()? else {
                        is_over = true;
                        break;
                    };
                    importer.take(number, &cells, &mut batch);
                }
                context.check()?;
                let mut tx = context.db().write().await?;
                let put = importer.compare(&mut tx, std::mem::take(&mut batch), origin).await?;
                store::figures::put(&mut tx, &put).await?;
                tx.commit().await?;
                written += i64::try_from(put.len()).unwrap_or(0);
                context.progress(written, 0, format!("{} valeurs écrites", kernel::french::integer(written)));
            }
            context.progress(written, 0, "Secret statistique");
            let mut tx = context.db().write().await?;
            files::finish(&mut tx, context.outside(), &ACTOR, &importer, &chosen).await?;
            files::forget(&mut tx, payload.file.uuid()).await?;
            context.finish(tx, Some(json!({ "bilan": importer.report.summary() }))).await
        })
    }
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
            let count = files::purge(&mut tx, context.outside()).await?;
            context.finish(tx, Some(json!({ "fichiers": count }))).await
        })
    }
}
