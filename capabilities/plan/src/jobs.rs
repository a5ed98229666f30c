//! Work done out of sight: what changed, sent each morning to those who follow it.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::Actor;
use serde_json::json;
use web::{Keys, Settings};

use crate::actions;

/// The kind of job that writes to followers.
const DIGEST: &str = "plan.digest";

/// Every morning, before people go out.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: DIGEST, rule: Rule::Daily(time(6, 40, 0, 0)) }];

pub fn handlers(keys: &Keys, settings: &Settings) -> Vec<Arc<dyn Handler>> {
    let digest = Digest {
        keys: keys.clone(),
        public_url: settings.public_url.clone(),
        service: settings.site.service.clone(),
    };
    vec![Arc::new(digest)]
}

struct Digest {
    keys: Keys,
    public_url: String,
    service: String,
}

impl Handler for Digest {
    fn kind(&self) -> &'static str {
        DIGEST
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("suivi des actions");
            let place = (self.public_url.as_str(), self.service.as_str());
            let (sent, gone) =
                actions::send_digests(&mut tx, (context.outside(), &self.keys), place, &actor).await?;
            context.finish(tx, Some(json!({ "messages": sent, "adresses oubliées": gone }))).await
        })
    }
}
