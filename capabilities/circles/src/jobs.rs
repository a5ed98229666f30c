//! Work done out of sight: what was written is told each morning, what is over is erased at night.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::Actor;
use serde_json::json;
use web::Settings;

use crate::{actions, acts};

/// Every morning before people work, and every night when nobody does.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { kind: acts::DIGEST, rule: Rule::Daily(time(6, 50, 0, 0)) },
    Schedule { kind: acts::PURGE, rule: Rule::Daily(time(3, 45, 0, 0)) },
];

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Digest { public_url: settings.public_url.clone() }), Arc::new(Purge)]
}

struct Digest {
    public_url: String,
}

impl Handler for Digest {
    fn kind(&self) -> &'static str {
        acts::DIGEST
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("groupes d’associations");
            let sent = actions::digest(&mut tx, context.outside(), &self.public_url, &actor).await?;
            context.finish(tx, Some(json!({ "courriels": sent }))).await
        })
    }
}

struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        acts::PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("purge des groupes d’associations");
            let gone = actions::purge(&mut tx, context.outside(), &actor).await?;
            context.finish(tx, Some(json!({ "lignes": gone }))).await
        })
    }
}
