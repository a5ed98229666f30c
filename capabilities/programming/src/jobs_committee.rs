//! Work of the committee done out of sight: letters, lists taken away, lists forgotten.

use std::sync::Arc;

use ::jobs::{Context, Handler, Job, Rule, Running, Schedule};
use jiff::civil::time;
use jiff::tz::TimeZone;
use kernel::{Actor, Id};
use serde_json::json;
use web::Settings;

use crate::actions::letters::{self, Sender};
use crate::actions::list_exports as lists;
use crate::store::letter::Batch;
use crate::store::list_export::ListExport;

/// Every night, when nobody works.
pub const FORGET_LISTS: Schedule = Schedule { kind: lists::PURGE_LISTS, rule: Rule::Daily(time(4, 20, 0, 0)) };

/// Letters set on paper together, then kept one by one.
const AT_ONCE: usize = 20;

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    let sender = Sender {
        zone: settings.zone.clone(),
        town: settings.site.town.clone(),
        public_url: settings.public_url.clone(),
    };
    vec![Arc::new(MakeLetters { sender }), Arc::new(MakeList { zone: settings.zone.clone() }), Arc::new(Purge)]
}

/// Reads one identifier of a payload.
fn id<T>(job: &Job, name: &str) -> Result<Id<T>, ::jobs::JobError> {
    let payload: serde_json::Value = job.read_payload()?;
    let read = payload.get(name).and_then(|value| value.as_str()).and_then(|text| text.parse().ok());
    read.ok_or_else(|| ::jobs::JobError::Permanent("le contenu de la tâche n’est pas lisible".to_owned()))
}

/// Makes the letters of a batch. Each is kept by itself: a batch stopped midway and begun again makes none twice.
struct MakeLetters {
    sender: Sender,
}

impl Handler for MakeLetters {
    fn kind(&self) -> &'static str {
        letters::MAKE_LETTERS
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let batch = id::<Batch>(job, "lot")?.uuid();
            let actor = Actor::Platform("courriers");
            let mut tx = context.db().read().await?;
            let (committee, keys) = letters::left_to_make(&mut tx, &actor, batch).await?;
            drop(tx);
            let (total, mut done, mut new) = (keys.len() as i64, 0, 0);
            for some in keys.chunks(AT_ONCE) {
                context.check()?;
                let mut tx = context.db().read().await?;
                let papers = letters::papers(&mut tx, &self.sender, context.outside(), &actor, committee, some).await?;
                drop(tx);
                for paper in papers {
                    context.check()?;
                    let mut tx = context.db().write().await?;
                    let around = (context.outside(), &self.sender);
                    let is_new = letters::keep_letter(&mut tx, around, &actor, (committee, batch), paper).await?;
                    tx.commit().await?;
                    new += i64::from(is_new);
                    done += 1;
                    context.progress(done, total, format!("{done} courriers préparés"));
                }
            }
            let tx = context.db().write().await?;
            context.finish(tx, Some(json!({ "courriers": new }))).await
        })
    }
}

/// Makes a list to take away.
struct MakeList {
    zone: TimeZone,
}

impl Handler for MakeList {
    fn kind(&self) -> &'static str {
        lists::MAKE_LIST
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let list = id::<ListExport>(job, "liste")?.uuid();
            context.progress(0, 2, "Lecture du tableau");
            let mut tx = context.db().read().await?;
            let (asked, format, table) = lists::gathered(&mut tx, list, (context.outside(), &self.zone)).await?;
            drop(tx);
            context.check()?;
            context.progress(1, 2, "Écriture du fichier");
            let file = lists::written(&asked, format, table, context.outside()).await?;
            let mut tx = context.db().write().await?;
            lists::keep_list(&mut tx, context.outside(), &Actor::Platform("export"), &asked, file).await?;
            context.progress(2, 2, "Fichier prêt");
            context.finish(tx, None).await
        })
    }
}

struct Purge;

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        lists::PURGE_LISTS
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("purge des exports");
            let gone = lists::purge_lists(&mut tx, context.outside(), &actor).await?;
            context.finish(tx, Some(json!({ "exports": gone }))).await
        })
    }
}
