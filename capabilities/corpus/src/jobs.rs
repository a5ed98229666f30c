//! Work done out of sight: learning from what hands decided, grouping many sentences, removing those whose time is over and
//! the traces of those that were taken back.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use kernel::{Actor, Id, french};
use listening::facade::ConsultationBrief;
use serde::Deserialize;
use serde_json::json;

use crate::{Encoding, actions};

/// Every night, when nobody works.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: actions::PURGE, rule: Rule::Daily(time(3, 40, 0, 0)) }];

pub fn handlers(encoding: Option<Encoding>) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Purge), Arc::new(Learn { encoding }), Arc::new(Group)]
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

/// What a job is about.
#[derive(Deserialize)]
struct Payload {
    concertation: Id<ConsultationBrief>,
}

/// Learns from what hands decided in a consultation.
struct Learn {
    encoding: Option<Encoding>,
}

impl Handler for Learn {
    fn kind(&self) -> &'static str {
        actions::LEARN
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let Payload { concertation } = job.read_payload()?;
            let concertation = concertation.uuid();
            context.progress(0, 2, "Lecture des paroles codées");
            let lesson = actions::lesson(context.db(), context.outside(), concertation).await?;
            context.check()?;
            let mut told = json!({ "paroles": lesson.sentences(), "codées à la main": lesson.coded() });
            context.progress(1, 2, format!("Apprentissage sur {}", sentences(lesson.sentences())));
            let learnt = actions::learn(lesson, self.encoding.clone()).await?;
            context.check()?;
            if self.encoding.is_some() {
                told["encodeur de phrases"] = json!(if learnt.1.is_meant { "utilisé" } else { "écarté" });
            }
            let mut tx = context.db().write().await?;
            actions::keep_learnt(&mut tx, context.outside(), concertation, &learnt).await?;
            actions::wish_to_learn_again(&mut tx, context.outside(), concertation).await?;
            context.progress(2, 2, "Propositions enregistrées");
            context.finish(tx, Some(told)).await
        })
    }
}

/// Groups the sentences of a consultation, when there are too many for a page to wait.
struct Group;

impl Handler for Group {
    fn kind(&self) -> &'static str {
        actions::GROUP
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let Payload { concertation } = job.read_payload()?;
            let concertation = concertation.uuid();
            context.progress(0, 2, "Lecture des paroles");
            let mut tx = context.db().read().await?;
            let read = actions::sentences_to_group(&mut tx, concertation).await?;
            drop(tx);
            context.check()?;
            let count = read.len();
            context.progress(1, 2, format!("Regroupement de {}", sentences(count)));
            let made = actions::group(context.outside(), read).await?;
            context.check()?;
            let told = json!({ "paroles": count, "classes": made.classes.len() });
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("regroupement des paroles");
            actions::keep_grouping(&mut tx, context.outside(), &actor, concertation, made).await?;
            context.progress(2, 2, "Regroupement enregistré");
            context.finish(tx, Some(told)).await
        })
    }
}

fn sentences(count: usize) -> String {
    french::count(count as i64, "parole", "paroles")
}
