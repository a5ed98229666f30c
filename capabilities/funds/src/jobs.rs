//! Work done out of sight: people of groups and committees are forgotten a year after; groups are reminded of their report.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::Actor;
use reminders::Remind;
use serde_json::json;
use web::Settings;

use crate::actions;

/// The kind of job that erases what is over.
const PURGE: &str = "funds.purge";

/// The kind of job that reminds of reports.
const REMIND: &str = "funds.remind";

/// What is over is erased every night, when nobody works; reminders leave in the morning.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { kind: PURGE, rule: Rule::Daily(time(3, 40, 0, 0)) },
    Schedule { kind: REMIND, rule: Rule::Daily(time(6, 45, 0, 0)) },
];

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Purge), Arc::new(Remind::new(REMIND, settings, actions::remind))]
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
