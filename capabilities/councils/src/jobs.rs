//! Work done out of sight: long files of the pool, and the erasing of what is over.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::{Actor, Id};
use serde::Deserialize;
use serde_json::json;
use web::Keys;

use crate::actions;
use crate::store::draw::Draw;
use crate::store::file::PoolFile;

/// The kind of job that erases what is over.
const PURGE: &str = "councils.purge";

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 10, 0, 0)) }];

pub fn handlers(keys: &Keys) -> Vec<Arc<dyn Handler>> {
    let (import, freeze) = (Import { keys: keys.clone() }, Freeze { keys: keys.clone() });
    let (study, trial) = (Study { keys: keys.clone() }, Trial { keys: keys.clone() });
    vec![
        Arc::new(Reading { keys: keys.clone() }),
        Arc::new(trial),
        Arc::new(import),
        Arc::new(TakeBack),
        Arc::new(study),
        Arc::new(freeze),
        Arc::new(Publish),
        Arc::new(Purge),
    ]
}

#[derive(Deserialize)]
struct OfFile {
    fichier: Id<PoolFile>,
}

struct Import {
    keys: Keys,
}

impl Handler for Import {
    fn kind(&self) -> &'static str {
        actions::IMPORT
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfFile = job.read_payload()?;
            let (tx, fresh) = actions::import_long(context, &self.keys, of.fichier.uuid()).await?;
            context.finish(tx, Some(json!({ "personnes": fresh }))).await
        })
    }
}

/// Opens a heavy file of the pool.
struct Reading {
    keys: Keys,
}

impl Handler for Reading {
    fn kind(&self) -> &'static str {
        actions::READING
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfFile = job.read_payload()?;
            let tx = actions::read_heavy(context, &self.keys, of.fichier.uuid()).await?;
            context.finish(tx, None).await
        })
    }
}

/// Tries a long file of the pool.
struct Trial {
    keys: Keys,
}

impl Handler for Trial {
    fn kind(&self) -> &'static str {
        actions::TRIAL
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfFile = job.read_payload()?;
            let tx = actions::trial_long(context, &self.keys, of.fichier.uuid()).await?;
            context.finish(tx, None).await
        })
    }
}

/// Takes out whoever a file put in before its import was cancelled.
struct TakeBack;

impl Handler for TakeBack {
    fn kind(&self) -> &'static str {
        actions::TAKE_BACK
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfFile = job.read_payload()?;
            let (tx, gone) = actions::take_back(context, of.fichier.uuid()).await?;
            context.finish(tx, Some(json!({ "personnes": gone }))).await
        })
    }
}

#[derive(Deserialize)]
struct OfDraw {
    tirage: Id<Draw>,
}

/// Looks whether a draw is possible.
struct Study {
    keys: Keys,
}

impl Handler for Study {
    fn kind(&self) -> &'static str {
        actions::STUDY
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfDraw = job.read_payload()?;
            let tx = actions::run_study(context, &self.keys, of.tirage.uuid()).await?;
            context.finish(tx, None).await
        })
    }
}

/// Closes the pool of a draw.
struct Freeze {
    keys: Keys,
}

impl Handler for Freeze {
    fn kind(&self) -> &'static str {
        actions::FREEZE
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfDraw = job.read_payload()?;
            let tx = actions::freeze(context, &self.keys, of.tirage.uuid()).await?;
            context.finish(tx, None).await
        })
    }
}

/// Computes and publishes the lottery of a draw.
struct Publish;

impl Handler for Publish {
    fn kind(&self) -> &'static str {
        actions::PUBLISH
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let of: OfDraw = job.read_payload()?;
            let tx = actions::publish(context, of.tirage.uuid()).await?;
            context.finish(tx, None).await
        })
    }
}

struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("purge des conseils");
            let files = actions::erase_expired(&mut tx, context.outside(), &actor).await?;
            let gone = actions::purge(&mut tx, context.outside(), &actor).await?;
            let told = json!({ "fichiers": files, "tirages": gone.draws, "personnes": gone.people });
            context.finish(tx, Some(told)).await
        })
    }
}
