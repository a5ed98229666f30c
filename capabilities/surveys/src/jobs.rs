//! Work done out of sight: sentences that enter the corpus, answers whose time is over.

use std::num::NonZeroU32;
use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::Actor;
use serde_json::json;
use web::Keys;

use crate::actions::{self, Live};

const HOURLY: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// Every hour what may enter the corpus, every night what is over.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { kind: actions::POUR, rule: Rule::EveryMinutes(HOURLY) },
    Schedule { kind: actions::PURGE, rule: Rule::Daily(time(3, 30, 0, 0)) },
];

pub fn handlers(keys: &Keys, live: Arc<Live>) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Pour { keys: keys.clone() }), Arc::new(Purge { live })]
}

struct Pour {
    keys: Keys,
}

impl Handler for Pour {
    fn kind(&self) -> &'static str {
        actions::POUR
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("paroles des questionnaires");
            let around = (context.outside(), &self.keys);
            let count = actions::pour(&mut tx, around, &actor).await?;
            let photographs = actions::photographs::mix(&mut tx, around).await?;
            tx.commit().await?;
            if count + photographs > 0 {
                actions::drop_traces(context.db()).await?;
            }
            let told = json!({ "paroles": count, "photos": photographs });
            context.finish(context.db().write().await?, Some(told)).await
        })
    }
}

struct Purge {
    live: Arc<Live>,
}

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        actions::PURGE
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let erased = actions::purge(&mut tx, context.outside(), &Actor::Platform("purge des réponses")).await?;
            tx.commit().await?;
            // What is purged stays in no figure kept ready.
            erased.forget(&self.live);
            actions::drop_traces(context.db()).await?;
            context.finish(context.db().write().await?, Some(json!({ "réponses": erased.answers }))).await
        })
    }
}
