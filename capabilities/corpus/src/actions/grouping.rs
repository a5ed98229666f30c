//! Sentences grouped by the words they share: a sorting aid that proposes themes, never a figure. At once when it is short,
//! by a job when it is long.

use std::collections::{BTreeMap, HashMap};

use database::Tx;
use jobs::{CancelOutcome, Job, JobState, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use themes::grouping::{Options, group as grouped};
use themes::text::folded;

use super::codebook::authorised;
use crate::store::groupings::{Class, Grouped};
use crate::{acts, store};

/// The kind of job that groups.
pub(crate) const GROUP: &str = "corpus.group";

/// Sentences grouped while the page waits, at most: about two seconds on one slow core.
pub(crate) const AT_ONCE: usize = 30_000;

/// Typical words and sentences shown of a class.
const TYPICAL: usize = 6;

/// Jobs looked through for the one of a consultation.
const MOST_JOBS: i64 = 200;

/// The reviewed sentences of a consultation, in the order of the draw.
///
/// # Errors
/// The database failed.
pub(crate) async fn sentences_to_group(tx: &mut Tx, consultation: Uuid) -> Outcome<Vec<(Uuid, String)>> {
    let rows = store::verbatims::accepted(tx, consultation).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.masked)).collect())
}

/// Groups sentences, out of the way of those who wait for pages. The same sentences give the same classes.
///
/// # Errors
/// The computation was cut.
pub(crate) async fn group(outside: &Outside, sentences: Vec<(Uuid, String)>) -> Outcome<Grouped> {
    let made_at = outside.now();
    let grouping = tokio::task::spawn_blocking(move || {
        let (ids, texts): (Vec<Uuid>, Vec<String>) = sentences.into_iter().unzip();
        let made = grouped(&texts, &Options { typical: TYPICAL, ..Options::default() });
        let written = spellings(&texts);
        let spelt = |word: &String| written.get(word).cloned().unwrap_or_else(|| word.clone());
        let class = |of: &themes::grouping::Class| Class {
            sentences: of.size as i64,
            words: of.words.iter().map(|one| spelt(&one.word)).collect(),
            typical: of.answers.iter().map(|one| ids[one.answer]).collect(),
        };
        Grouped {
            made_at,
            sentences: texts.len() as i64,
            unsorted: made.unclassified() as i64,
            classes: made.classes.iter().map(class).collect(),
        }
    });
    grouping.await.map_err(|error| Breakdown(Box::new(error)).into())
}

/// How each word is written most often, accents included, from the word without them.
fn spellings(texts: &[String]) -> HashMap<String, String> {
    let mut counts: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
    for word in texts.iter().flat_map(|text| text.split(|sign: char| !sign.is_alphabetic())) {
        if !word.is_empty() {
            let word = word.to_lowercase();
            *counts.entry(folded(&word)).or_default().entry(word).or_default() += 1;
        }
    }
    let usual = |of: BTreeMap<String, usize>| of.into_iter().max_by_key(|(_, count)| *count).map(|(word, _)| word);
    counts.into_iter().filter_map(|(word, of)| Some((word, usual(of)?))).collect()
}

/// Keeps a grouping in place of the one before. A sentence taken back meanwhile is in none.
///
/// # Errors
/// Not this actor's.
pub(crate) async fn keep_grouping(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    mut made: Grouped,
) -> Outcome<()> {
    authorised(tx, actor, consultation).await?;
    let there: Vec<Uuid> = store::verbatims::accepted(tx, consultation).await?.iter().map(|one| one.id).collect();
    for class in &mut made.classes {
        class.typical.retain(|id| there.contains(id));
    }
    store::groupings::put(tx, &mut || outside.uuid(), consultation, &made).await?;
    let detail = json!({ "acte": "regroupement", "paroles": made.sentences, "classes": made.classes.len() });
    let entry = Entry::on(acts::LEAD.code, "consultation", consultation).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("grouping", consultation)])).await?;
    Ok(())
}

/// Queues a grouping too long for a page; one at a time for a consultation. Ring the bell after the commit.
///
/// # Errors
/// Not this actor's.
pub(crate) async fn ask_grouping(tx: &mut Tx, outside: &Outside, actor: &Actor, consultation: Uuid) -> Outcome<()> {
    authorised(tx, actor, consultation).await?;
    let mut job =
        NewJob::new(GROUP, json!({ "concertation": consultation.to_string() })).unique(consultation.to_string());
    if let Some(account) = actor.account() {
        job = job.requested_by(account);
    }
    let queued = jobs::enqueue(tx, outside, job).await?;
    let detail = json!({ "acte": "regroupement demandé", "tâche": queued.id.to_string() });
    let entry = Entry::on(acts::LEAD.code, "consultation", consultation).detail(detail);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The grouping that waits or runs for a consultation.
///
/// # Errors
/// The database failed.
pub(crate) async fn grouping_job(tx: &mut Tx, consultation: Uuid) -> Outcome<Option<Job>> {
    let key = consultation.to_string();
    for state in [JobState::Running, JobState::Waiting] {
        let all = jobs::list(tx, state, MOST_JOBS).await?;
        let found = all.into_iter().find(|job| job.kind == GROUP && job.unique_key.as_deref() == Some(key.as_str()));
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Asks that the grouping of a consultation stop.
///
/// # Errors
/// Not this actor's; none waits or runs any more.
pub(crate) async fn stop_grouping(tx: &mut Tx, outside: &Outside, actor: &Actor, consultation: Uuid) -> Outcome<()> {
    authorised(tx, actor, consultation).await?;
    let job = grouping_job(tx, consultation).await?;
    let outcome = match &job {
        Some(job) => jobs::cancel(tx, outside, job.id).await?,
        None => CancelOutcome::TooLate,
    };
    if outcome == CancelOutcome::TooLate {
        let what = "Rechargez la page : le regroupement y est, ou n’a pas eu lieu.";
        return Err(Refusal::rule("Aucun regroupement n’est en cours", what).into());
    }
    let detail = json!({ "acte": "regroupement annulé" });
    let entry = Entry::on(acts::LEAD.code, "consultation", consultation).detail(detail);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
