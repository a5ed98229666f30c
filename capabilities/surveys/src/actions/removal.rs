//! Taking an answer back with its code, and removing what is over.

use database::{Db, Tx};
use jobs::NewJob;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use super::secrets::answer_id;
use crate::rules::State;
use crate::store::purge::TRACES;
use crate::{acts, store};

/// The kind of job that removes what is over, and the traces of what was taken back.
pub const PURGE: &str = "surveys.purge";

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Answers to questionnaires.
    pub answers: u64,
    /// Sentences.
    pub words: u64,
    /// Photographs.
    pub photographs: u64,
}

/// Takes back what was answered with a code: the answer, its sentences on their way and in the corpus. A job then cleans
/// the pages of the database; ring the bell after the commit.
///
/// # Errors
/// Nothing was given with this code, on the field `cle`.
pub async fn take_back(tx: &mut Tx, (outside, keys): (&Outside, &Keys), actor: &Actor, typed: &str) -> Outcome<Erased> {
    let mut erased = Erased::default();
    if let Some(comparable) = corpus::facade::comparable(typed) {
        let id = answer_id(keys, &comparable);
        if let Some(answer) = store::answer::by_id(tx, id).await? {
            store::answer::delete(tx, answer.survey, id).await?;
            erased.answers = 1;
            let hash = token_hash(&comparable);
            erased.words = store::words::delete_of_code(tx, &hash).await?;
            erased.photographs = store::photo::delete_of_code(tx, &hash).await?;
            let detail = json!({ "acte": "effacement par code", "paroles en attente": erased.words, "photos": erased.photographs });
            let entry = Entry::on(acts::ERASE, "survey", answer.survey).detail(detail);
            journal::record(tx, outside, actor, entry).await?;
            jobs::enqueue(tx, outside, NewJob::new(PURGE, json!({ "effacement": true }))).await?;
        }
    }
    match corpus::facade::take_back(tx, outside, actor, typed).await {
        Ok(count) => erased.words += count as u64,
        Err(Failure::Input(_)) if erased != Erased::default() => {}
        Err(failure) => return Err(failure),
    }
    Ok(erased)
}

/// Removes what was put aside and never taken up, and the answers of questionnaires whose time is over.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<Erased> {
    let now = outside.now();
    store::parked::purge(tx, now).await?;
    super::paper::purge(tx, outside).await?;
    super::calls::purge(tx, outside, actor).await?;
    store::partner::purge(tx, now).await?;
    let mut erased = Erased::default();
    for survey in store::survey::all(tx).await? {
        let Some(last) = store::collected::last_day(tx, survey.id).await? else { continue };
        let kept = jiff::Span::new().days(survey.text.kept_days);
        let today = now.day(&jiff::tz::TimeZone::UTC);
        let is_over = last
            .parse::<jiff::civil::Date>()
            .ok()
            .and_then(|day| day.checked_add(kept).ok())
            .is_some_and(|until| until < today);
        if survey.state == State::Closed && is_over {
            let count = store::purge::answers(tx, survey.id).await?;
            let detail = json!({ "acte": "purge", "réponses": count });
            journal::record(tx, outside, actor, Entry::on(acts::ERASE, "survey", survey.id).detail(detail)).await?;
            erased.answers += count;
        }
    }
    Ok(erased)
}

/// Cleans the pages of the database of what was deleted.
///
/// # Errors
/// The database failed.
pub async fn drop_traces(db: &Db) -> Outcome<()> {
    db.drop_traces(TRACES).await?;
    Ok(())
}

/// What is known of an answer by its code.
///
/// # Errors
/// The database failed.
pub async fn answered_with(tx: &mut Tx, keys: &Keys, typed: &str) -> Outcome<Option<(Uuid, store::answer::Answer)>> {
    let Some(comparable) = corpus::facade::comparable(typed) else { return Ok(None) };
    let id = answer_id(keys, &comparable);
    Ok(store::answer::by_id(tx, id).await?.map(|answer| (id, answer)))
}
