//! Work done out of sight: answering requests for links, removing what is over.

use std::sync::Arc;

use jiff::civil::time;
use jobs::{Context, Handler, Job, JobError, Rule, Running, Schedule};
use kernel::{Actor, Uuid};
use serde_json::json;

use crate::actions;

/// The kind of job that removes what is over.
const PURGE: &str = "accounts.purge";

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: PURGE, rule: Rule::Daily(time(3, 20, 0, 0)) }];

pub fn handlers() -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(SendLink), Arc::new(Purge)]
}

struct SendLink;

impl Handler for SendLink {
    fn kind(&self) -> &'static str {
        actions::SEND_LINK
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let named = || JobError::Permanent("la demande de lien n’est pas nommée".to_owned());
            let payload: serde_json::Value = job.read_payload()?;
            let request = payload.get("request").and_then(|value| value.as_str()).ok_or_else(named)?;
            let request: Uuid = request.parse().map_err(|_| named())?;
            let mut tx = context.db().write().await?;
            actions::send_link(&mut tx, context.outside(), request).await?;
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
            let removed = actions::purge(&mut tx, context.outside(), &Actor::Platform("purge des comptes")).await?;
            context.finish(tx, Some(json!({ "sessions": removed.sessions, "comptes": removed.accounts }))).await
        })
    }
}
