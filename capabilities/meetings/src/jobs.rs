//! Work done out of sight: removing what is over.

use std::sync::Arc;

use jiff::civil::time;
use jobs::{Context, Handler, Job, Rule, Running, Schedule};
use kernel::Actor;
use serde_json::json;

use crate::actions::{self, PURGE};

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 50, 0, 0)) }];

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
            let gone = actions::purge(&mut tx, context.outside(), &Actor::Platform("purge des rencontres")).await?;
            tx.commit().await?;
            actions::drop_traces(context.db()).await?;
            let told = json!({ "gestes": gone.gestures, "notes": gone.notes, "constats": gone.findings });
            context.finish(context.db().write().await?, Some(told)).await
        })
    }
}
