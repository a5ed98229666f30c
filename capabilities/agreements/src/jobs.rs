//! Work done out of sight: agreements put on paper, reminders of reports.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, JobError, Rule, Running, Schedule};
use jiff::civil::time;
use jiff::tz::TimeZone;
use kernel::{Actor, Id};
use serde_json::json;
use web::Settings;

use crate::actions::circulating::{self, Town};
use crate::actions::dues;
use crate::store::batch::Batch;

/// Papers set together, then kept one by one.
const AT_ONCE: usize = 20;

/// The kind of job that reminds of reports.
const REMIND: &str = "agreements.remind";

/// Every morning, before people come in.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: REMIND, rule: Rule::Daily(time(6, 40, 0, 0)) }];

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    let remind = Remind {
        zone: settings.zone.clone(),
        public_url: settings.public_url.clone(),
        service: settings.site.service.clone(),
    };
    let papers = Papers { town: Town { zone: settings.zone.clone(), name: settings.site.town.clone() } };
    vec![Arc::new(papers), Arc::new(remind)]
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

/// Reminds associations of reports that come due or are late.
struct Remind {
    zone: TimeZone,
    public_url: String,
    service: String,
}

impl Handler for Remind {
    fn kind(&self) -> &'static str {
        REMIND
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("rappels de comptes rendus");
            let place = (self.public_url.as_str(), self.service.as_str());
            let sent = dues::remind(&mut tx, (context.outside(), &self.zone), place, &actor).await?;
            context.finish(tx, Some(json!({ "messages": sent }))).await
        })
    }
}
