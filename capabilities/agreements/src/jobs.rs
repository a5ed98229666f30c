//! Work done out of sight: agreements put on paper.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, JobError, Running};
use kernel::{Actor, Id};
use serde_json::json;
use web::Settings;

use crate::actions::circulating::{self, Town};
use crate::store::batch::Batch;

/// Papers set together, then kept one by one.
const AT_ONCE: usize = 20;

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Papers { town: Town { zone: settings.zone.clone(), name: settings.site.town.clone() } })]
}

/// Puts the drafts of a call on paper. Each is kept by itself: a batch stopped midway and begun again makes none twice.
struct Papers {
    town: Town,
}

impl Handler for Papers {
    fn kind(&self) -> &'static str {
        circulating::PAPERS
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let payload: serde_json::Value = job.read_payload()?;
            let batch = payload.get("lot").and_then(|value| value.as_str()).and_then(|text| text.parse().ok());
            let batch: Id<Batch> = batch.ok_or_else(|| JobError::Permanent("le lot n’est pas lisible".to_owned()))?;
            let actor = Actor::Platform("conventions");
            let mut tx = context.db().read().await?;
            let left = circulating::left(&mut tx, batch.uuid()).await?;
            drop(tx);
            let (total, mut done, mut kept) = (left.len() as i64, 0, 0);
            for some in left.chunks(AT_ONCE) {
                context.check()?;
                let mut tx = context.db().read().await?;
                let sets = circulating::draw_some(&mut tx, context.outside(), &actor, &self.town, some).await?;
                drop(tx);
                for set in sets {
                    context.check()?;
                    let mut tx = context.db().write().await?;
                    kept += i64::from(circulating::keep(&mut tx, context.outside(), &actor, set).await?);
                    tx.commit().await?;
                }
                done += some.len() as i64;
                context.progress(done, total, format!("{done} conventions sur {total}"));
            }
            let tx = context.db().write().await?;
            context.finish(tx, Some(json!({ "conventions": kept, "laissees": total - kept }))).await
        })
    }
}
