//! Work done out of sight: files of applications brought, then erased.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use jiff::tz::TimeZone;
use kernel::{Actor, Id};
use serde::Deserialize;
use serde_json::json;
use web::{Keys, Settings};

use crate::actions::{bringing, bringing_write};
use crate::store::bringing::ImportFile;

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: bringing::PURGE, rule: Rule::Daily(time(4, 40, 0, 0)) }];

pub fn handlers(keys: &Keys, settings: &Settings) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Bring { keys: keys.clone(), zone: settings.zone.clone() }), Arc::new(Purge)]
}

#[derive(Deserialize)]
struct OfFile {
    fichier: Id<ImportFile>,
}

/// Brings a file of applications.
struct Bring {
    keys: Keys,
    zone: TimeZone,
}

impl Handler for Bring {
    fn kind(&self) -> &'static str {
        bringing::BRING
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfFile = job.read_payload()?;
            let tx = bringing_write::run(context, &self.keys, &self.zone, of.fichier.uuid()).await?;
            context.finish(tx, None).await
        })
    }
}

/// Erases files whose days are over.
struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        bringing::PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("purge des imports");
            let gone = bringing::purge(&mut tx, context.outside(), &actor).await?;
            context.finish(tx, Some(json!({ "fichiers": gone }))).await
        })
    }
}
