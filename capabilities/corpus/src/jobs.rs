//! Work done out of sight: removing the sentences whose time is over, and the traces of those that were taken back.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::Actor;
use serde_json::json;

use crate::actions;

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: actions::PURGE, rule: Rule::Daily(time(3, 40, 0, 0)) }];

pub fn handlers() -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Purge)]
}

struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        actions::PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let removed = actions::purge(&mut tx, context.outside(), &Actor::Platform("purge des paroles")).await?;
            tx.commit().await?;
            actions::drop_traces(context.db()).await?;
            let told = json!({ "paroles brutes": removed.raw, "paroles refusées": removed.refused });
            context.finish(context.db().write().await?, Some(told)).await
        })
    }
}
