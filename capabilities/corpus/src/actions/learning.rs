//! Suggestions that learn: a job fits a model on what hands decided and keeps, for each sentence, the themes it proposes
//! and how sure it is. The model itself is kept nowhere.

use std::collections::{HashMap, HashSet};

use database::{Db, Tx};
use jobs::NewJob;
use kernel::{Breakdown, Moment, Outcome, Outside, Uuid};
use serde_json::json;
use themes::coding::MOST_MEANT;

use super::Work;
use crate::Encoding;
use crate::rules::proposals::{self, Learnt};
use crate::store;
use crate::store::suggestions::Training;

/// The kind of job that learns.
pub(crate) const LEARN: &str = "corpus.learn";

/// Queues a training when enough was coded since the last one, or the codebook changed: at most one waits for a
/// consultation. Ring the bell after the commit.
///
/// # Errors
/// The database failed.
pub(crate) async fn wish_to_learn(tx: &mut Tx, outside: &Outside, consultation: Uuid) -> Outcome<bool> {
    queue(tx, outside, consultation, consultation.to_string()).await
}

/// The same, from a training that ends: its own key is still taken.
pub(crate) async fn wish_to_learn_again(tx: &mut Tx, outside: &Outside, consultation: Uuid) -> Outcome<bool> {
    queue(tx, outside, consultation, format!("{consultation}-suite")).await
}

async fn queue(tx: &mut Tx, outside: &Outside, consultation: Uuid, key: String) -> Outcome<bool> {
    let coded = store::suggestions::coded(tx, consultation).await?;
    let (known, version) = match store::suggestions::training(tx, consultation).await? {
        Some(last) => (last.coded, last.version),
        None => (0, 0),
    };
    let is_enough = (coded - known).abs() >= proposals::BETWEEN_TRAININGS
        || (known > 0 && version != store::codebook::version(tx, consultation).await?);
    if is_enough {
        jobs::enqueue(tx, outside, job(consultation).unique(key)).await?;
    }
    Ok(is_enough)
}

/// Queues a training after sentences were taken back, so that what was learnt of them is not proposed any more.
///
/// # Errors
/// The database failed.
pub(super) async fn learn_without(tx: &mut Tx, outside: &Outside, consultation: Uuid) -> Outcome<()> {
    if store::suggestions::training(tx, consultation).await?.is_some() {
        jobs::enqueue(tx, outside, job(consultation).unique(consultation.to_string())).await?;
    }
    Ok(())
}

fn job(consultation: Uuid) -> NewJob {
    NewJob::new(LEARN, json!({ "concertation": consultation.to_string() }))
}

/// What a training starts from.
pub(crate) struct Lesson {
    work: Work,
    version: i64,
    coded: i64,
    begun_at: Moment,
}

impl Lesson {
    /// How many sentences it reads.
    pub fn sentences(&self) -> usize {
        self.work.verbatims.len()
    }

    /// How many of them hands decided.
    pub const fn coded(&self) -> i64 {
        self.coded
    }
}

/// Reads what there is to learn from.
///
/// # Errors
/// The database failed.
pub(crate) async fn lesson(db: &Db, outside: &Outside, consultation: Uuid) -> Outcome<Lesson> {
    let begun_at = outside.now();
    let mut tx = db.read().await?;
    let work = Work::load(&mut tx, consultation).await?;
    let version = store::codebook::version(&mut tx, consultation).await?;
    let coded = store::suggestions::coded(&mut tx, consultation).await?;
    Ok(Lesson { work, version, coded, begun_at })
}

/// Learns, out of the way of those who wait for pages, with what an encoder makes of the sentences when there is one. Their
/// vectors are gone when this ends.
///
/// # Errors
/// The computation was cut.
pub(crate) async fn learn(lesson: Lesson, encoding: Option<Encoding>) -> Outcome<(Lesson, Learnt)> {
    let learning = tokio::task::spawn_blocking(move || {
        let decided = lesson.work.decided();
        let decided: HashMap<Uuid, &[Uuid]> =
            decided.into_iter().map(|(id, coding)| (id, coding.themes.as_slice())).collect();
        let sentences: Vec<(Uuid, &str)> =
            lesson.work.verbatims.iter().map(|one| (one.id, one.masked.as_str())).collect();
        let texts: Vec<&str> = sentences.iter().map(|(_, text)| *text).collect();
        let encoding = encoding.filter(|_| texts.len() <= MOST_MEANT);
        let meanings = encoding.and_then(|encoding| encoding(&texts));
        let learnt = proposals::learn(&lesson.work.themes, &sentences, &decided, meanings.as_deref());
        (lesson, learnt)
    });
    learning.await.map_err(|error| Breakdown(Box::new(error)).into())
}

/// Keeps what was learnt; only what changed is written. What a later training kept stays, and so does nothing of a
/// sentence taken back meanwhile.
///
/// # Errors
/// The database failed.
pub(crate) async fn keep_learnt(
    tx: &mut Tx,
    outside: &Outside,
    consultation: Uuid,
    (lesson, learnt): &(Lesson, Learnt),
) -> Outcome<()> {
    let last = store::suggestions::training(tx, consultation).await?;
    if last.is_some_and(|last| last.made_at > lesson.begun_at) {
        return Ok(());
    }
    let there: HashSet<Uuid> = store::verbatims::accepted(tx, consultation).await?.iter().map(|one| one.id).collect();
    let known = store::suggestions::all(tx, consultation).await?;
    for (row, told) in lesson.work.verbatims.iter().zip(&learnt.by_sentence) {
        let before = known.get(&row.id).map_or(&[][..], Vec::as_slice);
        let is_same = before.len() == told.len()
            && before.iter().all(|one| told.contains(&(one.theme, (one.probability * 100.0).round() as i64)));
        if !is_same && there.contains(&row.id) {
            store::suggestions::replace(tx, &mut || outside.uuid(), row.id, told).await?;
        }
    }
    let made = Training {
        made_at: lesson.begun_at,
        coded: lesson.coded,
        version: lesson.version,
        is_measured: learnt.is_measured,
    };
    store::suggestions::put_training(tx, consultation, made).await?;
    Ok(())
}
