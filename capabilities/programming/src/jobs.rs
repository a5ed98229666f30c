//! Work done out of sight: projects compared when there are many, files whose delay comes to its end.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use jiff::tz::TimeZone;
use kernel::{Actor, Uuid};
use serde_json::json;
use web::Settings;

use crate::actions::{assess_alerting, assess_near, assess_settling};
use crate::jobs_committee as committee;

/// The kind of job that tells delays.
const ALERT: &str = "programming.alert";

/// Every morning, before people come in; every night, when nobody works.
pub const SCHEDULES: &[Schedule] =
    &[Schedule { kind: ALERT, rule: Rule::Daily(time(6, 20, 0, 0)) }, committee::FORGET_LISTS];

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    let alert = Alert {
        zone: settings.zone.clone(),
        public_url: settings.public_url.clone(),
        service: settings.site.service.clone(),
    };
    let mut all: Vec<Arc<dyn Handler>> = vec![Arc::new(alert), Arc::new(Compare)];
    all.extend(committee::handlers(settings));
    all
}

struct Alert {
    zone: TimeZone,
    public_url: String,
    service: String,
}

impl Handler for Alert {
    fn kind(&self) -> &'static str {
        ALERT
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("délais de réponse");
            let place = (self.public_url.as_str(), self.service.as_str());
            assess_settling::sweep(&mut tx, context.outside(), context.outside().now()).await?;
            let sent = assess_alerting::tell(&mut tx, (context.outside(), &self.zone), place, &actor).await?;
            context.finish(tx, Some(json!({ "messages": sent }))).await
        })
    }
}

struct Compare;

impl Handler for Compare {
    fn kind(&self) -> &'static str {
        assess_near::COMPARE_JOB
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let payload: serde_json::Value = serde_json::from_str(&job.payload).unwrap_or_default();
            let call = payload.get("call").and_then(|call| call.as_str()).and_then(|call| call.parse().ok());
            let call: Uuid = call.unwrap_or_default();
            let actor = Actor::Platform("comparaison des projets");
            let found = assess_near::compare(&mut tx, context.outside(), &actor, call).await?;
            context.finish(tx, Some(json!({ "ressemblances": found }))).await
        })
    }
}
