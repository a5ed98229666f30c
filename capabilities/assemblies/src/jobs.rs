//! Work done out of sight: the erasing of who sat, a year after.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use jiff::tz::TimeZone;
use kernel::Actor;
use serde_json::json;

use crate::actions;

/// The kind of job that erases what is over.
const PURGE: &str = "assemblies.purge";

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 25, 0, 0)) }];

pub fn handlers(zone: TimeZone) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Purge { zone })]
}

struct Purge {
    zone: TimeZone,
}

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("purge des instances");
            let gone = actions::purge(&mut tx, (context.outside(), &self.zone), &actor).await?;
            context.finish(tx, Some(json!({ "personnes": gone }))).await
        })
    }
}
