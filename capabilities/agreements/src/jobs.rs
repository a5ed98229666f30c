//! Work done out of sight: agreements put on paper, scanned pages read, reminders of reports.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, JobError, Rule, Running, Schedule};
use files::Vault;
use jiff::civil::time;
use kernel::{Actor, Id};
use reminders::Remind;
use serde_json::json;
use web::Settings;

use crate::actions::circulating::{self, Town};
use crate::actions::{dues, scan_reading, scanning};
use crate::store::batch::Batch;
use crate::store::scanning::{self as archive, ScanBatch};

/// Papers set together, then kept one by one.
const AT_ONCE: usize = 20;

/// The kind of job that reminds of reports.
const REMIND: &str = "agreements.remind";

/// The kind of job that forgets piles of scans.
const FORGET: &str = "agreements.forget_scans";

/// Pages read before they are kept: what is lost when everything stops.
const PAGES_AT_ONCE: usize = 5;

/// Every morning, before people come in; every night.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { kind: REMIND, rule: Rule::Daily(time(6, 40, 0, 0)) },
    Schedule { kind: FORGET, rule: Rule::Daily(time(3, 50, 0, 0)) },
];

pub fn handlers(settings: &Settings, vault: Arc<dyn Vault>) -> Vec<Arc<dyn Handler>> {
    let remind = Remind::new(REMIND, settings, dues::remind);
    let papers = Papers { town: Town { zone: settings.zone.clone(), name: settings.site.town.clone() } };
    vec![Arc::new(papers), Arc::new(remind), Arc::new(ReadScans { vault }), Arc::new(ForgetScans)]
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

/// Reads the codes of a pile of scanned pages. What is read is kept as it goes: stopped and begun again, it goes on from there.
struct ReadScans {
    vault: Arc<dyn Vault>,
}

impl Handler for ReadScans {
    fn kind(&self) -> &'static str {
        scanning::READ
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let payload: serde_json::Value = job.read_payload()?;
            let batch = payload.get("lot").and_then(|value| value.as_str()).and_then(|text| text.parse().ok());
            let batch: Id<ScanBatch> =
                batch.ok_or_else(|| JobError::Permanent("le lot n’est pas lisible".to_owned()))?;
            let mut tx = context.db().read().await?;
            let batch = archive::by_id(&mut tx, batch.uuid()).await?;
            let batch = batch.ok_or_else(|| JobError::Permanent("le lot n’existe plus".to_owned()))?;
            let file = scan_reading::file(&mut tx, &batch).await?;
            let known = archive::pages(&mut tx, batch.id).await?;
            drop(tx);
            let pile = scan_reading::opened(file, self.vault.as_ref()).await?;
            let total = i64::try_from(pile.pages()).unwrap_or_default();
            let mut tx = context.db().write().await?;
            archive::set_pages(&mut tx, batch.id, total).await?;
            tx.commit().await?;
            let left = (1..=total).filter(|position| known.iter().all(|page| page.position != *position));
            let left: Vec<i64> = left.collect();
            let mut done = total - i64::try_from(left.len()).unwrap_or_default();
            for some in left.chunks(PAGES_AT_ONCE) {
                let mut read = Vec::new();
                for position in some {
                    context.check()?;
                    context.progress(done, total, "Lecture des codes des pages");
                    read.push(scan_reading::read_page(pile.clone(), *position).await);
                    done += 1;
                }
                let mut tx = context.db().write().await?;
                scan_reading::keep_pages(&mut tx, context.outside(), batch.id, &read).await?;
                tx.commit().await?;
            }
            context.progress(done, total, "Codes lus");
            let actor = Actor::Platform("pages numérisées");
            let mut tx = context.db().write().await?;
            let (pages, codes) = scan_reading::conclude(&mut tx, context.outside(), &actor, &batch).await?;
            context.finish(tx, Some(json!({ "pages": pages, "codes": codes }))).await
        })
    }
}

/// Forgets piles whose days are over.
struct ForgetScans;

impl Handler for ForgetScans {
    fn kind(&self) -> &'static str {
        FORGET
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("purge des pages numérisées");
            let gone = scanning::purge(&mut tx, context.outside(), &actor).await?;
            context.finish(tx, Some(json!({ "lots": gone }))).await
        })
    }
}
