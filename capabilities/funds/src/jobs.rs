//! Work done out of sight: people of groups and committees are forgotten a year after.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::Actor;
use serde_json::json;

use crate::actions;

/// The kind of job that erases what is over.
const PURGE: &str = "funds.purge";

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 40, 0, 0)) }];

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
            let gone = actions::purge(&mut tx, context.outside(), &Actor::Platform("purge des fonds")).await?;
            context.finish(tx, Some(json!({ "effaces": gone }))).await
        })
    }
}
