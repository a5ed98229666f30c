//! Work done out of sight: what is over is erased.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::Actor;
use serde_json::json;

use crate::actions;

/// The kind of job that erases what is over.
const PURGE: &str = "directory.purge";

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 35, 0, 0)) }];

pub fn handlers() -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Purge)]
}

struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("purge des associations");
            let gone = actions::purge(&mut tx, context.outside(), &actor).await?;
            context.finish(tx, Some(json!({ "lignes": gone }))).await
        })
    }
}
