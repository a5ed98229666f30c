//! Taking an answer back with its code, and removing what is over.

use database::{Db, Tx};
use jobs::NewJob;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use safekeeping::erasure::Erasable;
use serde_json::json;
use sha2::{Digest, Sha256};
use web::Keys;
use web::house::Boxed;
use web::keys::token_hash;

use super::Live;
use super::secrets::answer_id;
use crate::rules::State;
use crate::store::photo::Photo;
pub use crate::store::purge::TRACES;
use crate::{acts, store};

/// The kind of job that removes what is over, and the traces of what was taken back.
pub const PURGE: &str = "surveys.purge";

/// An answer taken back, as it is remembered when an older backup comes back.
const ANSWER: &str = "réponse";
/// A sentence that waited, taken back with its answer.
const WAITING: &str = "phrase en attente";
/// Photographs taken back with an answer, known by their code: mixed, they change identifiers.
const PHOTOGRAPHS: &str = "photos d’une réponse";
/// A photograph taken out by whoever leads, known by its code and its question, for the same reason.
const PHOTOGRAPH: &str = "photo d’une réponse";
/// The answers of a questionnaire, purged at their date.
const ANSWERS: &str = "réponses d’un questionnaire";

/// How what was taken back or purged is erased again when an older backup comes back.
pub const ERASABLES: &[Erasable] = &[
    Erasable { kind: ANSWER, standing: answers_standing, erase: answer_again },
    Erasable { kind: WAITING, standing: waiting_standing, erase: waiting_again },
    Erasable { kind: PHOTOGRAPHS, standing: photographs_standing, erase: photographs_again },
    Erasable { kind: PHOTOGRAPH, standing: photograph_standing, erase: photograph_again },
    Erasable { kind: ANSWERS, standing: surveys_standing, erase: answers_again },
];

fn answers_standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(store::purge::answer_ids(tx))
}

fn waiting_standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(store::purge::waiting_ids(tx))
}

/// What stands for the code of photographs, of which the fingerprint alone is kept.
fn code_id(code_hash: &[u8]) -> Option<Uuid> {
    code_hash.get(..16).and_then(|start| Uuid::from_slice(start).ok())
}

fn photographs_standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(async move { Ok(store::photo::codes(tx).await?.iter().filter_map(|code| code_id(code)).collect()) })
}

/// What stands for a photograph: its code and its question are the only things of it that never change.
fn photograph_id(code_hash: &[u8], question: &str) -> Option<Uuid> {
    let print = Sha256::new().chain_update(code_hash).chain_update(question).finalize();
    code_id(&print)
}

fn photograph_standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(async move {
        let given = store::photo::given(tx).await?;
        Ok(given.iter().filter_map(|(_, code, question)| photograph_id(code, question)).collect())
    })
}

fn surveys_standing(tx: &mut Tx) -> Boxed<'_, database::Result<Vec<Uuid>>> {
    Box::pin(async move { Ok(store::survey::all(tx).await?.into_iter().map(|one| one.id).collect()) })
}

fn answer_again<'a>(tx: &'a mut Tx, _: &'a Outside, _: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(async move { Ok(store::purge::delete_answer(tx, id).await?) })
}

fn waiting_again<'a>(tx: &'a mut Tx, _: &'a Outside, _: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(async move { Ok(store::purge::delete_waiting(tx, id).await?) })
}

fn photographs_again<'a>(tx: &'a mut Tx, _: &'a Outside, _: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(async move { Ok(store::photo::delete_of_code_begun(tx, id.as_bytes()).await?) })
}

fn photograph_again<'a>(tx: &'a mut Tx, _: &'a Outside, _: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(async move {
        for (photo, code, question) in store::photo::given(tx).await? {
            if photograph_id(&code, &question) == Some(id) {
                store::photo::delete_again(tx, photo).await?;
            }
        }
        Ok(())
    })
}

fn answers_again<'a>(tx: &'a mut Tx, _: &'a Outside, _: &'a Actor, id: Uuid) -> Boxed<'a, Outcome<()>> {
    Box::pin(async move {
        store::purge::answers(tx, id).await?;
        Ok(())
    })
}

/// Remembers that a photograph was taken out.
///
/// # Errors
/// The database failed.
pub(super) async fn remember_photograph(tx: &mut Tx, outside: &Outside, photo: &Photo) -> Outcome<()> {
    let ids: Vec<Uuid> = photograph_id(&photo.code_hash, &photo.question).into_iter().collect();
    Ok(safekeeping::erasure::remember(tx, outside, PHOTOGRAPH, &ids).await?)
}

/// What went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Answers to questionnaires.
    pub answers: u64,
    /// Sentences.
    pub words: u64,
    /// Photographs.
    pub photographs: u64,
    /// Questionnaires whose answers are purged.
    pub surveys: Vec<Uuid>,
}

impl Erased {
    /// Forgets, once what was erased is, the figures that remember it.
    pub fn forget(&self, live: &Live) {
        live.forget();
        super::counting::forget_purged(&self.surveys);
    }
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
            let waiting = store::words::delete_of_code(tx, &hash).await?;
            safekeeping::erasure::remember(tx, outside, WAITING, &waiting).await?;
            erased.words = waiting.len() as u64;
            erased.photographs = store::photo::delete_of_code(tx, &hash).await?;
            let codes: Vec<Uuid> = code_id(&hash).filter(|_| erased.photographs > 0).into_iter().collect();
            safekeeping::erasure::remember(tx, outside, PHOTOGRAPHS, &codes).await?;
            let detail = json!({
                "acte": "effacement par code", "paroles en attente": erased.words, "photos": erased.photographs,
            });
            safekeeping::erasure::remember(tx, outside, ANSWER, &[id]).await?;
            let entry = Entry::on(acts::ERASE, "survey", answer.survey).detail(detail).dated_only();
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
            safekeeping::erasure::remember(tx, outside, ANSWERS, &[survey.id]).await?;
            let detail = json!({ "acte": "purge", "réponses": count });
            journal::record(tx, outside, actor, Entry::on(acts::ERASE, "survey", survey.id).detail(detail)).await?;
            erased.answers += count;
            erased.surveys.push(survey.id);
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
