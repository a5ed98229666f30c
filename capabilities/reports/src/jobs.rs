//! Work done out of sight: making a report, forgetting those whose month is over.

use std::sync::Arc;

use ::files::Vault;
use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use jiff::tz::TimeZone;
use kernel::{Actor, Id};
use serde::Deserialize;
use serde_json::json;

use crate::actions;
use crate::store::Asked;

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: actions::PURGE, rule: Rule::Daily(time(4, 0, 0, 0)) }];

pub fn handlers(zone: TimeZone, town: String, vault: Arc<dyn Vault>) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Make { zone, town, vault }), Arc::new(Purge)]
}

/// What a job is about.
#[derive(Deserialize)]
struct Payload {
    rapport: Id<Asked>,
}

/// Makes a report, in the name of the town and in its time.
struct Make {
    zone: TimeZone,
    town: String,
    vault: Arc<dyn Vault>,
}

impl Handler for Make {
    fn kind(&self) -> &'static str {
        actions::MAKE
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let Payload { rapport } = job.read_payload()?;
            context.progress(0, 3, "Lecture de ce qui est à dire");
            let mut tx = context.db().read().await?;
            let around = (context.outside(), &self.zone, self.town.as_str());
            let (asked, mut report) = actions::gather(&mut tx, around, rapport.uuid()).await?;
            drop(tx);
            actions::develop(&mut report, self.vault.as_ref()).await?;
            context.check()?;
            context.progress(1, 3, "Mise en page");
            let file = actions::set(&asked, report).await?;
            context.check()?;
            context.progress(2, 3, "Enregistrement");
            let told = json!({ "nom": file.0, "octets": file.1.len() });
            let mut tx = context.db().write().await?;
            actions::keep(&mut tx, context.outside(), &Actor::Platform("rapports"), &asked, file).await?;
            context.progress(3, 3, "Fichier prêt");
            context.finish(tx, Some(told)).await
        })
    }
}

struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        actions::PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let gone = actions::purge(&mut tx, context.outside(), &Actor::Platform("purge des rapports")).await?;
            context.finish(tx, Some(json!({ "rapports": gone }))).await
        })
    }
}
